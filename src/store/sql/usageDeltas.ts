import { type Kysely, sql } from "kysely";
import type { RecordFacts } from "../../domain/record.ts";
import { COST_STATUSES, NO_HOUR, type RecordTable, ROLES, type Schema } from "./schema.ts";
import { readUsagePosition } from "./usageSums.ts";

/** What of a record decides where and how much it counts. */
export type UsageFacts = Pick<RecordFacts, "timeMs" | "costNanos" | "costStatus" | "currency" | "model" | "role">;

export const USAGE_COLUMNS = ["time_ms", "cost_nanos", "cost_status", "currency", "model", "role"] as const;

export function usageFactsOf(row: Pick<RecordTable, (typeof USAGE_COLUMNS)[number]>): UsageFacts {
  return {
    timeMs: row.time_ms === null ? null : Number(row.time_ms),
    costNanos: row.cost_nanos === null ? null : BigInt(row.cost_nanos),
    costStatus: COST_STATUSES[Number(row.cost_status)] ?? "unknown",
    currency: row.currency,
    model: row.model,
    role: ROLES[Number(row.role)] ?? "charge",
  };
}

interface Delta {
  readonly organizationKey: number;
  readonly hourMs: number;
  readonly typeKey: number;
  readonly model: string;
  readonly currency: string;
  costUnits: bigint;
  costNanos: bigint;
  recordCount: number;
  unknownCount: number;
}

interface RecordKeys {
  readonly organizationKey: number;
  readonly typeKey: number;
  readonly recordKey: number;
}

const HOUR_MS = 3_600_000;
const NANOS_PER_UNIT = 1_000_000_000n;

/** The difference that corrected records make to sums that they were folded into. */
export class UsageDeltas {
  readonly #replaced: { readonly keys: RecordKeys; readonly before: UsageFacts; readonly after: UsageFacts }[] = [];

  replace(keys: RecordKeys, before: UsageFacts, after: UsageFacts): void {
    this.#replaced.push({ keys, before, after });
  }

  /** Records that are not folded yet are passed over: their rows hold the new facts by the time they are. */
  async write(db: Kysely<Schema>): Promise<void> {
    if (this.#replaced.length === 0) return;
    const position = await readUsagePosition(db);
    const deltas = new Map<string, Delta>();
    for (const { keys, before, after } of this.#replaced) {
      if (keys.recordKey > position) continue;
      add(deltas, keys, before, -1);
      add(deltas, keys, after, 1);
    }
    for (const delta of deltas.values()) if (isAnything(delta)) await apply(db, delta);
  }
}

function add(deltas: Map<string, Delta>, { organizationKey, typeKey }: RecordKeys, facts: UsageFacts, sign: 1 | -1): void {
  if (facts.role !== "charge") return;
  const hourMs = facts.timeMs === null ? NO_HOUR : Math.floor(facts.timeMs / HOUR_MS) * HOUR_MS;
  const [model, currency] = [facts.model ?? "", facts.currency ?? ""];
  const key = `${organizationKey} ${hourMs} ${typeKey} ${currency} ${model}`;
  const empty = { costUnits: 0n, costNanos: 0n, recordCount: 0, unknownCount: 0 };
  const delta = deltas.get(key) ?? { organizationKey, hourMs, typeKey, model, currency, ...empty };
  deltas.set(key, delta);
  const cost = BigInt(sign) * (facts.costNanos ?? 0n);
  delta.costUnits += cost / NANOS_PER_UNIT;
  delta.costNanos += cost % NANOS_PER_UNIT;
  delta.recordCount += sign;
  if (facts.costStatus === "unknown") delta.unknownCount += sign;
}

const isAnything = (delta: Delta): boolean =>
  delta.costUnits !== 0n || delta.costNanos !== 0n || delta.recordCount !== 0 || delta.unknownCount !== 0;

/** A sum that lost its last record goes; what remains of it is zero. */
async function apply(db: Kysely<Schema>, delta: Delta): Promise<void> {
  await db
    .insertInto("usage_sum")
    .values({
      organization_key: delta.organizationKey,
      hour_ms: delta.hourMs,
      type_key: delta.typeKey,
      model: delta.model,
      currency: delta.currency,
      cost_units: delta.costUnits,
      cost_nanos: delta.costNanos,
      record_count: delta.recordCount,
      unknown_count: delta.unknownCount,
    })
    .onConflict((conflict) =>
      conflict.columns(["organization_key", "hour_ms", "type_key", "model", "currency"]).doUpdateSet({
        cost_units: sql`usage_sum.cost_units + excluded.cost_units`,
        cost_nanos: sql`usage_sum.cost_nanos + excluded.cost_nanos`,
        record_count: sql`usage_sum.record_count + excluded.record_count`,
        unknown_count: sql`usage_sum.unknown_count + excluded.unknown_count`,
      }),
    )
    .execute();
  if (delta.recordCount >= 0) return;
  await db
    .deleteFrom("usage_sum")
    .where("organization_key", "=", delta.organizationKey)
    .where("hour_ms", "=", delta.hourMs)
    .where("type_key", "=", delta.typeKey)
    .where("model", "=", delta.model)
    .where("currency", "=", delta.currency)
    .where("record_count", "=", 0)
    .execute();
}
