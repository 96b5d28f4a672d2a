import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextStart, startOf, startsBetween } from "./buckets.ts";
import { niceStep, niceTicks, positionOf, shortNumber } from "./scale.ts";
import { extentOf, stackOf, thickestOf } from "./stack.ts";
import { timeTicks } from "./timeTicks.ts";

const HOUR_MS = 3_600_000;
const NOVEMBER_MS = Date.UTC(2026, 10, 1);

describe("an axis", () => {
  it("holds zero and every value between its ends, in round steps", () => {
    const value = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(value, value, fc.integer({ min: 2, max: 8 }), (a, b, count) => {
        fc.pre(Math.abs(a) > 1e-9 || Math.abs(b) > 1e-9);
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const ticks = niceTicks(low, high, count);
        const slack = Math.max(Math.abs(low), Math.abs(high)) * 1e-6;
        expect(ticks[0]).toBeLessThanOrEqual(Math.min(0, low) + slack);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(0, high) - slack);
        expect(ticks.length).toBeLessThanOrEqual(count + 3);
        expect(ticks).toContain(0);
      }),
    );
  });

  it("shows no tail of floating point", () => expect(niceTicks(0, 0.3, 3)).toEqual([0, 0.1, 0.2, 0.3]));
  it("still has two ends where there is nothing", () => expect(niceTicks(0, 0, 4)).toEqual([0, 1]));
  it("steps by 1, 2 or 5", () => expect([0.9, 1.1, 3, 7, 0.03].map(niceStep)).toEqual([1, 2, 5, 10, 0.05]));
  it("names large and small numbers shortly", () => {
    expect([0, 0.002, 1500, 20_000, 1_500_000, -3e9].map(shortNumber)).toEqual(["0", "0.002", "1500", "20k", "1.5M", "−3B"]);
  });
  it("puts a value where both ends are one at the start", () => expect(positionOf(3, [3, 3], [10, 0])).toBe(10));
});

describe("a stack", () => {
  it("lays what is above zero upwards and what is below downwards, and nothing over another", () => {
    expect(
      stackOf([
        [2, -1],
        [3, 4],
        [-1, -2],
      ]),
    ).toEqual([
      [
        { from: 0, to: 2 },
        { from: 0, to: -1 },
      ],
      [
        { from: 2, to: 5 },
        { from: 0, to: 4 },
      ],
      [
        { from: 0, to: -1 },
        { from: -1, to: -3 },
      ],
    ]);
  });

  it("reaches in each bucket as far as the sums above and below zero", () => {
    const row = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (series) => {
        const buckets = [0, 1, 2].map((index) => series.map((values) => values[index] ?? 0));
        const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
        expect(extentOf(stackOf(series))).toEqual([
          Math.min(...buckets.map((values) => sum(values.filter((value) => value < 0)))),
          Math.max(...buckets.map((values) => sum(values.filter((value) => value > 0)))),
        ]);
      }),
    );
  });

  it("is named where it is thickest, of refunds too", () => {
    expect(
      thickestOf([
        { from: 0, to: 1 },
        { from: 0, to: -5 },
        { from: 2, to: 4 },
      ]),
    ).toBe(1);
  });
});

describe("buckets", () => {
  it("begin at the hour, the day, the Monday and the first of the month, in UTC", () => {
    const timeMs = Date.UTC(2026, 10, 18, 15, 42);
    const starts = (["hour", "day", "week", "month"] as const).map((interval) => new Date(startOf(timeMs, interval)).toISOString());
    expect(starts).toEqual([
      "2026-11-18T15:00:00.000Z",
      "2026-11-18T00:00:00.000Z",
      "2026-11-16T00:00:00.000Z",
      "2026-11-01T00:00:00.000Z",
    ]);
  });

  it("leave no gap between the first and the last", () => {
    const starts = startsBetween(Date.UTC(2025, 9, 18), Date.UTC(2026, 10, 21), "day");
    expect(starts).toHaveLength(400);
    expect(startsBetween(Date.UTC(2026, 0, 31), Date.UTC(2026, 2, 1), "month")).toHaveLength(3);
    expect(nextStart(Date.UTC(2026, 11, 1), "month")).toBe(Date.UTC(2027, 0, 1));
  });
});

describe("buckets of a very long time", () => {
  const [first, far] = [Date.UTC(2024, 0, 1), Date.UTC(2999, 0, 1)];

  it("keep everything that holds something, and show a gap as one", () => {
    const known = [...startsBetween(first, NOVEMBER_MS, "day"), far];
    const starts = startsBetween(first, far, "day", known);
    expect(known.filter((startMs) => !starts.includes(startMs))).toEqual([]);
    expect(starts).toHaveLength(known.length + 2);
    expect(starts).toEqual([...starts].sort((one, other) => one - other));
  });

  it("keep their ends where nothing is known between", () => {
    const starts = startsBetween(first, far, "hour");
    expect([starts[0], starts.at(-1), starts.length]).toEqual([first, far, 4]);
  });
});

describe("the marks of a time axis", () => {
  const texts = (startMs: number, count: number, interval: "hour" | "day", countMax: number): string[] =>
    timeTicks(
      Array.from({ length: count }, (_none, index) => startMs + index * (interval === "hour" ? 1 : 24) * HOUR_MS),
      interval,
      countMax,
      "en-GB",
    ).map(({ text }) => text);

  it("are days while there is room, then weeks from Monday, then months", () => {
    expect(texts(NOVEMBER_MS, 3, "day", 8)).toEqual(["1 Nov", "2 Nov", "3 Nov"]);
    expect(texts(NOVEMBER_MS, 28, "day", 5)).toEqual(["2 Nov", "9 Nov", "16 Nov", "23 Nov"]);
    expect(texts(Date.UTC(2025, 9, 18), 400, "day", 6)).toEqual(["Jan 26", "Apr 26", "Jul 26", "Oct 26"]);
  });

  it("of hours stand in the viewer's zone, with the day at midnight", () => {
    const zone = process.env["TZ"];
    process.env["TZ"] = "Asia/Dubai";
    try {
      expect(texts(Date.UTC(2026, 10, 1, 14), 24, "hour", 4)).toEqual(["18:00", "2 Nov", "06:00", "12:00"]);
    } finally {
      if (zone === undefined) delete process.env["TZ"];
      else process.env["TZ"] = zone;
    }
  });

  it("are one, where there is one bucket, and none where there is none", () => {
    expect(texts(Date.UTC(2026, 10, 21), 1, "day", 6)).toEqual(["21 Nov"]);
    expect(timeTicks([], "day", 6)).toEqual([]);
  });
});
