import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  COST_NANOS_MAX,
  convertNanos,
  decimalToNanos,
  divideHalfEven,
  formatNanos,
  parseAmountNanos,
  parseCurrency,
  parseDecimal,
} from "./money.ts";

describe("reading amounts", () => {
  it.each([
    ["0.0052", 5_200_000n],
    ["1.687E-4", 168_700n],
    ["7.0E-7", 700n],
    ["-0.0075", -7_500_000n],
    ["+2", 2_000_000_000n],
    [".5", 500_000_000n],
    ["5.", 5_000_000_000n],
    ["0.0", 0n],
    [" 1.25 ", 1_250_000_000n],
    [0.1, 100_000_000n],
    [1.687e-4, 168_700n],
    [1e-7, 100n],
    ["1e3", 1_000_000_000_000n],
    ["1e-70", 0n],
  ])("reads %j as %s nanos", (given, nanos) => {
    expect(parseAmountNanos(given)).toBe(nanos);
  });

  it.each([null, undefined, "", "   "])("takes %j as unknown, never as zero", (given) => {
    expect(parseAmountNanos(given)).toBeNull();
  });

  it.each([
    "abc",
    "1,234.5",
    "$5",
    "1.2.3",
    "0x10",
    "NaN",
    "Infinity",
    ".",
    "e5",
    "1e99",
    "9".repeat(65),
    true,
    {},
    [],
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])("refuses %j", (given) => {
    expect(parseAmountNanos(given)).toBeUndefined();
  });

  it("refuses what does not fit 64 bits, and takes the largest that does", () => {
    expect(parseAmountNanos("9223372036.854775807")).toBe(COST_NANOS_MAX);
    expect(parseAmountNanos("9223372036.854775808")).toBeUndefined();
    expect(parseAmountNanos("-9223372036.854775808")).toBeUndefined();
  });

  it("rounds what is finer than a nano half to even, once", () => {
    expect(parseAmountNanos("0.0000000005")).toBe(0n);
    expect(parseAmountNanos("0.0000000015")).toBe(2n);
    expect(parseAmountNanos("0.00000000150001")).toBe(2n);
    expect(parseAmountNanos("-0.0000000025")).toBe(-2n);
  });
});

describe("writing amounts", () => {
  it.each([
    [0n, "0.000000"],
    [212_800_000n, "0.212800"],
    [168_700n, "0.0001687"],
    [1n, "0.000000001"],
    [-1_500_000_000n, "-1.500000"],
    [9_223_372_036_854_775_807n, "9223372036.854775807"],
    [123_456_789_012_345_678_901_234_567_890n, "123456789012345678901.23456789"],
  ])("writes %s nanos as %s", (nanos, text) => {
    expect(formatNanos(nanos)).toBe(text);
  });

  it("never loses a nano on the way out and in again", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -COST_NANOS_MAX, max: COST_NANOS_MAX }), (nanos) => {
        expect(parseAmountNanos(formatNanos(nanos))).toBe(nanos);
      }),
    );
  });
});

describe("rounding", () => {
  it("is never off by more than half, and goes to the even neighbour at exactly half", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.bigInt({ min: 1n, max: 10n ** 12n }), (dividend, divisor) => {
        const off = 2n * (divideHalfEven(dividend, divisor) * divisor - dividend);
        const size = off < 0n ? -off : off;
        expect(size <= divisor).toBe(true);
        if (size === divisor) expect(divideHalfEven(dividend, divisor) % 2n).toBe(0n);
      }),
    );
  });

  it("converts at an exact rate, multiplied first", () => {
    const rate = parseDecimal("0.000061237");
    expect(rate && convertNanos(9_000_000_000_000_000n, rate)).toBe(551_133_000_000n);
  });

  it("reads any decimal exactly", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.integer({ min: 0, max: 9 }), (coefficient, places) => {
        const digits = coefficient.toString().padStart(places + 1, "0");
        const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
        const decimal = parseDecimal(text);
        expect(decimal && decimalToNanos(decimal)).toBe(coefficient * 10n ** BigInt(9 - places));
      }),
    );
  });
});

describe("currencies", () => {
  it("takes three letters of any case", () => {
    expect(parseCurrency("usd")).toBe("USD");
  });
  it.each(["US", "USDT", "credits", 5, null, "U$D"])("refuses %j", (given) => {
    expect(parseCurrency(given)).toBeUndefined();
  });
});
