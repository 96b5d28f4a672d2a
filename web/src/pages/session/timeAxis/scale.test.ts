import { describe, expect, it } from "vitest";
import { clockText, moveInto, scaleOf, showing, ticksOf, zoom } from "./scale.ts";

const WHOLE = { startMs: -1_000, endMs: 99_000 };

describe("the scale of the time axis", () => {
  it("leads from times to places and back", () => {
    const scale = scaleOf({ startMs: 2_000, endMs: 4_000 }, 500);
    expect(scale.xOf(2_000)).toBe(0);
    expect(scale.xOf(3_000)).toBe(250);
    expect(scale.timeOf(scale.xOf(2_345))).toBeCloseTo(2_345);
  });

  it("holds for a strip without width and a stretch without length", () => {
    expect(scaleOf({ startMs: 5, endMs: 5 }, 100).xOf(5)).toBe(0);
    expect(scaleOf(WHOLE, 0).timeOf(10)).toBe(-1_000);
  });

  it("zooms around a time that stays where it was", () => {
    const view = zoom(WHOLE, WHOLE, 0.5, 24_000);
    expect(view).toEqual({ startMs: 11_500, endMs: 61_500 });
    expect(scaleOf(view, 100).xOf(24_000)).toBe(scaleOf(WHOLE, 100).xOf(24_000));
  });

  it("never shows more than the whole, nor less than can be told apart", () => {
    expect(zoom({ startMs: 0, endMs: 60_000 }, WHOLE, 8, 1_000)).toEqual(WHOLE);
    const closest = zoom({ startMs: 0, endMs: 300 }, WHOLE, 0.001, 100);
    expect(closest.endMs - closest.startMs).toBeCloseTo(200);
  });

  it("moves no further than to the ends", () => {
    expect(moveInto({ startMs: -9_000, endMs: 1_000 }, WHOLE)).toEqual({ startMs: -1_000, endMs: 9_000 });
    expect(moveInto({ startMs: 95_000, endMs: 105_000 }, WHOLE)).toEqual({ startMs: 89_000, endMs: 99_000 });
  });

  it("follows a time out of sight, and stays for one in sight", () => {
    const view = { startMs: 0, endMs: 10_000 };
    expect(showing(view, WHOLE, 9_999)).toBe(view);
    expect(showing(view, WHOLE, 20_000)).toEqual({ startMs: 19_000, endMs: 29_000 });
  });

  it("marks round times with room for their names", () => {
    expect(ticksOf(scaleOf({ startMs: -1_000, endMs: 61_000 }, 800))).toEqual({
      stepMs: 10_000,
      atMs: [0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000],
    });
    expect(ticksOf(scaleOf({ startMs: 0, endMs: 40 * 365 * 86_400_000 }, 800)).atMs.length).toBeLessThan(12);
    expect(ticksOf(scaleOf(WHOLE, 0)).atMs.length).toBeLessThan(3);
  });
});

describe("the text of a time on the axis", () => {
  it.each([
    [0, 1_000, "0:00"],
    [14_250, 1_000, "0:14"],
    [14_250, 100, "0:14.2"],
    [14_250, 20, "0:14.25"],
    [3_723_000, 1_000, "1:02:03"],
    [-2_500, 1_000, "−0:02"],
    [-300, 1_000, "0:00"],
    [8_200, 100, "0:08.2"],
    [86_399_000, 1_000, "23:59:59"],
    [86_400_000, 1_000, "1 d 00:00:00"],
    [3 * 86_400_000 + 4 * 3_600_000, 3_600_000, "3 d 04:00"],
    [3 * 86_400_000 + 5_250, 100, "3 d 00:00:05"],
    [3 * 86_400_000, 86_400_000, "3 d"],
    [-2 * 86_400_000 - 60_000, 60_000, "−2 d 00:01"],
    [9_020_040 * 3_600_000, 1_000, "1,029 y 250 d 00:00"],
    [730 * 86_400_000, 365 * 86_400_000, "2 y"],
  ])("%d ms in steps of %d ms is %s", (atMs, stepMs, text) => {
    expect(clockText(atMs, stepMs)).toBe(text);
  });
});
