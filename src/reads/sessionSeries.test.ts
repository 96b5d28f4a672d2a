import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SessionHour } from "../store/conversationStore.ts";
import { foldSeries, SERIES_INTERVALS } from "./sessionSeries.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const at = (time: string, given: Partial<SessionHour> = {}): SessionHour => ({
  ...{ hourMs: Date.parse(`${time}:00:00Z`), latencyP95Ms: null, count: 1, ownedCostNanos: 0n, unknownCostCount: 0 },
  ...given,
});
const startsOf = (hours: readonly SessionHour[], interval: (typeof SERIES_INTERVALS)[number]): string[] =>
  foldSeries(hours, interval).points.map(({ startMs }) => new Date(startMs).toISOString().slice(0, 13));

describe("a series", () => {
  it("adds the hours of an interval, and is in order of time", () => {
    const hours = [
      at("2026-03-18T00", { count: 2, ownedCostNanos: 5n, unknownCostCount: 1 }),
      at("2026-03-17T23", { count: 1, ownedCostNanos: 2n ** 70n }),
      at("2026-03-18T23", { count: 3, ownedCostNanos: -6n, unknownCostCount: 4 }),
    ];
    expect(foldSeries(hours, "day").points).toEqual([
      { startMs: Date.parse("2026-03-17"), sessionCount: 1, ownedCostNanos: 2n ** 70n, unknownCostCount: 0, latencyP95Ms: null },
      { startMs: Date.parse("2026-03-18"), sessionCount: 5, ownedCostNanos: -1n, unknownCostCount: 5, latencyP95Ms: null },
    ]);
  });

  it("has weeks from Monday and months of any length, before 1970 too", () => {
    const hours = ["2026-03-01T23", "2026-03-02T00", "2026-02-28T05", "2024-02-29T12", "1969-12-31T23", "1970-01-01T00"].map((time) =>
      at(time),
    );
    expect(startsOf(hours, "week")).toEqual(["1969-12-29T00", "2024-02-26T00", "2026-02-23T00", "2026-03-02T00"]);
    expect(startsOf(hours, "month")).toEqual(["1969-12-01T00", "1970-01-01T00", "2024-02-01T00", "2026-02-01T00", "2026-03-01T00"]);
  });

  it.each([
    [[], null],
    [[[700, 1]], 700],
    [
      [
        [900, 1],
        [100, 19],
      ],
      100,
    ],
    [
      [
        [900, 2],
        [100, 19],
      ],
      900,
    ],
    [
      [
        [300, 1],
        [100, 1],
        [200, 1],
      ],
      300,
    ],
    [
      [
        [null, 1_000],
        [5, 1],
      ],
      5,
    ],
  ] as [[number | null, number][], number | null][])("finds the 95th percentile of %j by nearest rank", (latencies, p95) => {
    const hours = latencies.map(([latencyP95Ms, count]) => at("2026-03-17T10", { latencyP95Ms, count }));
    expect(foldSeries([...hours, at("2026-03-17T11")], "day").points.map(({ latencyP95Ms }) => latencyP95Ms)).toEqual([p95]);
  });

  it.each([
    [0, "hour"],
    [119 * HOUR_MS, "hour"],
    [120 * HOUR_MS, "day"],
    [119 * DAY_MS, "day"],
    [120 * DAY_MS, "week"],
    [119 * 7 * DAY_MS, "week"],
    [120 * 7 * DAY_MS, "month"],
    [50 * 366 * DAY_MS, "month"],
  ])("over %d ms is by the finest interval with at most 120 points: %s", (spanMs, interval) => {
    const first = at("2026-03-16T00");
    expect(foldSeries([first, { ...first, hourMs: first.hourMs + spanMs }], undefined).interval).toBe(interval);
  });

  it("of nothing has no points", () => {
    expect(foldSeries([], undefined)).toEqual({ interval: "hour", points: [] });
    expect(foldSeries([], "month")).toEqual({ interval: "month", points: [] });
  });

  it("counts every session once, whatever the interval", () => {
    const hour = fc.record({
      hourMs: fc.integer({ min: -400_000, max: 700_000 }).map((n) => n * HOUR_MS),
      count: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(hour), fc.constantFrom(...SERIES_INTERVALS), (given, interval) => {
        const hours = given.map((one) => at("2026-03-17T10", { ...one, ownedCostNanos: BigInt(one.count) }));
        const { points } = foldSeries(hours, interval);
        const count = given.reduce((sum, one) => sum + one.count, 0);
        expect(points.reduce((sum, { sessionCount }) => sum + sessionCount, 0)).toBe(count);
        expect(points.reduce((sum, { ownedCostNanos }) => sum + ownedCostNanos, 0n)).toBe(BigInt(count));
        expect(points.map(({ startMs }) => startMs)).toEqual([...new Set(points.map(({ startMs }) => startMs))].sort((a, b) => a - b));
      }),
    );
  });
});
