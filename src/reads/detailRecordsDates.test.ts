import { describe, expect, it } from "vitest";
import { dateRangeWindow } from "./detailRecordsDates.ts";

/** A Saturday. */
const NOW_MS = Date.UTC(2026, 10, 21, 13, 40);
const days = (name: string, nowMs = NOW_MS): [string, string] => {
  const { fromMs, beforeMs } = dateRangeWindow(name, nowMs);
  return [new Date(fromMs).toISOString(), new Date(beforeMs).toISOString()];
};
const at = (day: string): string => `${day}T00:00:00.000Z`;

describe("a date range", () => {
  it.each([
    ["yesterday", "2026-11-20", "2026-11-21"],
    ["today", "2026-11-21", "2026-11-22"],
    ["tomorrow", "2026-11-22", "2026-11-23"],
    ["last_week", "2026-11-09", "2026-11-16"],
    ["this_week", "2026-11-16", "2026-11-23"],
    ["next_week", "2026-11-23", "2026-11-30"],
    ["last_month", "2026-10-01", "2026-11-01"],
    ["this_month", "2026-11-01", "2026-12-01"],
    ["next_month", "2026-12-01", "2027-01-01"],
    ["last_7_days", "2026-11-14", "2026-11-22"],
    ["last_1_days", "2026-11-20", "2026-11-22"],
  ])("reads %s as whole UTC days", (name, from, before) => {
    expect(days(name)).toEqual([at(from), at(before)]);
  });

  it("begins weeks on Monday, on a Monday and on a Sunday as well", () => {
    expect(days("this_week", Date.UTC(2026, 10, 16))).toEqual([at("2026-11-16"), at("2026-11-23")]);
    expect(days("this_week", Date.UTC(2026, 10, 22, 23, 59, 59, 999))).toEqual([at("2026-11-16"), at("2026-11-23")]);
  });

  it("crosses the year in both directions", () => {
    expect(days("last_month", Date.UTC(2027, 0, 31))).toEqual([at("2026-12-01"), at("2027-01-01")]);
    expect(days("next_month", Date.UTC(2026, 11, 31))).toEqual([at("2027-01-01"), at("2027-02-01")]);
  });

  it.each(["", "last_0_days", "last_99999_days", "last_-1_days", "last_7_days ", "LAST_WEEK", "constructor", "2026-11-21"])(
    "refuses %j and names the valid ones",
    (name) => {
      expect(() => days(name)).toThrow(/Valid ones: yesterday, .*last_N_days/);
    },
  );
});
