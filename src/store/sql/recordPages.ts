import { type SelectQueryBuilder, sql } from "kysely";
import type { RecordCondition, RecordPageQuery } from "../recordStore.ts";
import type { Reading, RecordRow } from "./dialect.ts";
import type { LinkHash } from "./linkHash.ts";
import { RECORD_COLUMNS, toRow } from "./recordRow.ts";
import type { Schema } from "./schema.ts";

/** What a page is drawn from. */
export interface PageScope {
  readonly organizationKey: number;
  /** Empty: there can be no rows. */
  readonly typeKeys: readonly number[];
  readonly hash: LinkHash;
}

type Conditions = readonly RecordCondition[];
type Selection = SelectQueryBuilder<Schema, "record", unknown>;

/** At most `limit` rows in the order asked for, without their bodies. */
export async function readPageRows(reading: Reading, scope: PageScope, query: RecordPageQuery): Promise<RecordRow[]> {
  if (scope.typeKeys.length === 0 || query.limit <= 0) return [];
  return query.order === "key" ? readByKey(reading, scope, query) : readByTime(reading, scope, query);
}

async function readByKey(reading: Reading, scope: PageScope, query: RecordPageQuery): Promise<RecordRow[]> {
  let selection = select(reading, scope, query.conditions);
  if (query.afterKey !== undefined) selection = selection.where("record_key", ">", query.afterKey);
  const rows = await selection
    .select(RECORD_COLUMNS)
    .orderBy("record_key")
    .limit(query.limit)
    .offset(query.offset ?? 0)
    .execute();
  return rows.map(toRow);
}

/** Rows with a time first, as the index has them, then those without: nulls are last in both directions on both engines. */
async function readByTime(reading: Reading, scope: PageScope, query: RecordPageQuery): Promise<RecordRow[]> {
  const offset = query.offset ?? 0;
  const direction = query.order === "time" ? "asc" : "desc";
  const timed = await readTimed(reading, scope, query, direction);
  if (timed.length === query.limit || query.conditions.some(({ column }) => column === "timeMs")) return timed;
  const timedCount = timed.length > 0 || offset === 0 ? offset + timed.length : await countTimed(reading, scope, query.conditions);
  const untimed = await select(reading, scope, query.conditions)
    .where("time_ms", "is", null)
    .select(RECORD_COLUMNS)
    .orderBy("record_key", direction)
    .limit(query.limit - timed.length)
    .offset(Math.max(0, offset - timedCount))
    .execute();
  return [...timed, ...untimed.map(toRow)];
}

/** Each type's rows come in order out of the index; over several types the best of each are merged. */
async function readTimed(reading: Reading, scope: PageScope, query: RecordPageQuery, direction: "asc" | "desc"): Promise<RecordRow[]> {
  const offset = query.offset ?? 0;
  const best = (typeKey: number, limit: number) =>
    select(reading, { ...scope, typeKeys: [typeKey] }, query.conditions)
      .where("time_ms", "is not", null)
      .select(RECORD_COLUMNS)
      .orderBy("time_ms", direction)
      .orderBy("record_key", direction)
      .limit(limit);
  const [only, ...others] = scope.typeKeys;
  if (only !== undefined && others.length === 0) return (await best(only, query.limit).offset(offset).execute()).map(toRow);
  const merged: { readonly row: RecordRow; readonly timeMs: number; readonly key: number }[] = [];
  for (const typeKey of scope.typeKeys) {
    for (const row of await best(typeKey, offset + query.limit).execute()) {
      merged.push({ row: toRow(row), timeMs: Number(row.time_ms), key: Number(row.record_key) });
    }
  }
  const sign = direction === "asc" ? 1 : -1;
  merged.sort((a, b) => sign * (a.timeMs - b.timeMs || a.key - b.key));
  return merged.slice(offset, offset + query.limit).map(({ row }) => row);
}

export async function countRows(reading: Reading, scope: PageScope, conditions: Conditions): Promise<number> {
  if (scope.typeKeys.length === 0) return 0;
  return countOf(select(reading, scope, conditions));
}

const countTimed = (reading: Reading, scope: PageScope, conditions: Conditions): Promise<number> =>
  countOf(select(reading, scope, conditions).where("time_ms", "is not", null));

async function countOf(selection: Selection): Promise<number> {
  const row = await selection.select((expression) => expression.fn.countAll().as("count")).executeTakeFirstOrThrow();
  return Number(row.count);
}

function select(reading: Reading, scope: PageScope, conditions: Conditions): Selection {
  let selection: Selection = reading.db.selectFrom("record").where("organization_key", "=", scope.organizationKey);
  const [only, ...others] = scope.typeKeys;
  if (only !== undefined && others.length === 0) selection = selection.where("type_key", "=", only);
  for (const condition of conditions) selection = narrow(reading, scope, selection, condition);
  return selection;
}

function narrow(reading: Reading, scope: PageScope, selection: Selection, condition: RecordCondition): Selection {
  switch (condition.column) {
    case "id":
      // Over all types the unique index serves one type at a time.
      return selection.where("id", "=", condition.equals).where("type_key", "in", scope.typeKeys);
    case "timeMs": {
      const from = condition.from === undefined ? selection : selection.where("time_ms", ">=", condition.from);
      const before = condition.before === undefined ? from : from.where("time_ms", "<", condition.before);
      return before.where("time_ms", "is not", null);
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
