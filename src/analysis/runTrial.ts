import type { AgentAnalysis } from "../domain/analysis.ts";
import type { AnalysisFailure } from "../store/analyses.ts";
import { type AnalysisParts, codeOf, measured, type Ready, withinBudget } from "./runOne.ts";
import { prepare } from "./runPrepare.ts";

/** What settings that are not an agent's yet say of a session that is there. */
export interface TriedAnalysis {
  readonly analyser: AgentAnalysis["analyser"];
  /** As the model's server names it; null: none was asked. */
  readonly model: string | null;
  /** JSON text of AnalysisOutcome (domain/analysis.ts); null: it came to nothing. */
  readonly result: string | null;
  readonly failure: AnalysisFailure | null;
  readonly costNanos: bigint | null;
  readonly currency: string | null;
}

/**
 * Analyses a session once, by settings that are tried out, and keeps nothing of what is found. What a model was used for is
 * written down and counts towards the day's budget, as with any other analysis.
 * @param id names the trial
 * @throws what the stores throw
 */
export async function tryOut(
  organization: string,
  { id, sessionId, settings }: { readonly id: string; readonly sessionId: string; readonly settings: AgentAnalysis },
  parts: AnalysisParts,
): Promise<TriedAnalysis> {
  const { analyser } = settings;
  const prepared = await prepare(organization, sessionId, parts, settings);
  if (prepared.kind !== "ready") return nothing(analyser, prepared.code, prepared.reason);
  return withinBudget(organization, prepared, parts, {
    attempt: () => attempt(organization, prepared, parts, { sessionId, analysisId: id, attempt: 1 }),
    refuse: (reason) => nothing(analyser, "budget_exhausted", reason),
  });
}

async function attempt(
  organization: string,
  ready: Ready,
  parts: AnalysisParts,
  name: Parameters<typeof measured>[3],
): Promise<TriedAnalysis> {
  const { result, used, costNanos } = await measured(organization, ready, parts, name);
  const { model, inputTokens, outputTokens } = used;
  if (ready.model !== null) {
    const trial = { id: name.analysisId, finishedMs: parts.clock.nowMs(), inputTokens, outputTokens, costNanos };
    await parts.conversations.addAnalysisTrial(organization, trial);
  }
  const told = {
    ...{ analyser: ready.input.settings.analyser, model },
    ...{ costNanos, currency: costNanos === null ? null : ready.currency },
  };
  if (!(result instanceof Error)) return { ...told, result: JSON.stringify(result.outcome), failure: null };
  return { ...told, result: null, failure: { code: codeOf(result), message: result.message } };
}

const nothing = (analyser: TriedAnalysis["analyser"], code: string, message: string): TriedAnalysis => ({
  ...{ analyser, model: null, result: null, failure: { code, message } },
  ...{ costNanos: null, currency: null },
});
