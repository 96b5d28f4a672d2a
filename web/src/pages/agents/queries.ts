import { queryOptions } from "@tanstack/react-query";
import { ask } from "../../api/client.ts";
import type { Agent } from "../../api/native.generated.ts";

const RECENT_COUNT = 200;

export const agentsQuery = queryOptions({ queryKey: ["agents"], queryFn: ({ signal }) => ask("GET /v1/agents", { signal }) });

export interface AgentUsage {
  readonly id: string;
  readonly recordCount: number;
  readonly cost: { readonly amount: string; readonly currency: string };
}

export const agentUsageQuery = queryOptions({
  queryKey: ["usage", "by agent"],
  queryFn: async ({ signal }): Promise<readonly AgentUsage[]> => {
    const { data } = await ask("GET /v1/usage", { query: { group_by: "agent_id" }, signal });
    return data.flatMap(({ agent_id: id, record_count: recordCount, cost, currency }) =>
      id === null || id === undefined ? [] : [{ id, recordCount, cost: { amount: cost, currency } }],
    );
  },
});

/** Usage tells no names, and nothing of agents whose records bring no cost: the newest sessions do. */
export const recentAgentsQuery = queryOptions({
  queryKey: ["sessions", "agents"],
  queryFn: async ({ signal }) => {
    const { data } = await ask("GET /v1/sessions", { query: { sort: "-started_at", limit: RECENT_COUNT }, signal });
    const names = new Map<string, string | null>();
    for (const { agent } of data) if (agent?.id != null && !names.has(agent.id)) names.set(agent.id, agent.name ?? null);
    return names;
  },
});

export interface AgentRow {
  readonly id: string;
  readonly name: string | null;
  /** None: seen, not configured. */
  readonly agent: Agent | undefined;
  readonly recordCount: number;
  /** One a currency. */
  readonly costs: readonly { readonly amount: string; readonly currency: string }[];
}

/** Configured ones first, each kind by name. */
export function agentRows(
  agents: readonly Agent[],
  usage: readonly AgentUsage[],
  recent: ReadonlyMap<string, string | null>,
): readonly AgentRow[] {
  const ids = new Set([...agents.map(({ id }) => id), ...usage.map(({ id }) => id), ...recent.keys()]);
  const rows = [...ids].map((id): AgentRow => {
    const agent = agents.find((one) => one.id === id);
    const own = usage.filter((one) => one.id === id);
    const recordCount = own.reduce((sum, one) => sum + one.recordCount, 0);
    return { id, name: agent?.name ?? recent.get(id) ?? null, agent, recordCount, costs: own.map(({ cost }) => cost) };
  });
  const isSeenOnly = ({ agent }: AgentRow): number => Number(agent === undefined);
  return rows.toSorted((one, other) => isSeenOnly(one) - isSeenOnly(other) || (one.name ?? one.id).localeCompare(other.name ?? other.id));
}
