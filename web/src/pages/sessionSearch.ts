/** The filters that the sessions' address carries, so that a view can be sent to somebody. */
const TEXT_FILTERS = ["q", "state", "agent_id", "outcome", "sentiment", "channel", "started_after", "started_before", "sort"] as const;

export type SessionSearch = { readonly [Name in (typeof TEXT_FILTERS)[number]]?: string };

/** Whatever is no filter is left out; an empty one is none. */
export function readSessionSearch(search: Record<string, unknown>): SessionSearch {
  const read: Record<string, string> = {};
  for (const name of TEXT_FILTERS) {
    const value = search[name];
    if ((typeof value === "string" && value !== "") || typeof value === "number") read[name] = String(value);
  }
  return read;
}
