import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { SessionColumn, SessionListTotals, SessionQuery } from "../conversationStore.ts";
import type { Reading } from "./dialect.ts";
import type { Integer } from "./schema.ts";
import { type ColumnValue, fromColumnValue, sqlNameOf } from "./sessionColumns.ts";
import { allOf, reference } from "./sessionConditions.ts";
import { exactNanos, nanosSum, textSum, unlessTooLarge } from "./sums.ts";

type Filtered = Pick<SessionQuery, "conditions" | "upToKey">;

interface SumsRow {
  readonly count: Integer;
  readonly owned: string | null;
  readonly owned_rest: string | null;
  readonly tree: string | null;
  readonly tree_rest: string | null;
  readonly duration: string | null;
  readonly unknown: string | null;
  readonly unconverted: string | null;
  readonly messages: string | null;
}

/** Over all rows that the conditions match; exact past 64 bits. */
export async function readTotals(reading: Reading, organizationKey: number, query: Filtered): Promise<SessionListTotals> {
  const where = matching(reading, organizationKey, query);
  return toTotals(await unlessTooLarge((isApart) => readSums(reading, where, isApart)));
}

function matching(reading: Reading, organizationKey: number, { conditions, upToKey }: Filtered): RawBuilder<SqlBool> {
  const upTo = upToKey === undefined ? sql`1 = 1` : sql`session_key <= ${upToKey}`;
  return sql`organization_key = ${organizationKey} AND ${upTo} AND ${allOf(reading, organizationKey, conditions)}`;
}

async function readSums({ db }: Reading, where: RawBuilder<SqlBool>, isApart: boolean): Promise<SumsRow | undefined> {
  const { rows } = await sql<SumsRow>`
    SELECT count(*) AS count, ${nanosSum("owned_cost_nanos", "owned", isApart)},
      ${nanosSum("tree_cost_nanos", "tree", isApart)},
      ${textSum("duration_ms")} AS duration, ${textSum("unknown_cost_count")} AS unknown, ${textSum("unconverted_count")} AS unconverted,
      ${textSum("message_count")} AS messages
    FROM session_summary WHERE ${where}`.execute(db);
  return rows[0];
}

function toTotals(row: SumsRow | undefined): SessionListTotals {
  return {
    count: Number(row?.count ?? 0),
    ownedCostNanos: exactNanos(row?.owned, row?.owned_rest),
    treeCostNanos: exactNanos(row?.tree, row?.tree_rest),
    durationMs: Number(row?.duration ?? 0),
    unknownCostCount: Number(row?.unknown ?? 0),
    unconvertedCount: Number(row?.unconverted ?? 0),
    messageCount: Number(row?.messages ?? 0),
  };
}

/** By nearest rank, over the rows that have a value. */
export async function readQuantiles(
  reading: Reading,
  organizationKey: number,
  query: Filtered,
  column: SessionColumn,
  fractions: readonly number[],
): Promise<(number | bigint | null)[]> {
  const name = reference(reading, column);
  const where = sql<SqlBool>`${matching(reading, organizationKey, query)} AND ${name} IS NOT NULL`;
  const counted = await sql<{ count: Integer }>`SELECT count(*) AS count FROM session_summary WHERE ${where}`.execute(reading.db);
  const count = Number(counted.rows[0]?.count ?? 0);
  const byRank = new Map<number, number | bigint | null>();
  const rankOf = (fraction: number): number => Math.min(count, Math.max(1, Math.ceil(fraction * count)));
  if (count > 0) for (const rank of new Set(fractions.map(rankOf))) byRank.set(rank, await valueAt(reading, where, column, rank));
  return fractions.map((fraction) => byRank.get(rankOf(fraction)) ?? null);
}

async function valueAt(reading: Reading, where: RawBuilder<SqlBool>, column: SessionColumn, rank: number): Promise<number | bigint | null> {
  const { rows } = await sql<{ value: ColumnValue }>`
    SELECT ${sql.ref(sqlNameOf(column))} AS value FROM session_summary WHERE ${where}
    ORDER BY ${reference(reading, column)} LIMIT 1 OFFSET ${rank - 1}`.execute(reading.db);
  const value = fromColumnValue(rows[0]?.value, column);
  return typeof value === "number" || typeof value === "bigint" ? value : null;
}
