import type { AnalysisOutcome, ExtractedValue, FieldType } from "../../../domain/analysis.ts";
import type { CallAnalysis } from "./presentCall.ts";

/** How an organization wants its results: bare values, or each beside its type. */
export interface ResultStyle {
  readonly isTyped: boolean;
  /** As configured, by name of the field; names that are not among them are told by their value. */
  readonly fieldTypes: Readonly<Record<string, FieldType>>;
}

/**
 * `post_call_analysis_result`: one value for each configured name. Flat, as every documented example is, or each in a wrapper
 * `{type, value}`, as live payloads have it (A7). Where no such fields are configured, what else is known stands there.
 */
export function presentCallAnalysis(outcome: AnalysisOutcome | null, { isTyped, fieldTypes }: ResultStyle): CallAnalysis | null {
  if (outcome === null) return null;
  const sentiment = outcome.sentiment?.sentiment.toLowerCase();
  const values: Readonly<Record<string, ExtractedValue>> = outcome.ravanData ?? {
    ...(sentiment === undefined ? {} : { sentiment }),
    ...outcome.extractedData,
  };
  const entries = Object.entries(values).map(([name, value]) => {
    const type = fieldTypes[name] ?? typeOf(value);
    // What the call does not say is an empty string where words were asked for.
    const told = value ?? (type === "number" || type === "boolean" ? null : "");
    return [name, isTyped ? { type, value: told } : told];
  });
  return { summary: outcome.summary ?? "", resultJson: JSON.stringify(Object.fromEntries(entries)) };
}

function typeOf(value: ExtractedValue): FieldType {
  if (typeof value === "number") return "number";
  return typeof value === "boolean" ? "boolean" : "string";
}
