import { AppError } from "../domain/errors.ts";
import type { RecordType } from "../domain/registry.ts";
import {
  type Comparable,
  compareComparables,
  compareOrdered,
  fieldComparable,
  type ReadableRow,
  timeFieldOf,
} from "./detailRecordsValues.ts";

export interface SortKey {
  readonly field: string;
  readonly descending: boolean;
}

const SORT_KEYS_MAX = 8;

/** Reads "-started_at", "id". @throws AppError PARAMETER_INVALID for an empty name or too many of them */
export function parseSort(texts: readonly string[]): SortKey[] {
  if (texts.length > SORT_KEYS_MAX)
    throw new AppError("PARAMETER_INVALID", `\`sort\` takes at most ${SORT_KEYS_MAX} fields.`, { field: "sort" });
  return texts.map((text) => {
    const field = text.replace(/^[-+ ]/, "");
    if (field === "") throw new AppError("PARAMETER_INVALID", "`sort` names an empty field.", { field: "sort" });
    return { field, descending: text.startsWith("-") };
  });
}

/** What is kept of a row while rows are compared: never its body, so that a deep page stays small. */
export interface SortedRow {
  readonly key: number;
  readonly id: string;
  readonly values: readonly (Comparable | undefined)[];
}

export function sortedRow(readable: ReadableRow, type: RecordType, sort: readonly SortKey[]): SortedRow {
  const { key, id } = readable.row;
  return { key, id, values: sort.map(({ field }) => sortValue(readable, type, field)) };
}

/** The record's own time and id are at hand without its body. */
function sortValue(readable: ReadableRow, type: RecordType, field: string): Comparable | undefined {
  if (field === "id") return { kind: "text", text: readable.row.id };
  if (field !== timeFieldOf(type)) return fieldComparable(readable, type, field);
  const { timeMs } = readable.row;
  return timeMs === null ? undefined : { kind: "time", nanos: BigInt(timeMs) };
}

/** Missing values come last in both directions; ties go by id, so that pages never overlap. */
export const compareRows =
  (sort: readonly SortKey[]) =>
  (a: SortedRow, b: SortedRow): number => {
    for (const [position, { descending }] of sort.entries()) {
      const [left, right] = [a.values[position], b.values[position]];
      if (left === undefined || right === undefined) {
        if (left === right) continue;
        return left === undefined ? 1 : -1;
      }
      const order = compareComparables(left, right);
      if (order !== 0) return descending ? -order : order;
    }
    return compareOrdered(a.id, b.id) || a.key - b.key;
  };

/** The first `capacity` of all the items offered, in order; never holds more than twice as many (and a few). */
export class FirstItems<Item> {
  readonly #capacity: number;
  readonly #compare: (a: Item, b: Item) => number;
  #items: Item[] = [];

  constructor(capacity: number, compare: (a: Item, b: Item) => number) {
    this.#capacity = capacity;
    this.#compare = compare;
  }

  offer(item: Item): void {
    this.#items.push(item);
    if (this.#items.length >= 2 * this.#capacity + 1_000) this.#cut();
  }

  sorted(): readonly Item[] {
    this.#cut();
    return this.#items;
  }

  #cut(): void {
    this.#items = this.#items.sort(this.#compare).slice(0, this.#capacity);
  }
}
