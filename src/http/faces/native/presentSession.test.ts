import { describe, expect, it } from "vitest";
import type { Turn } from "../../../reads/readSession.ts";
import { turnJson, withMembers } from "./presentSession.ts";

const turn: Turn = {
  ...{ id: "m1", role: "tool", content: "", startMs: 5, endMs: null, createdMs: null, interrupted: false, latency: null },
  ...{ toolCall: null, key: 1, atMs: 5, offsetMs: 5 },
};

describe("JSON with members that are JSON already", () => {
  it("puts them behind the others, as they are", () => {
    expect(withMembers({ a: 1 }, { b: '{"n":12345678901234567890}' })).toBe('{"a":1,"b":{"n":12345678901234567890}}');
    expect(withMembers({}, { b: "null" })).toBe('{"b":null}');
    expect(withMembers({ a: 1 }, {})).toBe('{"a":1}');
    expect(withMembers({}, {})).toBe("{}");
  });
});

describe("a message", () => {
  it("gives back what a tool was given, digit for digit", () => {
    const call = { id: null, name: 'pay "now"', argumentsJson: '{"account":12345678901234567890}', resultJson: "1e400" };
    const text = turnJson({ ...turn, toolCall: call });
    expect(text).toContain('"tool_call":{"id":null,"name":"pay \\"now\\"","arguments":{"account":12345678901234567890},"result":1e400}');
    expect(() => JSON.parse(text)).not.toThrow();
  });

  it("has every member, told or not", () => {
    expect(Object.keys(JSON.parse(turnJson(turn)) as object)).toEqual(
      Object.keys(JSON.parse(turnJson({ ...turn, toolCall: { id: "c", name: "f", argumentsJson: "null", resultJson: "null" } })) as object),
    );
  });
});
