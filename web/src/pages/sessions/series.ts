import type { Operations } from "../../api/native.generated.ts";
import { startsBetween } from "../../components/charts/buckets.ts";

export type SessionSeries = Operations["GET /v1/session-series"]["answer"];
type SeriesPoint = SessionSeries["data"][number];

export interface SeriesBucket extends SeriesPoint {
  readonly startMs: number;
}

/** Every interval from the first to the last, those without sessions too. */
export function bucketsOf({ interval, data }: SessionSeries): SeriesBucket[] {
  const known = new Map(data.map((point) => [Date.parse(point.start), point]));
  const times = [...known.keys()];
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return [];
  return startsBetween(first, last, interval, times).map((startMs) => {
    const nothing = { session_count: 0, owned_cost: "0.000000", unknown_cost_count: 0, latency_p95_ms: null };
    return { start: new Date(startMs).toISOString(), ...nothing, ...known.get(startMs), startMs };
  });
}

/** As a `datetime-local` field writes it: in the viewer's zone, to the minute. */
export function localMinute(timeMs: number): string {
  const date = new Date(timeMs);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
