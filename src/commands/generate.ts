import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "../domain/errors.ts";
import type { JsonObject } from "../domain/json.ts";
import { parseIsoMs } from "../domain/time.ts";
import { generateTraffic } from "../generate/generateTraffic.ts";
import { type CommandContext, printJson } from "./context.ts";
import { EXIT } from "./exitCodes.ts";
import { outcomeWords } from "./importRecords.ts";
import { count } from "./progress.ts";
import type { FileRecord } from "./readRecordsFile.ts";
import { emptyReport, sendRecords } from "./sendRecords.ts";

export interface GenerateOptions {
  readonly sessions: number;
  readonly seed: number;
  /** ISO 8601: when the first session starts. */
  readonly start: string;
  /** A file to write; standard output when neither this nor `load` is given. */
  readonly out?: string;
  /** Sends the records to the server or the store instead of writing them down. */
  readonly load?: boolean;
}

/** Writes or loads invented traffic; the same options give the same records. */
export async function generate(context: CommandContext, options: GenerateOptions): Promise<number> {
  const startMs = parseIsoMs(options.start);
  if (startMs === undefined) throw new AppError("COMMAND_INVALID", `"${options.start}" is not an ISO 8601 time.`, { field: "--start" });
  const traffic = generateTraffic({ sessions: options.sessions, seed: options.seed, startMs });
  if (options.load === true) return load(context, traffic);
  let records = 0;
  const lines = function* (): Generator<string> {
    for (const record of traffic) {
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

async function load(context: CommandContext, traffic: Iterable<JsonObject>): Promise<number> {
  await using client = await context.openClient({ create: true });
  const report = emptyReport();
  const items = function* (): Generator<FileRecord> {
    let line = 0;
    for (const record of traffic) yield { line: ++line, text: JSON.stringify(record) };
  };
  await sendRecords(client, "generated", items(), report, { isDryRun: false, wait: context.wait });
  if (context.output.isJson) printJson(context.output, report);
  else {
    context.output.print(outcomeWords(report.counts));
    for (const { id, message } of report.rejected.slice(0, 20)) context.output.tell(`${id}: ${message}`);
  }
  return report.rejected.length > 0 ? EXIT.failed : EXIT.ok;
}
