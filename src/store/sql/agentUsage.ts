import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { UsageGroup, UsageQuery, UsageRow } from "../usage.ts";
import type { Reading } from "./dialect.ts";
import { type Integer, NO_HOUR } from "./schema.ts";

type Group = UsageGroup | "agent";

const DAY_MS = 86_400_000;
const NANOS_PER_UNIT = 1_000_000_000n;

interface SumRow {
  readonly agent: string;
  readonly type: string;
  readonly model: string;
  readonly time: Integer;
  readonly currency: string;
  readonly units: string;
  readonly nanos: string;
  readonly records: string;
  readonly unknown: string;
}

/** Whole hours: an hour counts when it starts within the bounds. */
export async function readAgentUsage(
  { db }: Pick<Reading, "db">,
  organizationKey: number,
  query: UsageQuery,
  groups: readonly Group[],
): Promise<UsageRow[]> {
  const asked = new Set(groups);
  const constant = sql`CAST('' AS text)`;
  const { rows } = await sql<SumRow>`
    SELECT ${asked.has("agent") ? sql`agent_id` : constant} AS agent, ${asked.has("type") ? sql`type` : constant} AS type,
      ${asked.has("model") ? sql`model` : constant} AS model, ${timeOf(asked)} AS time, currency, CAST(sum(cost_units) AS text) AS units,
      CAST(sum(cost_nanos) AS text) AS nanos, CAST(sum(record_count) AS text) AS records, CAST(sum(unknown_count) AS text) AS unknown
    FROM usage_by_agent WHERE organization_key = ${organizationKey} AND ${matches(query)} GROUP BY 1, 2, 3, 4, 5`.execute(db);
  return rows.map((row) => toUsageRow(row, asked)).sort((a, b) => inOrder(groups, a, b));
}

function timeOf(asked: ReadonlySet<Group>): RawBuilder<unknown> {
  if (asked.has("hour")) return sql`hour_ms`;
  if (!asked.has("day")) return sql`CAST(0 AS bigint)`;
  const intoDay = sql.raw(`((hour_ms % ${DAY_MS}) + ${DAY_MS}) % ${DAY_MS}`);
  return sql`CASE WHEN hour_ms = ${sql.lit(NO_HOUR)} THEN hour_ms ELSE hour_ms - ${intoDay} END`;
}

function matches({ fromMs, beforeMs, types, models, agents, currencies }: UsageQuery): RawBuilder<SqlBool> {
  const tests: RawBuilder<SqlBool>[] = [sql`1 = 1`];
  if (fromMs !== undefined) tests.push(sql`hour_ms >= ${Math.ceil(fromMs)}`);
  if (beforeMs !== undefined) tests.push(sql`hour_ms < ${Math.ceil(beforeMs)}`);
  if (fromMs !== undefined || beforeMs !== undefined) tests.push(sql`hour_ms <> ${sql.lit(NO_HOUR)}`);
  const among = (column: string, values: readonly (string | null)[] | undefined): void => {
    if (values === undefined) return;
    tests.push(values.length === 0 ? sql`1 = 0` : sql`${sql.ref(column)} IN (${sql.join(values.map((value) => value ?? ""))})`);
  };
  among("type", types);
  among("model", models);
  among("agent_id", agents);
  among("currency", currencies);
  return sql`${sql.join(tests, sql` AND `)}`;
}

function toUsageRow(row: SumRow, asked: ReadonlySet<Group>): UsageRow {
  const timeMs = Number(row.time);
  return {
    ...(asked.has("type") ? { type: row.type } : {}),
    ...(asked.has("model") ? { model: row.model === "" ? null : row.model } : {}),
    ...(asked.has("agent") ? { agentId: row.agent } : {}),
    ...(asked.has("day") || asked.has("hour") ? { timeMs: timeMs === NO_HOUR ? null : timeMs } : {}),
    currency: row.currency === "" ? null : row.currency,
    costNanos: BigInt(row.units) * NANOS_PER_UNIT + BigInt(row.nanos),
    recordCount: Number(row.records),
    unknownCount: Number(row.unknown),
  };
}

const KEY_OF_GROUP = { type: "type", model: "model", agent: "agentId", day: "timeMs", hour: "timeMs" } as const;

/** By the groups asked for, nulls last, then by currency. */
function inOrder(groups: readonly Group[], a: UsageRow, b: UsageRow): number {
  const keys: (keyof UsageRow)[] = [...groups.map((group) => KEY_OF_GROUP[group]), "currency"];
  for (const key of keys) {
    const [left = null, right = null] = [a[key], b[key]];
    if (left === right) continue;
    if (left === null) return 1;
    if (right === null) return -1;
    return left < right ? -1 : 1;
  }
  return 0;
}
