import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { SessionColumn, SessionListRow, SessionQuery } from "../conversationStore.ts";
import { unpackSummary } from "./conversationPacking.ts";
import type { Reading } from "./dialect.ts";
import type { Integer } from "./schema.ts";
import { type ColumnValue, fromColumnValue, sqlNameOf } from "./sessionColumns.ts";
import { allOf, reference, wholeBound } from "./sessionConditions.ts";

type Scoped = Pick<SessionQuery, "conditions" | "upToKey">;

interface PlacedKey {
  readonly key: number;
  readonly value: ReturnType<typeof fromColumnValue>;
}

/** One page in the order asked for. */
export async function readPage(reading: Reading, organizationKey: number, query: SessionQuery): Promise<SessionListRow[]> {
  if (query.limit <= 0) return [];
  const placed = followsIndex(query)
    ? await keysByIndex(reading, organizationKey, query)
    : await keysByScan(reading, organizationKey, query);
  const rows = await reading.db
    .selectFrom("session_detail")
    .select(["session_key", "summary"])
    .where(
      reading.conversations.isOneOfKeys(
        "session_key",
        placed.map(({ key }) => key),
      ),
    )
    .execute();
  const summaries = new Map(rows.map((row) => [Number(row.session_key), row.summary]));
  const page: SessionListRow[] = [];
  for (const { key, value } of placed) {
    const summary = summaries.get(key);
    // One that was merged away or erased between the two reads is no longer there.
    if (summary !== undefined) page.push({ key, sortValue: value, summary: unpackSummary(summary) });
  }
  return page;
}

const INDEXED: readonly SessionColumn[] = ["startedMs", "createdMs"];

/** Nothing but ranges of the very column that an index has in order: its entries are the page, wherever it begins. */
function followsIndex({ sort, conditions }: SessionQuery): boolean {
  const isRange = (condition: SessionQuery["conditions"][number]): boolean => "from" in condition || "before" in condition;
  return INDEXED.includes(sort.column) && conditions.every((one) => isRange(one) && "column" in one && one.column === sort.column);
}

/** The index has nulls at one end of the order; so rows with a value come first, then those without. */
async function keysByIndex(reading: Reading, organizationKey: number, query: SessionQuery): Promise<PlacedKey[]> {
  const { sort, after, limit, offset = 0, conditions } = query;
  const column = sql.ref(sqlNameOf(sort.column));
  const { direction, beyond } = orderOf(query);
  const base = sql<SqlBool>`organization_key = ${organizationKey} AND ${upTo(query)}`;
  const select = (test: RawBuilder<SqlBool>, count: number, skipped: number): Promise<PlacedKey[]> =>
    placedKeys(
      reading,
      sort.column,
      sql`WHERE ${base} AND ${test} ORDER BY ${column} ${direction}, session_key ${direction} LIMIT ${count} OFFSET ${skipped}`,
    );
  const tests = [sql<SqlBool>`${column} IS NOT NULL`, ...rangesOf(query)];
  if (after !== undefined && after.value !== null) tests.push(sql`(${column}, session_key) ${beyond} (${after.value}, ${after.key})`);
  const hasValue = sql<SqlBool>`${sql.join(tests, sql` AND `)}`;
  const isPastValues = after?.value === null;
  const valued = isPastValues ? [] : await select(hasValue, limit, offset);
  if (valued.length === limit || conditions.length > 0) return valued;
  const isInValues = valued.length > 0 || offset === 0;
  const passed = isInValues ? offset : isPastValues ? 0 : await countWhere(reading, sql`${base} AND ${hasValue}`);
  const start = isPastValues ? sql<SqlBool>`session_key ${beyond} ${after.key}` : sql<SqlBool>`1 = 1`;
  const unvalued = await select(sql`${column} IS NULL AND ${start}`, limit - valued.length, Math.max(0, offset - passed));
  return [...valued, ...unvalued];
}

function rangesOf({ conditions, sort }: SessionQuery): RawBuilder<SqlBool>[] {
  const column = sql.ref(sqlNameOf(sort.column));
  return conditions.flatMap((condition) => {
    if (!("from" in condition || "before" in condition)) return [];
    const from = condition.from === undefined ? [] : [sql<SqlBool>`${column} >= ${wholeBound(">=", condition.from)}`];
    return condition.before === undefined ? from : [...from, sql<SqlBool>`${column} < ${wholeBound("<", condition.before)}`];
  });
}

/** Only the best rows are kept while the organization's rows are scanned. */
function keysByScan(reading: Reading, organizationKey: number, query: SessionQuery): Promise<PlacedKey[]> {
  const column = reference(reading, query.sort.column);
  const { direction } = orderOf(query);
  return placedKeys(
    reading,
    query.sort.column,
    sql`WHERE organization_key = ${organizationKey} AND ${upTo(query)} AND ${allOf(reading, organizationKey, query.conditions)}
      AND ${afterTest(reading, query)} ORDER BY ${column} IS NULL, ${column} ${direction}, session_key ${direction}
      LIMIT ${query.limit} OFFSET ${query.offset ?? 0}`,
  );
}

function afterTest(reading: Reading, { sort, after, ...query }: SessionQuery): RawBuilder<SqlBool> {
  if (after === undefined) return sql`1 = 1`;
  const column = reference(reading, sort.column);
  const { beyond } = orderOf({ sort, ...query });
  const value = typeof after.value === "boolean" ? Number(after.value) : after.value;
  if (value === null) return sql`(${column} IS NULL AND session_key ${beyond} ${after.key})`;
  return sql`(${column} IS NULL OR ${column} ${beyond} ${value} OR (${column} = ${value} AND session_key ${beyond} ${after.key}))`;
}

const orderOf = ({ sort }: Pick<SessionQuery, "sort">) => ({
  direction: sql.raw(sort.descending ? "DESC" : "ASC"),
  beyond: sql.raw(sort.descending ? "<" : ">"),
});

const upTo = ({ upToKey }: Scoped): RawBuilder<SqlBool> => (upToKey === undefined ? sql`1 = 1` : sql`session_key <= ${upToKey}`);

async function placedKeys(reading: Reading, column: SessionColumn, rest: RawBuilder<unknown>): Promise<PlacedKey[]> {
  const { rows } = await sql<{ session_key: Integer; value: ColumnValue }>`
    SELECT session_key, ${sql.ref(sqlNameOf(column))} AS value FROM session_summary ${rest}`.execute(reading.db);
  return rows.map((row) => ({ key: Number(row.session_key), value: fromColumnValue(row.value, column) }));
}

async function countWhere({ db }: Reading, test: RawBuilder<SqlBool>): Promise<number> {
  const { rows } = await sql<{ count: Integer }>`SELECT count(*) AS count FROM session_summary WHERE ${test}`.execute(db);
  return Number(rows[0]?.count ?? 0);
}
