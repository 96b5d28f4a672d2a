import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { organizationOf } from "../../authenticate.ts";
import { lastEventIdOf, openEventStream } from "../../eventStream.ts";
import { askStreamAuthority, authenticateStream, requireRead } from "./authenticate.ts";
import { tellResetAsInstant } from "./errors.ts";
import type { AgntixParts } from "./face.ts";
import { byKeyOrToken, refusals } from "./schemas.ts";
import { agntixStream, readEventId } from "./stream.ts";

const TOKEN_CHARACTERS_MAX = 8_192;

export const streamRoutes =
  (parts: AgntixParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const face = agntixStream(parts.ask);
    app.addHook("preClose", async () => parts.streams.close());
    app.get(
      "/v1/chat/events/stream",
      {
        onRequest: authenticateStream(parts),
        preHandler: requireRead,
        // A HEAD would open a stream that nobody can read.
        exposeHeadRoute: false,
        schema: {
          tags: ["Agntix: events"],
          security: byKeyOrToken,
          summary: "Follow sessions and messages as they change (server-sent events)",
          querystring: Type.Object({
            token: Type.Optional(
              Type.String({ maxLength: TOKEN_CHARACTERS_MAX, description: "A token or a key, for clients that can send no header." }),
            ),
            last_event_id: Type.Optional(
              Type.String({ maxLength: 64, description: "As the header `Last-Event-ID`: goes on after this event." }),
            ),
          }),
          response: { 200: Type.String({ description: "text/event-stream" }), ...refusals },
        },
      },
      async (request, reply) => {
        await parts.streams.listen({
          face,
          organization: organizationOf(request),
          publicAddress: parts.publicAddress(request),
          after: readEventId(lastEventIdOf(request)),
          askAuthority: () => askStreamAuthority(parts, request),
          open: () => {
            tellResetAsInstant(reply, parts.clock);
            return openEventStream(reply);
          },
        });
        return reply;
      },
    );
  };
