import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseOrganizationAnalysis } from "../../domain/analysisOrganization.ts";
import { modelCostNanos } from "./cost.ts";

function costNanos(
  inputPrice: string | null,
  outputPrice: string | null,
  inputTokens: number | null,
  outputTokens: number | null,
): bigint | null {
  const { model } = parseOrganizationAnalysis({
    base_url: "https://models.example",
    model: "m",
    input_price: inputPrice,
    output_price: outputPrice,
  });
  return model && modelCostNanos(model, { inputTokens, outputTokens });
}

describe("the cost of a model's use", () => {
  it("is tokens times the price of a million, exact", () => {
    expect(costNanos("0.15", "0.60", 1_000_000, 1_000_000)).toBe(750_000_000n);
    expect(costNanos("0.15", "0.6", 1_234, 56)).toBe(218_700n);
    expect(costNanos("0", "0", 1_234, 56)).toBe(0n);
  });

  it("rounds once, half to even, after both are added", () => {
    expect(costNanos("0.0005", "0", 1, 0)).toBe(0n);
    expect(costNanos("0.0015", "0", 1, 0)).toBe(2n);
    expect(costNanos("0.0005", "0.0005", 1, 1)).toBe(1n);
    expect(costNanos("0.00000000012", "0.25", 1_000_000_000, 2)).toBe(620n);
  });

  it("is unknown without both prices and both counts", () => {
    expect(costNanos(null, "1", 1, 1)).toBeNull();
    expect(costNanos("1", null, 1, 1)).toBeNull();
    expect(costNanos("1", "1", null, 1)).toBeNull();
    expect(costNanos("1", "1", 1, null)).toBeNull();
  });

  it("never is more than half a nano from the exact value", () => {
    const price = fc.bigInt(0n, 10n ** 9n).map((units) => units);
    fc.assert(
      fc.property(price, price, fc.nat(10_000_000), fc.nat(10_000_000), (input, output, inputTokens, outputTokens) => {
        const text = (units: bigint): string => `${units}e-6`;
        const nanos = costNanos(text(input), text(output), inputTokens, outputTokens) ?? -1n;
        // One millionth of a unit for a million tokens is a thousandth of a nano a token.
        const exactThousandths = input * BigInt(inputTokens) + output * BigInt(outputTokens);
        const offBy = nanos * 1_000n - exactThousandths;
        return offBy >= -500n && offBy <= 500n;
      }),
    );
  });
});
