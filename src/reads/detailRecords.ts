import { setImmediate as nextTurn } from "node:timers/promises";
import { AppError } from "../domain/errors.ts";
import type { RecordType, Registry } from "../domain/registry.ts";
import type { RecordCondition, RecordPageQuery } from "../store/recordStore.ts";
import { dateRangeWindow } from "./detailRecordsDates.ts";
import { requireFields } from "./detailRecordsFields.ts";
import { type CompiledFilter, compileFilter, type DetailFilter, filterParameter, type RowTest } from "./detailRecordsFilters.ts";
import { compareRows, FirstItems, parseSort, type SortedRow, type SortKey, sortedRow } from "./detailRecordsSort.ts";
import { ReadableRow, timeFieldOf } from "./detailRecordsValues.ts";
import type { ReadContext } from "./readContext.ts";

export interface DetailRecordsQuestion {
  readonly organization: string;
  /** Name, alias or product slug. */
  readonly recordType: string;
  /** All of them hold for every row. */
  readonly filters: readonly DetailFilter[];
  /** `yesterday`, `last_7_days`, …: on the record's time. */
  readonly dateRange?: string;
  /** Field names, "-" before those that descend. Empty: newest first. */
  readonly sort: readonly string[];
  /** From 1. */
  readonly pageNumber: number;
  readonly pageSize: number;
  /** Records with a larger key came after the first page was read, and are on none. */
  readonly upToKey?: number;
}

export interface DetailRecordsPage {
  /** JSON text of each record as it came in, in order. */
  readonly bodies: readonly string[];
  /** Over all pages, exact. */
  readonly totalResults: number;
}

/** A page that needs rows to be compared here cannot begin deeper than this: that many would have to be held. */
export const SORTED_ROWS_MAX = 100_000;
const FILTERS_MAX = 50;
const SCAN_CHUNK_RECORDS = 1_000;
const EDGE_RECORDS_MAX = 1_000;

/**
 * One page of the current records of one type. Equality of ids and links, windows of time and the order by time are the
 * store's work; everything else is tested here over a stream of the rows that are left, with the same exact meaning on every engine.
 * @throws AppError RECORD_TYPE_UNKNOWN | FIELD_UNKNOWN | FILTER_INVALID | PARAMETER_INVALID
 */
export async function readDetailRecords(context: ReadContext, question: DetailRecordsQuestion): Promise<DetailRecordsPage> {
  const plan = await planOf(context, question);
  const order = storeOrder(plan);
  if (plan.tests.length > 0 || order === undefined) return scan(context, plan, question);
  const { query } = plan;
  const [rows, totalResults] = await Promise.all([
    context.records.page({ ...query, order, offset: offsetOf(question), limit: question.pageSize }),
    context.records.count(query),
  ]);
  return { bodies: rows.map((row) => row.body), totalResults };
}

type StoreQuery = Pick<RecordPageQuery, "organization" | "conditions" | "upToKey"> & { readonly type: string };

interface Plan {
  readonly type: RecordType;
  readonly query: StoreQuery;
  readonly tests: readonly RowTest[];
  readonly sort: readonly SortKey[];
}

const offsetOf = (question: DetailRecordsQuestion): number => (question.pageNumber - 1) * question.pageSize;

async function planOf(context: ReadContext, question: DetailRecordsQuestion): Promise<Plan> {
  const { organization, filters, recordType } = question;
  const { registry } = await context.organizations.context(organization);
  const type = registry.resolve(recordType);
  if (type === undefined) throw noSuchType(recordType);
  if (filters.length > FILTERS_MAX) throw new AppError("FILTER_INVALID", `One request takes at most ${FILTERS_MAX} filters.`);
  const sort = parseSort(question.sort);
  await requireKnownFields(context, question, registry, type, sort);
  const compiled = filters.map((filter) => compileFilter(registry, type, filter));
  if (question.dateRange !== undefined) compiled.push(compileDateRange(type, question.dateRange, context.clock.nowMs()));
  const upTo = question.upToKey === undefined ? {} : { upToKey: question.upToKey };
  const query = { organization, type: type.name, conditions: compiled.flatMap((filter) => [...filter.conditions]), ...upTo };
  const tests: RowTest[] = [];
  for (const filter of compiled) {
    const edge = await readEdge(context, query, filter);
    if (edge === "none passes") query.conditions.push(...(filter.withoutEdge ?? []));
    else if (edge !== "all pass" && filter.test !== undefined) tests.push(filter.test);
  }
  return { type, query, tests, sort };
}

const noSuchType = (recordType: string): AppError =>
  new AppError("RECORD_TYPE_UNKNOWN", `No matching record type was found matching given record type ${recordType}`, {
    field: "filter[record_type]",
  });

async function requireKnownFields(
  context: ReadContext,
  question: DetailRecordsQuestion,
  registry: Registry,
  type: RecordType,
  sort: readonly SortKey[],
): Promise<void> {
  const filtered = question.filters.map((filter) => ({ name: filter.field, parameter: filterParameter(filter) }));
  const sorted = sort.map(({ field }) => ({ name: field, parameter: "sort" }));
  await requireFields(context, question.organization, registry, type, [...filtered, ...sorted]);
}

function compileDateRange(type: RecordType, name: string, nowMs: number): CompiledFilter {
  const { fromMs, beforeMs } = dateRangeWindow(name, nowMs);
  if (timeFieldOf(type) === undefined) {
    throw new AppError("FILTER_INVALID", `Records of type ${type.name} have no time.`, { field: "filter[date_range]" });
  }
  return { conditions: [{ column: "timeMs", from: fromMs, before: beforeMs }] };
}

/**
 * A bound such as `lte` leaves one millisecond in doubt. Where all rows in it pass, or none does (mostly there is just
 * one row or none), conditions can say so and no other row needs to be read.
 */
async function readEdge(
  context: ReadContext,
  query: StoreQuery,
  { edgeMs, test }: CompiledFilter,
): Promise<"all pass" | "none passes" | "mixed"> {
  if (edgeMs === undefined || test === undefined) return "mixed";
  const edge: RecordCondition = { column: "timeMs", from: edgeMs, before: edgeMs + 1 };
  const rows = await context.records.page({ ...query, conditions: [...query.conditions, edge], order: "key", limit: EDGE_RECORDS_MAX });
  if (rows.length === EDGE_RECORDS_MAX) return "mixed";
  const passing = rows.filter((row) => test(new ReadableRow(row))).length;
  return passing === rows.length ? "all pass" : passing === 0 ? "none passes" : "mixed";
}

/** Undefined: an order that the store does not know. */
function storeOrder(plan: Plan): "time" | "time_descending" | undefined {
  const [first, second] = plan.sort;
  if (first === undefined) return "time_descending";
  if (second !== undefined || first.field !== timeFieldOf(plan.type)) return undefined;
  return first.descending ? "time_descending" : "time";
}

/** Reads every row that meets the conditions, a chunk at a time, giving way to other work in between. */
async function scan(context: ReadContext, plan: Plan, question: DetailRecordsQuestion): Promise<DetailRecordsPage> {
  const end = offsetOf(question) + question.pageSize;
  if (end > SORTED_ROWS_MAX) throw tooDeep();
  const sort = plan.sort.length > 0 ? plan.sort : newestFirst(plan.type);
  const first = new FirstItems<SortedRow>(end, compareRows(sort));
  let totalResults = 0;
  for (let afterKey: number | undefined = 0; afterKey !== undefined; ) {
    const rows = await context.records.page({ ...plan.query, order: "key", afterKey, limit: SCAN_CHUNK_RECORDS });
    for (const row of rows) {
      const readable = new ReadableRow(row);
      if (!plan.tests.every((test) => test(readable))) continue;
      totalResults++;
      first.offer(sortedRow(readable, plan.type, sort));
    }
    afterKey = rows.length < SCAN_CHUNK_RECORDS ? undefined : rows.at(-1)?.key;
    await nextTurn();
  }
  const keys = first
    .sorted()
    .slice(offsetOf(question), end)
    .map((row) => row.key);
  const found = await context.records.bodies(question.organization, keys);
  return { bodies: keys.map((key) => found.get(key)).filter((body) => body !== undefined), totalResults };
}

const newestFirst = (type: RecordType): SortKey[] => {
  const field = timeFieldOf(type);
  return field === undefined ? [] : [{ field, descending: true }];
};

const tooDeep = (): AppError =>
  new AppError(
    "PARAMETER_INVALID",
    `With such a filter or sort, pages end at row ${SORTED_ROWS_MAX}. Narrow the search by time, or order by time alone.`,
    { field: "page[number]" },
  );
