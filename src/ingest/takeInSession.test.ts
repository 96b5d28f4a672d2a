import { describe, expect, it } from "vitest";
import { AppError } from "../domain/errors.ts";
import { parseJson } from "../domain/json.ts";
import { checkSessionId, endFacts, readFacts, readMessagesBody } from "./takeInSession.ts";

const limits = { recordBytesMax: 2_000, nestingMax: 8, keysMax: 50 };

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return "no error";
};

describe("facts on their way in", () => {
  it("are kept as JSON that loses no digit", () => {
    const facts = readFacts(parseJson('{"metadata":{"ticket":12345678901234567890,"rate":0.12345678901234567891}}'), limits);
    expect(facts.body).toBe('{"metadata":{"ticket":12345678901234567890,"rate":0.12345678901234567891}}');
  });

  it("bring the values by which the session is found", () => {
    const facts = readFacts({ external_ids: { twilio_call_sid: "CA1" }, root: { record_type: "call-session", id: "s-1" } }, limits);
    expect(facts.aliases.toSorted()).toEqual(["CA1", "s-1"]);
  });

  it.each([
    ["an array", []],
    ["a text", "x"],
    ["nothing", undefined],
    ["an unknown member", { nickname: "x" }],
    ["a time that is none", { started_at: "soon" }],
    ["a body that nests too deep", { metadata: { a: { b: { c: { d: { e: { f: { g: { h: 1 } } } } } } } } }],
    ["a body with too many keys", { metadata: Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`k${index}`, 1])) }],
    ["a body that is too large", { metadata: { text: "x".repeat(3_000) } }],
  ])("are refused: %s", (_what, body) => {
    expect(codeOf(() => readFacts(body, limits))).toBe("FACTS_INVALID");
  });
});

describe("an end", () => {
  it("needs no body", () => {
    expect(endFacts(undefined)).toEqual({ ended: true });
    expect(endFacts(null)).toEqual({ ended: true });
    expect(endFacts({})).toEqual({ ended: true });
  });

  it("says when, why and how, and is not taken back by a null", () => {
    expect(endFacts({ ended_at: null, status: "failed", disconnect_reason: null })).toEqual({ ended: true, status: "failed" });
    expect(endFacts({ ended_at: "2026-03-17T10:00:00Z" })).toEqual({ ended: true, ended_at: "2026-03-17T10:00:00Z" });
  });

  it("takes no other member", () => {
    expect(codeOf(() => endFacts({ ended: false }))).toBe("FACTS_INVALID");
    expect(codeOf(() => endFacts({ metadata: {} }))).toBe("FACTS_INVALID");
    expect(codeOf(() => endFacts([]))).toBe("FACTS_INVALID");
  });
});

describe("messages on their way in", () => {
  const message = { id: "m1", role: "user", content: "Hello" };

  it("come as an array or inside an object", () => {
    expect(readMessagesBody([message], limits)).toHaveLength(1);
    expect(readMessagesBody({ messages: [message] }, limits)).toHaveLength(1);
    expect(readMessagesBody([], limits)).toEqual([]);
  });

  it("keep every digit of a tool call", () => {
    const [read] = readMessagesBody(
      parseJson('[{"id":"m1","role":"tool","tool_call":{"name":"pay","arguments":{"account":12345678901234567890}}}]'),
      limits,
    );
    expect(read?.toolCall?.argumentsJson).toBe('{"account":12345678901234567890}');
  });

  it.each([
    ["nothing", undefined],
    ["a single message", message],
    ["an unknown role", [{ ...message, role: "narrator" }]],
    ["the same id twice", [message, message]],
    ["a message that is too large", [{ ...message, content: "x".repeat(3_000) }]],
    ["a message that nests too deep", [{ ...message, tool_call: { name: "f", arguments: [[[[[[[[1]]]]]]]] } }]],
  ])("are refused: %s", (_what, body) => {
    expect(codeOf(() => readMessagesBody(body, limits))).toBe("MESSAGE_INVALID");
  });
});

describe("a session's id", () => {
  it("is any printable text", () => {
    expect(codeOf(() => checkSessionId("CA/1 ü"))).toBe("no error");
  });

  it.each(["", " ", ".", "..", "a\nb", "x".repeat(257)])("is refused: %j", (id) => {
    expect(codeOf(() => checkSessionId(id))).toBe("SESSION_ID_INVALID");
  });
});
