import { describe, expect, it } from "vitest";
import { parseIsoMs, parseTimeMs } from "./time.ts";

const instant = Date.parse("2026-03-17T10:00:00.000Z");

describe("reading times", () => {
  it.each([
    "2026-03-17T10:00:00Z",
    "2026-03-17 10:00:00",
    "2026-03-17T10:00:00.000000Z",
    "2026-03-17T10:00:00+00:00",
    "2026-03-17T12:00:00+02:00",
    "2026-03-17T12:00:00+0200",
    "2026-03-17T12:00:00+02",
    "2026-03-17 10:00:00 UTC",
    "2026-03-17T10:00Z",
  ])("reads %s", (text) => {
    expect(parseIsoMs(text)).toBe(instant);
  });

  it("reads a date as the start of its UTC day", () => {
    expect(parseIsoMs("2026-03-17")).toBe(Date.parse("2026-03-17T00:00:00Z"));
  });

  it("cuts fractions off at the millisecond", () => {
    expect(parseIsoMs("2026-03-17T10:00:00.123987Z")).toBe(instant + 123);
  });

  it.each(["yesterday", "2026-13-01", "2026-02-30", "17/03/2026", "2026-03-17T25:00:00Z", "1710669600", "2026-3-7", ""])(
    "refuses %j",
    (text) => {
      expect(parseIsoMs(text)).toBeUndefined();
    },
  );

  it("takes absent and blank as not known yet", () => {
    expect(parseTimeMs(null, "iso")).toBeNull();
    expect(parseTimeMs("  ", "iso")).toBeNull();
  });

  it("never guesses the unit of a number", () => {
    expect(parseTimeMs(instant, "iso")).toBeUndefined();
    expect(parseTimeMs(instant / 1000, "epoch_s")).toBe(instant);
    expect(parseTimeMs(String(instant), "epoch_ms")).toBe(instant);
    expect(parseTimeMs(instant * 1_000_000, "epoch_ns")).toBe(instant);
    expect(parseTimeMs(-1, "epoch_s")).toBeUndefined();
    expect(parseTimeMs("2026-03-17", "epoch_s")).toBeUndefined();
  });
});
