import { AppError } from "../../../domain/errors.ts";
import type { DetailRecordsQuestion } from "../../../reads/detailRecords.ts";
import { dateRangeInvalid } from "../../../reads/detailRecordsDates.ts";
import { type DetailFilter, FILTER_OPERATORS, isFilterOperator } from "../../../reads/detailRecordsFilters.ts";
import { withOffset } from "../../timeParameter.ts";

export const PAGE_SIZE_DEFAULT = 20;
export const PAGE_SIZE_MAX = 50;

/** A query string as the server reads it: flat keys, brackets decoded, a list where a name was repeated. */
export type Query = Readonly<Record<string, unknown>>;

const FILTER = /^filter\[([^[\]]+)\](?:\[([^[\]]*)\])?$/;
const PLAIN_NAMES = ["record_type", "id", "sort", "page[number]", "page[size]"];

/**
 * Reads a search for detail records. Nothing is passed over in silence: an ignored filter would answer with records
 * that were not asked for, and that is money.
 * @throws AppError FILTER_INVALID or PARAMETER_INVALID, naming the parameter
 */
export function parseDetailRecordsQuery(organization: string, query: Query): DetailRecordsQuestion {
  const recordType = recordTypeOf(query);
  const dateRange = dateRangeOf(query);
  return {
    organization,
    recordType,
    filters: filtersOf(query),
    ...(dateRange === undefined ? {} : { dateRange }),
    sort: sortOf(query["sort"]),
    pageNumber: Number(query["page[number]"] ?? 1),
    pageSize: Math.min(Number(query["page[size]"] ?? PAGE_SIZE_DEFAULT), PAGE_SIZE_MAX),
  };
}

/** The one type that `filter[record_type]` names; undefined when it is absent. @throws AppError as above */
export function optionsTypeOf(query: Query): string | undefined {
  const unknown = Object.keys(query).find((name) => name !== "filter[record_type]" && name !== "record_type");
  if (unknown !== undefined) throw unknownParameter(unknown, ["filter[record_type]"]);
  return Object.keys(query).length === 0 ? undefined : recordTypeOf(query);
}

function recordTypeOf(query: Query): string {
  const named = [query["filter[record_type]"], query["filter[record_type][eq]"], query["record_type"]].filter(
    (value) => value !== undefined && value !== "",
  );
  const [name] = named;
  const details = { field: "filter[record_type]" };
  if (name === undefined) throw new AppError("FILTER_INVALID", "Record type is missing", details);
  if (typeof name === "string" && named.every((other) => other === name)) return name;
  throw new AppError("FILTER_INVALID", "One request searches one record type.", details);
}

function dateRangeOf(query: Query): string | undefined {
  const name = query["filter[date_range]"] ?? query["filter[date_range][eq]"];
  if (name === undefined) return undefined;
  if (typeof name !== "string") throw dateRangeInvalid(String(name));
  return name;
}

function filtersOf(query: Query): DetailFilter[] {
  const filters: DetailFilter[] = [];
  for (const [name, value] of Object.entries(query)) {
    if (name === "id") filters.push({ field: "id", operator: "eq", value: single(name, value) });
    if (PLAIN_NAMES.includes(name)) continue;
    const filter = filterOf(name, value);
    if (filter !== undefined) filters.push(filter);
  }
  return filters;
}

/** Undefined for the two filters that are no fields. */
function filterOf(name: string, value: unknown): DetailFilter | undefined {
  const match = FILTER.exec(name);
  const field = match?.[1];
  if (field === undefined) throw unknownParameter(name, [...PLAIN_NAMES, "filter[date_range]", "filter[FIELD]", "filter[FIELD][OPERATOR]"]);
  const operator = match?.[2] ?? "eq";
  if (!isFilterOperator(operator)) throw unknownOperator(name, field, operator);
  if (field === "record_type" || field === "date_range") {
    if (operator === "eq") return undefined;
    throw unknownOperator(name, field, operator);
  }
  return { field, operator, value: withOffset(single(name, value)) };
}

function unknownOperator(name: string, field: string, operator: string): AppError {
  if (field === "record_type") return new AppError("FILTER_INVALID", "Record type is missing", { field: name });
  const found = `No FilterType with name ${operator} was found.`;
  if (field === "date_range") return new AppError("FILTER_INVALID", `${found} ${dateRangeInvalid(operator).message}`, { field: name });
  return new AppError("FILTER_INVALID", `${found} Valid ones: ${FILTER_OPERATORS.join(", ")}.`, { field: name });
}

const unknownParameter = (name: string, valid: readonly string[]): AppError =>
  new AppError("PARAMETER_INVALID", `There is no parameter "${name}". Valid ones: ${valid.join(", ")}.`, { field: name });

function single(name: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw new AppError("FILTER_INVALID", `"${name}" is given more than once. To match any of several values use filter[FIELD][in]=a,b.`, {
    field: name,
  });
}

/** "-started_at,id", repeated or not. */
function sortOf(value: unknown): string[] {
  const texts: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return texts.flatMap((text) => String(text).split(","));
}
