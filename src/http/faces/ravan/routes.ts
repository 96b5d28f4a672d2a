import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import { callRoutes } from "./callRoutes.ts";
import { contactRoutes } from "./contactRoutes.ts";
import { ravanErrorHandler } from "./errors.ts";
import type { RavanParts } from "./parts.ts";
import { recordingRoute } from "./recordingRoute.ts";
import { ravanSchemas } from "./schemas.ts";

/** Addresses that answer in the words of this face, unknown ones included. */
export const RAVAN_PREFIXES = ["/api/v1/calling", "/api/v1/contacts"] as const;

export const isRavanAddress = ({ url }: Pick<FastifyRequest, "url">): boolean =>
  RAVAN_PREFIXES.some((prefix) => url === prefix || url.startsWith(`${prefix}/`) || url.startsWith(`${prefix}?`));

/** The wire contract of Ravan's call sessions, under /api/v1/calling and /api/v1/contacts. */
export const ravanFace =
  (parts: RavanParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.setErrorHandler(ravanErrorHandler);
    for (const schema of ravanSchemas) app.addSchema(schema);
    await app.register(callRoutes(parts));
    await app.register(contactRoutes(parts));
    await app.register(recordingRoute(parts));
  };
