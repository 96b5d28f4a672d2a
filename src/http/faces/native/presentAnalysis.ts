import type { AnalysisOutcome } from "../../../domain/analysis.ts";
import { formatNanos } from "../../../domain/money.ts";
import { formatTime, formatTimeOrNull } from "../../../domain/time.ts";
import type { AnalysisReport } from "../../../reads/readAnalysis.ts";
import type { StoredAnalysis } from "../../../store/analyses.ts";

/** One analysis, from the moment it was asked for: what came of it, who made it, what it took. */
export const analysisView = (analysis: StoredAnalysis) => ({
  id: analysis.id,
  session_id: analysis.sessionId,
  trigger: analysis.trigger,
  status: analysis.status,
  queued_at: formatTime(analysis.queuedMs),
  next_attempt_at: formatTimeOrNull(analysis.notBeforeMs),
  started_at: formatTimeOrNull(analysis.startedMs),
  finished_at: formatTimeOrNull(analysis.finishedMs),
  failure: analysis.failure,
  analyser: analysis.analyser,
  model: analysis.model,
  duration_ms: analysis.durationMs,
  input_tokens: analysis.inputTokens,
  output_tokens: analysis.outputTokens,
  cost: analysis.costNanos === null ? null : formatNanos(analysis.costNanos),
  currency: analysis.currency,
  attempts: analysis.attempts,
  result: analysis.result === null ? null : outcomeView(JSON.parse(analysis.result) as AnalysisOutcome),
});

export type AnalysisView = ReturnType<typeof analysisView>;

/** What a session tells of how it went: the last that was made, or where the first one stands. */
export const sessionAnalysisView = (report: AnalysisReport | null): AnalysisView | null =>
  report === null ? null : analysisView(report.done ?? report.newest);

/** A part that was switched off or left out has no key; names that people chose stay as they are. */
export function outcomeView(outcome: AnalysisOutcome) {
  const { figures, cut } = outcome;
  return {
    language: outcome.language,
    ...(outcome.summary === undefined ? {} : { summary: outcome.summary }),
    ...(outcome.intent === undefined ? {} : { intent: outcome.intent }),
    ...(outcome.resolution === undefined ? {} : { resolution: resolutionView(outcome.resolution) }),
    ...(outcome.sentiment === undefined ? {} : { sentiment: outcome.sentiment }),
    ...(outcome.extractedData === undefined ? {} : { extracted_data: outcome.extractedData }),
    ...(outcome.ravanData === undefined ? {} : { post_call_analysis_data: outcome.ravanData }),
    figures: {
      talk_ms: figures.talkMs,
      silence_ms: figures.silenceMs,
      longest_silence_ms: figures.longestSilenceMs,
      interruptions: figures.interruptions,
      turns: figures.turns,
    },
    left_out: outcome.leftOut.map(({ part, reason }) => ({ part: partName(part), reason })),
    cut: cut === null ? null : { rule: cut.rule, messages_read: cut.messagesRead, messages_total: cut.messagesTotal },
  };
}

/** A part that is one field, `extractedData.email`, begins with its member's name: here as this answer names it. */
const partName = (part: string): string =>
  part.replace(/^extractedData(?=\.|$)/, "extracted_data").replace(/^ravanData(?=\.|$)/, "post_call_analysis_data");

const resolutionView = (resolution: NonNullable<AnalysisOutcome["resolution"]>) => ({
  classification: resolution.classification,
  status: resolution.status,
  confidence: resolution.confidence,
  satisfied_checklist_items: resolution.satisfiedChecklistItems,
  evidence: resolution.evidence.map(({ quote, messageId, role }) => ({ quote, message_id: messageId, role })),
  explanation: resolution.explanation,
});
