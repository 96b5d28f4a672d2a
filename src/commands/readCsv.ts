import { pipeline, Readable } from "node:stream";
import { type Info, parse } from "csv-parse";
import { AppError } from "../domain/errors.ts";
import type { FileRecord } from "./readRecordsFile.ts";

const ROW_CHARACTERS_MAX = 16 * 1_048_576;

interface CsvRow {
  readonly record: string[];
  readonly info: Info;
}

/**
 * The rows of a CSV file as records: the header names the fields, an empty cell is an absent field, every other cell is
 * text. Separated by commas, or by semicolons or tabs where the header has no comma.
 * @throws AppError FILE_INVALID when the header is missing, repeats a name or leaves one empty, or quotes never close
 */
export async function* readCsv(source: AsyncIterable<Buffer>, head: Buffer): AsyncGenerator<FileRecord> {
  const parser = parse({
    bom: true,
    info: true,
    delimiter: delimiterOf(head),
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: ROW_CHARACTERS_MAX,
  });
  // A fault of either end destroys the other with the same error, and reading the rows then throws it.
  pipeline(Readable.from(source), parser, () => {});
  let header: readonly string[] | undefined;
  for await (const row of parser as AsyncIterable<CsvRow>) {
    if (header === undefined) header = checkedHeader(row.record);
    else yield rowItem(row, header);
  }
  if (header === undefined) throw new AppError("FILE_INVALID", "The file is empty; its first line must name the fields.");
}

function rowItem({ record, info }: CsvRow, header: readonly string[]): FileRecord {
  if (record.length !== header.length) {
    return { line: info.lines, fault: `The row has ${record.length} cells, the header ${header.length}.` };
  }
  const fields = header.flatMap((name, index) => (record[index] === "" ? [] : [[name, record[index]] as const]));
  return { line: info.lines, text: JSON.stringify(Object.fromEntries(fields)) };
}

function checkedHeader(cells: readonly string[]): readonly string[] {
  const names = cells.map((cell) => cell.trim());
  if (names.includes("")) throw new AppError("FILE_INVALID", "A column of the header has no name.");
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new AppError("FILE_INVALID", `The header names "${repeated}" twice.`);
  return names;
}

function delimiterOf(head: Buffer): string {
  const header = head.toString("utf8").split("\n", 1)[0] ?? "";
  if (header.includes(",")) return ",";
  return [";", "\t"].find((delimiter) => header.includes(delimiter)) ?? ",";
}
