import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { AppError } from "../../../domain/errors.ts";
import type { SessionCondition } from "../../../store/conversationStore.ts";
import { organizationOf } from "../../authenticate.ts";
import { passOverEmptyBody, takeNoBodyForEmpty } from "../../emptyBody.ts";
import { sendJson } from "../../sendJson.ts";
import type { AnalysisTarget, BulkPage } from "./analysisOperations.ts";
import type { NativeParts } from "./parts.ts";
import { listOf, refusals } from "./schemas.ts";
import { type FilterQuery, sessionConditions, sessionFilterParameters } from "./sessionFilters.ts";

const tags = ["Analysis"];
const params = Type.Object({ id: Type.String({ examples: ["call-42"] }) });
const answers = { ...refusals, 409: Type.Ref("Error"), 410: Type.Ref("Error"), 413: Type.Ref("Error") };
const BULK_MAX = 10_000;
const PAGE = 500;

const Asked = Type.Object({
  session_id: Type.String({ description: "The session that the asked one is now." }),
  queued: Type.Boolean({
    description:
      "True: it is made as soon as its turn comes, one that waited to be tried again later too. False: one is due or being made already.",
  }),
});
const bulkBody = Type.Object(
  {
    ...sessionFilterParameters,
    preview: Type.Optional(Type.Boolean({ default: false, description: "Only tell how many, and about what it would cost." })),
  },
  { additionalProperties: false },
);
const Preview = Type.Object({
  count: Type.Integer({ description: "Sessions that are over, that match, and whose agent wants analysis." }),
  estimated_cost: Type.Union([Type.String(), Type.Null()], { description: "Exact decimal string; null: no prices are set." }),
  currency: Type.String(),
  estimate_basis: Type.String({ description: "How the cost was estimated, in a sentence." }),
});
const Queued = Type.Object({
  looked_at: Type.Integer({ description: "Sessions that match, at most 10,000, newest first." }),
  queued: Type.Integer({ description: "Of those: the others have one that is due or being made already." }),
  complete: Type.Boolean({ description: "False: more than 10,000 match. Narrow the filters, by time say, and ask again." }),
});

export const analysisRoutes =
  (parts: NativeParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const admin = [passOverEmptyBody, parts.requireScope("admin")];
    const audit = (request: FastifyRequest, action: string, detail: string): Promise<void> =>
      parts.office.audit({
        ...{ organization: organizationOf(request), atMs: parts.clock.nowMs(), actor: request.authority.keyId },
        ...{ action, detail },
      });

    app.get(
      "/v1/sessions/:id/analyses",
      {
        onRequest: parts.requireScope("read"),
        schema: {
          tags,
          summary: "List all analyses of a session, newest first",
          description: "Those that wait, failed or were skipped too; the newest that is done is what the session tells.",
          params,
          response: { 200: listOf(Type.Ref("Analysis")), ...answers },
        },
      },
      async (request, reply) =>
        sendJson(reply, await parts.ask("native.analyses", { organization: organizationOf(request), id: request.params.id })),
    );
    app.get(
      "/v1/analysis",
      {
        onRequest: parts.requireScope("admin"),
        schema: {
          tags,
          summary: "Read how many analyses wait",
          response: {
            200: Type.Object({
              waiting: Type.Integer({ description: "Of the organization, those that are to be tried again later too." }),
            }),
            ...refusals,
          },
        },
      },
      async (request) => ({ waiting: await parts.waitingAnalyses(organizationOf(request)) }),
    );
    app.post(
      "/v1/sessions/:id/analysis",
      {
        onRequest: admin,
        preValidation: takeNoBodyForEmpty,
        schema: {
          tags,
          summary: "Analyse a session again",
          description: "By the settings that its agent has now. Works for a session that is still going on and for a backfilled one too.",
          params,
          body: Type.Object({}, { additionalProperties: false }),
          response: { 202: Asked, ...answers },
        },
      },
      async (request, reply) => {
        const organization = organizationOf(request);
        const asked = await parts.ask("native.analysisTarget", { organization, id: request.params.id });
        const target = JSON.parse(asked) as AnalysisTarget;
        checkConfigured(target);
        const queued = await parts.queueAnalyses(organization, [target.id], "request");
        await audit(request, "analysis.requested", target.id);
        return reply.code(202).send({ session_id: target.id, queued: queued.length > 0 });
      },
    );
    app.post(
      "/v1/analysis",
      {
        onRequest: admin,
        preValidation: takeNoBodyForEmpty,
        schema: {
          tags,
          summary: "Analyse many sessions again, or tell what that would cost",
          description: `The filters of GET /v1/sessions, as members of the body. At most ${BULK_MAX} at once, newest first.`,
          body: bulkBody,
          response: { 200: Preview, 202: Queued, ...answers },
        },
      },
      async (request, reply) => {
        const organization = organizationOf(request);
        const { preview = false, ...filters } = request.body as FilterQuery & { preview?: boolean };
        refuseNul(filters);
        const conditions = sessionConditions(filters);
        if (preview) return sendJson(reply, await parts.ask("native.analysisEstimate", { organization, conditions }));
        const told = await queueMany(parts, organization, conditions);
        await audit(request, "analysis.bulk_requested", `${told.queued}: ${JSON.stringify(filters)}`.slice(0, 1_000));
        return reply.code(202).send(told);
      },
    );
  };

/** @throws AppError ANALYSIS_NOT_CONFIGURED */
function checkConfigured({ agentId, analyser, hasModel }: AnalysisTarget): void {
  if (analyser === null) {
    const message = agentId === null ? "The session has no agent." : `The agent "${agentId}" has no analysis switched on.`;
    throw new AppError("ANALYSIS_NOT_CONFIGURED", message);
  }
  if (analyser === "llm" && !hasModel) {
    throw new AppError("ANALYSIS_NOT_CONFIGURED", `The agent "${agentId}" wants the llm analyser, and no model is set.`);
  }
}

/** As in every query string (http/server.ts). @throws AppError FILTER_INVALID */
function refuseNul(filters: FilterQuery): void {
  const name = Object.keys(filters).find((known) => JSON.stringify(filters[known]).includes("\\u0000"));
  if (name !== undefined) throw new AppError("FILTER_INVALID", `\`${name}\` holds a NUL character.`, { field: name });
}

/** A page at a time, so that a crash in the middle leaves whole pages queued. @throws AppError ANALYSIS_NOT_CONFIGURED */
async function queueMany(
  parts: NativeParts,
  organization: string,
  conditions: readonly SessionCondition[],
): Promise<{ looked_at: number; queued: number; complete: boolean }> {
  let [lookedAt, queued] = [0, 0];
  let cursor: string | undefined;
  while (lookedAt < BULK_MAX) {
    const args = { organization, conditions, limit: Math.min(PAGE, BULK_MAX - lookedAt), ...(cursor === undefined ? {} : { cursor }) };
    const page = JSON.parse(await parts.ask("native.analysisCandidates", args)) as BulkPage;
    if (!page.isConfigured) throw new AppError("ANALYSIS_NOT_CONFIGURED", "No agent has analysis switched on that could be made.");
    lookedAt += page.ids.length;
    queued += (await parts.queueAnalyses(organization, page.ids, "bulk")).length;
    if (page.next === null) return { looked_at: lookedAt, queued, complete: true };
    cursor = page.next;
  }
  return { looked_at: lookedAt, queued, complete: false };
}
