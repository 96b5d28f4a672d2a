export type Interval = "hour" | "day" | "week" | "month";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** 1970 began on a Thursday; weeks begin on Mondays. */
const MONDAY_MS = 4 * DAY_MS;

/** The start of the interval that a time lies in; hours, days, weeks and months are UTC, as the API counts them. */
export function startOf(timeMs: number, interval: Interval): number {
  if (interval === "month") {
    const date = new Date(timeMs);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  }
  const [lengthMs, offsetMs] = { hour: [HOUR_MS, 0], day: [DAY_MS, 0], week: [7 * DAY_MS, MONDAY_MS] }[interval] as [number, number];
  return Math.floor((timeMs - offsetMs) / lengthMs) * lengthMs + offsetMs;
}

export function nextStart(startMs: number, interval: Interval): number {
  if (interval === "month") {
    const date = new Date(startMs);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  }
  return startMs + { hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS }[interval];
}

/** More than a screen has room for. */
const BUCKETS_MAX = 2_000;

/**
 * The start of every interval from the first time to the last, those without anything too: a gap is shown as one. Where that
 * would be too many, such as with one record dated far ahead, long gaps shrink; an interval of a known time is never left out.
 */
export function startsBetween(firstMs: number, lastMs: number, interval: Interval, knownMs: readonly number[] = []): number[] {
  const starts: number[] = [];
  for (let startMs = startOf(firstMs, interval); startMs <= lastMs; startMs = nextStart(startMs, interval)) {
    if (starts.length === BUCKETS_MAX) return startsAround([firstMs, ...knownMs, lastMs], interval);
    starts.push(startMs);
  }
  return starts;
}

/** Intervals with something in them, and of every gap the first and the last. */
function startsAround(timesMs: readonly number[], interval: Interval): number[] {
  const known = [...new Set(timesMs.map((timeMs) => startOf(timeMs, interval)))].sort((one, other) => one - other);
  const starts = known.flatMap((startMs, index) => {
    const before = index === 0 ? [] : [startOf(startMs - 1, interval)];
    return [...before, startMs, ...(index === known.length - 1 ? [] : [nextStart(startMs, interval)])];
  });
  return [...new Set(starts)].sort((one, other) => one - other);
}
