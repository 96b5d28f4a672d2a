import type { AgentAnalysis, AnalysisOutcome } from "../domain/analysis.ts";
import type { Message } from "../domain/session.ts";

/** One message of a transcript, as far as analysers read it. Offsets are milliseconds from the start of the session. */
export type AnalysedMessage = Pick<Message, "id" | "role" | "content" | "startMs" | "endMs" | "interrupted"> &
  Partial<Pick<Message, "toolCall">>;

export interface AnalysisInput {
  readonly settings: AgentAnalysis;
  /** In the order of the conversation, system messages included. */
  readonly messages: readonly AnalysedMessage[];
  readonly durationMs: number | null;
  readonly agentName: string | null;
}

export interface Analysed {
  readonly outcome: AnalysisOutcome;
  /** As the model's server names it; null: no model was asked. */
  readonly model: string | null;
  /** Over all requests that this answer took; null: the server did not say. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

/** Says how a session went. Every outcome that it returns has passed analysis/check.ts. */
export interface Analyser {
  /**
   * @param signal gives up; the promise then rejects with the signal's reason
   * @throws AppError ANALYSIS_FAILED (final, the message says why) | ANALYSER_UNAVAILABLE (try again later)
   */
  analyse(input: AnalysisInput, signal: AbortSignal): Promise<Analysed>;
}
