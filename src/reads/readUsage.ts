import { AppError } from "../domain/errors.ts";
import type { Registry } from "../domain/registry.ts";
import type { UsageGroup, UsageQuery, UsageRow } from "../store/usage.ts";
import type { ReadContext } from "./readContext.ts";

/** What usage can be told by. Currency always counts as one: money of two currencies is never added. */
export const USAGE_DIMENSIONS = ["product", "agent", "record_type", "model", "day", "hour", "currency"] as const;
export type UsageDimension = (typeof USAGE_DIMENSIONS)[number];

export interface UsageQuestion {
  readonly organization: string;
  readonly groupBy: readonly UsageDimension[];
  /** Half open, on the record's time; with a bound, records without time are left out. */
  readonly fromMs?: number;
  readonly beforeMs?: number;
  readonly products?: readonly string[];
  readonly recordTypes?: readonly string[];
  readonly models?: readonly (string | null)[];
  /** Null: what no session of an agent owns, orphans included. */
  readonly agents?: readonly (string | null)[];
  readonly currencies?: readonly string[];
}

/** Charges of one group; of the dimensions that were not asked for, `undefined`. */
export interface UsageLine {
  readonly product?: string;
  readonly recordType?: string;
  readonly model?: string | null;
  readonly agentId?: string | null;
  /** Start of the day and of the hour, UTC; null: records without time. */
  readonly dayMs?: number | null;
  readonly hourMs?: number | null;
  readonly currency: string;
  readonly costNanos: bigint;
  readonly recordCount: number;
  readonly unknownCount: number;
}

type AgentRow = Omit<UsageRow, "agentId"> & { readonly agentId?: string | null };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Charges by group, ordered by the dimensions in the order asked for, nulls last, then by currency. Without a filter the
 * groups together are every record once, orphans included: what no agent's session owns is told under agent null.
 * @throws AppError RECORD_TYPE_UNKNOWN
 */
export async function readUsage(context: ReadContext, question: UsageQuestion): Promise<UsageLine[]> {
  const { organization, registry } = await context.organizations.context(question.organization);
  const types = typesOf(question, registry);
  if (types?.length === 0) return [];
  const query = storeQuery(question, types, organization.currency);
  const groups = storeGroups(question.groupBy);
  const rows = await rowsOf(context, question, query, groups);
  const lines = rows.map((row) => lineOf(row, question.groupBy, registry, organization.currency));
  return sortLines(addUp(lines, question.groupBy), question.groupBy);
}

function typesOf({ products, recordTypes }: UsageQuestion, registry: Registry): string[] | undefined {
  if (products === undefined && recordTypes === undefined) return undefined;
  const named = recordTypes?.map((name) => {
    const type = registry.resolve(name);
    if (type === undefined) throw new AppError("RECORD_TYPE_UNKNOWN", `There is no record type "${name}".`, { field: "record_type" });
    return type.name;
  });
  const ofProducts = products === undefined ? undefined : registry.types.filter((type) => products.includes(type.product));
  if (ofProducts === undefined) return named ?? [];
  return ofProducts.map((type) => type.name).filter((name) => named === undefined || named.includes(name));
}

function storeQuery(question: UsageQuestion, types: readonly string[] | undefined, organizationCurrency: string): UsageQuery {
  const { organization, fromMs, beforeMs, models, currencies } = question;
  return {
    organization,
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(beforeMs === undefined ? {} : { beforeMs }),
    ...(types === undefined ? {} : { types }),
    ...(models === undefined ? {} : { models }),
    // Records that name no currency are told in the organization's.
    ...(currencies === undefined
      ? {}
      : { currencies: currencies.flatMap((code): (string | null)[] => (code === organizationCurrency ? [code, null] : [code])) }),
  };
}

function storeGroups(groupBy: readonly UsageDimension[]): UsageGroup[] {
  const time: UsageGroup[] = groupBy.includes("hour") ? ["hour"] : groupBy.includes("day") ? ["day"] : [];
  const type: UsageGroup[] = groupBy.includes("product") || groupBy.includes("record_type") ? ["type"] : [];
  return [...type, ...(groupBy.includes("model") ? (["model"] as const) : []), ...time];
}

async function rowsOf(
  context: ReadContext,
  question: UsageQuestion,
  query: UsageQuery,
  groups: readonly UsageGroup[],
): Promise<readonly AgentRow[]> {
  const { agents } = question;
  if (agents === undefined && !question.groupBy.includes("agent")) return context.records.usage(query, groups);
  const named = agents?.filter((agent) => agent !== null);
  const byAgent: readonly (UsageGroup | "agent")[] = [...groups, "agent"];
  if (named !== undefined && named.length === agents?.length) return context.conversations.agentUsage({ ...query, agents: named }, byAgent);
  const [all, ofAgents] = await Promise.all([context.records.usage(query, groups), context.conversations.agentUsage(query, byAgent)]);
  return [...ofAgents.filter(({ agentId }) => named?.includes(agentId ?? "") ?? true), ...withoutAgent(all, ofAgents)];
}

/** Of each group, what no agent's session owns: all of it less the agents' parts, so that both together are always all. */
export function withoutAgent(all: readonly UsageRow[], ofAgents: readonly UsageRow[]): AgentRow[] {
  const rest = new Map<string, AgentRow>();
  const add = (row: UsageRow, sign: 1 | -1): void => {
    const { agentId: _agentId, ...group } = row;
    const key = JSON.stringify([row.type ?? "", row.model ?? null, row.timeMs ?? null, row.currency]);
    const before = rest.get(key) ?? { ...group, agentId: null, costNanos: 0n, recordCount: 0, unknownCount: 0 };
    rest.set(key, {
      ...before,
      costNanos: before.costNanos + BigInt(sign) * row.costNanos,
      recordCount: before.recordCount + sign * row.recordCount,
      unknownCount: before.unknownCount + sign * row.unknownCount,
    });
  };
  for (const row of all) add(row, 1);
  for (const row of ofAgents) add(row, -1);
  return [...rest.values()].filter((row) => row.costNanos !== 0n || row.recordCount !== 0 || row.unknownCount !== 0);
}

function lineOf(row: AgentRow, groupBy: readonly UsageDimension[], registry: Registry, currency: string): UsageLine {
  const { type = "", timeMs = null } = row;
  const asks = (dimension: UsageDimension): boolean => groupBy.includes(dimension);
  return {
    ...(asks("product") ? { product: registry.byName(type)?.product ?? type } : {}),
    ...(asks("agent") ? { agentId: row.agentId ?? null } : {}),
    ...(asks("record_type") ? { recordType: type } : {}),
    ...(asks("model") ? { model: row.model ?? null } : {}),
    ...(asks("day") ? { dayMs: startOf(timeMs, DAY_MS) } : {}),
    ...(asks("hour") ? { hourMs: startOf(timeMs, HOUR_MS) } : {}),
    currency: row.currency ?? currency,
    costNanos: row.costNanos,
    recordCount: row.recordCount,
    unknownCount: row.unknownCount,
  };
}

const startOf = (timeMs: number | null, lengthMs: number): number | null =>
  timeMs === null ? null : Math.floor(timeMs / lengthMs) * lengthMs;

function addUp(lines: readonly UsageLine[], groupBy: readonly UsageDimension[]): UsageLine[] {
  const sums = new Map<string, UsageLine>();
  for (const line of lines) {
    const key = JSON.stringify([...groupBy.map((dimension) => valueOfDimension(line, dimension)), line.currency]);
    const before = sums.get(key);
    sums.set(
      key,
      before === undefined
        ? line
        : {
            ...line,
            costNanos: before.costNanos + line.costNanos,
            recordCount: before.recordCount + line.recordCount,
            unknownCount: before.unknownCount + line.unknownCount,
          },
    );
  }
  return [...sums.values()];
}

export function valueOfDimension(line: UsageLine, dimension: UsageDimension): string | number | null {
  switch (dimension) {
    case "product":
      return line.product ?? null;
    case "agent":
      return line.agentId ?? null;
    case "record_type":
      return line.recordType ?? null;
    case "model":
      return line.model ?? null;
    case "day":
      return line.dayMs ?? null;
    case "hour":
      return line.hourMs ?? null;
    case "currency":
      return line.currency;
  }
}

function sortLines(lines: UsageLine[], groupBy: readonly UsageDimension[]): UsageLine[] {
  const order: readonly UsageDimension[] = [...groupBy, "currency"];
  return lines.sort((a, b) => {
    for (const dimension of order) {
      const compared = compare(valueOfDimension(a, dimension), valueOfDimension(b, dimension));
      if (compared !== 0) return compared;
    }
    return 0;
  });
}

function compare(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}
