import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import { guardedOpen } from "../outgoing/guardedFetch.ts";
import type { OutgoingPolicy } from "../outgoing/policy.ts";
import type { ConversationStore, Recording } from "../store/conversationStore.ts";
import type { FetchJob, FetchJournal } from "./fetchJournal.ts";
import type { RecordingKeeper } from "./keeper.ts";

export interface FetcherParts {
  readonly conversations: Pick<ConversationStore, "recording">;
  readonly keeper: RecordingKeeper;
  readonly journal: FetchJournal;
  readonly policy: OutgoingPolicy;
  readonly clock: Clock;
  readonly bytesMax: number;
  onError(error: unknown): void;
}

/** After the first attempt; then it is given up, until somebody wants to play it. */
const RETRY_AFTER_MS = [5_000, 30_000, 120_000, 600_000, 3_600_000] as const;
const FETCH_TIMEOUT_MS = 300_000;
const REDIRECTS_MAX = 5;
/** Whoever plays a recording that cannot be fetched gets the last reason for so long, so that no player hammers the other side. */
const ASKED_AGAIN_MS = 5_000;
const LOOK_EVERY_MS = 1_000;
/** Given-up jobs of sessions that were erased or have another recording are forgotten so often. */
const TIDY_EVERY_MS = 600_000;

/** Fetches referenced recordings in the background, a few at a time, and at once when one is to be played. */
export class RecordingFetcher {
  readonly #parts: FetcherParts;
  readonly #running = new Map<string, Promise<Recording | undefined>>();
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #tidiedMs: number;

  constructor(parts: FetcherParts) {
    this.#parts = parts;
    this.#tidiedMs = parts.clock.nowMs();
  }

  /** Goes on with what an earlier process left, and looks for due work from now on. */
  start(): void {
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
    this.#look();
  }

  /** Remembers that a reference is to be fetched, and begins. */
  async add(organization: string, reference: Recording): Promise<void> {
    const { journal, keeper, clock } = this.#parts;
    if (reference.sourceUrl === null) return;
    const { sessionId, sourceUrl: url, receivedMs } = reference;
    const objectName = keeper.newObjectName(organization);
    const nextMs = clock.nowMs();
    await journal.keep({ objectName, organization, sessionId, url, receivedMs, attempts: 0, nextMs, error: null });
    if (this.#timer !== undefined) this.#look();
  }

  /** What is known of a recording that is not fetched yet. */
  job(organization: string, sessionId: string): FetchJob | undefined {
    return this.#parts.journal.get(organization, sessionId);
  }

  /**
   * Fetches now, for somebody who wants to play it.
   * @throws AppError FETCH_FAILED | ADDRESS_REFUSED | RECORDING_INVALID | RECORDING_TOO_LARGE | STORE_UNAVAILABLE
   */
  async fetchNow(organization: string, reference: Recording): Promise<Recording | undefined> {
    const known = this.job(organization, reference.sessionId);
    if (known === undefined || known.receivedMs !== reference.receivedMs || known.url !== reference.sourceUrl)
      await this.add(organization, reference);
    const job = this.job(organization, reference.sessionId);
    if (job === undefined) return undefined;
    const isRunning = this.#running.has(keyOf(job));
    if (!isRunning && job.error !== null && this.#parts.clock.nowMs() - job.error.atMs < ASKED_AGAIN_MS) {
      throw new AppError("FETCH_FAILED", job.error.message);
    }
    return this.#run(job);
  }

  /** The session has another recording, or was erased. */
  async forget(organization: string, sessionId: string): Promise<void> {
    await this.#parts.journal.drop(organization, sessionId);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#stop.abort();
    await Promise.allSettled(this.#running.values());
  }

  #look(): void {
    const nowMs = this.#parts.clock.nowMs();
    for (const job of this.#parts.journal.all()) {
      if (this.#running.size >= FETCHES_AT_ONCE_MAX) break;
      // The failure is in the journal, where whoever asks for the recording sees it.
      if (job.nextMs !== null && job.nextMs <= nowMs) this.#run(job).catch(() => {});
    }
    if (nowMs - this.#tidiedMs < TIDY_EVERY_MS) return;
    this.#tidiedMs = nowMs;
    this.#tidy().catch((error) => this.#parts.onError(error));
  }

  async #tidy(): Promise<void> {
    for (const job of this.#parts.journal.all()) {
      if ((await this.#referenceOf(job)) === undefined) await this.forget(job.organization, job.sessionId);
    }
  }

  #run(job: FetchJob): Promise<Recording | undefined> {
    const key = keyOf(job);
    const running = this.#running.get(key) ?? this.#attempt(job).finally(() => this.#running.delete(key));
    this.#running.set(key, running);
    return running;
  }

  async #attempt(job: FetchJob): Promise<Recording | undefined> {
    const { organization, sessionId } = job;
    try {
      const reference = await this.#referenceOf(job);
      const recording = reference === undefined ? undefined : await this.#fetch(job, reference);
      await this.#dropIfStill(job);
      return recording;
    } catch (error) {
      if (this.#stop.signal.aborted) throw error;
      await this.#noteFailure(job, error);
      this.#parts.onError(new Error(`the recording of a session of ${organization} could not be fetched`, { cause: error }));
      if (error instanceof AppError && error.code === "SESSION_ERASED") await this.forget(organization, sessionId);
      throw error;
    }
  }

  async #fetch(job: FetchJob, reference: Recording): Promise<Recording | undefined> {
    const { keeper, policy, bytesMax } = this.#parts;
    const request = {
      headers: { accept: "audio/*, video/mp4, video/webm, application/octet-stream" },
      bodyBytesMax: bytesMax,
      timeoutMs: FETCH_TIMEOUT_MS,
      redirectsMax: REDIRECTS_MAX,
      signal: this.#stop.signal,
    };
    const answer = await guardedOpen(job.url, request, policy);
    if (answer.status !== 200) {
      answer.body.destroy();
      throw new AppError("FETCH_FAILED", `The address answered with status ${answer.status}.`);
    }
    return keeper.fill(job.organization, reference, job.objectName, answer.body);
  }

  /** The row that the job belongs to; undefined when it is gone, fetched already, or another by now. */
  async #referenceOf(job: FetchJob): Promise<Recording | undefined> {
    const row = await this.#parts.conversations.recording(job.organization, job.sessionId);
    const isStill = row !== undefined && row.storageName === null && row.sourceUrl === job.url && row.receivedMs === job.receivedMs;
    return isStill ? row : undefined;
  }

  async #dropIfStill(job: FetchJob): Promise<void> {
    if (this.job(job.organization, job.sessionId)?.objectName === job.objectName) await this.forget(job.organization, job.sessionId);
  }

  async #noteFailure(job: FetchJob, error: unknown): Promise<void> {
    if (this.job(job.organization, job.sessionId)?.objectName !== job.objectName) return;
    const atMs = this.#parts.clock.nowMs();
    const retryMs = isForGood(error) ? undefined : RETRY_AFTER_MS[job.attempts];
    const told =
      error instanceof AppError ? { code: error.code, message: error.message } : { code: "INTERNAL", message: "The fetch failed." };
    const nextMs = retryMs === undefined ? null : atMs + retryMs;
    await this.#parts.journal.keep({ ...job, attempts: job.attempts + 1, nextMs, error: { ...told, atMs } });
  }
}

const FETCHES_AT_ONCE_MAX = 4;

const keyOf = ({ organization, sessionId, objectName }: FetchJob): string => `${organization}/${sessionId}/${objectName}`;

/** What another attempt would only find again. */
const isForGood = (error: unknown): boolean =>
  error instanceof AppError && ["ADDRESS_REFUSED", "RECORDING_INVALID", "RECORDING_TOO_LARGE", "SESSION_ERASED"].includes(error.code);
