import { describe, expect, it } from "vitest";
import type { AnalysisOutcome } from "../../../domain/analysis.ts";
import { presentCallAnalysis } from "./presentAnalysis.ts";

const outcome: AnalysisOutcome = {
  ...{ analyser: "llm", language: "en", summary: "A call.", leftOut: [], cut: null },
  figures: { talkMs: { user: null, assistant: null }, silenceMs: null, longestSilenceMs: null, interruptions: 0, turns: 2 },
};
const ravanData = { "Phone number.": null, mood: null, "paid?": null, amount: null, city: "Pune" };
const fieldTypes = { "Phone number.": "string", mood: "enum", "paid?": "boolean", amount: "number", city: "string" } as const;
const resultOf = (given: Partial<AnalysisOutcome>, isTyped: boolean): unknown =>
  JSON.parse(presentCallAnalysis({ ...outcome, ...given }, { isTyped, fieldTypes })?.resultJson ?? "null");

describe("Ravan's result of an analysis", () => {
  it("is flat, with empty words and null for what else was not said", () => {
    expect(resultOf({ ravanData }, false)).toEqual({ "Phone number.": "", mood: "", "paid?": null, amount: null, city: "Pune" });
  });

  it("says the same beside the configured types when it is wanted so", () => {
    expect(resultOf({ ravanData }, true)).toEqual({
      "Phone number.": { type: "string", value: "" },
      mood: { type: "enum", value: "" },
      "paid?": { type: "boolean", value: null },
      amount: { type: "number", value: null },
      city: { type: "string", value: "Pune" },
    });
  });

  it("tells what else is known where no such fields are configured", () => {
    const sentiment = { sentiment: "NEGATIVE", score: -0.5, explanation: "" } as const;
    expect(resultOf({ sentiment, extractedData: { order: 17 } }, false)).toEqual({ sentiment: "negative", order: 17 });
    expect(resultOf({}, false)).toEqual({});
  });

  it("is nothing without an analysis", () => {
    expect(presentCallAnalysis(null, { isTyped: false, fieldTypes })).toBeNull();
  });
});
