import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare, sumOf } from "./decimal.ts";

/** Any amount that the API may write: whole nanos, at least six places. */
const nanos = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });

function textOf(costNanos: bigint): string {
  const digits = (costNanos < 0n ? -costNanos : costNanos).toString().padStart(10, "0");
  const fraction = digits.slice(-9).replace(/0{1,3}$/, "");
  return `${costNanos < 0n ? "-" : ""}${digits.slice(0, -9)}.${fraction}`;
}

describe("sums of decimal texts", () => {
  it("are exact, however large the amounts and however many", () => {
    fc.assert(
      fc.property(fc.array(nanos), (amounts) => {
        expect(sumOf(amounts.map(textOf))).toBe(textOf(amounts.reduce((sum, amount) => sum + amount, 0n)));
      }),
    );
  });

  it("do not round where floating point would", () => {
    expect(sumOf(["0.1", "0.2"])).toBe("0.300000");
    expect(sumOf(["9007199254740993.000000001", "-0.000000001"])).toBe("9007199254740993.000000");
  });

  it("of nothing are zero", () => expect(sumOf([])).toBe("0.000000"));

  it.each(["", "1e3", "1,5", "NaN", ".5", "0x10", " 1"])("refuse %j, which is no amount", (amount) => {
    expect(() => sumOf([amount])).toThrow(SyntaxError);
  });
});

describe("the order of decimal texts", () => {
  it("is that of the amounts", () => {
    fc.assert(
      fc.property(nanos, nanos, (a, b) => {
        expect(Math.sign(compare(textOf(a), textOf(b)))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  it("does not look at zeros at the end", () => expect(compare("1.5", "1.500000")).toBe(0));
});
