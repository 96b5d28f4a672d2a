import { describe, expect, it } from "vitest";
import { readMessages } from "../domain/messages.ts";
import { checkFacts, foldFacts } from "../domain/sessionFacts.ts";
import { GUIDE_CONVERSATION } from "./guideConversation.ts";
import { GUIDE_EXAMPLE } from "./guideExample.ts";

const messages = readMessages(GUIDE_CONVERSATION.messages);

describe("GUIDE_CONVERSATION", () => {
  it("is what the server takes, and ends when its records do", () => {
    for (const body of [GUIDE_CONVERSATION.facts, GUIDE_CONVERSATION.end]) checkFacts(body);
    const folded = foldFacts([GUIDE_CONVERSATION.facts, GUIDE_CONVERSATION.end].map((body) => ({ receivedMs: 0, body })));
    expect(folded.endedMs).toBe(Date.parse("2026-03-17T14:02:33.100Z"));
    expect(folded.root).toEqual({ type: "call-session", id: GUIDE_EXAMPLE.sessionId });
  });

  it("has one answer for each inference of the example, begun when the inference was", () => {
    const inferredMs = GUIDE_EXAMPLE.records
      .filter((record) => record["record_type"] === "inference")
      .map((record) => Date.parse(String(record["created_at"])));
    const begunMs = messages.flatMap(({ latency, createdMs }) =>
      latency === null || latency.llmMs === null ? [] : [(createdMs ?? 0) - latency.llmMs - (latency.ttsMs ?? 0)],
    );
    expect(begunMs).toEqual(inferredMs);
  });

  it("goes forward in time, latencies included", () => {
    let silentMs = 0;
    let userEndMs = 0;
    for (const { role, startMs, endMs, latency } of messages) {
      expect(startMs ?? 0).toBeGreaterThanOrEqual(silentMs);
      silentMs = endMs ?? 0;
      if (role === "user") userEndMs = silentMs;
      if (latency !== null && latency.llmMs !== null) expect(startMs).toBe(userEndMs + (latency.totalMs ?? 0));
    }
  });
});
