import { useQuery } from "@tanstack/react-query";
import { ask } from "../../api/client.ts";
import type { TextFilter } from "./filterKinds.ts";
import type { SessionRows } from "./sessionRows.ts";

const KEEP_MS = 300_000;

/** Values that the organization's own data has, to choose from instead of typing them from memory. */
export function useOffers(offers: TextFilter["offers"], list: SessionRows): readonly string[] {
  const agents = useQuery({
    queryKey: ["agents"],
    queryFn: ({ signal }) => ask("GET /v1/agents", { signal }),
    enabled: offers === "agentNames" || offers === "agentIds",
    staleTime: KEEP_MS,
  });
  const dimension = offers === "products" ? "product" : "agent_id";
  const usage = useQuery({
    queryKey: ["usage offers", dimension],
    queryFn: ({ signal }) => ask("GET /v1/usage", { query: { group_by: dimension }, signal }),
    enabled: offers === "products" || offers === "agentIds",
    staleTime: KEEP_MS,
  });
  const used = usage.data?.data.map((row) => row[dimension]) ?? [];
  const configured = agents.data?.data ?? [];
  switch (offers) {
    case "products":
      return distinct([...used, ...list.rows.flatMap(({ session }) => session.products)]);
    case "agentIds":
      return distinct([...used, ...configured.map(({ id }) => id)]);
    case "agentNames":
      return distinct([...configured.map(({ name }) => name), ...list.rows.map(({ session }) => session.agent?.name)]);
    default:
      return [];
  }
}

const distinct = (values: readonly (string | null | undefined)[]): readonly string[] =>
  [...new Set(values.filter((value): value is string => typeof value === "string" && value !== ""))].sort((one, other) =>
    one.localeCompare(other),
  );
