import { describe, expect, it } from "vitest";
import type { AxisEvent } from "./axisModel.ts";
import { barsInSight, eventAt, eventRows, namesOf, ROW_PX } from "./eventRows.ts";
import { scaleOf } from "./scale.ts";

const WHOLE = { startMs: 0, endMs: 10_000 };

const event = (key: string, startMs: number, endMs: number): AxisEvent => ({
  ...{ key, startMs, endMs, group: "Other" },
  node: {
    ...{ id: key, record_type: key, product: "", event_name: "", relationship: null, cost_status: "reported", cost_rollup: true },
    ...{ original_cost: null, control: null, overhead_cost: null, role: "charge", virtual: false, shared: false },
    cost: { event_cost: "0", cumulative_cost: "0", currency: "USD" },
    ...{ started_at: null, ended_at: null, links: { self: "", records: "" }, record: {}, children: [] },
  },
});

const EVENTS = [event("call", 0, 10_000), event("first", 0, 1_000), event("point", 5_000, 5_000), event("last", 9_000, 10_000)];
const scale = scaleOf(WHOLE, 1_000);
const rows = eventRows(EVENTS, WHOLE, 1_000);

describe("the rows of the events", () => {
  it("give a point a width that can be seen", () => {
    const bar = barsInSight(rows, scale, 0, 9).find(({ event: { key } }) => key === "point");
    expect(bar).toMatchObject({ row: 1, left: 500, width: 4 });
  });

  it("draw only what is in sight, sideways and downwards", () => {
    const zoomed = scaleOf({ startMs: 4_000, endMs: 6_000 }, 1_000);
    expect(barsInSight(rows, zoomed, 0, 9).map(({ event: { key } }) => key)).toEqual(["call", "point"]);
    expect(barsInSight(rows, scale, 1, 1).map(({ event: { key } }) => key)).toEqual(["first", "point", "last"]);
  });

  it("find the event below a place, and none beside it", () => {
    expect(eventAt(rows, scale, 501, ROW_PX + 3)?.key).toBe("point");
    expect(eventAt(rows, scale, 700, 3)?.key).toBe("call");
    expect(eventAt(rows, scale, 700, ROW_PX + 3)).toBeUndefined();
    expect(eventAt(rows, scale, 5, 9 * ROW_PX)).toBeUndefined();
  });

  it("name what has room and shorten what has little", () => {
    const bars = barsInSight(eventRows([event("recording", 0, 100), event("b", 700, 800)], WHOLE, 1_000), scale, 0, 9);
    expect(namesOf(bars, 1_000).map(({ text }) => text)).toEqual(["recording", "b"]);
    const narrow = scaleOf(WHOLE, 60);
    const close = barsInSight(eventRows([event("recording", 0, 100)], WHOLE, 60), narrow, 0, 9);
    expect(namesOf(close, 60).map(({ text }) => text)).toEqual(["record…"]);
    expect(namesOf(close, 20)).toEqual([]);
  });
});
