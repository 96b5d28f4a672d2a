import { describe, expect, it } from "vitest";
import { bucketsOf, localMinute } from "./series.ts";

const point = (start: string, session_count: number) => ({
  start,
  session_count,
  owned_cost: "1.5",
  unknown_cost_count: 0,
  latency_p95_ms: 9,
});

describe("sessions over time", () => {
  it("have every interval between the first and the last, with nothing where there was nothing", () => {
    const data = [point("2026-11-02T00:00:00.000Z", 2), point("2026-11-16T00:00:00.000Z", 1)];
    const buckets = bucketsOf({ interval: "week", currency: "USD", data });
    expect(
      buckets.map(({ start, session_count, owned_cost, latency_p95_ms }) => [
        start.slice(0, 10),
        session_count,
        owned_cost,
        latency_p95_ms,
      ]),
    ).toEqual([
      ["2026-11-02", 2, "1.5", 9],
      ["2026-11-09", 0, "0.000000", null],
      ["2026-11-16", 1, "1.5", 9],
    ]);
  });

  it("are none where no session matches", () => expect(bucketsOf({ interval: "day", currency: "USD", data: [] })).toEqual([]));

  it("name a time as the field for it does, and give the same time back", () => {
    const timeMs = Date.UTC(2026, 0, 2, 3, 4);
    expect(localMinute(timeMs)).toMatch(/^2026-01-0\dT\d\d:\d\d$/);
    expect(Date.parse(localMinute(timeMs))).toBe(timeMs);
  });
});
