import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparableOf, compareComparables, instantNanos, millisecondOf } from "./detailRecordsValues.ts";

const order = (a: string, b: string): number => Math.sign(compareComparables(comparableOf(a), comparableOf(b)));

describe("values of filters and sorts", () => {
  it("compares times as instants, whatever their offset", () => {
    expect(order("2026-03-17T10:00:00+01:00", "2026-03-17T09:00:00Z")).toBe(0);
    expect(order("2026-03-17T10:00:00+01:00", "2026-03-17T09:30:00Z")).toBe(-1);
  });

  it("tells times apart that lie within one millisecond", () => {
    expect(order("2026-03-17T10:00:00.123456Z", "2026-03-17T10:00:00.123457Z")).toBe(-1);
    expect(order("2026-03-17T10:00:00.1Z", "2026-03-17T10:00:00.100000Z")).toBe(0);
  });

  it("compares numbers as exact decimals", () => {
    expect(order("0.1", "0.10")).toBe(0);
    expect(order("1.687E-4", "0.0001687")).toBe(0);
    expect(order("9", "10")).toBe(-1);
    expect(order("0.30000000000000001", "0.3")).toBe(1);
    expect(order("-2", "-1")).toBe(-1);
  });

  it("puts numbers before times before texts", () => {
    expect(order("5", "2026-03-17")).toBe(-1);
    expect(order("2026-03-17", "answered")).toBe(-1);
    expect(order("answered", "5")).toBe(1);
  });

  it("takes a date that does not exist for text", () => {
    expect(instantNanos("2026-02-31")).toBeUndefined();
    expect(comparableOf("2026-02-31").kind).toBe("text");
  });

  it("reads epoch numbers as instants only where the field holds such", () => {
    expect(comparableOf("1773741600", "epoch_s")).toEqual({ kind: "time", nanos: instantNanos("2026-03-17T10:00:00Z") });
    expect(comparableOf("1773741600123.5", "epoch_ms")).toEqual({ kind: "time", nanos: 1_773_741_600_123_500_000n });
    expect(comparableOf("1773741600").kind).toBe("number");
  });

  it("finds the millisecond of every instant, before 1970 too", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (nanos) => {
        const { timeMs, isWhole } = millisecondOf(nanos);
        const rest = nanos - BigInt(timeMs) * 1_000_000n;
        expect(rest >= 0n && rest < 1_000_000n).toBe(true);
        expect(isWhole).toBe(rest === 0n);
      }),
    );
  });

  it("orders any three values without contradiction", () => {
    const text = fc.oneof(
      fc.integer().map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.date({ noInvalidDate: true, min: new Date("1970-01-01"), max: new Date("2100-01-01") }).map((date) => date.toISOString()),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        expect(order(a, b)).toBe(0 - order(b, a));
        if (order(a, b) <= 0 && order(b, c) <= 0) expect(order(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});
