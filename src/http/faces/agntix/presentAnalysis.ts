import type { AnalysisOutcome, Evidence } from "../../../domain/analysis.ts";
import type { SessionSummary } from "../../../domain/session.ts";
import type { AnalysisReport } from "../../../reads/readAnalysis.ts";

/** What a session that is not analysed by its messages says of its last one; here only whole conversations are judged. */
const NOT_BY_MESSAGE = "Only the whole conversation is judged.";

/** The contract's block (B6). A part that is switched off, or that the analyser left out, has no key. */
export function presentAnalysis(outcome: AnalysisOutcome) {
  const { summary, intent, resolution, sentiment, extractedData, language } = outcome;
  return {
    ...(summary === undefined ? {} : { summary }),
    ...(intent === undefined
      ? {}
      : { intent: { conversation: intent, message: { intent: null, confidence: 0, explanation: NOT_BY_MESSAGE } } }),
    ...(resolution === undefined
      ? {}
      : {
          resolution: {
            classification: resolution.classification,
            confidenceScore: resolution.confidence,
            status: resolution.status,
            satisfiedChecklistItems: resolution.satisfiedChecklistItems,
            evidence: resolution.evidence.map(quoteOf),
            explanation: resolution.explanation,
          },
        }),
    ...(sentiment === undefined
      ? {}
      : {
          sentiment: {
            conversation: {
              sentiment: sentiment.sentiment,
              score: sentiment.score,
              detectedLanguage: language ?? "N/A",
              explanation: sentiment.explanation,
            },
            message: { sentiment: null, score: 0, detectedLanguage: "N/A", explanation: NOT_BY_MESSAGE },
          },
        }),
    ...(extractedData === undefined ? {} : { extractedData }),
  };
}

export type AgntixAnalysis = ReturnType<typeof presentAnalysis> | Record<string, never>;

/** Said beside the block while there is none: it is still to come, could not be made, or was not paid for. Additive, ours. */
export function analysisStatusOf(
  { awaitsAnalysis }: Pick<SessionSummary, "awaitsAnalysis">,
  report: AnalysisReport | null,
): "PENDING" | "FAILED" | "SKIPPED" | undefined {
  if (report === null) return awaitsAnalysis ? "PENDING" : undefined;
  if (report.outcome !== null) return undefined;
  if (report.newest.status === "failed") return "FAILED";
  return report.newest.status === "skipped" ? "SKIPPED" : "PENDING";
}

const SPEAKERS: Readonly<Record<string, string>> = { user: "Customer", assistant: "Agent" };

const quoteOf = ({ quote, role }: Evidence): string => `${SPEAKERS[role] ?? role}: ${quote}`;
