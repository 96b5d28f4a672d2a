import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { organizationOf } from "../../authenticate.ts";
import { passOverEmptyBody, takeNoBodyForEmpty } from "../../emptyBody.ts";
import type { NativeParts } from "./parts.ts";
import { refusals } from "./schemas.ts";

const LoadedAnswer = Type.Object({
  session_ids: Type.Array(Type.String(), { description: "`sample-…`; one that was erased is not among them." }),
  record_count: Type.Integer({ description: "Records of these sessions." }),
  message_count: Type.Integer({ description: "Messages of these sessions." }),
});

export const sampleRoutes =
  (parts: NativeParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      "/v1/sample-calls",
      {
        onRequest: [passOverEmptyBody, parts.requireScope("admin")],
        preValidation: takeNoBodyForEmpty,
        schema: {
          tags: ["Sample calls"],
          summary: "Load a handful of sample calls",
          description:
            "Calls of the last days in several languages, with transcripts, recordings, records and costs, and two agents that are " +
            "analysed. They are sessions like any others, and can be erased. Asking again changes nothing.",
          body: Type.Optional(Type.Object({}, { additionalProperties: false })),
          response: { 201: LoadedAnswer, ...refusals },
        },
      },
      async (request, reply) => {
        const loaded = await parts.loadSampleCalls(organizationOf(request), request.authority.keyId);
        return reply.code(201).send({
          session_ids: [...loaded.sessionIds],
          record_count: loaded.recordCount,
          message_count: loaded.messageCount,
        });
      },
    );
  };
