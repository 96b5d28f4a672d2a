import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { AppError } from "../../../domain/errors.ts";
import { organizationOf } from "../../authenticate.ts";
import { requireApiKey } from "./authenticate.ts";
import type { RavanParts, RecordingName } from "./parts.ts";
import { notFound, refusals } from "./schemas.ts";
import { byApiKey } from "./wire.ts";

/** The token of the address is authority enough; without one a key is asked for, as some clients send it here too. */
export const recordingRoute =
  (parts: RavanParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const byKey = requireApiKey(parts);
    app.get(
      "/api/v1/calling/sessions/:id/recording",
      {
        onRequest: async function (request, reply) {
          if (tokenOf(request) === undefined) await byKey.call(this, request, reply);
        },
        schema: {
          tags: ["Ravan: calls"],
          security: [...byApiKey, {}],
          summary: "Play the recording of a call",
          params: Type.Object({ id: Type.String() }),
          querystring: Type.Object({ token: Type.Optional(Type.String({ description: "As `recording_url` carries it." })) }),
          response: { ...refusals, ...notFound },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        return parts.recordings.serve(request, reply, await recordingOf(parts, request, id));
      },
    );
  };

function tokenOf(request: FastifyRequest): string | undefined {
  const { token } = request.query as { readonly token?: unknown };
  return typeof token === "string" && token !== "" ? token : undefined;
}

async function recordingOf(parts: RavanParts, request: FastifyRequest, sessionId: string): Promise<RecordingName> {
  const token = tokenOf(request);
  if (token === undefined) return { organization: organizationOf(request), sessionId };
  const named = await parts.recordings.verifyToken(token);
  if (named.sessionId === sessionId) return named;
  throw new AppError("RECORDING_TOKEN_INVALID", "This token is for another recording.", { field: "token" });
}
