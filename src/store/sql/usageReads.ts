import { type RawBuilder, sql } from "kysely";
import type { UsageGroup, UsageQuery, UsageRow } from "../usage.ts";
import type { Reading } from "./dialect.ts";
import type { NameReader } from "./names.ts";
import { NO_HOUR } from "./schema.ts";
import { startOf, sumOfRecords, usagePosition } from "./usageSums.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NANOS_PER_UNIT = 1_000_000_000n;

export type RecordUsageQuery = Omit<UsageQuery, "agents">;

interface SumRow {
  readonly hour_ms: bigint | number | null;
  readonly type_key: bigint | number | null;
  readonly model: string | null;
  readonly currency: string;
  readonly cost_units: string;
  readonly cost_nanos: string;
  readonly record_count: string;
  readonly unknown_count: string;
}

/** Sums and what is not in them yet, added up by one statement, which sees one moment. */
export async function readUsage(
  { db }: Reading,
  names: NameReader,
  organizationKey: number,
  query: RecordUsageQuery,
  groups: readonly UsageGroup[],
): Promise<UsageRow[]> {
  await names.load(organizationKey);
  const typeKeys = query.types === undefined ? await names.typeKeys(organizationKey) : await keysOf(names, organizationKey, query.types);
  if (typeKeys.length === 0) return [];
  const asked = new Set(groups);
  const period = asked.has("hour") ? sql`hour_ms` : asked.has("day") ? day : sql`CAST(NULL AS bigint)`;
  const type = asked.has("type") ? sql`type_key` : sql`CAST(NULL AS bigint)`;
  const model = asked.has("model") ? sql`model` : sql`CAST(NULL AS text)`;
  const text = (column: string) => sql`CAST(sum(${sql.ref(column)}) AS text) AS ${sql.ref(column)}`;
  const { rows } = await sql<SumRow>`
    SELECT ${period} AS hour_ms, ${type} AS type_key, ${model} AS model, currency, ${text("cost_units")}, ${text("cost_nanos")},
      ${text("record_count")}, ${text("unknown_count")}
    FROM (${sql.join(partsOf(organizationKey, typeKeys, query), sql` UNION ALL `)}) AS part
    WHERE ${matches(query)} GROUP BY 1, 2, 3, 4`.execute(db);
  const readable = rows.map((row) => toUsageRow(row, asked, names));
  return readable.sort((a, b) => compareBy(groups, a, b));
}

const day = sql`CASE WHEN hour_ms = ${sql.lit(NO_HOUR)} THEN hour_ms ELSE ${startOf("hour_ms", DAY_MS)} END`;

async function keysOf(names: NameReader, organizationKey: number, types: readonly string[]): Promise<number[]> {
  const keys = await Promise.all([...new Set(types)].map((name) => names.typeKey(organizationKey, name)));
  return keys.filter((key) => key !== undefined);
}

/**
 * Whole hours come from the sums; what an unaligned bound cuts out of an hour, and what is not folded yet, from the records
 * themselves. The `+` keeps planners from walking a whole organization where the keys' own range is short.
 */
function partsOf(organizationKey: number, typeKeys: readonly number[], { fromMs, beforeMs }: RecordUsageQuery): RawBuilder<unknown>[] {
  const types = sql.join(typeKeys.map((key) => sql.lit(key)));
  const [fromHourMs, beforeHourMs] = [ceilToHour(fromMs), floorToHour(beforeMs)];
  const ofSums = sql`SELECT organization_key, hour_ms, type_key, model, currency, cost_units, cost_nanos, record_count, unknown_count
    FROM usage_sum WHERE organization_key = ${sql.lit(organizationKey)} AND type_key IN (${types})`;
  const tail = sql<boolean>`record_key > ${usagePosition} AND +organization_key = ${sql.lit(organizationKey)}
    AND +type_key IN (${types}) AND ${within("time_ms", fromMs, beforeMs)}`;
  const edge = (from: number, before: number) =>
    sumOfRecords(sql<boolean>`organization_key = ${sql.lit(organizationKey)} AND type_key IN (${types})
      AND ${within("time_ms", from, before)} AND record_key <= ${usagePosition}`);
  const isInsideOneHour = fromHourMs !== undefined && beforeHourMs !== undefined && fromHourMs > beforeHourMs;
  if (isInsideOneHour) return [sumOfRecords(tail), edge(fromMs ?? 0, beforeMs ?? 0)];
  const parts = [sumOfRecords(tail), sql`${ofSums} AND ${within("hour_ms", fromHourMs, beforeHourMs)}`];
  if (fromMs !== undefined && fromHourMs !== undefined && fromMs < fromHourMs) parts.push(edge(fromMs, fromHourMs));
  if (beforeMs !== undefined && beforeHourMs !== undefined && beforeHourMs < beforeMs) parts.push(edge(beforeHourMs, beforeMs));
  return parts;
}

const ceilToHour = (timeMs: number | undefined) => (timeMs === undefined ? undefined : Math.ceil(timeMs / HOUR_MS) * HOUR_MS);
const floorToHour = (timeMs: number | undefined) => (timeMs === undefined ? undefined : Math.floor(timeMs / HOUR_MS) * HOUR_MS);

/** With a bound, what has no time is left out. */
function within(column: "time_ms" | "hour_ms", fromMs: number | undefined, beforeMs: number | undefined): RawBuilder<boolean> {
  const name = sql.ref(column);
  const conditions: RawBuilder<boolean>[] = [];
  if (fromMs !== undefined) conditions.push(sql<boolean>`${name} >= ${sql.lit(fromMs)}`);
  if (beforeMs !== undefined) conditions.push(sql<boolean>`${name} < ${sql.lit(beforeMs)}`);
  if (conditions.length === 0) return sql<boolean>`1 = 1`;
  if (column === "hour_ms") conditions.push(sql<boolean>`hour_ms <> ${sql.lit(NO_HOUR)}`);
  return sql<boolean>`${sql.join(conditions, sql` AND `)}`;
}

/** None given: all; none at all is none, never all. */
function matches({ models, currencies }: RecordUsageQuery): RawBuilder<boolean> {
  const among = (column: "model" | "currency", values: readonly (string | null)[] | undefined): RawBuilder<boolean> => {
    if (values === undefined) return sql<boolean>`1 = 1`;
    if (values.length === 0) return sql<boolean>`1 = 0`;
    return sql<boolean>`${sql.ref(column)} IN (${sql.join(values.map((value) => value ?? ""))})`;
  };
  return sql<boolean>`${among("model", models)} AND ${among("currency", currencies)}`;
}

function toUsageRow(row: SumRow, asked: ReadonlySet<UsageGroup>, names: NameReader): UsageRow {
  const hourMs = Number(row.hour_ms);
  return {
    ...(asked.has("type") ? { type: names.typeName(Number(row.type_key)) ?? "" } : {}),
    ...(asked.has("model") ? { model: row.model === "" ? null : row.model } : {}),
    ...(asked.has("day") || asked.has("hour") ? { timeMs: hourMs === NO_HOUR ? null : hourMs } : {}),
    currency: row.currency === "" ? null : row.currency,
    costNanos: BigInt(row.cost_units) * NANOS_PER_UNIT + BigInt(row.cost_nanos),
    recordCount: Number(row.record_count),
    unknownCount: Number(row.unknown_count),
  };
}

const KEY_OF_GROUP = { type: "type", model: "model", day: "timeMs", hour: "timeMs" } as const satisfies Record<UsageGroup, keyof UsageRow>;

function compareBy(groups: readonly UsageGroup[], a: UsageRow, b: UsageRow): number {
  for (const group of groups) {
    const key = KEY_OF_GROUP[group];
    const order = compareNullsLast(a[key] ?? null, b[key] ?? null);
    if (order !== 0) return order;
  }
  return compareNullsLast(a.currency, b.currency);
}

function compareNullsLast(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}
