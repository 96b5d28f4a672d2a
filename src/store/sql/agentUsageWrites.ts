import type { Kysely } from "kysely";
import type { UsageContribution } from "../conversationStore.ts";
import { NO_HOUR, type Schema } from "./schema.ts";

const NANOS_PER_UNIT = 1_000_000_000n;
const ROWS_PER_INSERT = 50;

/** What one session adds to one row of `usage_by_agent`, as its detail row keeps it; the cost as text, for JSON's sake. */
type KeptUsage = readonly [
  agentId: string,
  hourMs: number,
  type: string,
  model: string,
  currency: string,
  costNanos: string,
  recordCount: number,
  unknownCount: number,
];

/** Without an agent nothing is added. */
export function usageText(agentId: string | null, usage: readonly UsageContribution[]): string {
  if (agentId === null) return "[]";
  const kept = usage.map(
    ({ hourMs, type, model, currency, costNanos, recordCount, unknownCount }): KeptUsage => [
      agentId,
      hourMs ?? NO_HOUR,
      type,
      model ?? "",
      currency ?? "",
      String(costNanos),
      recordCount,
      unknownCount,
    ],
  );
  return JSON.stringify(kept);
}

interface Delta {
  readonly agentId: string;
  readonly hourMs: number;
  readonly type: string;
  readonly model: string;
  readonly currency: string;
  costNanos: bigint;
  recordCount: number;
  unknownCount: number;
}

/** Collects what leaves and what comes, so that what stays is not written at all. */
export class AgentUsageChange {
  readonly #deltas = new Map<string, Delta>();

  /** `usage` as `usageText` made it. */
  subtract(usage: string): void {
    this.#collect(usage, -1);
  }

  add(usage: string): void {
    this.#collect(usage, 1);
  }

  #collect(usage: string, sign: 1 | -1): void {
    for (const [agentId, hourMs, type, model, currency, costNanos, recordCount, unknownCount] of JSON.parse(usage) as KeptUsage[]) {
      const key = JSON.stringify([agentId, hourMs, type, model, currency]);
      const delta = this.#deltas.get(key) ?? { agentId, hourMs, type, model, currency, costNanos: 0n, recordCount: 0, unknownCount: 0 };
      this.#deltas.set(key, delta);
      delta.costNanos += BigInt(sign) * BigInt(costNanos);
      delta.recordCount += sign * recordCount;
      delta.unknownCount += sign * unknownCount;
    }
  }

  async write(db: Kysely<Schema>, organizationKey: number): Promise<void> {
    const isChange = ({ costNanos, recordCount, unknownCount }: Delta) => costNanos !== 0n || recordCount !== 0 || unknownCount !== 0;
    const deltas = [...this.#deltas.values()].filter(isChange);
    for (let start = 0; start < deltas.length; start += ROWS_PER_INSERT) {
      await addToSums(db, organizationKey, deltas.slice(start, start + ROWS_PER_INSERT));
    }
    for (const delta of deltas) if (delta.recordCount < 0) await removeEmpty(db, organizationKey, delta);
  }
}

async function addToSums(db: Kysely<Schema>, organizationKey: number, deltas: readonly Delta[]): Promise<void> {
  await db
    .insertInto("usage_by_agent")
    .values(
      deltas.map(({ agentId, hourMs, type, model, currency, costNanos, recordCount, unknownCount }) => ({
        organization_key: organizationKey,
        agent_id: agentId,
        hour_ms: hourMs,
        type,
        model,
        currency,
        cost_units: costNanos / NANOS_PER_UNIT,
        cost_nanos: costNanos % NANOS_PER_UNIT,
        record_count: recordCount,
        unknown_count: unknownCount,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(["organization_key", "agent_id", "hour_ms", "type", "model", "currency"]).doUpdateSet((expression) => ({
        cost_units: expression("usage_by_agent.cost_units", "+", expression.ref("excluded.cost_units")),
        cost_nanos: expression("usage_by_agent.cost_nanos", "+", expression.ref("excluded.cost_nanos")),
        record_count: expression("usage_by_agent.record_count", "+", expression.ref("excluded.record_count")),
        unknown_count: expression("usage_by_agent.unknown_count", "+", expression.ref("excluded.unknown_count")),
      })),
    )
    .execute();
}

async function removeEmpty(db: Kysely<Schema>, organizationKey: number, delta: Delta): Promise<void> {
  await db
    .deleteFrom("usage_by_agent")
    .where("organization_key", "=", organizationKey)
    .where("agent_id", "=", delta.agentId)
    .where("hour_ms", "=", delta.hourMs)
    .where("type", "=", delta.type)
    .where("model", "=", delta.model)
    .where("currency", "=", delta.currency)
    .where("record_count", "=", 0)
    .execute();
}
