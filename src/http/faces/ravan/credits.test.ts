import { describe, expect, it } from "vitest";
import { type Decimal, parseDecimal } from "../../../domain/money.ts";
import { BUILT_IN_RECORD_TYPES } from "../../../domain/recordTypes.ts";
import { callSummary, productCost } from "./callFixtures.ts";
import { creditsNumber, creditsOf, creditsText, currencyNumber, MODEL_GROUP, TELEPHONY_GROUP } from "./credits.ts";

const rate = (text: string): Decimal => {
  const decimal = parseDecimal(text);
  if (decimal === undefined) throw new Error(`${text} is no decimal`);
  return decimal;
};

const costs = [
  productCost("inference", MODEL_GROUP, 4_200_000_000n),
  productCost("callcontrol-cdrs", TELEPHONY_GROUP, 5_000_000_000n),
  productCost("recording-cdrs", "Media & Storage", 100_000_000n),
];

const managed = (providerManaged: boolean | null) => ({ providerManaged });

describe("credits", () => {
  it("go by groups that the built-in record types really have", () => {
    const groupOf = (name: string) => BUILT_IN_RECORD_TYPES.find((type) => type.name === name)?.group;
    expect(groupOf("inference")).toBe(MODEL_GROUP);
    expect(groupOf("text-to-speech")).toBe(MODEL_GROUP);
    expect(groupOf("call-control")).toBe(TELEPHONY_GROUP);
    expect(groupOf("sip-trunking")).toBe(TELEPHONY_GROUP);
  });

  it("are the cost of models and the cost of all others, and their sum", () => {
    expect(creditsOf(callSummary({ costByProduct: costs }), rate("1"))).toEqual({
      modelMicros: 4_200_000n,
      providerMicros: 5_100_000n,
      telephonyMicros: 5_000_000n,
      totalMicros: 9_300_000n,
    });
  });

  it("are multiplied by the organization's credits per unit", () => {
    const { modelMicros, totalMicros } = creditsOf(callSummary({ costByProduct: costs }), rate("100.5"));
    expect([creditsNumber(modelMicros), creditsText(totalMicros)]).toEqual(["422.1", "934.65"]);
  });

  it("leave out providers whom the customer pays directly", () => {
    const summary = callSummary({ costByProduct: costs, facts: managed(false) });
    expect(creditsOf(summary, rate("1"))).toEqual({
      modelMicros: 4_200_000n,
      providerMicros: 0n,
      telephonyMicros: 0n,
      totalMicros: 4_200_000n,
    });
  });

  it("count providers where nobody said who pays them", () => {
    expect(creditsOf(callSummary({ costByProduct: costs, facts: managed(null) }), rate("1")).providerMicros).toBe(5_100_000n);
  });

  it("are rounded once a part, half to even, and still add up as shown", () => {
    const summary = callSummary({
      costByProduct: [productCost("inference", MODEL_GROUP, 2_500n), productCost("sip", TELEPHONY_GROUP, 1_500n)],
    });
    const { modelMicros, providerMicros, totalMicros } = creditsOf(summary, rate("1"));
    expect([creditsNumber(modelMicros), creditsNumber(providerMicros), creditsNumber(totalMicros)]).toEqual([
      "0.000002",
      "0.000002",
      "0.000004",
    ]);
  });

  it("stay exact past what a double can hold", () => {
    const summary = callSummary({ costByProduct: [productCost("inference", MODEL_GROUP, 9_223_372_036_854_775_807n)] });
    expect(creditsText(creditsOf(summary, rate("1000")).totalMicros)).toBe("9223372036854.775807");
  });

  it("of refunds are negative", () => {
    const summary = callSummary({ costByProduct: [productCost("inference", MODEL_GROUP, -1_250_000_000n)] });
    const { totalMicros } = creditsOf(summary, rate("1"));
    expect([creditsNumber(totalMicros), creditsText(totalMicros)]).toEqual(["-1.25", "-1.25"]);
  });
});

describe("amounts", () => {
  it.each([
    [0n, "0", "0.00"],
    [9_300_000n, "9.3", "9.30"],
    [100_000_000n, "100", "100.00"],
    [1n, "0.000001", "0.000001"],
    [-500_000n, "-0.5", "-0.50"],
  ])("%s micros are the number %s and the text %s", (micros, number, text) => {
    expect([creditsNumber(micros), creditsText(micros)]).toEqual([number, text]);
  });

  it("in currency are told apart by models and providers, whoever is paid", () => {
    const summary = callSummary({ costByProduct: costs, facts: managed(false) });
    expect([currencyNumber(summary, "model"), currencyNumber(summary, "provider")]).toEqual(["4.2", "5.1"]);
  });
});
