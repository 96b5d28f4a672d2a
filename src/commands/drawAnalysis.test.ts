import { describe, expect, it } from "vitest";
import { type AnalysisAnswer, drawAnalysis } from "./drawAnalysis.ts";

const plain = { colors: false };
const done: AnalysisAnswer = { status: "done", analyser: "llm", model: "small", failure: null, result: {} };

describe("drawAnalysis", () => {
  it("tells each part that there is, and by whom", () => {
    const result = {
      summary: "A refund.",
      intent: { intent: null },
      resolution: { classification: "RESOLVED", status: "Paid back", evidence: [{ quote: "Yes, thank you" }] },
      sentiment: { sentiment: "POSITIVE", score: 0.5 },
      extracted_data: { order: 17, phone: null },
    };
    expect(drawAnalysis({ ...done, result }, plain).split("\n")).toEqual([
      "analysis  done by small",
      "  summary  A refund.",
      "  intent  none of the configured ones",
      "  resolution  RESOLVED, Paid back, “Yes, thank you”",
      "  sentiment  POSITIVE (0.5)",
      "  order  17",
      "  phone  not said",
    ]);
  });

  it("tells why there is none", () => {
    const failure = { code: "ANALYSIS_FAILED", message: "The quote stands in no message." };
    expect(drawAnalysis({ ...done, status: "failed", result: null, failure }, plain)).toBe(
      "analysis  failed by small: The quote stands in no message.",
    );
    expect(drawAnalysis({ ...done, status: "queued", analyser: null, model: null, result: null }, plain)).toBe("analysis  queued");
  });

  it("lets no caller's words command the terminal", () => {
    const text = drawAnalysis({ ...done, result: { summary: "a\u001b[2Jb", extracted_data: { "x\u0007": "y\r" } } }, plain);
    expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });
});
