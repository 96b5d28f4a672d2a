import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { isReachedTrusted } from "./sameOrigin.ts";

/** The page's own addresses: each answers with the page, which then shows the right part. Others stay unknown. */
const PAGE_PATHS = [
  ...["/", "/open", "/sign-in", "/sessions", "/sessions/*", "/costs", "/agents", "/agents/*", "/webhooks"],
  ...["/record-types", "/keys", "/audit", "/settings", "/components"],
];
const NONCE_MARK = "__CSP_NONCE__";

export interface PageParts {
  /** Where the built page lies; it may be missing. */
  readonly folder: string;
  /** Fresh for every answer. */
  readonly newNonce: () => string;
  /** Scheme and host that this server is reached under, without a slash at its end; null: as each request reached it. */
  readonly publicUrl: string | null;
}

/** Serves the built page. What is in `assets/` carries its hash in its name and never changes. */
export const pageRoutes =
  (parts: PageParts): FastifyPluginAsync =>
  async (app) => {
    const { isBuilt, send } = readPage(parts);
    for (const path of PAGE_PATHS) app.get(path, { schema: { hide: true } }, async (_request, reply) => send(reply, 200));
    if (!isBuilt) return;
    await app.register(fastifyStatic, {
      root: join(parts.folder, "assets"),
      prefix: "/assets/",
      ...{ index: false, immutable: true, maxAge: "1y", preCompressed: true, decorateReply: false },
    });
  };

export interface Page {
  readonly isBuilt: boolean;
  /** Without a built page: 503, and how to build it. */
  send(reply: FastifyReply, status: number): FastifyReply;
}

export function readPage({ folder, newNonce, publicUrl }: PageParts): Page {
  const file = join(folder, "index.html");
  const html = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  return {
    isBuilt: html !== undefined,
    send(reply, status) {
      const nonce = newNonce();
      sendHeaders(reply, nonce, publicUrl);
      return html === undefined ? reply.code(503).send(NOT_BUILT) : reply.code(status).send(html.replaceAll(NONCE_MARK, nonce));
    },
  };
}

/** Below these are data and files, for whoever asks: what is unknown there is told as data. */
const NO_PAGE_BELOW = /^\/(?:v\d+|api|web|docs|assets)(?:[/?]|$)/;

/** Whether a browser wants to show what it finds at an address, and not only a program. */
export const wantsPage = ({ method, url, headers }: Pick<FastifyRequest, "method" | "url" | "headers">): boolean =>
  method === "GET" && /\btext\/html\b/.test(headers.accept ?? "") && !NO_PAGE_BELOW.test(url);

function sendHeaders(reply: FastifyReply, nonce: string, publicUrl: string | null): void {
  // Browsers heed it only from addresses that they trust, and complain of it elsewhere.
  if (isReachedTrusted(reply.request, publicUrl)) reply.header("cross-origin-opener-policy", "same-origin");
  reply
    .type("text/html; charset=utf-8")
    .header("cache-control", "no-store")
    .header("content-security-policy", policy(nonce))
    .header("cross-origin-resource-policy", "same-origin");
}

const policy = (nonce: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; ` +
  "connect-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const NOT_BUILT =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Calltree</title><h1>The page is not built</h1>' +
  "<p>Run <code>npm run build</code> and start the server again; <code>npm start</code> builds it by itself. " +
  'The API works all the same: see <a href="/docs">its reference</a>.</p></html>';
