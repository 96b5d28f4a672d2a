import helmet from "@fastify/helmet";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyPluginAsync } from "fastify";
import { ERRORS } from "../domain/errors.ts";
import { STATUS_OF_KIND } from "./errors.ts";

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The API reference at /docs, and at /docs/errors the page that every error's `docs` member points to. Works offline. */
export const docsRoutes: FastifyPluginAsync = async (app) => {
  await app.register(helmet, { contentSecurityPolicy: false });
  await app.register(swaggerUi, { routePrefix: "/docs", staticCSP: POLICY, theme: { title: "Calltree API" } });
  app.get("/docs/errors", { schema: { hide: true } }, async (_request, reply) =>
    reply.type("text/html; charset=utf-8").header("content-security-policy", POLICY).send(errorsPage()),
  );
};

function errorsPage(): string {
  const sections = Object.entries(ERRORS).map(
    ([code, { kind, fix }]) =>
      `<h2 id="${code.toLowerCase()}">${code}</h2><p>HTTP ${STATUS_OF_KIND[kind]}, ${kind.replaceAll("_", " ")}.</p><p>${escapeHtml(fix)}</p>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Calltree errors</title><h1>Errors of the Calltree API</h1>${sections.join("")}</html>`;
}

const escapeHtml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
