import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "../domain/errors.ts";
import type { JsonObject } from "../domain/json.ts";
import { parseIsoMs } from "../domain/time.ts";
import { type GeneratedSession, generateSessions } from "../generate/generateSessions.ts";
import { generateTraffic } from "../generate/generateTraffic.ts";
import type { SessionsRequest } from "../generate/planSessions.ts";
import type { CalltreeClient } from "./client.ts";
import { type CommandContext, printJson } from "./context.ts";
import { EXIT } from "./exitCodes.ts";
import { outcomeWords } from "./importRecords.ts";
import { count, startProgress } from "./progress.ts";
import type { FileRecord } from "./readRecordsFile.ts";
import { emptyReport, type SendReport, sendRecords } from "./sendRecords.ts";
import { emptySessionCounts, type SessionCounts, sendSessions } from "./sendSessions.ts";

export interface GenerateOptions {
  readonly sessions: number;
  readonly seed: number;
  /** ISO 8601: when the first session starts. */
  readonly start: string;
  /** A file to write records to; standard output when neither this nor `load` is given. */
  readonly out?: string;
  /** Sends the sessions to the server or the store instead of writing their records down. */
  readonly load?: boolean;
  /** With `load`: no facts, messages and recordings. */
  readonly recordsOnly?: boolean;
}

/** Sessions told of, one after the other with their records; so many at a time are in memory. */
const BATCH_SESSIONS = 200;

/** Writes the records of invented sessions, or loads the sessions whole; the same options give the same. */
export async function generate(context: CommandContext, options: GenerateOptions): Promise<number> {
  const startMs = parseIsoMs(options.start);
  if (startMs === undefined) throw new AppError("COMMAND_INVALID", `"${options.start}" is not an ISO 8601 time.`, { field: "--start" });
  const request: SessionsRequest = { sessions: options.sessions, seed: options.seed, startMs };
  if (options.load === true) return load(context, request, options.recordsOnly === true);
  let records = 0;
  const lines = function* (): Generator<string> {
    for (const record of generateTraffic(request)) {
      records++;
      yield `${JSON.stringify(record)}\n`;
    }
  };
  if (options.out === undefined || options.out === "-") await pipeline(Readable.from(lines()), process.stdout, { end: false });
  else await writeFile(options.out, lines());
  context.output.tell(`${count(records)} records of ${count(options.sessions)} sessions`);
  return EXIT.ok;
}

async function writeFile(path: string, lines: Iterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(lines), createWriteStream(path));
  } catch (cause) {
    throw new AppError("FILE_INVALID", `${path} cannot be written: ${(cause as Error).message}.`, { cause });
  }
}

async function load(context: CommandContext, request: SessionsRequest, isRecordsOnly: boolean): Promise<number> {
  const { output, clock, wait } = context;
  await using client = await context.openClient({ create: true });
  const report = emptyReport();
  const counts = emptySessionCounts();
  const progress = startProgress(output, clock, "Sending", request.sessions);
  try {
    const tell = (sessions: readonly GeneratedSession[]): Promise<void> => sendSessions(client, sessions, counts, wait);
    const items = recordsOf(request, isRecordsOnly ? async () => {} : tell, progress.update);
    await sendRecords(client, "generated", items, report, { isDryRun: false, wait });
  } finally {
    progress.stop();
  }
  tellReport(context, client, report, counts);
  return report.rejected.length > 0 ? EXIT.failed : EXIT.ok;
}

/**
 * Records, session by session, each after what is told of its session: as it is in life, where a call is told of while it
 * goes on and its records come in minutes later.
 */
async function* recordsOf(
  request: SessionsRequest,
  tell: (sessions: readonly GeneratedSession[]) => Promise<void>,
  onBatch: (sessions: number, records: number) => void,
): AsyncGenerator<FileRecord> {
  let sessions = 0;
  let line = 0;
  for (const batch of batchesOf(generateSessions(request))) {
    await tell(batch);
    for (const record of batch.flatMap((session): JsonObject[] => [...session.records, ...session.unrelated])) {
      yield { line: ++line, text: JSON.stringify(record) };
    }
    sessions += batch.length;
    onBatch(sessions, line);
  }
}

function* batchesOf(sessions: Iterable<GeneratedSession>): Generator<GeneratedSession[]> {
  let batch: GeneratedSession[] = [];
  for (const session of sessions) {
    batch.push(session);
    if (batch.length < BATCH_SESSIONS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function tellReport({ output }: CommandContext, { where }: CalltreeClient, report: SendReport, counts: SessionCounts): void {
  if (output.isJson) {
    printJson(output, { ...report, ...counts });
    return;
  }
  output.print(`records: ${outcomeWords(report.counts)}`);
  if (counts.sessions > 0) {
    const { sessions, messages, recordings } = counts;
    output.print(`told of ${count(sessions)} sessions: ${count(messages)} messages, ${count(recordings)} recordings`);
  }
  for (const { id, message } of report.rejected.slice(0, 20)) output.tell(`${where}: ${id}: ${message}`);
}
