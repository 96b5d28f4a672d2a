import type { CommandContext } from "./context.ts";
import { printJson } from "./context.ts";
import { EXIT } from "./exitCodes.ts";
import { count, duration, startProgress } from "./progress.ts";
import { type FileFormat, fileSizeBytes, readRecordsFile } from "./readRecordsFile.ts";
import { emptyReport, REJECTED_LISTED_MAX, type RejectedRecord, type SendReport, sendRecords } from "./sendRecords.ts";

export interface ImportOptions {
  readonly dryRun?: boolean;
  readonly type?: string;
  readonly format?: FileFormat;
}

const REJECTED_SHOWN = 20;

/**
 * Imports files of records. A second run of the same files changes nothing.
 * @returns exit code: 1 when any record was rejected
 * @throws AppError FILE_INVALID before anything is sent when a file cannot be opened
 */
export async function importRecords(context: CommandContext, files: readonly string[], options: ImportOptions): Promise<number> {
  const { output, clock } = context;
  const sizes = await Promise.all(files.map(fileSizeBytes));
  const totalBytes = sizes.every((size) => size !== undefined) ? sizes.reduce((sum, size) => sum + size, 0) : undefined;
  await using client = await context.openClient({ create: true });
  const startMs = clock.nowMs();
  const progress = startProgress(output, clock, options.dryRun === true ? "Checking" : "Importing", totalBytes);
  const report = emptyReport();
  let bytes = 0;
  let records = 0;
  const { type, format } = options;
  try {
    for (const file of files) {
      const before = records;
      const onBytes = (number: number): void => {
        bytes += number;
      };
      const items = readRecordsFile(file, {
        onBytes,
        ...(type === undefined ? {} : { type }),
        ...(format === undefined ? {} : { format }),
      });
      const onChunk = (number: number): void => {
        records = before + number;
        progress.update(bytes, records);
      };
      await sendRecords(client, file, items, report, { isDryRun: options.dryRun === true, wait: context.wait, onChunk });
    }
  } catch (error) {
    output.tell(`Stopped after ${outcomeWords(report.counts)}. Importing the same files again is safe.`);
    throw error;
  } finally {
    progress.stop();
  }
  tellReport(context, report, { files, isDryRun: options.dryRun === true, where: client.where, durationMs: clock.nowMs() - startMs });
  return (report.counts["rejected"] ?? 0) > 0 ? EXIT.failed : EXIT.ok;
}

interface Run {
  readonly files: readonly string[];
  readonly isDryRun: boolean;
  readonly where: string;
  readonly durationMs: number;
}

function tellReport({ output }: CommandContext, { counts, rejected }: SendReport, run: Run): void {
  const rejectedCount = counts["rejected"] ?? 0;
  rejected.sort((a, b) => run.files.indexOf(a.file) - run.files.indexOf(b.file) || (a.line ?? 0) - (b.line ?? 0));
  if (output.isJson) {
    printJson(output, { dry_run: run.isDryRun, counts, rejected, rejected_truncated: rejectedCount > REJECTED_LISTED_MAX });
    return;
  }
  const total = Object.values(counts).reduce((sum, number) => sum + number, 0);
  const rate = count(Math.round((total * 1_000) / Math.max(1, run.durationMs)));
  output.print(`${count(total)} records in ${duration(run.durationMs)} (${rate}/s)${total === 0 ? "" : `: ${outcomeWords(counts)}`}`);
  if (run.isDryRun) output.print("Dry run: nothing was written.");
  for (const item of rejected.slice(0, REJECTED_SHOWN)) output.tell(rejectedLine(item));
  if (rejectedCount > REJECTED_SHOWN) output.tell(`… and ${count(rejectedCount - REJECTED_SHOWN)} more rejected; --json lists them.`);
}

/** "1,024 stored, 3 duplicate"; "no records" when there are none. */
export function outcomeWords(counts: Readonly<Record<string, number>>): string {
  const words = Object.entries(counts).flatMap(([outcome, number]) => (number === 0 ? [] : [`${count(number)} ${outcome}`]));
  return words.length === 0 ? "no records" : words.join(", ");
}

function rejectedLine({ file, line, record_type, id, code, message }: RejectedRecord): string {
  const place = line === null ? file : `${file}:${line}`;
  const name = id === null ? "" : ` (${record_type} ${id})`;
  return `${place}: ${message}${name} [${code}]`;
}
