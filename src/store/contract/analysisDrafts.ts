import type { AnalysisEnd, AskedAnalysis } from "../analyses.ts";

/** An analysis that ended well, for nothing. */
export const endOf = (given: Partial<AnalysisEnd> = {}): AnalysisEnd => ({
  status: "done",
  finishedMs: 5_000,
  result: '{"analyser":"builtin"}',
  failure: null,
  analyser: "builtin",
  model: null,
  durationMs: 12.5,
  inputTokens: null,
  outputTokens: null,
  costNanos: null,
  currency: null,
  ...given,
});

export const askedOf = (id: string, sessionId: string, trigger: AskedAnalysis["trigger"] = "request"): AskedAnalysis => ({
  id,
  sessionId,
  trigger,
});
