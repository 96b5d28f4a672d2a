import { type Kysely, type RawBuilder, sql } from "kysely";
import { COST_STATUSES, NO_HOUR, ROLES, type Schema } from "./schema.ts";

const POSITION_KEY = 1;
const CHARGE = sql.lit(ROLES.indexOf("charge"));
const UNKNOWN = sql.lit(COST_STATUSES.indexOf("unknown"));
const HOUR_MS = 3_600_000;

/** The start of the period that a time is in, before 1970 too, where `%` is negative on both engines. */
export function startOf(column: "time_ms" | "hour_ms", periodMs: number): RawBuilder<number> {
  const [time, period] = [sql.ref(column), sql.lit(periodMs)];
  return sql<number>`(${time} - ((${time} % ${period}) + ${period}) % ${period})`;
}

const hour = sql`CASE WHEN time_ms IS NULL THEN ${sql.lit(NO_HOUR)} ELSE ${startOf("time_ms", HOUR_MS)} END`;

/** Charges of these records, grouped as `usage_sum` is. A 64-bit sum of nanos overflows at 9.2 billion units, so units and nanos are apart. */
export const sumOfRecords = (where: RawBuilder<boolean>): RawBuilder<unknown> => sql`
  SELECT organization_key, ${hour} AS hour_ms, type_key, coalesce(model, '') AS model, coalesce(currency, '') AS currency,
    coalesce(sum(cost_nanos / 1000000000), 0) AS cost_units, coalesce(sum(cost_nanos % 1000000000), 0) AS cost_nanos,
    count(*) AS record_count, sum(CASE WHEN cost_status = ${UNKNOWN} THEN 1 ELSE 0 END) AS unknown_count
  FROM record WHERE role = ${CHARGE} AND ${where} GROUP BY 1, 2, 3, 4, 5`;

/** Keys up to it are in the sums. To be used inside a larger statement, so that both are of one moment. */
export const usagePosition = sql<number>`coalesce((SELECT record_key FROM usage_position WHERE position_key = ${sql.lit(POSITION_KEY)}), 0)`;

export async function readUsagePosition(db: Kysely<Schema>): Promise<number> {
  const row = await db.selectFrom("usage_position").select("record_key").where("position_key", "=", POSITION_KEY).executeTakeFirst();
  return Number(row?.record_key ?? 0);
}

/**
 * Adds at most `limit` records that follow the position to the sums and moves it, in one transaction that keeps every
 * other writer of records out.
 * @returns how many records were folded
 */
export async function foldUsage(db: Kysely<Schema>, limit: number): Promise<number> {
  const position = await readUsagePosition(db);
  const next = db.selectFrom("record").select("record_key").where("record_key", ">", position).orderBy("record_key").limit(limit);
  const { newest, count } = await db
    .selectFrom(next.as("next"))
    .select((expression) => [expression.fn.max("record_key").as("newest"), expression.fn.countAll().as("count")])
    .executeTakeFirstOrThrow();
  if (Number(count) === 0) return 0;
  const between = sql<boolean>`record_key > ${position} AND record_key <= ${newest}`;
  await sql`
    INSERT INTO usage_sum (organization_key, hour_ms, type_key, model, currency, cost_units, cost_nanos, record_count, unknown_count)
    ${sumOfRecords(between)}
    ON CONFLICT (organization_key, hour_ms, type_key, model, currency) DO UPDATE SET
      cost_units = usage_sum.cost_units + excluded.cost_units, cost_nanos = usage_sum.cost_nanos + excluded.cost_nanos,
      record_count = usage_sum.record_count + excluded.record_count, unknown_count = usage_sum.unknown_count + excluded.unknown_count`.execute(
    db,
  );
  await db
    .insertInto("usage_position")
    .values({ position_key: POSITION_KEY, record_key: newest })
    .onConflict((conflict) => conflict.column("position_key").doUpdateSet({ record_key: newest }))
    .execute();
  return Number(count);
}

export async function dropUsage(db: Kysely<Schema>): Promise<void> {
  await db.deleteFrom("usage_position").execute();
  await db.deleteFrom("usage_sum").execute();
}
