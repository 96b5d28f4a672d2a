import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { onRequestAsyncHookHandler } from "fastify";
import { Type } from "typebox";
import { AppError } from "../../../domain/errors.ts";
import { formatTimeOrNull } from "../../../domain/time.ts";
import type { ProjectionStatus } from "../../../sessions/index.ts";
import type { NativeParts } from "./parts.ts";
import { refusals } from "./schemas.ts";

const tags = ["Projection"];

const Rebuild = Type.Object({
  running: Type.Boolean({ description: "False: none is under way, or the last one is done." }),
  started_at: Type.Union([Type.String({ format: "date-time" }), Type.Null()]),
  done: Type.Integer({ description: "Record changes and sessions that were projected again." }),
  total: Type.Integer({ description: "Of so many." }),
});
const Projection = Type.Object({
  behind: Type.Integer({ description: "About how many record changes are still to be looked at." }),
  dirty_sessions: Type.Integer({ description: "Sessions of which something was said that their summary does not tell yet." }),
  rebuild: Rebuild,
});

const rebuildView = ({ rebuild }: ProjectionStatus) => ({
  running: rebuild !== null,
  started_at: formatTimeOrNull(rebuild?.startedMs ?? null),
  done: rebuild?.done ?? 0,
  total: rebuild?.total ?? 0,
});

/** How far session summaries are behind what was taken in, and making all of them again. */
export const projectionRoutes =
  (parts: NativeParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const operator = { onRequest: parts.requireScope("operator") };
    app.get(
      "/v1/projection",
      {
        onRequest: operatorOrAdmin(parts),
        schema: { tags, summary: "Read how far summaries are behind (operator or admin)", response: { 200: Projection, ...refusals } },
      },
      async () => {
        const status = await parts.projectionStatus();
        return { behind: status.behindRecords, dirty_sessions: status.dirtySessions, rebuild: rebuildView(status) };
      },
    );
    app.post(
      "/v1/rebuild",
      {
        ...operator,
        schema: {
          tags,
          summary: "Make everything derived again (operator)",
          description:
            "Summaries, search words and usage sums, out of what was sent. Goes on in the background; asking again starts it anew. Until " +
            "it is done, lists lack the sessions that are still to come.",
          response: { 202: Rebuild, ...refusals },
        },
      },
      async (request, reply) => {
        await parts.startRebuild();
        const { organization, keyId: actor } = request.authority;
        await parts.office.audit({ organization, atMs: parts.clock.nowMs(), actor, action: "rebuild.started", detail: "" });
        return reply.code(202).send(rebuildView(await parts.projectionStatus()));
      },
    );
    app.get(
      "/v1/rebuild",
      { ...operator, schema: { tags, summary: "Read how far a rebuild has come (operator)", response: { 200: Rebuild, ...refusals } } },
      async () => rebuildView(await parts.projectionStatus()),
    );
  };

function operatorOrAdmin(parts: NativeParts): onRequestAsyncHookHandler {
  const [operator, admin] = [parts.requireScope("operator"), parts.requireScope("admin")];
  return async function (request, reply) {
    try {
      await operator.call(this, request, reply);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "SCOPE_MISSING") throw error;
      await admin.call(this, request, reply);
    }
  };
}
