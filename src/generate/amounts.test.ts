import { describe, expect, it } from "vitest";
import { parseAmountNanos } from "../domain/money.ts";
import { amountText, billedSeconds, scientificAmountText } from "./amounts.ts";
import { Random, randomUuid, timeUuid } from "./random.ts";

describe("amounts", () => {
  it("writes amounts as platforms do, and loses nothing", () => {
    expect(amountText(0n)).toBe("0.0");
    expect(amountText(180_000_000n)).toBe("0.18");
    expect(amountText(12_345_678_900_000_001n)).toBe("12345678.900000001");
    expect(scientificAmountText(166_600n)).toBe("1.666E-4");
    expect(scientificAmountText(700n)).toBe("7.0E-7");
    expect(scientificAmountText(1_000_000n)).toBe("0.001");
    for (const nanos of [1n, 700n, 166_600n, 999_999n, 5_200_000n]) expect(parseAmountNanos(scientificAmountText(nanos))).toBe(nanos);
  });

  it("bills by the started minute", () => {
    expect([0, 1, 60, 61, 163].map(billedSeconds)).toEqual([0, 60, 60, 120, 180]);
  });
});

describe("ids", () => {
  it("makes version 1 and version 4 UUIDs", () => {
    const random = new Random(1);
    expect(timeUuid(random, Date.parse("2026-03-17T14:00:00Z"))).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-11f1-[89ab][0-9a-f]{3}-02420aef[0-9a-f]{4}$/,
    );
    expect(randomUuid(random)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("refuses to pick from nothing", () => {
    expect(() => new Random(1).pick([])).toThrow(RangeError);
  });
});
