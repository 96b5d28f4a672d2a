import type { SessionState } from "../domain/session.ts";
import type { StoredAnalysis } from "../store/analyses.ts";

export interface CompletionFacts {
  readonly state: SessionState;
  readonly endedMs: number | null;
  /** Its agent's sessions are analysed, and this one is neither backfilled nor erased. */
  readonly wantsAnalysis: boolean;
  readonly hasWords: boolean;
  /** When this server last heard of it. */
  readonly lastHeardMs: number;
  /** Told as complete before. */
  readonly isCompleted: boolean;
  /** Oldest first. */
  readonly analyses: readonly StoredAnalysis[];
}

export interface Completion {
  readonly isCompleted: boolean;
  /** Time to ask for the one analysis that every session of such an agent gets by itself. */
  readonly requestsAnalysis: boolean;
  /** When time alone changes this; null: never. */
  readonly dueMs: number | null;
}

/** `session.ended` waits so long for its analysis, and then goes without. */
export const COMPLETION_WAIT_MS = 600_000;
/** A transcript often comes in several pieces after the call; it is read when nothing came for so long. */
export const WORDS_QUIET_MS = 5_000;
/** No transcript is expected any more after so long without anything new. */
const NO_WORDS_MS = 60_000;

const COMPLETE: Completion = { isCompleted: true, requestsAnalysis: false, dueMs: null };

/** Whether a session is complete: over, and analysed if that was wanted, or waited for long enough. Pure. */
export function completionAt(facts: CompletionFacts, nowMs: number): Completion {
  if (facts.state === "open") return { isCompleted: false, requestsAnalysis: false, dueMs: null };
  const own = facts.analyses.find(({ trigger }) => trigger === "auto");
  if (own !== undefined) return afterRequest(facts, own, nowMs);
  if (!facts.wantsAnalysis) return COMPLETE;
  const patientMs = (facts.endedMs ?? facts.lastHeardMs) + COMPLETION_WAIT_MS;
  const quietMs = Math.min(facts.lastHeardMs + (facts.hasWords ? WORDS_QUIET_MS : NO_WORDS_MS), patientMs);
  if (nowMs < quietMs) return { isCompleted: facts.isCompleted, requestsAnalysis: false, dueMs: quietMs };
  if (!facts.hasWords) return COMPLETE;
  return { isCompleted: facts.isCompleted, requestsAnalysis: true, dueMs: facts.isCompleted ? null : nowMs + COMPLETION_WAIT_MS };
}

function afterRequest({ isCompleted }: CompletionFacts, own: StoredAnalysis, nowMs: number): Completion {
  const untilMs = own.queuedMs + COMPLETION_WAIT_MS;
  const isOver = isCompleted || (own.status !== "queued" && own.status !== "running") || nowMs >= untilMs;
  return isOver ? COMPLETE : { isCompleted: false, requestsAnalysis: false, dueMs: untilMs };
}
