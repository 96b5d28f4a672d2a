import { isJsonObject } from "../domain/json.ts";

/** What a spreadsheet would take for the beginning of a formula; the full-width forms count in some locales. */
const BEGINS_FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const PLAIN_NUMERAL = /^-?\d+(\.\d+)?$/;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * One cell of RFC 4180 text. Text that begins like a formula gets a leading apostrophe, so that no spreadsheet runs it;
 * plain numerals, negative ones too, stay numbers. Lists of scalars are joined by semicolons, other structures are JSON.
 */
export function csvCell(value: unknown): string {
  const text = cellText(value);
  const safe = BEGINS_FORMULA.test(text) && !PLAIN_NUMERAL.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line, its end included. */
export const csvLine = (values: readonly unknown[]): string => `${values.map(csvCell).join(",")}\r\n`;

/** A column: its header, and where its value stands in a row, such as `agent.id`. */
export type CsvColumn = readonly [header: string, path: string];

export const csvHeader = (columns: readonly CsvColumn[]): string => csvLine(columns.map(([header]) => header));

/** The cells of one row; a member that is not there is an empty cell. */
export const csvRow = (columns: readonly CsvColumn[], row: unknown): string => csvLine(columns.map(([, path]) => valueAt(row, path)));

function valueAt(row: unknown, path: string): unknown {
  let value = row;
  for (const name of path.split(".")) {
    if (!isJsonObject(value) || !Object.hasOwn(value, name)) return null;
    value = value[name];
  }
  return value;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value !== "object") return String(value);
  if (JSON.isRawJSON(value)) return value.rawJSON;
  if (Array.isArray(value) && value.every((item) => typeof item !== "object")) return value.join(";");
  return JSON.stringify(value);
}
