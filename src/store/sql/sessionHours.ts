import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { SessionHour, SessionQuery } from "../conversationStore.ts";
import type { Reading } from "./dialect.ts";
import type { Integer } from "./schema.ts";
import { allOf } from "./sessionConditions.ts";
import { exactNanos, nanosSum, unlessTooLarge } from "./sums.ts";

const HOUR_MS = 3_600_000;
/** Added before dividing, for both engines cut towards zero; whole hours, and more than any time is before 1970. */
const SHIFT_MS = 8_640_000_000_000_000;

interface HourRow {
  readonly hour: Integer;
  readonly latency: number | null;
  readonly count: Integer;
  readonly owned: string | null;
  readonly owned_rest: string | null;
  readonly unknown: Integer;
}

/** One scan, grouped by hour and latency: a day's percentile cannot be told from its hours' ones. */
export async function readSessionHours(
  reading: Reading,
  organizationKey: number,
  { conditions }: Pick<SessionQuery, "conditions">,
): Promise<SessionHour[]> {
  const where = sql<SqlBool>`organization_key = ${organizationKey} AND ${allOf(reading, organizationKey, conditions)}`;
  const rows = await unlessTooLarge((isApart) => readRows(reading, where, isApart));
  return rows.map((row) => ({
    hourMs: Number(row.hour) * HOUR_MS - SHIFT_MS,
    latencyP95Ms: row.latency === null ? null : Number(row.latency),
    count: Number(row.count),
    ownedCostNanos: exactNanos(row.owned, row.owned_rest),
    unknownCostCount: Number(row.unknown),
  }));
}

async function readRows({ db }: Reading, where: RawBuilder<SqlBool>, isApart: boolean): Promise<HourRow[]> {
  const { rows } = await sql<HourRow>`
    SELECT (coalesce(started_ms, created_ms) + ${sql.lit(SHIFT_MS)}) / ${sql.lit(HOUR_MS)} AS hour,
      floor(latency_p95_ms + 0.5) AS latency, count(*) AS count, ${nanosSum("owned_cost_nanos", "owned", isApart)},
      sum(unknown_cost_count) AS unknown
    FROM session_summary WHERE ${where} GROUP BY 1, 2`.execute(db);
  return rows;
}
