import { readTexts } from "../../addressText.ts";
import type { Operations } from "../../api/native.generated.ts";
import { amountOf, dialledOf, flagOf, instantMsOf, lengthMsOf } from "./filterValues.ts";

/** The filters that the sessions' address carries, so that a view can be sent to somebody. */
const FILTERS = [
  "q",
  "within",
  "after",
  "before",
  "agent",
  "agent_id",
  "channel",
  "direction",
  "state",
  "outcome",
  "sentiment",
  "product",
  "cost_min",
  "cost_max",
  "length_min",
  "length_max",
  "latency_min",
  "unknown_cost",
  "recording",
  "number",
  "id",
] as const;
const NAMES = [...FILTERS, "sort", "columns"] as const;
export type FilterName = (typeof FILTERS)[number];
export type SessionSearch = { readonly [Name in (typeof NAMES)[number]]?: string };
export type SearchChange = { readonly [Name in (typeof NAMES)[number]]?: string | undefined };
export type SessionQuery = Operations["GET /v1/sessions"]["query"];

const HOUR_MS = 3_600_000;
/** Time ranges that move along with the clock. */
const WITHIN_MS: ReadonlyMap<string | undefined, number> = new Map([
  ["1h", HOUR_MS],
  ["24h", 24 * HOUR_MS],
  ["7d", 168 * HOUR_MS],
  ["30d", 720 * HOUR_MS],
  ["90d", 2_160 * HOUR_MS],
]);
/** A moving range ends a little later than now: clocks differ, and what lies in the far future is no part of it. */
const AHEAD_MS = 300_000;
export const DEFAULT_SORT = "-started_at";

const READERS: ReadonlyMap<string, (text: string) => unknown> = new Map<FilterName, (text: string) => unknown>([
  ["within", (text) => WITHIN_MS.get(text)],
  ["after", instantMsOf],
  ["before", instantMsOf],
  ["cost_min", amountOf],
  ["cost_max", amountOf],
  ["length_min", (text) => lengthMsOf(text)],
  ["length_max", (text) => lengthMsOf(text)],
  ["latency_min", (text) => lengthMsOf(text, 1)],
  ["unknown_cost", flagOf],
  ["recording", flagOf],
]);

/** Whether a filter's text can be asked for; one that cannot stays in the address, and the page says so. */
export function isUnderstood(name: FilterName, text: string | undefined): boolean {
  const read = READERS.get(name);
  return text === undefined || read === undefined || read(text) !== undefined;
}

/** Whatever is no filter is left out; an empty one is none. */
export const readSessionSearch = (search: Record<string, unknown>): SessionSearch => readTexts(NAMES, search);

/** The API's own words for a view. A range that moves ends at a whole minute, so that one view is asked for once. */
export function toQuery(search: SessionSearch, nowMs: number): SessionQuery {
  return withoutEmpty({ ...timeQuery(search, nowMs), ...wordQuery(search), ...rangeQuery(search), sort: search.sort ?? DEFAULT_SORT });
}

function timeQuery({ within, after, before }: SessionSearch, nowMs: number): SessionQuery {
  const withinMs = WITHIN_MS.get(within);
  if (withinMs === undefined) return withoutEmpty({ started_after: instantOf(after), started_before: instantOf(before) });
  return { started_after: new Date(minuteOf(nowMs) - withinMs).toISOString(), started_before: endAt(nowMs) };
}

const minuteOf = (nowMs: number): number => Math.floor(nowMs / 60_000) * 60_000;
const endAt = (nowMs: number): string => new Date(minuteOf(nowMs) + AHEAD_MS).toISOString();

/** What was asked once, asked again: a range that moves has a later end by now, so that what came in since is in it. */
export const queryAt = (query: SessionQuery, { within }: SessionSearch, nowMs: number): SessionQuery =>
  WITHIN_MS.has(within) ? { ...query, started_before: endAt(nowMs) } : query;

const wordQuery = (search: SessionSearch): SessionQuery =>
  withoutEmpty({
    q: search.q,
    agent_name_contains: search.agent,
    agent_id: search.agent_id,
    channel: search.channel,
    direction: search.direction,
    state: search.state,
    outcome: search.outcome,
    sentiment: search.sentiment,
    product: search.product,
    number_contains: dialledOf(search.number),
    alias: search.id,
  });

const rangeQuery = (search: SessionSearch): SessionQuery =>
  withoutEmpty({
    owned_cost_min: amountOf(search.cost_min),
    owned_cost_max: amountOf(search.cost_max),
    duration_ms_min: lengthMsOf(search.length_min),
    duration_ms_max: lengthMsOf(search.length_max),
    latency_p95_ms_min: lengthMsOf(search.latency_min, 1),
    unknown_cost: flagOf(search.unknown_cost),
    has_recording: flagOf(search.recording),
  });

/** Exact optional members: what is not asked is not there. */
function withoutEmpty(query: { readonly [Name in keyof SessionQuery]: SessionQuery[Name] | undefined }): SessionQuery {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as SessionQuery;
}

function instantOf(text: string | undefined): string | undefined {
  const timeMs = instantMsOf(text);
  return timeMs === undefined ? undefined : new Date(timeMs).toISOString();
}

/** The order after the head of a column was pressed: largest first, then smallest first, then as usual. */
export function nextSort(sort: string | undefined, field: string): string | undefined {
  const current = sort ?? DEFAULT_SORT;
  if (current === `-${field}`) return field;
  return current === field ? undefined : `-${field}`;
}

/** The same order from its other end. */
export const reversedSort = (sort: string | undefined): string => {
  const current = sort ?? DEFAULT_SORT;
  return current.startsWith("-") ? current.slice(1) : `-${current}`;
};

export const hasFilters = (search: SessionSearch): boolean => FILTERS.some((name) => search[name] !== undefined);

/** What names one list of rows: another order is another list, other columns are not. */
export const listKey = ({ columns: _columns, ...rest }: SessionSearch): string =>
  JSON.stringify(NAMES.map((name) => (rest as SessionSearch)[name]));

/** Without any filter; order and columns stay. */
export const withoutFilters = ({ sort, columns }: SessionSearch): SessionSearch => ({
  ...(sort === undefined ? {} : { sort }),
  ...(columns === undefined ? {} : { columns }),
});
