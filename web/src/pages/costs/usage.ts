import type { ExchangeRate, Operations } from "../../api/native.generated.ts";
import { type Interval, startsBetween } from "../../components/charts/buckets.ts";
import type { AmountSeries } from "../../components/charts/stackedAreas.tsx";
import { compare, sumOf } from "../../decimal.ts";
import type { Dimension, Range } from "./search.ts";

export type Usage = Operations["GET /v1/usage"]["answer"];
export type UsageRow = Usage["data"][number];
export type CurrencySum = Usage["totals"]["by_currency"][number];
export type ChartInterval = Extract<Interval, "hour" | "day">;

/** Rows of one value of a dimension. */
export interface Group {
  /** Null: no agent, no model, no time. */
  readonly value: string | null;
  readonly cost: string;
  readonly recordCount: number;
  readonly unknownCount: number;
}

const DAY_MS = 86_400_000;
/** Within two days hours tell more than days. */
const HOURS_UP_TO_MS = 2 * DAY_MS;
const SERIES_MAX = 7;
export const OTHER = "other";

/** Days, or hours where the time is short; `days` are the days that there is anything on, for a time without bounds. */
export function intervalOf({ from, to }: Range, days: readonly string[], nowMs: number): ChartInterval {
  const first = from === undefined ? Date.parse(days[0] ?? "") : Date.parse(from);
  const last = to !== undefined ? Date.parse(to) : from !== undefined ? nowMs : Date.parse(days.at(-1) ?? "") + DAY_MS;
  return last - first <= HOURS_UP_TO_MS ? "hour" : "day";
}

function valueIn(row: UsageRow, dimension: Dimension): string | null {
  return (dimension === "agent" ? row.agent_id : row[dimension]) ?? null;
}

/** Dearest first; days in their order. Sums are exact, and of one currency. */
export function groupsOf(rows: readonly UsageRow[], dimension: Dimension, currency: string): Group[] {
  const byValue = new Map<string | null, UsageRow[]>();
  for (const row of rows) {
    if (row.currency !== currency) continue;
    const value = valueIn(row, dimension);
    const same = byValue.get(value);
    if (same === undefined) byValue.set(value, [row]);
    else same.push(row);
  }
  const groups = [...byValue].map(([value, same]) => ({
    value,
    cost: sumOf(same.map(({ cost }) => cost)),
    recordCount: same.reduce((count, row) => count + row.record_count, 0),
    unknownCount: same.reduce((count, row) => count + row.unknown_cost_count, 0),
  }));
  return groups.sort(dimension === "day" ? byDay : byCost);
}

const byCost = (a: Group, b: Group): number => compare(b.cost, a.cost) || (String(a.value) < String(b.value) ? -1 : 1);
const byDay = (a: Group, b: Group): number => (a.value === null ? 1 : b.value === null ? -1 : a.value < b.value ? 1 : -1);

/** Every bucket of the time that is looked at, whether anything was charged in it or not. */
export function startsOf(rows: readonly UsageRow[], interval: ChartInterval, { from, to }: Range, nowMs: number): number[] {
  const times = rows.flatMap((row) => bucketOf(row, interval) ?? []);
  if (times.length === 0) return [];
  const first = from === undefined ? times.reduce((a, b) => Math.min(a, b)) : Date.parse(from);
  const last = times.reduce((a, b) => Math.max(a, b));
  // A time that is still running goes on until now.
  const end = to !== undefined ? Date.parse(to) - 1 : from === undefined ? last : Math.max(last, nowMs);
  return startsBetween(first, Math.max(first, Math.min(end, Math.max(last, nowMs))), interval, times);
}

function bucketOf(row: UsageRow, interval: ChartInterval): number | undefined {
  const text = interval === "hour" ? row.hour : row.day;
  return text === null || text === undefined ? undefined : Date.parse(text);
}

/** The dearest seven and all others together, each bucket's sum exact. */
export function seriesOf(
  rows: readonly UsageRow[],
  { dimension, currency, interval }: { dimension: Dimension; currency: string; interval: ChartInterval },
  starts: readonly number[],
  nameOf: (value: string | null) => string,
): AmountSeries[] {
  const places = new Map(starts.map((startMs, index) => [startMs, index]));
  const ofCurrency = rows.filter((row) => row.currency === currency);
  // By day there is nothing to tell apart: the days are the axis already.
  const groups = dimension === "day" ? [] : groupsOf(ofCurrency, dimension, currency);
  const named = groups.length <= SERIES_MAX + 1 ? groups : groups.slice(0, SERIES_MAX);
  const keyOf = (row: UsageRow): string => {
    const value = valueIn(row, dimension);
    return named.some((group) => group.value === value) ? JSON.stringify(value) : OTHER;
  };
  const keys = [
    ...named.map(({ value }) => JSON.stringify(value)),
    ...(named.length === groups.length && groups.length > 0 ? [] : [OTHER]),
  ];
  const amounts = new Map(keys.map((key) => [key, starts.map((): string[] => [])]));
  for (const row of ofCurrency) {
    const place = places.get(bucketOf(row, interval) ?? Number.NaN);
    if (place !== undefined) amounts.get(keyOf(row))?.[place]?.push(row.cost);
  }
  const nameOfKey = (key: string): string => {
    if (key === OTHER) return dimension === "day" ? "Everything" : `Other (${groups.length - named.length})`;
    return nameOf(JSON.parse(key) as string | null);
  };
  return keys.map((key) => ({ key, name: nameOfKey(key), amounts: (amounts.get(key) ?? []).map(sumOf) }));
}

const CURRENCIES_FIRST = 5;

/** The first few, and the chosen one wherever it stands: tens of them would push everything else off the screen. */
export function currenciesShown(sums: readonly CurrencySum[], chosen: string, isWhole: boolean) {
  const shown = isWhole ? sums : sums.filter(({ currency }, index) => index < CURRENCIES_FIRST || currency === chosen);
  return { shown, restCount: sums.length - shown.length };
}

/** What no chart over time can show: charges without a time. Undefined where there is none. */
export function undatedOf(rows: readonly UsageRow[], currency: string, interval: ChartInterval): string | undefined {
  const undated = rows.filter((row) => row.currency === currency && bucketOf(row, interval) === undefined);
  return undated.length === 0 ? undefined : sumOf(undated.map(({ cost }) => cost));
}

/** How many records of unknown cost each bucket holds: their sums are at least what is shown. */
export function unknownCounts(
  rows: readonly UsageRow[],
  currency: string,
  interval: ChartInterval,
  starts: readonly number[],
): readonly number[] {
  const counts = new Map<number | undefined, number>();
  for (const row of rows) {
    if (row.currency !== currency) continue;
    const startMs = bucketOf(row, interval);
    counts.set(startMs, (counts.get(startMs) ?? 0) + row.unknown_cost_count);
  }
  return starts.map((startMs) => counts.get(startMs) ?? 0);
}

/** What these amounts are together, each currency for itself, the largest count first; nothing of unknown ones. */
export function togetherOf(costs: readonly { readonly amount: string | null; readonly currency: string }[]) {
  const byCurrency = new Map<string, string[]>();
  for (const { amount, currency } of costs) {
    if (amount !== null) byCurrency.set(currency, [...(byCurrency.get(currency) ?? []), amount]);
  }
  return [...byCurrency]
    .sort(([, some], [, others]) => others.length - some.length)
    .map(([currency, amounts]) => ({ currency, amount: sumOf(amounts) }));
}

/** Charges that no exchange rate was in force for. */
export interface MissingRate {
  readonly currency: string;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly cost: string;
  readonly recordCount: number;
}

/** Which rates are missing for which days, out of sums by day and currency. */
export function missingRates(rows: readonly UsageRow[], rates: readonly ExchangeRate[], organizationCurrency: string): MissingRate[] {
  const missing = new Map<string, UsageRow[]>();
  for (const row of rows) {
    if (row.currency === organizationCurrency || hasRate(row, rates)) continue;
    const before = missing.get(row.currency);
    if (before === undefined) missing.set(row.currency, [row]);
    else before.push(row);
  }
  return [...missing].map(([currency, same]) => {
    const days = same.flatMap(({ day }) => day ?? []).sort();
    return {
      currency,
      firstDay: days[0] ?? null,
      lastDay: days.at(-1) ?? null,
      cost: sumOf(same.map(({ cost }) => cost)),
      recordCount: same.reduce((count, row) => count + row.record_count, 0),
    };
  });
}

function hasRate({ currency, day }: UsageRow, rates: readonly ExchangeRate[]): boolean {
  return rates.some((rate) => rate.currency === currency && (day === null || day === undefined || rate.effective_at.slice(0, 10) <= day));
}
