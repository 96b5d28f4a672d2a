import { isJsonObject, type JsonObject, parseJson, scalarText } from "../domain/json.ts";
import { type Decimal, parseDecimal } from "../domain/money.ts";
import type { RecordType, TimeFormat } from "../domain/registry.ts";
import { parseIsoMs } from "../domain/time.ts";
import type { RecordWithBody } from "../store/recordStore.ts";

/** A value as filters and sorts see it: an instant, an exact number, or text. */
export type Comparable =
  | { readonly kind: "number"; readonly decimal: Decimal }
  | { readonly kind: "time"; readonly nanos: bigint }
  | { readonly kind: "text"; readonly text: string };

const KIND_ORDER: Readonly<Record<Comparable["kind"], number>> = { number: 0, time: 1, text: 2 };
const NANOS_PER_MS = 1_000_000n;
const EPOCH_UNIT_NANOS: Readonly<Record<Exclude<TimeFormat, "iso">, bigint>> = {
  epoch_s: 1_000_000_000n,
  epoch_ms: 1_000_000n,
  epoch_us: 1_000n,
  epoch_ns: 1n,
};

/** A stored record whose body is parsed when a field of it is first asked for. */
export class ReadableRow {
  readonly row: RecordWithBody;
  #body: JsonObject | undefined;

  constructor(row: RecordWithBody) {
    this.row = row;
  }

  get body(): JsonObject {
    if (this.#body === undefined) {
      const value = parseJson(this.row.body);
      this.#body = isJsonObject(value) ? value : {};
    }
    return this.#body;
  }
}

/** Nanoseconds since 1970 of an ISO 8601 text; what is finer is cut off. Undefined: not a time. */
export function instantNanos(text: string): bigint | undefined {
  const timeMs = parseIsoMs(text);
  if (timeMs === undefined) return undefined;
  const fraction = /:\d{2}[.,](\d+)/.exec(text)?.[1] ?? "";
  return BigInt(timeMs) * NANOS_PER_MS + BigInt(fraction.slice(3, 9).padEnd(6, "0"));
}

/** The whole millisecond an instant lies in, and whether it is exactly that millisecond's begin. */
export function millisecondOf(nanos: bigint): { readonly timeMs: number; readonly isWhole: boolean } {
  const rest = ((nanos % NANOS_PER_MS) + NANOS_PER_MS) % NANOS_PER_MS;
  return { timeMs: Number((nanos - rest) / NANOS_PER_MS), isWhole: rest === 0n };
}

/** Text as an instant, else as a number, else as text. `format` is that of the field, where it is one of the type's times. */
export function comparableOf(text: string, format: TimeFormat = "iso"): Comparable {
  const nanos = instantNanos(text);
  if (nanos !== undefined) return { kind: "time", nanos };
  const decimal = parseDecimal(text);
  if (decimal === undefined) return { kind: "text", text };
  if (format === "iso") return { kind: "number", decimal };
  return { kind: "time", nanos: (decimal.coefficient * EPOCH_UNIT_NANOS[format]) / 10n ** BigInt(decimal.places) };
}

/** Numbers before instants before texts; texts by code unit. */
export function compareComparables(a: Comparable, b: Comparable): number {
  if (a.kind === "number" && b.kind === "number") return compareDecimals(a.decimal, b.decimal);
  if (a.kind === "time" && b.kind === "time") return compareOrdered(a.nanos, b.nanos);
  if (a.kind === "text" && b.kind === "text") return compareOrdered(a.text, b.text);
  return KIND_ORDER[a.kind] - KIND_ORDER[b.kind];
}

export function compareDecimals(a: Decimal, b: Decimal): number {
  const places = Math.max(a.places, b.places);
  return compareOrdered(a.coefficient * 10n ** BigInt(places - a.places), b.coefficient * 10n ** BigInt(places - b.places));
}

export const compareOrdered = <Value extends bigint | number | string>(a: Value, b: Value): number => (a < b ? -1 : a > b ? 1 : 0);

/** The field that stands for a record's own time; undefined for a type that has none. */
export const timeFieldOf = (type: RecordType): string | undefined => type.timeFields[0];

/** In which form the values of a field tell times: that of the type for its own time fields, ISO 8601 for all others. */
export const timeFormatOf = (type: RecordType, field: string): TimeFormat =>
  type.timeFields.includes(field) || type.endFields.includes(field) ? type.timeFormat : "iso";

/**
 * The value of a field. `id` is the record's id, whichever field that came in; the type's first time field is the
 * record's time, which for a record without that field is the next of the type's time fields.
 */
export function fieldValue(readable: ReadableRow, type: RecordType, field: string): unknown {
  if (field === "id") return readable.row.id;
  if (field !== timeFieldOf(type)) return readable.body[field];
  const carried = type.timeFields.find((name) => scalarText(readable.body[name]) !== undefined);
  return carried === undefined ? undefined : readable.body[carried];
}

/** The comparable form of a field's value; undefined for null, blank, absent. Arrays and objects compare by their JSON. */
export function fieldComparable(readable: ReadableRow, type: RecordType, field: string): Comparable | undefined {
  const value = fieldValue(readable, type, field);
  const text = scalarText(value);
  if (text !== undefined) return comparableOf(text.trim(), timeFormatOf(type, field));
  return typeof value === "object" && value !== null ? { kind: "text", text: JSON.stringify(value) } : undefined;
}
