import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import type { Clock } from "../../../domain/clock.ts";
import type { Ask } from "../../../reads/index.ts";
import { errorHandler } from "../../errors.ts";
import type { EventStreams } from "../../eventStream.ts";
import type { PageAnchors } from "../../pageAnchors.ts";
import type { AuthenticationParts } from "./authenticate.ts";
import { agntixError, agntixStatus, tellResetAsInstant } from "./errors.ts";
import type { agntixOperations } from "./operations.ts";
import { agntixSchemas } from "./schemas.ts";
import { sessionRoutes } from "./sessionRoutes.ts";
import { streamRoutes } from "./streamRoutes.ts";

export interface AgntixParts extends AuthenticationParts {
  readonly ask: Ask<typeof agntixOperations>;
  readonly clock: Clock;
  /** Over keys of sessions (`conversations.newestSessionKey`). */
  readonly anchors: PageAnchors;
  readonly streams: EventStreams;
  /** Scheme and host under which the asker reaches this server, without a slash at its end. */
  publicAddress(request: FastifyRequest): string;
}

/** The wire contract of Agntix chat sessions, under /api/v1/chat and /v1/chat. */
export const agntixFace =
  (parts: AgntixParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.setErrorHandler(errorHandler(agntixError(parts.clock), agntixStatus));
    app.addHook("onSend", async (_request, reply) => tellResetAsInstant(reply, parts.clock));
    for (const schema of agntixSchemas) app.addSchema(schema);
    await app.register(sessionRoutes(parts));
    await app.register(streamRoutes(parts));
  };
