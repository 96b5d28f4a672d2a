/** A call with a verdict in which everything that can be told is told, and markup wherever somebody else wrote the words. */
import type { AnalysisOutcome } from "../../src/domain/analysis.ts";
import { MARKUP } from "./markup.ts";
import type { PageServer } from "./pageServer.ts";

export const JUDGED = "judged-call";
export const EVIDENCE_TURN = 30;
export const EVIDENCE = "I would like my deposit back, please";
export const UNSATISFIED = "the date was confirmed";

const agent = {
  name: "Deposits",
  analysis: {
    analyser: "builtin",
    summary: true,
    resolution: {
      definitions: [
        { status: "Refund agreed", classification: "success", checklist: ["the account was named", UNSATISFIED, MARKUP[0]] },
        { status: "Refused", classification: "failed", checklist: [] },
      ],
    },
  },
};

export async function fillJudged(pages: PageServer): Promise<void> {
  const { write, server } = pages;
  await write("PUT", "/v1/agents/deposits", agent);
  await write("PUT", `/v1/sessions/${JUDGED}`, { agent: { id: "deposits", name: "Deposits" }, started_at: "2026-04-01T09:00:00Z" });
  const messages = Array.from({ length: 40 }, (_none, index) => ({
    ...{ id: `turn-${index}`, role: index % 2 === 0 ? "user" : "assistant", start_ms: index * 4_000, end_ms: index * 4_000 + 3_000 },
    content: index === EVIDENCE_TURN ? `Well, ${EVIDENCE}.` : `This is what was said as number ${index}.`,
  }));
  await write("POST", `/v1/sessions/${JUDGED}/messages`, messages);
  await server.project();
  await judge(pages, "an_former", { summary: "A former judgement.", sentiment: { sentiment: "NEUTRAL", score: 0, explanation: "Calm." } });
  await judge(pages, "an_judged", verdict);
}

const verdict: Partial<AnalysisOutcome> = {
  summary: `The deposit is paid back. ${MARKUP[1]}`,
  intent: { intent: MARKUP[2] ?? "", confidence: 0.8, explanation: "Named in the first turn." },
  resolution: {
    ...{ classification: "RESOLVED", status: "Refund agreed", confidence: 0.9, explanation: "Both agreed on it." },
    satisfiedChecklistItems: ["the account was named"],
    evidence: [{ quote: EVIDENCE, messageId: `turn-${EVIDENCE_TURN}`, role: "user" }],
  },
  sentiment: { sentiment: "POSITIVE", score: 0.6, explanation: "Thankful at the end." },
  extractedData: { amount: 250.5, "account number": "DE02 1203", [MARKUP[0] ?? ""]: MARKUP[2] ?? "", callback: null },
  leftOut: [{ part: "extracted_data.email", reason: `${MARKUP[1]} is no address.` }],
  cut: { rule: "the middle was left out", messagesRead: 30, messagesTotal: 40 },
};

async function judge({ server }: PageServer, id: string, given: Partial<AnalysisOutcome>): Promise<void> {
  const { conversations } = server.calltree.stores;
  const nowMs = Date.now();
  await conversations.queueAnalyses("default", [{ id, sessionId: JUDGED, trigger: "request" }], nowMs);
  const [claimed] = await conversations.claimAnalyses("test", nowMs, nowMs + 60_000, 1);
  if (claimed === undefined) throw new Error("nothing was queued");
  const outcome: AnalysisOutcome = {
    ...{ analyser: "llm", language: "en", leftOut: [], cut: null, ...given },
    figures: { talkMs: { user: 60_000, assistant: 58_000 }, silenceMs: 39_000, longestSilenceMs: 4_200, interruptions: 2, turns: 40 },
  };
  await conversations.finishAnalysis(claimed.organization, claimed.analysis.id, "test", {
    ...{ status: "done", finishedMs: nowMs, result: JSON.stringify(outcome), failure: null, analyser: "llm", model: "small" },
    ...{ durationMs: 1_500, inputTokens: 1_900, outputTokens: 220, costNanos: 407_000n, currency: "USD" },
  });
  await server.project();
}
