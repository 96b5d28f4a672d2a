import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import type { AnalysisOutcome } from "../../../domain/analysis.ts";
import { formatNanos } from "../../../domain/money.ts";
import { organizationOf } from "../../authenticate.ts";
import { readAgentAnalysis } from "./agentRoutes.ts";
import type { AnalysisTarget } from "./analysisOperations.ts";
import { TrialAnswer } from "./analysisSchemas.ts";
import type { NativeParts, TriedSettings } from "./parts.ts";
import { outcomeView } from "./presentAnalysis.ts";
import { refusals } from "./schemas.ts";

const TrialBody = Type.Object(
  {
    session_id: Type.String({ minLength: 1, description: "A session with a transcript.", examples: ["call-42"] }),
    // Checked in domain/, which names the member at fault; the answer's schema of an agent tells all of them.
    settings: Type.Unknown({
      description: "What to find out, as `analysis` of PUT /v1/agents/{id}.",
      examples: [{ analyser: "builtin", summary: true, intent: { custom_intents: ["booking", "complaint"] } }],
    }),
  },
  { additionalProperties: false },
);

export const trialRoutes =
  (parts: NativeParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      "/v1/analysis/try",
      {
        onRequest: parts.requireScope("admin"),
        schema: {
          tags: ["Analysis"],
          summary: "Try analysis settings on a session",
          description:
            "Answers with what an analysis by these settings finds, and keeps nothing of it. What a model costs counts towards the day's " +
            "budget and is a record of the session, as with any other analysis. An answer may take as long as the model does.",
          body: TrialBody,
          response: { 200: TrialAnswer, ...refusals, 410: Type.Ref("Error") },
        },
      },
      async (request) => {
        const organization = organizationOf(request);
        const { session_id: id, settings: given } = request.body;
        const settings = readAgentAnalysis(given, "settings");
        const target = JSON.parse(await parts.ask("native.analysisTarget", { organization, id })) as AnalysisTarget;
        const tried = await parts.tryAnalysis(organization, target.id, settings);
        const { analyser, model, failure } = tried;
        // Without the session's id, for the audit outlives it.
        const detail = failure === null ? analyser : `${analyser}: ${failure.code}`;
        await parts.office.audit({
          ...{ organization, atMs: parts.clock.nowMs(), actor: request.authority.keyId },
          ...{ action: "analysis.tried", detail },
        });
        return { analyser, model, failure, ...found(tried) };
      },
    );
  };

const found = ({ result, costNanos, currency }: TriedSettings) => ({
  result: result === null ? null : outcomeView(JSON.parse(result) as AnalysisOutcome),
  cost: costNanos === null || currency === null ? null : { amount: formatNanos(costNanos), currency },
});
