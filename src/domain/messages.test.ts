import { describe, expect, it } from "vitest";
import { AppError } from "./errors.ts";
import { readMessages } from "./messages.ts";

const faultOf = (body: readonly unknown[]): unknown => {
  try {
    readMessages(body);
  } catch (error) {
    return error instanceof AppError ? [error.code, error.field] : error;
  }
  return undefined;
};

describe("messages of a transcript", () => {
  it("are read whole, with latencies and tool calls", () => {
    const [message] = readMessages([
      {
        ...{ id: "m1", role: "Tool", content: null, start_ms: 10.4, end_ms: 20, created_at: "2026-06-01T10:00:00Z", interrupted: true },
        latency: { stt_ms: 120, total_ms: 900 },
        tool_call: { id: "t", name: "book", arguments: { day: "Wed" }, result: ["ok"] },
      },
    ]);
    expect(message).toEqual({
      ...{ id: "m1", role: "tool", content: "", startMs: 10, endMs: 20, createdMs: Date.parse("2026-06-01T10:00:00Z"), interrupted: true },
      latency: { sttMs: 120, llmMs: null, ttsMs: null, totalMs: 900 },
      toolCall: { id: "t", name: "book", argumentsJson: '{"day":"Wed"}', resultJson: '["ok"]' },
    });
  });

  it("know the words that others have for who speaks", () => {
    const roles = ["human", "agent", "bot", "customer", "function", "developer"];
    expect(readMessages(roles.map((role, index) => ({ id: String(index), role }))).map(({ role }) => role)).toEqual([
      ...["user", "assistant", "assistant", "user", "tool", "system"],
    ]);
  });

  it.each([
    [["text"], "0"],
    [[{ role: "user" }], "0.id"],
    [[{ id: "a", role: "user", contnet: "x" }], "0.contnet"],
    [[{ id: "a", role: "user", created_at: "9999-01-01" }], "0.created_at"],
    [
      [
        { id: "a", role: "user" },
        { id: "a", role: "user" },
      ],
      "1.id",
    ],
    [[{ id: "a", role: "narrator" }], "0.role"],
    [[{ id: "a", role: "user", content: 5 }], "0.content"],
    [[{ id: "a", role: "user", content: "x".repeat(200_001) }], "0.content"],
    [[{ id: "a", role: "user", start_ms: -1 }], "0.start_ms"],
    [[{ id: "a", role: "user", start_ms: "5" }], "0.start_ms"],
    [[{ id: "a", role: "user", created_at: "soon" }], "0.created_at"],
    [[{ id: "a", role: "user", interrupted: 1 }], "0.interrupted"],
    [[{ id: "a", role: "user", latency: { llm_ms: "fast" } }], "0.llm_ms"],
    [[{ id: "a", role: "tool", tool_call: { id: "x" } }], "0.tool_call.name"],
  ])("are refused with the member at fault: %j", (body, field) => {
    expect(faultOf(body)).toEqual(["MESSAGE_INVALID", field]);
  });
});
