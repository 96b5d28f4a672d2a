import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { ask, queryText } from "../../api/client.ts";
import { type CostsSearch, dimensionOf, type Range, rangeOf, usageFilters } from "./search.ts";
import { intervalOf } from "./usage.ts";

type UsageQuery = NonNullable<NonNullable<Parameters<typeof ask<"GET /v1/usage">>[1]>["query"]>;

export const useUsage = (query: UsageQuery) =>
  useQuery({
    queryKey: ["usage", query],
    queryFn: ({ signal }) => ask("GET /v1/usage", { query, signal }),
    placeholderData: keepPreviousData,
  });

/** The sums of the address: by what was chosen and by time, in one reading, so that chart and table cannot differ. */
export function useCosts(search: CostsSearch) {
  // A range that moves is fixed for as long as the filters stay, or every drawing would ask for another.
  const { within, after, before } = search;
  const { range, nowMs } = useMemo(() => {
    const now = Date.now();
    return { range: rangeOf({ ...(within && { within }), ...(after && { after }), ...(before && { before }) }, now), nowMs: now };
  }, [within, after, before]);
  const filters = usageFilters(search, range);
  const days = useUsage({ ...filters, group_by: "day" });
  const dimension = dimensionOf(search);
  const isBounded = range.from !== undefined;
  const isIntervalKnown = isBounded || (days.data !== undefined && !days.isPlaceholderData);
  const interval = intervalOf(range, days.data?.data.flatMap(({ day }) => day ?? []) ?? [], nowMs);
  const groupBy = dimension === "day" ? (interval === "hour" ? "day,hour" : "day") : `${dimension},${interval}`;
  const query = { ...filters, group_by: groupBy };
  const sums = useQuery({
    queryKey: ["costs", query],
    // With what was asked: what is shown until the next answer comes is told by what it was told by.
    queryFn: async ({ signal }) => ({
      usage: await ask("GET /v1/usage", { query, signal }),
      dimension,
      interval,
      range,
      nowMs,
      filters,
      groupBy,
    }),
    placeholderData: keepPreviousData,
    enabled: isIntervalKnown,
  });
  return { range, sums, error: sums.error ?? days.error };
}

export type Costs = NonNullable<ReturnType<typeof useCosts>["sums"]["data"]>;

/** Where a CSV of the same sums is. */
export const usageCsv = (query: UsageQuery, currency: string | undefined): string =>
  `/v1/usage${queryText({ ...query, ...(currency === undefined ? {} : { currency }), format: "csv" })}`;

const NAMES_ASKED_MAX = 30;
const MINUTES_MS = 300_000;

/** What agents are called: as they are configured, or else as their latest session called them. */
export function useAgentNames(ids: readonly (string | null)[]): ReadonlyMap<string, string> {
  const agents = useQuery({ queryKey: ["agents"], queryFn: ({ signal }) => ask("GET /v1/agents", { signal }) });
  const configured = agents.data?.data ?? [];
  const named = new Map(configured.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])));
  const unnamed = agents.data === undefined ? [] : ids.filter((id) => id !== null).filter((id) => !named.has(id));
  const found = useQueries({
    queries: unnamed.slice(0, NAMES_ASKED_MAX).map((agent_id) => ({
      queryKey: ["agent-name", agent_id],
      queryFn: ({ signal }: { signal: AbortSignal }) => ask("GET /v1/sessions", { query: { agent_id, limit: 1 }, signal }),
      staleTime: MINUTES_MS,
    })),
  });
  for (const { data } of found) {
    const agent = data?.data[0]?.agent;
    if (agent?.id != null && agent.name !== null) named.set(agent.id, agent.name);
  }
  return named;
}

/** What there is to choose from in the time that is looked at. */
export function useChoices(dimension: "product" | "agent" | "model" | "record_type", range: Range): readonly (string | null)[] {
  const { data } = useUsage({ ...range, group_by: dimension });
  return useMemo(() => {
    const values = (data?.data ?? []).map((row) => (dimension === "agent" ? row.agent_id : row[dimension]) ?? null);
    return [...new Set(values)];
  }, [data, dimension]);
}

export const useRates = () => useQuery({ queryKey: ["rates"], queryFn: ({ signal }) => ask("GET /v1/exchange-rates", { signal }) });

export const DEAREST_COUNT = 8;

/** The dearest sessions of the time, and the sums of all of them, in the organization's currency. */
export function useDearest({ product, agent_id }: CostsSearch, { from, to }: Range) {
  const query = {
    ...(from === undefined ? {} : { started_after: from }),
    ...(to === undefined ? {} : { started_before: to }),
    ...(product === undefined ? {} : { product }),
    ...(agent_id === undefined ? {} : { agent_id }),
    ...{ sort: "-owned_cost", limit: DEAREST_COUNT },
  };
  return useQuery({
    queryKey: ["dearest", query],
    queryFn: ({ signal }) => ask("GET /v1/sessions", { query, signal }),
    placeholderData: keepPreviousData,
  });
}
