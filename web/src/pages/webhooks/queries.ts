import { queryOptions } from "@tanstack/react-query";
import { ask } from "../../api/client.ts";
import type { Delivery } from "../../api/native.generated.ts";

const REFRESH_MS = 10_000;
const NEWEST_COUNT = 500;

export const endpointsQuery = queryOptions({
  queryKey: ["endpoints"],
  queryFn: ({ signal }) => ask("GET /v1/endpoints", { signal }),
  refetchInterval: REFRESH_MS,
});

export interface Success {
  readonly delivered: number;
  readonly finished: number;
}

/** How many of the newest deliveries arrived, by endpoint. */
export const successQuery = queryOptions({
  queryKey: ["deliveries", "newest"],
  queryFn: async ({ signal }) => successOf((await ask("GET /v1/deliveries", { query: { limit: NEWEST_COUNT }, signal })).data),
});

function successOf(deliveries: readonly Delivery[]): ReadonlyMap<string, Success> {
  const successes = new Map<string, Success>();
  for (const { endpoint_id: id, status } of deliveries) {
    if (status !== "delivered" && status !== "dead") continue;
    const { delivered, finished } = successes.get(id) ?? { delivered: 0, finished: 0 };
    successes.set(id, { delivered: delivered + Number(status === "delivered"), finished: finished + 1 });
  }
  return successes;
}

const ASK_AGAIN_MS = 600;

/** Asked for again while it is on its way, so that whoever sent it sees how it went. */
export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: ["deliveries", "one", id],
    queryFn: ({ signal }) => ask("GET /v1/deliveries/{id}", { path: { id }, signal }),
    refetchInterval: ({ state }) =>
      state.data?.status === "pending" ? (state.data.attempts.length === 0 ? ASK_AGAIN_MS : REFRESH_MS) : false,
  });
