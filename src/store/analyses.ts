export type AnalysisStatus = "queued" | "running" | "done" | "failed" | "skipped";

/** `auto`: the session ended; `request`: somebody asked for this one; `bulk`: for many at once. */
export type AnalysisTrigger = "auto" | "request" | "bulk";

/** One analysis of one session, from the moment it is asked for. Truth: an LLM's answer cannot be made twice. */
export interface StoredAnalysis {
  /** Given by the caller, unique in its organization. */
  readonly id: string;
  /** Of the row it was asked for, as that is called now; rows that were merged away keep theirs. */
  readonly sessionId: string;
  readonly trigger: AnalysisTrigger;
  readonly status: AnalysisStatus;
  readonly queuedMs: number;
  /** It is not claimed before, in a queue it may be later. Null unless it is queued. */
  readonly notBeforeMs: number | null;
  /** When it was last claimed. */
  readonly startedMs: number | null;
  readonly finishedMs: number | null;
  /** JSON text of AnalysisOutcome (domain/analysis.ts); null until done. */
  readonly result: string | null;
  /** Why it failed or was skipped; of one that is queued or runs again, why its last attempt came to nothing. */
  readonly failure: AnalysisFailure | null;
  /** `builtin` or `llm`; null until finished. */
  readonly analyser: string | null;
  readonly model: string | null;
  readonly durationMs: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly costNanos: bigint | null;
  readonly currency: string | null;
  /** How often it was claimed. */
  readonly attempts: number;
  /** An `analysed` entry with its id as subject stands in the log; set by the transaction of `saveProjections` that logs it. */
  readonly isAnnounced: boolean;
}

export interface AnalysisFailure {
  readonly code: string;
  /** A sentence. */
  readonly message: string;
}

export interface AskedAnalysis {
  readonly id: string;
  readonly sessionId: string;
  readonly trigger: AnalysisTrigger;
}

export interface ClaimedAnalysis {
  readonly organization: string;
  readonly analysis: StoredAnalysis;
}

/** How an analysis ended. */
export interface AnalysisEnd
  extends Pick<
    StoredAnalysis,
    "result" | "failure" | "analyser" | "model" | "durationMs" | "inputTokens" | "outputTokens" | "costNanos" | "currency"
  > {
  readonly status: "done" | "failed" | "skipped";
  readonly finishedMs: number;
}

export interface AnalysisSpending {
  readonly count: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of one currency: that of the organization's analyses. */
  readonly costNanos: bigint;
}

/** What a model was used for to try settings out; nothing of it says on which session. */
export interface AnalysisTrial extends Pick<StoredAnalysis, "inputTokens" | "outputTokens" | "costNanos"> {
  /** Given by the caller, unique in its organization. */
  readonly id: string;
  readonly finishedMs: number;
}

/**
 * Analyses of sessions, and the queue of those that wait. Every write is durable when it resolves. Nothing of another
 * organization is ever read or changed.
 */
export interface AnalysisStore {
  /**
   * Queues one for each of these sessions that exists, is not erased and has none queued or running; of a session that is
   * named twice the first. `auto` besides only where the session never had one. A repeat queues nothing. Where a queued one
   * was postponed beyond `nowMs`, any but `auto` makes that due at `nowMs` instead.
   * @returns the ids of the sessions queued, or whose analysis is due now, in the order given
   * @throws AppError ORGANIZATION_NOT_FOUND
   */
  queueAnalyses(organization: string, asked: readonly AskedAnalysis[], nowMs: number): Promise<string[]>;

  /**
   * Takes up to `limit` queued ones whose time has come, and running ones whose lease is over, those that wait longest first,
   * over all organizations, until `untilMs`; `attempts` rises. Of two askers each goes to one.
   */
  claimAnalyses(holder: string, nowMs: number, untilMs: number, limit: number): Promise<ClaimedAnalysis[]>;

  /**
   * Saves the end of it, and raises the session's version, so that it is projected. Only while `holder` still has it, even when
   * its lease is over but nobody took it since; else false, and nothing is written. An erased session keeps nothing: its
   * analysis is gone, and this is false.
   * @throws AppError ORGANIZATION_NOT_FOUND
   */
  finishAnalysis(organization: string, id: string, holder: string, end: AnalysisEnd): Promise<boolean>;

  /**
   * Gives a claimed one back to the queue, not to be claimed before `notBeforeMs`. It keeps why this attempt came to nothing;
   * with null the word of the attempt before stays. False when `holder` has it no longer.
   * @throws AppError ORGANIZATION_NOT_FOUND
   */
  postponeAnalysis(
    organization: string,
    id: string,
    holder: string,
    notBeforeMs: number,
    failure: AnalysisFailure | null,
  ): Promise<boolean>;

  /** Of these session rows, oldest first, whatever became of them. */
  analyses(organization: string, keys: readonly number[]): Promise<(StoredAnalysis & { readonly sessionKey: number })[]>;

  /** Counts it among what was spent. A repeat changes nothing. @throws AppError ORGANIZATION_NOT_FOUND */
  addAnalysisTrial(organization: string, trial: AnalysisTrial): Promise<void>;

  /** Sums over those of the `llm` analyser that were done or failed at that time or later, and over trials. */
  analysisSpent(organization: string, sinceMs: number): Promise<AnalysisSpending>;

  /** How many wait to be claimed for the first time, or again; null: over all organizations. Running ones are not among them. */
  queuedAnalysisCount(organization: string | null): Promise<number>;
}
