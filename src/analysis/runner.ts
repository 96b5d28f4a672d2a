import type { AgentAnalysis } from "../domain/analysis.ts";
import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import type { ClaimedAnalysis } from "../store/analyses.ts";
import { type AnalysisParts, analyseClaimed } from "./runOne.ts";
import { type TriedAnalysis, tryOut } from "./runTrial.ts";

export interface RunnerParts extends Omit<AnalysisParts, "signal" | "sessionsUnderWay"> {
  readonly clock: Clock;
  /** Names this process among those that share the database. */
  readonly holder: string;
  /** Resolves after so long, or when the signal says so; it never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  onFault(error: unknown): void;
}

const AT_ONCE_MAX = 4;
/** People wait for what they try out, and a model may take a minute. */
const TRIALS_AT_ONCE_MAX = 4;
/** Whoever claims an analysis has it for so long; runOne.ts gives up before. After a crash another process takes it then. */
const LEASE_MS = 120_000;
const POLL_MS = 1_000;
const AFTER_FAULT_MS = 2_000;
const CLOSE_GRACE_MS = 10_000;

/**
 * Analyses what is queued, a few at a time. All that it knows is in the store, so it may be killed at any point: what it
 * had in hand is claimed again once its lease is over. Any number of processes may run one.
 */
export class AnalysisRunner {
  readonly #parts: RunnerParts;
  readonly #inHand = new Set<Promise<void>>();
  readonly #sessionsUnderWay = new Map<string, number>();
  readonly #trials = new Set<Promise<unknown>>();
  readonly #giveUp = new AbortController();
  #running: Promise<void> | undefined;
  #wake = new AbortController();
  #isClosed = false;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** Works from now on, until it is closed. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Something was queued: do not wait for the next look. */
  wake(): void {
    this.#wake.abort();
  }

  /** Until nothing is due any more; for commands and tests. @throws AppError what the stores throw */
  async runUntilIdle(): Promise<void> {
    for (;;) {
      const claimed = await this.#fill();
      if (claimed === 0 && this.#inHand.size === 0) return;
      await Promise.race(this.#inHand);
    }
  }

  /** See tryOut. @throws AppError ANALYSIS_TRIALS_MAX, and what the stores throw */
  async tryOut(organization: string, trial: { id: string; sessionId: string; settings: AgentAnalysis }): Promise<TriedAnalysis> {
    if (this.#trials.size >= TRIALS_AT_ONCE_MAX) {
      throw new AppError("ANALYSIS_TRIALS_MAX", `${TRIALS_AT_ONCE_MAX} settings are being tried out just now.`, { retryAfterSec: 10 });
    }
    const parts = { ...this.#parts, signal: this.#giveUp.signal, sessionsUnderWay: this.#sessionsUnderWay };
    const trying = tryOut(organization, trial, parts);
    const ended = trying.catch(() => {}).finally(() => this.#trials.delete(ended));
    this.#trials.add(ended);
    return trying;
  }

  /** Finishes what is in hand; what takes longer than a few seconds goes back into the queue. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.wake();
    await this.#running;
    const finished = new AbortController();
    const all = Promise.all([...this.#inHand, ...this.#trials]).finally(() => finished.abort());
    await this.#parts.sleep(CLOSE_GRACE_MS, finished.signal);
    this.#giveUp.abort(new Error("The server is stopping."));
    await all;
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      this.#wake = new AbortController();
      let waitMs = POLL_MS;
      try {
        await this.#fill();
      } catch (error) {
        this.#parts.onFault(error);
        waitMs = AFTER_FAULT_MS;
      }
      if (!this.#isClosed) await this.#parts.sleep(waitMs, this.#wake.signal);
    }
  }

  /** Claims as many as there are hands free. */
  async #fill(): Promise<number> {
    const { conversations, clock, holder } = this.#parts;
    const free = AT_ONCE_MAX - this.#inHand.size;
    if (free === 0) return 0;
    const nowMs = clock.nowMs();
    const claimed = await conversations.claimAnalyses(holder, nowMs, nowMs + LEASE_MS, free);
    for (const claim of claimed) this.#take(claim);
    return claimed.length;
  }

  #take(claim: ClaimedAnalysis): void {
    const parts = { ...this.#parts, signal: this.#giveUp.signal, sessionsUnderWay: this.#sessionsUnderWay };
    // Nothing is written about a fault of the program or the store: the lease runs out, and the analysis is claimed again.
    const work = analyseClaimed(claim, parts)
      .catch((error: unknown) => this.#parts.onFault(error))
      .finally(() => {
        this.#inHand.delete(work);
        this.wake();
      });
    this.#inHand.add(work);
  }
}
