import { describe, expect, it } from "vitest";
import { convertAtRates, rateAt } from "./currency.ts";

const rate = (currency: string, text: string, effectiveMs: number) => ({ currency, rate: text, effectiveMs });
const rates = [rate("EUR", "1.1", 200), rate("EUR", "1.0", 100), rate("GBP", "1.3", 150)];

describe("dated rates", () => {
  it("take the newest that is in effect, from its own instant on", () => {
    expect([100, 199, 200, 999].map((atMs) => rateAt(rates, "EUR", atMs)?.rate)).toEqual(["1.0", "1.0", "1.1", "1.1"]);
  });
  it("say nothing before the first, nor for another currency", () => {
    expect(rateAt(rates, "EUR", 99)).toBeUndefined();
    expect(rateAt(rates, "SEK", 999)).toBeUndefined();
    expect(convertAtRates(rates)(5n, "EUR", 99)).toBeNull();
  });
  it("round once, half to even, and keep the sign", () => {
    const convert = convertAtRates([rate("EUR", "0.5", 0)]);
    expect([1n, 3n, 5n, -3n].map((nanos) => convert(nanos, "EUR", 0))).toEqual([0n, 2n, 2n, -2n]);
  });
  it.each(["", "free", "0", "-1"])("refuse the rate %j", (text) => {
    expect(() => convertAtRates([rate("EUR", text, 0)])(1n, "EUR", 0)).toThrow(expect.objectContaining({ code: "RATE_INVALID" }));
  });
});
