import { describe, expect, it } from "vitest";
import { partsOf, placesOf } from "./money.tsx";

describe("an amount of money", () => {
  it("keeps every digit, with its thousands apart", () => {
    expect(partsOf("1234567.123456789")).toEqual({ whole: "1,234,567", cents: "12", rest: "3456789" });
    expect(partsOf("0.007800")).toEqual({ whole: "0", cents: "00", rest: "7800" });
    expect(partsOf("100.5")).toEqual({ whole: "100", cents: "50", rest: "" });
  });

  it("shows a refund with a real minus", () => {
    expect(partsOf("-1000.010000")).toEqual({ whole: "−1,000", cents: "01", rest: "0000" });
  });

  it("leaves room for the longest of a column, and never for less than six places", () => {
    expect(placesOf([])).toBe(6);
    expect(placesOf(["0.000000001", "1.000000"])).toBe(9);
  });
});
