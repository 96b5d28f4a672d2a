import { AppError } from "../domain/errors.ts";
import type { JsonObject } from "../domain/json.ts";
import { apiPath, type CalltreeClient } from "./client.ts";
import type { FileRecord } from "./readRecordsFile.ts";

/** The server lists 10,000 outcomes a request at most; this many lines are always listed in full. */
const CHUNK_RECORDS_MAX = 5_000;
const CHUNK_CHARACTERS_MAX = 4 * 1_048_576;
const TRIES_MAX = 6;
const RETRY_FIRST_MS = 500;
/** Rejections kept for the report; the count goes on. */
export const REJECTED_LISTED_MAX = 100_000;

export interface RejectedRecord {
  readonly file: string;
  readonly line: number | null;
  readonly record_type: string | null;
  readonly id: string | null;
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
}

export interface SendReport {
  readonly counts: Record<string, number>;
  readonly rejected: RejectedRecord[];
}

export interface SendOptions {
  readonly isDryRun: boolean;
  wait(ms: number): Promise<void>;
  /** Called after each chunk, with the records dealt with so far. */
  onChunk?(records: number): void;
}

export const emptyReport = (): SendReport => ({
  counts: { stored: 0, duplicate: 0, corrected: 0, stale: 0, accepted: 0, erased: 0, valid: 0, rejected: 0 },
  rejected: [],
});

/**
 * Sends records in chunks of bounded size, one after another: where no update time orders two versions of a record,
 * their order of arrival does. A chunk that meets an overloaded server, or one that was there a moment ago, is sent again;
 * repeating is safe.
 * @throws AppError what the server refuses the whole request with, or is still unavailable with after several tries
 */
export async function sendRecords(
  client: CalltreeClient,
  file: string,
  items: AsyncIterable<FileRecord> | Iterable<FileRecord>,
  report: SendReport,
  options: SendOptions,
): Promise<void> {
  let chunk: { line: number | null; text: string }[] = [];
  let characters = 0;
  let records = 0;
  const flush = async (): Promise<void> => {
    if (chunk.length > 0) addAnswer(report, file, chunk, await sendChunk(client, chunk, options, records > 0));
    records += chunk.length;
    [chunk, characters] = [[], 0];
    options.onChunk?.(records);
  };
  for await (const { line, text, fault } of items) {
    if (text === undefined) {
      reject(report, { file, line, record_type: null, id: null, code: "RECORD_INVALID", message: fault ?? "", field: null });
      continue;
    }
    if (chunk.length >= CHUNK_RECORDS_MAX || (chunk.length > 0 && characters + text.length > CHUNK_CHARACTERS_MAX)) await flush();
    chunk.push({ line, text });
    characters += text.length;
  }
  await flush();
}

async function sendChunk(
  client: CalltreeClient,
  chunk: readonly { text: string }[],
  options: SendOptions,
  hasAnswered: boolean,
): Promise<JsonObject> {
  const lines = chunk.map((item) => `${item.text}\n`).join("");
  const query = options.isDryRun ? { dry_run: true } : {};
  for (let tries = 1; ; tries++) {
    try {
      return await client.request({ method: "POST", path: apiPath("records"), query, lines });
    } catch (error) {
      if (!(error instanceof AppError) || !mayPass(error, hasAnswered) || tries >= TRIES_MAX) throw error;
      await options.wait(error.retryAfterSec === undefined ? RETRY_FIRST_MS * 2 ** (tries - 1) : error.retryAfterSec * 1_000);
    }
  }
}

/** A server that never answered is more likely misspelt than busy. */
const mayPass = ({ kind }: AppError, hasAnswered: boolean): boolean =>
  kind === "overloaded" || kind === "rate_limited" || (kind === "unavailable" && hasAnswered);

interface OutcomeAnswer {
  readonly index: number;
  readonly outcome: string;
  readonly record_type: string | null;
  readonly id: string | null;
  readonly code?: string;
  readonly message?: string;
  readonly field?: string | null;
}

function addAnswer(report: SendReport, file: string, chunk: readonly { line: number | null }[], answer: JsonObject): void {
  const { counts, outcomes } = answer as { counts: Record<string, number>; outcomes: readonly OutcomeAnswer[] };
  for (const [outcome, number] of Object.entries(counts)) {
    if (outcome !== "rejected") report.counts[outcome] = (report.counts[outcome] ?? 0) + number;
  }
  for (const { index, outcome, record_type, id, code = "", message = "", field = null } of outcomes) {
    if (outcome !== "rejected") continue;
    // An NDJSON answer counts lines from 1, and no line of a chunk is blank.
    reject(report, { file, line: chunk[index - 1]?.line ?? null, record_type, id, code, message, field });
  }
}

function reject(report: SendReport, rejected: RejectedRecord): void {
  report.counts["rejected"] = (report.counts["rejected"] ?? 0) + 1;
  if (report.rejected.length < REJECTED_LISTED_MAX) report.rejected.push(rejected);
}
