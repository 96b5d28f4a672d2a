import { isUtf8 } from "node:buffer";
import { setImmediate } from "node:timers/promises";
import { AppError } from "../domain/errors.ts";
import { type IngestParts, type IngestScope, type ItemOutcome, type OutcomeName, rejectedItem } from "./ingest.ts";
import { type RawItem, recordTooLarge, takeIn } from "./takeIn.ts";

export interface LinesReport {
  readonly counts: Readonly<Record<OutcomeName, number>>;
  /** Every outcome that is not `stored` (not `valid` in a dry run), in line order, up to OUTCOMES_LISTED_MAX. */
  readonly outcomes: readonly ItemOutcome[];
  readonly outcomesTruncated: boolean;
}

const OUTCOMES_LISTED_MAX = 10_000;
/** Records read in one go: about a millisecond of work, so that other requests get their turn. The store joins chunks into one commit. */
const CHUNK_RECORDS_MAX = 125;
/** Written while the next are being read; together they bound what one request holds in memory. */
const CHUNKS_IN_FLIGHT_MAX = 16;
const NEWLINE = 0x0a;

interface Chunk {
  readonly items: RawItem[];
  /** Lines that never became items, such as those that are too long. */
  readonly refused: ItemOutcome[];
}

/**
 * Takes in NDJSON of any length in constant memory: reading waits while enough is on its way to the store. Blank lines
 * are skipped. A failure of the store ends the request; lines written before it stay written, so the request can be
 * sent again as it was.
 */
export async function takeInLines(
  source: AsyncIterable<Buffer>,
  scope: IngestScope,
  parts: IngestParts,
  dryRun: boolean,
): Promise<LinesReport> {
  const report = new ReportWriter();
  const inFlight: Promise<void>[] = [];
  let settledBefore: Promise<void> = Promise.resolve();
  try {
    for await (const chunk of chunksOf(source, parts)) {
      const written = takeIn(chunk.items, scope, parts, dryRun);
      // Chunks reach the store in line order; their outcomes are told in line order too, whichever finishes first.
      const before = settledBefore;
      settledBefore = written.then(async (outcomes) => {
        await before;
        report.add([...chunk.refused, ...outcomes].sort((a, b) => a.index - b.index));
      });
      inFlight.push(settledBefore);
      // A failure is thrown at the next await below; this only keeps it from counting as unhandled until then.
      settledBefore.catch(() => {});
      if (inFlight.length >= CHUNKS_IN_FLIGHT_MAX) await inFlight.shift();
      // Bytes come in faster than records can be read; between two chunks whoever else waits gets a turn.
      await setImmediate();
    }
    await settledBefore;
  } catch (error) {
    await Promise.allSettled(inFlight);
    throw error instanceof AppError ? brokenOff(error, report.finish()) : error;
  }
  return report.finish();
}

/** Whoever sent the lines must know that some are stored all the same. */
function brokenOff(error: AppError, { counts }: LinesReport): AppError {
  const told = Object.entries(counts).flatMap(([outcome, count]) => (count === 0 ? [] : [`${count} ${outcome}`]));
  const message = `${error.message} Lines taken in before: ${told.length === 0 ? "none" : told.join(", ")}; sending all of them again is safe.`;
  const retry = error.retryAfterSec === undefined ? {} : { retryAfterSec: error.retryAfterSec };
  return new AppError(error.code, message, { ...(error.field === undefined ? {} : { field: error.field }), ...retry, cause: error });
}

async function* chunksOf(source: AsyncIterable<Buffer>, parts: IngestParts): AsyncGenerator<Chunk> {
  const lines = new LineReader(parts);
  for await (const bytes of source) {
    lines.push(bytes);
    for (let chunk = lines.take(false); chunk !== undefined; chunk = lines.take(false)) yield chunk;
  }
  lines.end();
  for (let chunk = lines.take(true); chunk !== undefined; chunk = lines.take(true)) yield chunk;
}

/** Cuts bytes into lines and groups the lines into chunks. Holds at most one unfinished line. */
class LineReader {
  readonly #parts: IngestParts;
  #rest: Buffer[] = [];
  #restBytes = 0;
  #lineNumber = 0;
  #isSkippingLine = false;
  #items: RawItem[] = [];
  #refused: ItemOutcome[] = [];

  constructor(parts: IngestParts) {
    this.#parts = parts;
  }

  push(bytes: Buffer): void {
    const last = bytes.lastIndexOf(NEWLINE);
    if (last < 0) {
      this.#keepRest(bytes);
      return;
    }
    const whole = this.#rest.length === 0 ? bytes.subarray(0, last) : Buffer.concat([...this.#rest, bytes.subarray(0, last)]);
    this.#rest = [];
    this.#restBytes = 0;
    this.#addLines(whole);
    this.#keepRest(bytes.subarray(last + 1));
  }

  end(): void {
    if (this.#restBytes > 0 || this.#isSkippingLine) this.#addLines(Buffer.concat(this.#rest));
    this.#rest = [];
  }

  take(evenIfSmall: boolean): Chunk | undefined {
    const size = this.#items.length + this.#refused.length;
    if (size === 0 || (!evenIfSmall && size < CHUNK_RECORDS_MAX)) return undefined;
    const chunk = { items: this.#items.splice(0, CHUNK_RECORDS_MAX), refused: this.#refused };
    this.#refused = [];
    return chunk;
  }

  #addLines(whole: Buffer): void {
    const isValidUtf8 = isUtf8(whole);
    const texts = isValidUtf8 ? whole.toString("utf8").split("\n") : splitBytes(whole);
    for (const text of texts) {
      this.#lineNumber++;
      if (this.#isSkippingLine) {
        this.#isSkippingLine = false;
        continue;
      }
      if (typeof text !== "string") {
        this.#refuse(new AppError("RECORD_INVALID", "The line is not UTF-8 text."));
      } else if (text.length > this.#parts.limits.recordBytesMax) {
        this.#refuse(recordTooLarge(this.#parts));
      } else if (text.trim() !== "") {
        const line = this.#lineNumber === 1 ? text.replace(/^\ufeff/, "") : text;
        this.#items.push({ index: this.#lineNumber, text: line.endsWith("\r") ? line.slice(0, -1) : line });
      }
    }
  }

  #keepRest(bytes: Buffer): void {
    if (bytes.length === 0 || this.#isSkippingLine) return;
    this.#rest.push(bytes);
    this.#restBytes += bytes.length;
    if (this.#restBytes <= this.#parts.limits.recordBytesMax) return;
    // The line is already too long: it is refused now and its remainder passed over, so memory stays bounded.
    this.#refused.push(rejectedItem(this.#lineNumber + 1, recordTooLarge(this.#parts)));
    this.#rest = [];
    this.#restBytes = 0;
    this.#isSkippingLine = true;
  }

  #refuse(error: AppError): void {
    this.#refused.push(rejectedItem(this.#lineNumber, error));
  }
}

/** For a block that holds bytes that are not UTF-8: each line by itself, so that only the bad ones are refused. */
function splitBytes(whole: Buffer): (string | undefined)[] {
  const lines: (string | undefined)[] = [];
  for (let start = 0; start <= whole.length; ) {
    const newline = whole.indexOf(NEWLINE, start);
    const end = newline < 0 ? whole.length : newline;
    const line = whole.subarray(start, end);
    lines.push(isUtf8(line) ? line.toString("utf8") : undefined);
    start = end + 1;
  }
  return lines;
}

class ReportWriter {
  readonly #counts: Record<OutcomeName, number> = {
    ...{ stored: 0, duplicate: 0, corrected: 0, stale: 0, accepted: 0, erased: 0, rejected: 0, valid: 0 },
  };
  readonly #outcomes: ItemOutcome[] = [];
  #truncated = false;

  add(outcomes: readonly ItemOutcome[]): void {
    for (const item of outcomes) {
      this.#counts[item.outcome]++;
      if (item.outcome === "stored" || item.outcome === "valid") continue;
      if (this.#outcomes.length < OUTCOMES_LISTED_MAX) this.#outcomes.push(item);
      else this.#truncated = true;
    }
  }

  finish(): LinesReport {
    return { counts: this.#counts, outcomes: this.#outcomes, outcomesTruncated: this.#truncated };
  }
}
