import { type SelectQueryBuilder, sql } from "kysely";
import type { RecordCondition, RecordPageQuery } from "../recordStore.ts";
import { hasCostStatus } from "./costConditions.ts";
import type { Reading, RecordRow } from "./dialect.ts";
import type { LinkHash } from "./linkHash.ts";
import { RECORD_COLUMNS, toRow } from "./recordRow.ts";
import type { Integer, Schema } from "./schema.ts";

/** What a page is drawn from. */
export interface PageScope {
  readonly organizationKey: number;
  /** Empty: there can be no rows. */
  readonly typeKeys: readonly number[];
  readonly hash: LinkHash;
}

type Conditions = readonly RecordCondition[];
type Filter = Pick<RecordPageQuery, "conditions" | "upToKey">;
type Selection = SelectQueryBuilder<Schema, "record", unknown>;

/** At most `limit` rows in the order asked for, without their bodies. */
export async function readPageRows(reading: Reading, scope: PageScope, query: RecordPageQuery): Promise<RecordRow[]> {
  if (scope.typeKeys.length === 0 || query.limit <= 0) return [];
  if (isNarrow(query.conditions)) return readNarrow(reading, scope, query);
  return readByKeys(reading, query.order === "key" ? await keysByArrival(reading, scope, query) : await keysByTime(reading, scope, query));
}

/** An id or a link leaves few rows, which are found first and sorted afterwards. */
const isNarrow = (conditions: Conditions): boolean => conditions.some(({ column }) => column === "id" || column === "link");

async function readNarrow(reading: Reading, scope: PageScope, query: RecordPageQuery): Promise<RecordRow[]> {
  let selection = select(reading, scope, query).select(RECORD_COLUMNS);
  if (query.order === "key") {
    if (query.afterKey !== undefined) selection = selection.where(sql<boolean>`+record_key > ${query.afterKey}`);
    selection = selection.orderBy(sql`+record_key`);
  } else {
    const direction = query.order === "time" ? "asc" : "desc";
    selection = selection.orderBy(sql`time_ms IS NULL`).orderBy(sql`+time_ms`, direction).orderBy(sql`+record_key`, direction);
  }
  const page = selection.limit(query.limit).offset(query.offset ?? 0);
  return (await page.execute()).map(toRow);
}

interface PlacedKey {
  readonly key: number;
  /** What orders the key, before itself. */
  readonly timeMs: number;
}

async function keysByArrival(reading: Reading, scope: PageScope, query: RecordPageQuery): Promise<number[]> {
  const { afterKey } = query;
  return mergeTypes(scope, query.offset ?? 0, query.limit, "asc", async (typeKey, offset, limit) => {
    const all = select(reading, { ...scope, typeKeys: [typeKey] }, query);
    const after = afterKey === undefined ? all : all.where("record_key", ">", afterKey);
    const rows = await after.select("record_key").orderBy("record_key").limit(limit).offset(offset).execute();
    return rows.map((row) => ({ key: Number(row.record_key), timeMs: 0 }));
  });
}

/** Keys of rows with a time first, as the index has them, then of those without: nulls are last in both directions on both engines. */
async function keysByTime(reading: Reading, scope: PageScope, query: RecordPageQuery): Promise<number[]> {
  const { conditions, limit } = query;
  const offset = query.offset ?? 0;
  const direction = query.order === "time" ? "asc" : "desc";
  const ordered = (isTimed: boolean, skipped: number, wanted: number): Promise<number[]> =>
    mergeTypes(scope, skipped, wanted, direction, async (typeKey, from, count) => {
      const rows = await select(reading, { ...scope, typeKeys: [typeKey] }, query)
        .where("time_ms", isTimed ? "is not" : "is", null)
        .select(["record_key", "time_ms"])
        .orderBy("time_ms", direction)
        .orderBy("record_key", direction)
        .limit(count)
        .offset(from)
        .execute();
      return rows.map((row) => ({ key: Number(row.record_key), timeMs: Number(row.time_ms ?? 0) }));
    });
  const timed = await ordered(true, offset, limit);
  if (timed.length === limit || conditions.some(({ column }) => column === "timeMs")) return timed;
  const timedCount = timed.length > 0 || offset === 0 ? offset + timed.length : await countTimed(reading, scope, query);
  const untimed = await ordered(false, Math.max(0, offset - timedCount), limit - timed.length);
  return [...timed, ...untimed];
}

/** Each type's keys come in order out of an index alone; over several types the first of each are merged. */
async function mergeTypes(
  scope: PageScope,
  offset: number,
  limit: number,
  direction: "asc" | "desc",
  read: (typeKey: number, offset: number, limit: number) => Promise<PlacedKey[]>,
): Promise<number[]> {
  const [only, ...others] = scope.typeKeys;
  if (only !== undefined && others.length === 0) return (await read(only, offset, limit)).map(({ key }) => key);
  const merged: PlacedKey[] = [];
  for (const typeKey of scope.typeKeys) for (const placed of await read(typeKey, 0, offset + limit)) merged.push(placed);
  const sign = direction === "asc" ? 1 : -1;
  merged.sort((a, b) => sign * (a.timeMs - b.timeMs || a.key - b.key));
  return merged.slice(offset, offset + limit).map(({ key }) => key);
}

const KEYS_AT_ONCE = 500;

/** The rows of these keys, in their order. */
async function readByKeys(reading: Reading, keys: readonly number[]): Promise<RecordRow[]> {
  const rows = new Map<number, RecordRow>();
  for (let start = 0; start < keys.length; start += KEYS_AT_ONCE) {
    const some = keys.slice(start, start + KEYS_AT_ONCE);
    for (const row of await reading.db.selectFrom("record").select(RECORD_COLUMNS).where("record_key", "in", some).execute()) {
      rows.set(Number(row.record_key), toRow(row));
    }
  }
  return keys.map((key) => rows.get(key)).filter((row) => row !== undefined);
}

export async function countRows(reading: Reading, scope: PageScope, filter: Filter): Promise<number> {
  if (scope.typeKeys.length === 0) return 0;
  return countOf(select(reading, scope, filter));
}

const countTimed = (reading: Reading, scope: PageScope, filter: Filter): Promise<number> =>
  countOf(select(reading, scope, filter).where("time_ms", "is not", null));

/** Each type's last key is the end of an index. */
export async function newestKey(reading: Reading, scope: PageScope): Promise<number> {
  let newest = 0;
  for (const typeKey of scope.typeKeys) {
    const ofType = select(reading, { ...scope, typeKeys: [typeKey] }, { conditions: [] });
    const row = await ofType.select("record_key").orderBy("record_key", "desc").limit(1).executeTakeFirst();
    newest = Math.max(newest, Number(row?.record_key ?? 0));
  }
  return newest;
}

async function countOf(selection: Selection): Promise<number> {
  const row = await selection.select((expression) => expression.fn.countAll().as("count")).executeTakeFirstOrThrow();
  return Number(row.count);
}

/**
 * A link condition finds its rows by the link table. The `+` keeps both engines' planners from walking a whole type in the
 * order of one of its indexes instead, as they do without statistics.
 */
function select(reading: Reading, scope: PageScope, { conditions, upToKey }: Filter): Selection {
  const isLinked = conditions.some(({ column }) => column === "link");
  const column = (name: "organization_key" | "type_key") => (isLinked ? sql<Integer>`+${sql.ref(name)}` : sql<Integer>`${sql.ref(name)}`);
  let selection: Selection = reading.db.selectFrom("record").where(column("organization_key"), "=", scope.organizationKey);
  const [only, ...others] = scope.typeKeys;
  if (only !== undefined && others.length === 0) selection = selection.where(column("type_key"), "=", only);
  if (upToKey !== undefined) {
    selection = selection.where(isNarrow(conditions) ? sql<Integer>`+record_key` : sql<Integer>`record_key`, "<=", upToKey);
  }
  for (const condition of conditions) selection = narrow(reading, scope, selection, condition, isLinked);
  return selection;
}

function narrow(reading: Reading, scope: PageScope, selection: Selection, condition: RecordCondition, isLinked: boolean): Selection {
  switch (condition.column) {
    case "id":
      // Over all types the unique index serves one type at a time.
      return isLinked
        ? selection.where(sql<boolean>`id || '' = ${condition.equals}`)
        : selection.where("id", "=", condition.equals).where("type_key", "in", scope.typeKeys);
    case "costStatus":
      return selection.where(hasCostStatus(condition));
    case "timeMs": {
      const time = isLinked ? sql<Integer>`+time_ms` : sql<Integer>`time_ms`;
      const from = condition.from === undefined ? selection : selection.where(time, ">=", condition.from);
      const before = condition.before === undefined ? from : from.where(time, "<", condition.before);
      return before.where(time, "is not", null);
    }
    case "link":
      return selection
        .where("record_key", "in", (expression) =>
          expression
            .selectFrom("record_link")
            .select("record_link.record_key")
            .where("record_link.organization_key", "=", scope.organizationKey)
            .where("record_link.value_hash", "=", scope.hash(condition.equals)),
        )
        .where(sql<boolean>`${reading.carriesLink(JSON.stringify([condition.field, condition.equals]))}`);
  }
}
