import { describe, expect, it } from "vitest";
import { drawSessionHead, drawTranscript, type SessionAnswer, type TurnAnswer } from "./drawSession.ts";

const session: SessionAnswer = {
  id: "s1",
  state: "settling",
  agent: { id: "assistant-support", name: "Support" },
  type: "voice",
  platform: "phone",
  direction: "inbound",
  status: "completed",
  disconnect_reason: "user_hangup",
  caller_number: "+13125550142",
  callee_number: "+13125550199",
  created_at: "2026-03-17T14:00:00.900Z",
  started_at: "2026-03-17T14:00:01.100Z",
  duration_ms: 152_000,
  owned_cost: "0.212800",
  currency: "USD",
  cost_status: "reported",
  latency: { p50_ms: 950, p95_ms: 1_310 },
};
const unknown: SessionAnswer = {
  ...session,
  ...{ agent: null, type: null, platform: null, direction: null, status: null, disconnect_reason: null },
  ...{ caller_number: null, callee_number: null, started_at: null, duration_ms: null, cost_status: "none", latency: null },
};
const turn: TurnAnswer = { role: "user", content: "Hi.", offset_ms: 3_400, interrupted: false, latency: null, tool_call: null };
const plain = { colors: false };

describe("drawSessionHead", () => {
  it("says who talked to whom, and when, how long, how it ended and what it cost", () => {
    expect(drawSessionHead(session, plain).split("\n")).toEqual([
      "session s1  Support, inbound, voice, phone, +13125550142 → +13125550199",
      "2026-03-17 14:00:01, 2 min 32 s, completed (user_hangup), settling, $0.2128, answers in 950 ms (p95 1310 ms)",
    ]);
  });

  it("leaves out what nobody said", () => {
    expect(drawSessionHead(unknown, plain)).toBe("session s1  \n2026-03-17 14:00:00, settling");
  });
});

describe("drawTranscript", () => {
  it("gives each turn a line with its time, its role and the wait before it", () => {
    const answer: TurnAnswer = { ...turn, role: "assistant", offset_ms: 65_900, latency: { total_ms: 950 }, interrupted: true };
    expect(drawTranscript([turn, answer], plain).split("\n")).toEqual([
      "   0:03  user       Hi.",
      "   1:05  assistant  Hi.  (950 ms, interrupted)",
    ]);
  });

  it("shows a tool's name, arguments and result", () => {
    const call = { ...turn, role: "tool", content: "", tool_call: { name: "find", arguments: { id: 1 }, result: null } };
    expect(drawTranscript([call], plain)).toBe('   0:03  tool       find {"id":1} → null');
  });

  it("lets no caller's words command the terminal", () => {
    const hostile = { ...turn, content: "a\u001b[2Jb\nc\u2028d" };
    expect(drawTranscript([hostile], plain)).toBe("   0:03  user       a [2Jb c d");
  });

  it("draws nothing for no turns", () => {
    expect(drawTranscript([], plain)).toBe("");
  });
});
