import type { Readable } from "node:stream";
import type { Clock } from "../domain/clock.ts";
import type { ConversationStore, Recording } from "../store/conversationStore.ts";
import { type AudioKind, kindOfContentType, sniffAudio } from "./audioKind.ts";
import type { Waveform } from "./peaks.ts";
import type { Spool, SpooledFile } from "./spool.ts";
import type { RecordingStorage } from "./storage.ts";
import type { Waveforms } from "./waveform.ts";

export interface KeeperParts {
  readonly conversations: Pick<ConversationStore, "putRecording" | "recording" | "recordingNames">;
  readonly storage: RecordingStorage;
  readonly spool: Spool;
  readonly waveforms: Waveforms;
  readonly clock: Clock;
  readonly bytesMax: number;
  /** store/erasure.ts */
  erasedIdOf(organization: string, sessionId: string): Promise<string | null>;
  newId(prefix: string): string;
  /** A session has another recording than before, or more is known of the one it has. */
  onKept(organization: string, sessionId: string): Promise<void>;
  onError(error: unknown): void;
}

interface Received {
  readonly file: SpooledFile;
  readonly kind: AudioKind;
}

/** How many recordings without a waveform are remembered, so that none is decoded for every page that shows it. */
const UNDRAWABLE_MAX = 10_000;

/** Brings a recording's bytes, its row and its waveform together; what breaks off half-way is cleared away at the next start. */
export class RecordingKeeper {
  readonly #parts: KeeperParts;
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #drawing = new Map<string, Promise<void>>();
  readonly #undrawable = new Set<string>();

  constructor(parts: KeeperParts) {
    this.#parts = parts;
  }

  newObjectName(organization: string): string {
    return `${organization}/${this.#parts.newId("rec")}`;
  }

  /**
   * Takes bytes in as the session's recording, in place of the one it has.
   * @throws AppError RECORDING_TOO_LARGE | RECORDING_INVALID | SESSION_ERASED | STORE_FULL | STORE_UNAVAILABLE
   */
  async upload(organization: string, sessionId: string, bytes: Readable): Promise<Recording> {
    const objectName = this.newObjectName(organization);
    return this.#store(organization, objectName, bytes, async ({ file, kind }) => {
      const recording = this.#rowOf(sessionId, objectName, null, this.#parts.clock.nowMs(), { file, kind });
      await this.replace(organization, recording);
      return recording;
    });
  }

  /** Takes the bytes of a referenced recording in; undefined when the session has another recording by now. */
  async fill(organization: string, reference: Recording, objectName: string, bytes: Readable): Promise<Recording | undefined> {
    return this.#store(organization, objectName, bytes, async (received) => {
      const recording = this.#rowOf(reference.sessionId, objectName, reference.sourceUrl, reference.receivedMs, received);
      return (await this.#replaceIfStill(organization, reference, recording)) ? recording : undefined;
    });
  }

  /** Keeps a row in place of the one that the session has, and deletes that one's bytes. */
  async replace(organization: string, recording: Recording): Promise<void> {
    await this.#inTurn(organization, recording.sessionId, async () => {
      const expected = (await this.#parts.conversations.recording(organization, recording.sessionId))?.storageName ?? null;
      // Marked beforehand: after a crash between the two, nobody would know of the bytes any more.
      if (expected !== null) await this.#parts.spool.mark(expected);
      const former = await this.#put(organization, recording);
      if (former?.storageName != null && former.storageName !== recording.storageName) await this.#parts.storage.delete(former.storageName);
      if (expected !== null) await this.#parts.spool.release(expected);
    });
  }

  /** Resolves when the waveform of a stored recording was drawn, or cannot be. Those without are tried once a start. */
  async draw(organization: string, recording: Recording): Promise<void> {
    const { storageName, contentType, peaks } = recording;
    if (storageName === null || peaks !== null || this.#undrawable.has(storageName)) return;
    const kind = contentType === null ? undefined : kindOfContentType(contentType);
    const drawing =
      this.#drawing.get(storageName) ??
      this.#draw(organization, recording, storageName, kind).finally(() => this.#drawing.delete(storageName));
    this.#drawing.set(storageName, drawing);
    await drawing;
  }

  /** Deletes what crashes left behind: spooled files, and objects that no row names. */
  async clearLeftOver(): Promise<void> {
    for (const objectName of await this.#parts.spool.leftOver(this.#parts.clock.nowMs())) {
      const organization = objectName.slice(0, objectName.indexOf("/"));
      const names = await this.#parts.conversations.recordingNames(organization);
      if (!names.includes(objectName)) await this.#parts.storage.delete(objectName);
      await this.#parts.spool.release(objectName);
    }
  }

  /** Resolves when no waveform is being drawn any more. */
  async close(): Promise<void> {
    await this.#parts.waveforms.close();
    await Promise.allSettled(this.#drawing.values());
  }

  /** Spools, checks and stores bytes, then has `settle` write the row; where it writes none, nothing stays. */
  async #store<Row extends Recording | undefined>(
    organization: string,
    objectName: string,
    bytes: Readable,
    settle: (received: Received) => Promise<Row>,
  ): Promise<Row> {
    const { spool, storage, bytesMax } = this.#parts;
    const file = await spool.receive(objectName, bytes, bytesMax);
    let settled: Row | undefined;
    try {
      const kind = await sniffAudio(file.path);
      await storage.put(objectName, spool.read(objectName), file.sizeBytes);
      settled = await settle({ file, kind });
      if (settled !== undefined) void this.draw(organization, settled).catch((error) => this.#parts.onError(error));
      return settled;
    } finally {
      if (settled === undefined) {
        await storage.delete(objectName);
        await spool.release(objectName);
      }
    }
  }

  async #draw(organization: string, recording: Recording, storageName: string, kind: AudioKind | undefined): Promise<void> {
    const { spool, waveforms } = this.#parts;
    try {
      const waveform =
        kind?.decoder == null ? undefined : await this.#waveformOf(storageName, kind.decoder, recording.sizeBytes ?? 0, waveforms);
      if (waveform !== undefined) await this.#keepWaveform(organization, recording, waveform);
      else this.#rememberUndrawable(storageName);
    } finally {
      await spool.release(storageName);
    }
  }

  async #waveformOf(
    storageName: string,
    decoder: NonNullable<AudioKind["decoder"]>,
    sizeBytes: number,
    waveforms: Waveforms,
  ): Promise<Waveform | undefined> {
    const { spool, storage, bytesMax } = this.#parts;
    if (!(await spool.has(storageName))) {
      const bytes = await storage.get(storageName);
      if (bytes === undefined) return undefined;
      await spool.receive(storageName, bytes, Math.max(bytesMax, sizeBytes));
    }
    return waveforms.draw({ path: spool.pathOf(storageName), decoder }, sizeBytes);
  }

  async #keepWaveform(organization: string, recording: Recording, { durationMs, channels }: Waveform): Promise<void> {
    await this.#replaceIfStill(organization, recording, { ...recording, durationMs, peaks: JSON.stringify(channels) });
  }

  #rememberUndrawable(storageName: string): void {
    if (this.#undrawable.size >= UNDRAWABLE_MAX) this.#undrawable.clear();
    this.#undrawable.add(storageName);
  }

  /** Writes a row only over the one it was made from. False: the session has another recording, or none any more. */
  #replaceIfStill(organization: string, expected: Recording, next: Recording): Promise<boolean> {
    return this.#inTurn(organization, expected.sessionId, async () => {
      const current = await this.#parts.conversations.recording(organization, expected.sessionId);
      if (current === undefined || !isSame(current, expected)) return false;
      const former = await this.#put(organization, next);
      if (former === undefined || isSame(former, expected)) return true;
      // Another process replaced it between the two: what came later is put back.
      await this.#put(organization, former);
      return false;
    });
  }

  async #put(organization: string, recording: Recording): Promise<Recording | undefined> {
    const erasedId = await this.#parts.erasedIdOf(organization, recording.sessionId);
    const written = { receivedMs: this.#parts.clock.nowMs(), erasedId };
    const former = await this.#parts.conversations.putRecording(organization, recording, written);
    await this.#parts.onKept(organization, recording.sessionId);
    return former;
  }

  #rowOf(sessionId: string, storageName: string, sourceUrl: string | null, receivedMs: number, { file, kind }: Received): Recording {
    const { sizeBytes, sha256 } = file;
    const { contentType } = kind;
    return { sessionId, storageName, sourceUrl, contentType, sizeBytes, sha256, durationMs: null, peaks: null, receivedMs };
  }

  /** Writes of one session's recording follow one another within this process. */
  async #inTurn<Result>(organization: string, sessionId: string, work: () => Promise<Result>): Promise<Result> {
    const key = `${organization}/${sessionId}`;
    const before = this.#turns.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#turns.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#turns.get(key) === mine) this.#turns.delete(key);
    }
  }
}

const isSame = (a: Recording, b: Recording): boolean =>
  a.storageName === b.storageName && a.sourceUrl === b.sourceUrl && a.receivedMs === b.receivedMs;
