import { AppError } from "../domain/errors.ts";
import { scalarText } from "../domain/json.ts";
import { parseDecimal } from "../domain/money.ts";
import { isRecordId, linkValueOf } from "../domain/record.ts";
import type { RecordType, Registry } from "../domain/registry.ts";
import type { RecordCondition } from "../store/recordStore.ts";
import {
  type Comparable,
  comparableOf,
  compareComparables,
  compareDecimals,
  fieldComparable,
  fieldValue,
  millisecondOf,
  type ReadableRow,
  timeFieldOf,
  timeFormatOf,
} from "./detailRecordsValues.ts";

export const FILTER_OPERATORS = ["eq", "in", "gt", "gte", "lt", "lte", "contains", "starts_with", "ends_with"] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

export const isFilterOperator = (text: string): text is FilterOperator => (FILTER_OPERATORS as readonly string[]).includes(text);

export interface DetailFilter {
  readonly field: string;
  readonly operator: FilterOperator;
  /** As sent. Blank: null, blank or absent, with `eq`; refused by the other operators but `in`. */
  readonly value: string;
}

export type RowTest = (readable: ReadableRow) => boolean;

/**
 * What a filter asks of the store and what is left to test row by row. The conditions alone never lose a row that the
 * filter wants; `test` is absent where they already say all.
 */
export interface CompiledFilter {
  readonly conditions: readonly RecordCondition[];
  readonly test?: RowTest;
  /** The one millisecond in which `test` can tell rows apart; all other rows that meet the conditions pass it. */
  readonly edgeMs?: number;
  /** To be added to `conditions` to leave that millisecond out. */
  readonly withoutEdge?: readonly RecordCondition[];
}

export const filterParameter = (filter: Pick<DetailFilter, "field" | "operator">): string =>
  filter.operator === "eq" ? `filter[${filter.field}]` : `filter[${filter.field}][${filter.operator}]`;

/** @throws AppError FILTER_INVALID when the value does not suit the field or the operator */
export function compileFilter(registry: Registry, type: RecordType, filter: DetailFilter): CompiledFilter {
  if (filter.operator === "eq") return compileEquality(registry, type, filter);
  if (filter.operator === "in") return { conditions: [], test: anyOf(type, filter) };
  if (filter.value === "") throw invalid(filter, "needs a value.");
  switch (filter.operator) {
    case "contains":
      return { conditions: [], test: textTest(type, filter, (text) => text.includes(filter.value)) };
    case "starts_with":
      return { conditions: [], test: textTest(type, filter, (text) => text.startsWith(filter.value)) };
    case "ends_with":
      return { conditions: [], test: textTest(type, filter, (text) => text.endsWith(filter.value)) };
    default:
      return compileOrder(type, filter, filter.operator);
  }
}

function compileEquality(registry: Registry, type: RecordType, filter: DetailFilter): CompiledFilter {
  const { field, value } = filter;
  if (field === "id") {
    if (!isRecordId(value)) throw invalid(filter, "is not an id: 1 to 256 printable characters.");
    return { conditions: [{ column: "id", equals: value }] };
  }
  if (value !== "" && registry.linkFields(type.name).includes(field) && isLinkText(value)) {
    return { conditions: [{ column: "link", field, equals: value }] };
  }
  const test: RowTest = (readable) => isEqual(type, field, fieldValue(readable, type, field), value);
  // The first id field, where a record has it, is the record's id.
  if (field === type.idFields[0] && isRecordId(value)) return { conditions: [{ column: "id", equals: value }], test };
  const bound = comparableOf(value, timeFormatOf(type, field));
  if (field !== timeFieldOf(type) || bound.kind !== "time") return { conditions: [], test };
  const { timeMs } = millisecondOf(bound.nanos);
  return { conditions: [{ column: "timeMs", from: timeMs, before: timeMs + 1 }], test };
}

/** Booleans never link, so a text that could mean one has to be looked for in the bodies. */
const isLinkText = (value: string): boolean => linkValueOf(value) === value && value !== "true" && value !== "false";

type OrderOperator = "gt" | "gte" | "lt" | "lte";

const ORDER_TESTS: Readonly<Record<OrderOperator, (order: number) => boolean>> = {
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
};

function compileOrder(type: RecordType, filter: DetailFilter, operator: OrderOperator): CompiledFilter {
  const { field } = filter;
  const bound = comparableOf(filter.value.trim(), timeFormatOf(type, field));
  if (bound.kind !== "time" && isTimeField(type, field)) throw invalid(filter, "needs a time such as 2026-03-17T10:00:00Z.");
  const holds = ORDER_TESTS[operator];
  const test: RowTest = (readable) => {
    const value = fieldComparable(readable, type, field);
    return value !== undefined && value.kind === bound.kind && holds(compareComparables(value, bound));
  };
  if (field !== timeFieldOf(type) || bound.kind !== "time") return { conditions: [], test };
  return compileTimeOrder(bound, operator, test);
}

/** The store keeps whole milliseconds. A bound on one is exact for `gte` and `lt`; else its own millisecond needs the test. */
function compileTimeOrder(bound: Extract<Comparable, { kind: "time" }>, operator: OrderOperator, test: RowTest): CompiledFilter {
  const { timeMs, isWhole } = millisecondOf(bound.nanos);
  const isExact = isWhole && (operator === "gte" || operator === "lt");
  const from = (fromMs: number): RecordCondition[] => [{ column: "timeMs", from: fromMs }];
  const before = (beforeMs: number): RecordCondition[] => [{ column: "timeMs", before: beforeMs }];
  if (operator === "gt" || operator === "gte") {
    return isExact ? { conditions: from(timeMs) } : { conditions: from(timeMs), test, edgeMs: timeMs, withoutEdge: from(timeMs + 1) };
  }
  return isExact ? { conditions: before(timeMs) } : { conditions: before(timeMs + 1), test, edgeMs: timeMs, withoutEdge: before(timeMs) };
}

const isTimeField = (type: RecordType, field: string): boolean =>
  type.timeFields.includes(field) || type.endFields.includes(field) || field.endsWith("_at");

/** Costs and quantities are often written as text, and `"0.0"` is zero. Phone numbers and ids are not numbers. */
const isNumericField = (type: RecordType, field: string): boolean =>
  field === "rate" || type.costFields.includes(field) || type.quantityFields.some((quantity) => quantity.field === field);

function isEqual(type: RecordType, field: string, value: unknown, wanted: string): boolean {
  if (Array.isArray(value)) {
    return wanted === ""
      ? value.length === 0
      : value.some((element) => isEqual(type, field, element, wanted)) || value.map(scalarText).join(",") === wanted;
  }
  const text = scalarText(value);
  if (wanted === "") return text === undefined && (typeof value !== "object" || value === null);
  if (text === undefined) return false;
  if (text === wanted) return true;
  if (typeof value !== "string" || isNumericField(type, field)) {
    const [left, right] = [parseDecimal(text), parseDecimal(wanted)];
    if (left !== undefined && right !== undefined) return compareDecimals(left, right) === 0;
  }
  const format = timeFormatOf(type, field);
  const [left, right] = [comparableOf(text, format), comparableOf(wanted, format)];
  return left.kind === "time" && right.kind === "time" && left.nanos === right.nanos;
}

function anyOf(type: RecordType, filter: DetailFilter): RowTest {
  const wanted = filter.value.split(",").map((part) => part.trim());
  return (readable) => {
    const value = fieldValue(readable, type, filter.field);
    return wanted.some((part) => isEqual(type, filter.field, value, part));
  };
}

function textTest(type: RecordType, filter: DetailFilter, holds: (text: string) => boolean): RowTest {
  return (readable) => {
    const value = fieldValue(readable, type, filter.field);
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return values.some((element) => {
      const text = scalarText(element);
      return text !== undefined && holds(text);
    });
  };
}

const invalid = (filter: DetailFilter, what: string): AppError => {
  const parameter = filterParameter(filter);
  return new AppError("FILTER_INVALID", `\`${parameter}\` ${what}`, { field: parameter });
};
