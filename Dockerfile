# Two stages: compile, then run only what is needed.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY web/package.json web/
# The tools that build the page come as optional packages, one for each platform.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY web web
RUN npm run build && npm prune --omit=dev --omit=optional --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 DATABASE_URL=sqlite:/data/calltree.db
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY contracts contracts
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8733
HEALTHCHECK --interval=10s --timeout=3s CMD ["node", "-e", "fetch('http://127.0.0.1:8733/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is started, without npm in between, so that SIGTERM reaches it.
CMD ["node", "--max-semi-space-size=16", "--max-old-space-size=1024", "dist/cli.js", "serve"]
