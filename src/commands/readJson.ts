import { constants } from "node:buffer";
import { AppError } from "../domain/errors.ts";
import { isJsonObject, parseJson } from "../domain/json.ts";
import type { FileRecord } from "./readRecordsFile.ts";

type ReadLines = (source: AsyncIterable<Buffer>) => AsyncIterable<FileRecord>;

/**
 * The records of a JSON file: an array, one object, or an API's answer `{"data": […]}`. Many files named .json hold one
 * object a line; what is no JSON as a whole but begins with an object is read so. Elements keep their own text, so no
 * digit of any number is lost. The file is held in memory: about 512 MB at most.
 * @throws AppError FILE_INVALID
 */
export async function* readJson(source: AsyncIterable<Buffer>, readLines: ReadLines): AsyncGenerator<FileRecord> {
  const bytes = await wholeFile(source);
  const text = bytes.toString("utf8").replace(/^\u{feff}/u, "");
  if (text.trimStart().startsWith("[")) {
    yield* arrayElements(text);
    return;
  }
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (cause) {
    if (!text.trimStart().startsWith("{")) throw new AppError("FILE_INVALID", `Not valid JSON: ${(cause as Error).message}.`, { cause });
    yield* readLines(asSource(bytes));
    return;
  }
  if (isJsonObject(value) && value["record_type"] === undefined && Array.isArray(value["data"])) {
    for (const element of value["data"] as unknown[]) yield { line: null, text: JSON.stringify(element) };
    return;
  }
  yield { line: 1, text: singleLine(text.trim()) };
}

async function wholeFile(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > constants.MAX_STRING_LENGTH) {
      throw new AppError(
        "FILE_INVALID",
        "The file is too large to be read as one JSON document; write one record a line (NDJSON) instead.",
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function* asSource(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** Line breaks between the parts of a JSON text are only space; inside its strings there are none. */
const singleLine = (text: string): string => text.replace(/[\r\n]+/g, " ");

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Cuts an array's text into the texts of its elements, each with the line it begins on. */
function* arrayElements(text: string): Generator<FileRecord> {
  const lines = new LineCounter(text);
  let position = skipSpace(text, text.indexOf("[") + 1);
  if (text[position] === "]") return checkEnd(text, position, lines);
  for (;;) {
    const end = elementEnd(text, position);
    const line = lines.at(position);
    const element = text.slice(position, end).trim();
    if (element === "" || end >= text.length)
      throw new AppError("FILE_INVALID", `The array that ends on line ${lines.at(end)} is not complete.`);
    yield { line, text: singleLine(element) };
    if (text[end] === "]") return checkEnd(text, end, lines);
    position = skipSpace(text, end + 1);
  }
}

function checkEnd(text: string, end: number, lines: LineCounter): void {
  const after = skipSpace(text, end + 1);
  if (after < text.length) throw new AppError("FILE_INVALID", `There is something after the array, on line ${lines.at(after)}.`);
}

/** The position of the comma or bracket that ends the element. */
function elementEnd(text: string, start: number): number {
  let depth = 0;
  for (let position = start; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === QUOTE) position = stringEnd(text, position);
    else if (code === 0x7b || code === 0x5b) depth++;
    else if (code === 0x7d || code === 0x5d) {
      if (depth === 0) return position;
      depth--;
    } else if (code === 0x2c && depth === 0) return position;
  }
  return text.length;
}

function stringEnd(text: string, start: number): number {
  for (let position = start + 1; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === BACKSLASH) position++;
    else if (code === QUOTE) return position;
  }
  return text.length;
}

function skipSpace(text: string, start: number): number {
  let position = start;
  while (position < text.length && text.charCodeAt(position) <= 0x20) position++;
  return position;
}

/** Line numbers of rising positions, counted once. */
class LineCounter {
  readonly #text: string;
  #position = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  at(position: number): number {
    for (
      let next = this.#text.indexOf("\n", this.#position);
      next >= 0 && next < position;
      next = this.#text.indexOf("\n", this.#position)
    ) {
      this.#line++;
      this.#position = next + 1;
    }
    return this.#line;
  }
}
