import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { organizationOf } from "../../authenticate.ts";
import { lastEventIdOf, openEventStream } from "../../eventStream.ts";
import type { NativeParts } from "./parts.ts";
import { refusals } from "./schemas.ts";
import { nativeStream, readEventId } from "./stream.ts";

export const streamRoutes =
  (parts: NativeParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.addHook("preClose", async () => parts.streams.close());
    app.get(
      "/v1/stream",
      {
        onRequest: parts.requireScope("read"),
        // A HEAD would open a stream that nobody can read.
        exposeHeadRoute: false,
        schema: {
          tags: ["Stream"],
          summary: "Follow sessions and records as they change (server-sent events)",
          description:
            "`session`: {kind, id, at, message_id, merged_into, links}. `event`: {record_type, id, kind, links}. `heartbeat` every 30 seconds. " +
            "`reset`: more was missed than is told again. It ends when the key is revoked or the sign-in is over. Every event is told at least once to a client that comes back with its last id.",
          querystring: Type.Object({
            last_event_id: Type.Optional(
              Type.String({ maxLength: 64, description: "As the header `Last-Event-ID`: goes on after this event." }),
            ),
          }),
          response: { 200: Type.String({ description: "text/event-stream" }), ...refusals },
        },
      },
      async (request, reply) => {
        await parts.streams.listen({
          face: nativeStream,
          organization: organizationOf(request),
          publicAddress: "",
          after: readEventId(lastEventIdOf(request)),
          askAuthority: async () => void (await parts.authorityOf(request)),
          open: () => openEventStream(reply),
        });
        return reply;
      },
    );
  };
