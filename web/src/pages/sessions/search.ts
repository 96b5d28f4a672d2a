import { readTexts } from "../../addressText.ts";
import type { Operations } from "../../api/native.generated.ts";

/** The filters that the sessions' address carries, so that a view can be sent to somebody. */
const FILTERS = [
  "q",
  "state",
  "agent",
  "outcome",
  "sentiment",
  "channel",
  "product",
  "unknown_cost",
  "within",
  "after",
  "before",
  "sort",
] as const;
export type FilterName = (typeof FILTERS)[number];
export type SessionSearch = { readonly [Name in FilterName]?: string };
export type SessionQuery = Operations["GET /v1/sessions"]["query"];

const HOUR_MS = 3_600_000;
/** Time ranges that move along with the clock. */
export const WITHIN_MS: Readonly<Record<string, number>> = {
  "1h": HOUR_MS,
  "24h": 24 * HOUR_MS,
  "7d": 168 * HOUR_MS,
  "30d": 720 * HOUR_MS,
};
export const DEFAULT_SORT = "-started_at";

/** Whatever is no filter is left out; an empty one is none. */
export const readSessionSearch = (search: Record<string, unknown>): SessionSearch => readTexts(FILTERS, search);

/** The API's own words for a view. A range that moves ends at a whole minute, so that one view is asked for once. */
export function toQuery(search: SessionSearch, nowMs: number): SessionQuery {
  const { q, state, agent, outcome, sentiment, channel, product, unknown_cost, within, after, before, sort } = search;
  const withinMs = within === undefined ? undefined : WITHIN_MS[within];
  const minuteMs = Math.floor(nowMs / 60_000) * 60_000;
  const startedAfter = withinMs === undefined ? instantOf(after) : new Date(minuteMs - withinMs).toISOString();
  const startedBefore = withinMs === undefined ? instantOf(before) : undefined;
  return {
    ...(q === undefined ? {} : { q }),
    ...(state === undefined ? {} : { state }),
    ...(agent === undefined ? {} : { agent_name_contains: agent }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(sentiment === undefined ? {} : { sentiment }),
    ...(channel === undefined ? {} : { channel }),
    ...(product === undefined ? {} : { product }),
    ...(unknown_cost === "true" ? { unknown_cost: true } : {}),
    ...(startedAfter === undefined ? {} : { started_after: startedAfter }),
    ...(startedBefore === undefined ? {} : { started_before: startedBefore }),
    sort: sort ?? DEFAULT_SORT,
  };
}

/** A `datetime-local` field's text is in the viewer's zone. */
function instantOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const timeMs = Date.parse(text);
  return Number.isNaN(timeMs) ? undefined : new Date(timeMs).toISOString();
}

/** The order after the head of a column was pressed: largest first, then smallest first, then as usual. */
export function nextSort(sort: string | undefined, field: string): string | undefined {
  const current = sort ?? DEFAULT_SORT;
  if (current === `-${field}`) return field;
  return current === field ? undefined : `-${field}`;
}

export const hasFilters = ({ sort: _sort, ...filters }: SessionSearch): boolean => Object.keys(filters).length > 0;
