import type { AgentAnalysis, AnalysisOutcome } from "../domain/analysis.ts";
import { AppError, type ErrorDetails } from "../domain/errors.ts";
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

/** What was used of a model. */
export interface ModelUse {
  /** As the model's server names it; null: no model was asked. */
  readonly model: string | null;
  /** Over all requests that it took; null: the server did not say. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

export interface Analysed extends ModelUse {
  readonly outcome: AnalysisOutcome;
}

export const NO_MODEL_USE: ModelUse = { model: null, inputTokens: null, outputTokens: null };

/** An analysis that came to nothing, and what it used all the same. */
export class AnalyserError extends AppError {
  readonly used: ModelUse;

  constructor(code: "ANALYSIS_FAILED" | "ANALYSER_UNAVAILABLE", message: string, used: ModelUse, details: ErrorDetails = {}) {
    super(code, message, details);
    this.used = used;
  }
}

/** Says how a session went. Every outcome that it returns has passed analysis/check.ts. */
export interface Analyser {
  /**
   * @param signal gives up; the promise then rejects with the signal's reason
   * @throws AnalyserError ANALYSIS_FAILED (final, the message says why) | ANALYSER_UNAVAILABLE (try again later)
   */
  analyse(input: AnalysisInput, signal: AbortSignal): Promise<Analysed>;
}
