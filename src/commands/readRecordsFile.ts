import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { AppError } from "../domain/errors.ts";
import { isJsonObject, parseJson } from "../domain/json.ts";
import { readCsv } from "./readCsv.ts";
import { readJson } from "./readJson.ts";

export type FileFormat = "ndjson" | "json" | "csv";

/** One record of a file as JSON text on a single line, or why there is none. */
export interface FileRecord {
  /** From 1; the line where it begins (of CSV: ends). Null inside a wrapping object, where lines are not known. */
  readonly line: number | null;
  readonly text?: string;
  readonly fault?: string;
}

export interface ReadOptions {
  /** Told by the file's name, or else by its first bytes, when not given. */
  readonly format?: FileFormat;
  /** `record_type` of records that do not say theirs. */
  readonly type?: string;
  /** Called with the number of bytes read since the last call, as they are in the file. */
  readonly onBytes?: (count: number) => void;
}

const LINE_BYTES_MAX = 64 * 1_048_576;
const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = "\u{feff}";

/**
 * Reads the records of a file, or of standard input for "-": NDJSON and CSV in constant memory, JSON whole. Gzip is
 * recognised by its first bytes. A bad line is an item with a `fault`, never the end of the file.
 * @throws AppError FILE_INVALID when the file cannot be opened, unpacked or understood at all
 */
export async function* readRecordsFile(
  path: string,
  options: ReadOptions = {},
  input: AsyncIterable<Buffer> = process.stdin,
): AsyncGenerator<FileRecord> {
  const bytes = path === "-" ? input : (createReadStream(path, { highWaterMark: 1_048_576 }) as AsyncIterable<Buffer>);
  try {
    const { source, head } = await unpack(counted(bytes, options.onBytes));
    const format = options.format ?? formatOfName(path) ?? formatOfBytes(head);
    for await (const item of readFormat(format, source, head)) yield options.type === undefined ? item : withType(item, options.type);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError(
      "FILE_INVALID",
      `${path === "-" ? "Standard input" : path}: ${cause instanceof Error ? cause.message : String(cause)}.`,
      {
        cause,
      },
    );
  }
}

/** Size in bytes; undefined for standard input and what is not a plain file. @throws AppError FILE_INVALID */
export async function fileSizeBytes(path: string): Promise<number | undefined> {
  if (path === "-") return undefined;
  const found = await stat(path).catch((cause: Error) => {
    throw new AppError("FILE_INVALID", `${path}: ${cause.message}.`, { cause });
  });
  if (found.isDirectory()) throw new AppError("FILE_INVALID", `${path} is a folder.`);
  return found.isFile() ? found.size : undefined;
}

function readFormat(format: FileFormat, source: AsyncIterable<Buffer>, head: Buffer): AsyncIterable<FileRecord> {
  if (format === "csv") return readCsv(source, head);
  if (format === "ndjson") return readLines(source);
  return readJson(source, readLines);
}

/** Each line by itself. Lines are cut at bytes, so a long file never becomes a long text. */
export async function* readLines(source: AsyncIterable<Buffer>): AsyncGenerator<FileRecord> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let line = 0;
  for await (const chunk of source) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      line++;
      const item = lineItem(line, rest, restBytes, chunk.subarray(start, end));
      if (item !== undefined) yield item;
      [rest, restBytes, start] = [[], 0, end + 1];
    }
    restBytes += chunk.length - start;
    // Past the limit the line is only counted: it will be refused, and memory stays flat.
    if (restBytes <= LINE_BYTES_MAX) rest.push(chunk.subarray(start));
    else rest = [];
  }
  const item = restBytes > 0 ? lineItem(line + 1, rest, restBytes, Buffer.alloc(0)) : undefined;
  if (item !== undefined) yield item;
}

function lineItem(line: number, rest: Buffer[], restBytes: number, end: Buffer): FileRecord | undefined {
  if (restBytes + end.length > LINE_BYTES_MAX) return { line, fault: `The line is longer than ${LINE_BYTES_MAX} bytes.` };
  const bytes = restBytes === 0 ? end : Buffer.concat([...rest, end]);
  if (!isUtf8(bytes)) return { line, fault: "The line is not UTF-8 text." };
  const text = bytes.toString("utf8");
  const trimmed = (line === 1 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text).trim();
  return trimmed === "" ? undefined : { line, text: trimmed };
}

/** Gives records that lack one a `record_type`. What is not a JSON object stays as it is: the server says what is wrong with it. */
function withType(item: FileRecord, type: string): FileRecord {
  if (item.text === undefined) return item;
  let value: unknown;
  try {
    value = parseJson(item.text);
  } catch {
    return item;
  }
  if (!isJsonObject(value) || (value["record_type"] !== undefined && value["record_type"] !== "")) return item;
  return { line: item.line, text: JSON.stringify({ ...value, record_type: type }) };
}

async function* counted(source: AsyncIterable<Buffer>, onBytes: ReadOptions["onBytes"]): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    onBytes?.(chunk.length);
    yield chunk;
  }
}

/** Looks at the first bytes without losing them; unpacks gzip, also several members in one file. */
async function unpack(source: AsyncGenerator<Buffer>): Promise<{ source: AsyncIterable<Buffer>; head: Buffer }> {
  const packed = await peek(source);
  if (packed.head[0] !== 0x1f || packed.head[1] !== 0x8b) return packed;
  const gunzip = createGunzip();
  // A fault of either end destroys the other with the same error, and reading the unpacked bytes then throws it.
  pipeline(Readable.from(packed.source), gunzip, () => {});
  return peek(gunzip[Symbol.asyncIterator]() as AsyncIterableIterator<Buffer>);
}

async function peek(source: AsyncIterator<Buffer>): Promise<{ source: AsyncIterable<Buffer>; head: Buffer }> {
  const first = await source.next();
  const head = first.done === true ? Buffer.alloc(0) : first.value;
  async function* whole(): AsyncGenerator<Buffer> {
    try {
      if (head.length > 0) yield head;
      for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
    } finally {
      // Whoever stops early still closes the file.
      await source.return?.();
    }
  }
  return { source: whole(), head };
}

function formatOfName(path: string): FileFormat | undefined {
  const extension = /\.([a-z]+)(\.gz)?$/i.exec(path)?.[1]?.toLowerCase();
  switch (extension) {
    case "ndjson":
    case "jsonl":
      return "ndjson";
    case "json":
      return "json";
    case "csv":
    case "tsv":
      return "csv";
    default:
      return undefined;
  }
}

function formatOfBytes(head: Buffer): FileFormat {
  const first = head.toString("utf8", 0, 1_024).replace(BYTE_ORDER_MARK, "").trimStart()[0];
  if (first === "[") return "json";
  return first === "{" || first === undefined ? "ndjson" : "csv";
}
