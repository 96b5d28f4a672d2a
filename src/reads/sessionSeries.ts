import type { SessionHour } from "../store/conversationStore.ts";

/** From the finest to the widest; all UTC, weeks begin on Monday. */
export const SERIES_INTERVALS = ["hour", "day", "week", "month"] as const;
export type SeriesInterval = (typeof SERIES_INTERVALS)[number];

export interface SeriesPoint {
  readonly startMs: number;
  readonly sessionCount: number;
  readonly ownedCostNanos: bigint;
  readonly unknownCostCount: number;
  /** Nearest rank over the sessions that have one; null: none has. */
  readonly latencyP95Ms: number | null;
}

const DAY_MS = 86_400_000;
const STEP_MS = { hour: 3_600_000, day: DAY_MS, week: 7 * DAY_MS } as const;
/** 1970 began on a Thursday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;
const POINTS_MAX = 120;

/** Points in order of time, without those that no session is in. Without an interval: the finest that has at most 120 over the whole span. */
export function foldSeries(
  hours: readonly SessionHour[],
  asked: SeriesInterval | undefined,
): { interval: SeriesInterval; points: SeriesPoint[] } {
  const interval = asked ?? finestOver(hours);
  const byStart = Map.groupBy(hours, ({ hourMs }) => startOf(hourMs, interval));
  const points = [...byStart].map(([startMs, ofStart]) => pointOf(startMs, ofStart)).sort((a, b) => a.startMs - b.startMs);
  return { interval, points };
}

function pointOf(startMs: number, hours: readonly SessionHour[]): SeriesPoint {
  let [sessionCount, ownedCostNanos, unknownCostCount] = [0, 0n, 0];
  for (const hour of hours) {
    sessionCount += hour.count;
    ownedCostNanos += hour.ownedCostNanos;
    unknownCostCount += hour.unknownCostCount;
  }
  return { startMs, sessionCount, ownedCostNanos, unknownCostCount, latencyP95Ms: latencyP95(hours) };
}

function latencyP95(hours: readonly SessionHour[]): number | null {
  const known = hours.flatMap(({ latencyP95Ms, count }) => (latencyP95Ms === null ? [] : [{ latencyP95Ms, count }]));
  const rank = Math.ceil((known.reduce((sum, { count }) => sum + count, 0) * 95) / 100);
  let passed = 0;
  for (const { latencyP95Ms, count } of known.sort((a, b) => a.latencyP95Ms - b.latencyP95Ms)) {
    passed += count;
    if (passed >= rank) return latencyP95Ms;
  }
  return null;
}

function finestOver(hours: readonly SessionHour[]): SeriesInterval {
  let [firstMs, lastMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { hourMs } of hours) [firstMs, lastMs] = [Math.min(firstMs, hourMs), Math.max(lastMs, hourMs)];
  for (const interval of ["hour", "day", "week"] as const) {
    const spanMs = startOf(lastMs, interval) - startOf(firstMs, interval);
    if (hours.length === 0 || spanMs < POINTS_MAX * STEP_MS[interval]) return interval;
  }
  return "month";
}

function startOf(timeMs: number, interval: SeriesInterval): number {
  switch (interval) {
    case "hour":
      return timeMs - modulo(timeMs, STEP_MS.hour);
    case "day":
      return timeMs - modulo(timeMs, DAY_MS);
    case "week":
      return timeMs - modulo(timeMs - FIRST_MONDAY_MS, STEP_MS.week);
    case "month":
      return new Date(timeMs).setUTCDate(1) - modulo(timeMs, DAY_MS);
  }
}

/** Never negative, for times before 1970. */
const modulo = (value: number, divisor: number): number => ((value % divisor) + divisor) % divisor;
