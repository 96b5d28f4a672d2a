import type { FastifyPluginAsync } from "fastify";
import { AppError } from "../domain/errors.ts";

export interface ServiceParts {
  /** Resolves when the store answers. @throws AppError STORE_UNAVAILABLE */
  checkReady(): Promise<void>;
  /** The metrics in Prometheus's text format. */
  metrics(): Promise<{ contentType: string; text: string }>;
}

/** What operators' tools ask: alive, ready, how much. No key, and nothing of any organization. */
export const serviceRoutes =
  (parts: ServiceParts): FastifyPluginAsync =>
  async (app) => {
    const hidden = { schema: { hide: true } };
    app.get("/healthz", hidden, async () => ({ status: "ok" }));
    app.get("/readyz", hidden, async () => {
      try {
        await parts.checkReady();
      } catch (cause) {
        throw cause instanceof AppError ? cause : new AppError("STORE_UNAVAILABLE", "The store does not answer.", { cause });
      }
      return { status: "ready" };
    });
    app.get("/metrics", hidden, async (_request, reply) => {
      const { contentType, text } = await parts.metrics();
      return reply.type(contentType).send(text);
    });
  };
