import type { Readable } from "node:stream";
import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import type { OutgoingPolicy } from "../outgoing/policy.ts";
import { checkAddress } from "../outgoing/policy.ts";
import type { ConversationStore, Recording } from "../store/conversationStore.ts";
import type { RecordingFetcher } from "./fetcher.ts";
import type { RecordingKeeper } from "./keeper.ts";
import type { ByteRange, RecordingStorage } from "./storage.ts";

export interface RecordingsParts {
  readonly conversations: Pick<ConversationStore, "recording" | "session" | "sessionsByAliases" | "summary">;
  readonly storage: RecordingStorage;
  readonly keeper: RecordingKeeper;
  readonly fetcher: RecordingFetcher;
  readonly policy: OutgoingPolicy;
  readonly clock: Clock;
}

/** A recording whose bytes are here. */
export type StoredRecording = Recording & {
  readonly storageName: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
};

/** `fetching`: referenced, and being tried. `failed`: the last attempt failed, and nothing but playing it tries again. */
export type RecordingState = "stored" | "fetching" | "failed";

export interface RecordingStatus {
  readonly recording: Recording;
  readonly state: RecordingState;
  /** Why the last attempt to fetch it failed. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** Recordings of sessions, as the faces use them. Nothing of another organization is ever reached. */
export class Recordings {
  readonly #parts: RecordingsParts;

  constructor(parts: RecordingsParts) {
    this.#parts = parts;
  }

  /** Keeps bytes as the session's recording; see RecordingKeeper.upload for what it throws. */
  async upload(organization: string, sessionId: string, bytes: Readable): Promise<RecordingStatus> {
    const recording = await this.#parts.keeper.upload(organization, sessionId, bytes);
    await this.#parts.fetcher.forget(organization, sessionId);
    return this.#statusOf(organization, recording);
  }

  /** Refers to a recording by its address, and begins to fetch it. @throws AppError ADDRESS_REFUSED | SESSION_ERASED */
  async refer(organization: string, sessionId: string, url: string): Promise<RecordingStatus> {
    const sourceUrl = (await checkAddress(url, this.#parts.policy)).href;
    const unknown = { contentType: null, sizeBytes: null, sha256: null, durationMs: null, peaks: null };
    const recording: Recording = { sessionId, storageName: null, sourceUrl, ...unknown, receivedMs: this.#parts.clock.nowMs() };
    await this.#parts.keeper.replace(organization, recording);
    await this.#parts.fetcher.add(organization, recording);
    return this.#statusOf(organization, recording);
  }

  /**
   * The recording of a session, by any of its ids: one that was merged into another, or had others merged into it, has theirs.
   * @throws AppError RECORDING_NOT_FOUND
   */
  async find(organization: string, sessionId: string): Promise<RecordingStatus> {
    const { conversations } = this.#parts;
    const own = await conversations.recording(organization, sessionId);
    if (own !== undefined) return this.#statusOf(organization, own);
    const row =
      (await conversations.session(organization, sessionId)) ?? (await conversations.sessionsByAliases(organization, [sessionId]))[0];
    if (row !== undefined) {
      const survivorId = row.mergedInto ?? row.id;
      const mergedFrom = (await conversations.summary(organization, survivorId))?.mergedFrom ?? [];
      for (const id of [survivorId, ...mergedFrom]) {
        const found = await conversations.recording(organization, id);
        if (found !== undefined) return this.#statusOf(organization, found);
      }
    }
    throw new AppError("RECORDING_NOT_FOUND", "This session has no recording.", { field: "id" });
  }

  /** A recording that can be played; one that is only referenced is fetched first. @throws AppError RECORDING_NOT_FOUND, and as RecordingFetcher.fetchNow */
  async playable(organization: string, sessionId: string): Promise<StoredRecording> {
    const { recording } = await this.find(organization, sessionId);
    const stored = recording.storageName === null ? await this.#parts.fetcher.fetchNow(organization, recording) : recording;
    // Another recording took its place while it was fetched.
    const playable = stored ?? (await this.#parts.conversations.recording(organization, recording.sessionId));
    if (playable !== undefined && isStored(playable)) return playable;
    throw new AppError("RECORDING_NOT_FOUND", "This session has no recording any more.", { field: "id" });
  }

  /** @throws AppError RECORDING_NOT_FOUND when its bytes were deleted meanwhile | STORE_UNAVAILABLE */
  async bytes(recording: StoredRecording, range?: ByteRange): Promise<Readable> {
    const bytes = await this.#parts.storage.get(recording.storageName, range);
    if (bytes === undefined) throw new AppError("RECORDING_NOT_FOUND", "The recording's bytes are not in the storage any more.");
    return bytes;
  }

  /** As `find`, after waiting for the waveform of a recording that is stored. */
  async withWaveform(organization: string, sessionId: string): Promise<RecordingStatus> {
    const found = await this.find(organization, sessionId);
    if (found.state !== "stored" || found.recording.peaks !== null) return found;
    await this.#parts.keeper.draw(organization, found.recording);
    return this.find(organization, sessionId);
  }

  #statusOf(organization: string, recording: Recording): RecordingStatus {
    if (recording.storageName !== null) return { recording, state: "stored", error: null };
    const job = this.#parts.fetcher.job(organization, recording.sessionId);
    const isOfThis = job !== undefined && job.receivedMs === recording.receivedMs && job.url === recording.sourceUrl;
    if (!isOfThis) return { recording, state: "fetching", error: null };
    const error = job.error === null ? null : { code: job.error.code, message: job.error.message };
    return { recording, state: job.nextMs === null ? "failed" : "fetching", error };
  }
}

const isStored = (recording: Recording): recording is StoredRecording =>
  recording.storageName !== null && recording.contentType !== null && recording.sizeBytes !== null && recording.sha256 !== null;
