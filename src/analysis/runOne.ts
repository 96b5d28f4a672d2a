import type { ModelSettings } from "../domain/analysisOrganization.ts";
import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import type { AnalysisEnd, AnalysisFailure, ClaimedAnalysis } from "../store/analyses.ts";
import type { ConversationStore } from "../store/conversationStore.ts";
import type { OfficeStore } from "../store/officeStore.ts";
import { type Analysed, type Analyser, AnalyserError, type ModelUse, NO_MODEL_USE } from "./analyser.ts";
import { modelCostNanos } from "./llm/cost.ts";
import { budgetReason } from "./runBudget.ts";
import { type Prepared, prepare } from "./runPrepare.ts";

/** What was used of a model for one attempt at an analysis, for the record that tells what it cost. */
export interface AnalysisUsage extends ModelUse {
  readonly analysisId: string;
  /** From 1; with the id it names this use. */
  readonly attempt: number;
  readonly startedMs: number;
  readonly durationMs: number;
  /** Null: not known. */
  readonly costNanos: bigint | null;
  readonly currency: string;
}

export interface AnalysisParts {
  readonly conversations: Pick<
    ConversationStore,
    "claimAnalyses" | "finishAnalysis" | "postponeAnalysis" | "addAnalysisTrial" | "analysisSpent" | "session" | "summary" | "messages"
  >;
  readonly office: Pick<OfficeStore, "agent" | "analysisSettings" | "organization">;
  readonly builtin: Analyser;
  llm(settings: ModelSettings, key: string | null): Analyser | Promise<Analyser>;
  /** Decrypts a stored key. @throws AppError SECRET_KEY_WRONG */
  openSecret(sealed: string): string;
  readonly clock: Clock;
  readonly holder: string;
  /** Called whenever a model was used, before the analysis is saved as finished; may be called again for the same attempt. */
  onUsage(organization: string, sessionId: string, usage: AnalysisUsage): Promise<void>;
  /** An analysis was saved, and its session can be projected. */
  onFinished(organization: string, sessionId: string): Promise<void>;
  /** Of what must not keep an analysis from being saved. */
  onFault(error: unknown): void;
  /** How many analyses with a model each organization has under way in this process. */
  readonly sessionsUnderWay: Map<string, number>;
  /** The process stops; what is under way goes back into the queue. */
  readonly signal: AbortSignal;
}

const ATTEMPTS_MAX = 5;
/** Shorter than the lease, so that nobody else has begun when this one gives up. */
const ANALYSIS_MS_MAX = 110_000;
/** After the first, second, third and fourth attempt. */
const PAUSES_MS = [60_000, 300_000, 900_000, 3_600_000] as const;
const PAUSE_MS_MAX = 6 * 3_600_000;

interface Postponed {
  readonly status: "postponed";
  readonly notBeforeMs: number;
  /** Null: nothing went wrong, the process stops. */
  readonly failure: AnalysisFailure | null;
}

type Conclusion = AnalysisEnd | Postponed;

/**
 * Analyses one session and saves how it ended, or gives it back to the queue.
 * @throws what the stores throw: then nothing was saved, and it is claimed again when its lease is over
 */
export async function analyseClaimed(claim: ClaimedAnalysis, parts: AnalysisParts): Promise<void> {
  const { organization, analysis } = claim;
  const { conversations, holder } = parts;
  const conclusion = await conclude(claim, parts);
  if (conclusion.status === "postponed") {
    await conversations.postponeAnalysis(organization, analysis.id, holder, conclusion.notBeforeMs, conclusion.failure);
    return;
  }
  const isSaved = await conversations.finishAnalysis(organization, analysis.id, holder, conclusion);
  if (isSaved) await parts.onFinished(organization, analysis.sessionId).catch(parts.onFault);
}

async function conclude(claim: ClaimedAnalysis, parts: AnalysisParts): Promise<Conclusion> {
  const { organization, analysis } = claim;
  if (analysis.attempts > ATTEMPTS_MAX) {
    return ended(parts, "failed", "ANALYSIS_FAILED", `It was begun ${ATTEMPTS_MAX} times and never finished.`);
  }
  const prepared = await prepare(organization, analysis.sessionId, parts);
  if (prepared.kind !== "ready") return ended(parts, prepared.kind, prepared.code, prepared.reason);
  return withinBudget(organization, prepared, parts, {
    attempt: () => attempt(claim, prepared, parts),
    refuse: (reason) => ended(parts, "skipped", "budget_exhausted", reason),
  });
}

export type Ready = Extract<Prepared, { kind: "ready" }>;

/** Attempts it where no model is asked, or the day's budget has room for it. */
export async function withinBudget<Result>(
  organization: string,
  ready: Ready,
  parts: AnalysisParts,
  { attempt, refuse }: { attempt(): Promise<Result>; refuse(reason: string): Result },
): Promise<Result> {
  if (ready.model === null) return attempt();
  const { sessionsUnderWay } = parts;
  sessionsUnderWay.set(organization, (sessionsUnderWay.get(organization) ?? 0) + 1);
  try {
    const reason = await budgetReason(organization, ready.budget, parts);
    return reason === null ? await attempt() : refuse(reason);
  } finally {
    const left = (sessionsUnderWay.get(organization) ?? 1) - 1;
    if (left === 0) sessionsUnderWay.delete(organization);
    else sessionsUnderWay.set(organization, left);
  }
}

/** What came of asking an analyser once, and what it took. */
export interface Measured {
  readonly result: Analysed | Error;
  readonly used: ModelUse;
  readonly costNanos: bigint | null;
  readonly durationMs: number;
}

/** Asks the analyser, and has what a model was used for written down. `name`: of this use. */
export async function measured(
  organization: string,
  ready: Ready,
  parts: AnalysisParts,
  name: { readonly sessionId: string; readonly analysisId: string; readonly attempt: number },
): Promise<Measured> {
  const startedMs = parts.clock.nowMs();
  const result = await analyse(ready, parts.signal);
  const durationMs = parts.clock.nowMs() - startedMs;
  const used = modelUseOf(result instanceof AnalyserError ? result.used : result instanceof Error ? NO_MODEL_USE : result);
  const costNanos = ready.model === null ? null : modelCostNanos(ready.model, used);
  if (used.model !== null) {
    const { sessionId, analysisId, attempt: number } = name;
    const usage = { ...used, analysisId, attempt: number, startedMs, durationMs, costNanos, currency: ready.currency };
    await parts.onUsage(organization, sessionId, usage).catch(parts.onFault);
  }
  return { result, used, costNanos, durationMs };
}

async function attempt(claim: ClaimedAnalysis, ready: Ready, parts: AnalysisParts): Promise<Conclusion> {
  const { analysis, organization } = claim;
  const name = { sessionId: analysis.sessionId, analysisId: analysis.id, attempt: analysis.attempts };
  const { result, used, costNanos, durationMs } = await measured(organization, ready, parts, name);
  const told = {
    ...{ analyser: ready.input.settings.analyser, ...used, durationMs, costNanos },
    currency: costNanos === null ? null : ready.currency,
  };
  if (!(result instanceof Error)) {
    return { ...told, status: "done", finishedMs: parts.clock.nowMs(), result: JSON.stringify(result.outcome), failure: null };
  }
  const postponed = postponement(result, analysis.attempts, parts);
  return postponed ?? { ...ended(parts, "failed", codeOf(result), result.message), ...told };
}

const modelUseOf = ({ model, inputTokens, outputTokens }: ModelUse): ModelUse => ({ model, inputTokens, outputTokens });

/** What came of it; an error only where it is the analyser's word, or the process stops. @throws everything else */
async function analyse(ready: Ready, stop: AbortSignal): Promise<Analysed | Error> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(tooLate()), ANALYSIS_MS_MAX);
  try {
    return await ready.analyser.analyse(ready.input, AbortSignal.any([stop, deadline.signal]));
  } catch (error) {
    if (error instanceof AppError && (error.code === "ANALYSIS_FAILED" || error.code === "ANALYSER_UNAVAILABLE")) return error;
    if (deadline.signal.aborted) return tooLate();
    if (stop.aborted && error instanceof Error) return error;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

const tooLate = (): AnalyserError =>
  new AnalyserError("ANALYSER_UNAVAILABLE", `There was no answer within ${ANALYSIS_MS_MAX / 1_000} seconds.`, NO_MODEL_USE);

/** When to try again; undefined: never. */
function postponement(error: Error, attempts: number, { clock, signal }: AnalysisParts): Postponed | undefined {
  const nowMs = clock.nowMs();
  if (!(error instanceof AppError)) return signal.aborted ? { status: "postponed", notBeforeMs: nowMs, failure: null } : undefined;
  if (error.code !== "ANALYSER_UNAVAILABLE" || attempts >= ATTEMPTS_MAX) return undefined;
  const pauseMs = PAUSES_MS[attempts - 1] ?? PAUSE_MS_MAX;
  const wantedMs = Math.min(PAUSE_MS_MAX, (error.retryAfterSec ?? 0) * 1_000);
  const failure = { code: error.code, message: error.message };
  return { status: "postponed", notBeforeMs: nowMs + Math.max(pauseMs, wantedMs), failure };
}

export const codeOf = (error: Error): string => (error instanceof AppError ? error.code : "ANALYSIS_FAILED");

function ended(parts: AnalysisParts, status: "failed" | "skipped", code: string, message: string): AnalysisEnd {
  return {
    status,
    finishedMs: parts.clock.nowMs(),
    result: null,
    failure: { code, message },
    ...{ analyser: null, model: null, durationMs: null, inputTokens: null, outputTokens: null },
    ...{ costNanos: null, currency: null },
  };
}
