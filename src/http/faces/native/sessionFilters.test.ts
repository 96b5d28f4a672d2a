import { describe, expect, it } from "vitest";
import { AppError } from "../../../domain/errors.ts";
import { SESSION_FIELDS } from "./sessionFields.ts";
import { readSort, sessionConditions, sessionFilterParameters } from "./sessionFilters.ts";

const faultOf = (work: () => unknown): { code: string; field: string | undefined } => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, field: error.field };
    throw error;
  }
  throw new Error("nothing was refused");
};

describe("filters of sessions", () => {
  it("are none for an empty query, and pass over what is not theirs", () => {
    expect(sessionConditions({})).toEqual([]);
    expect(sessionConditions({ sort: "-created_at", limit: 5 })).toEqual([]);
  });

  it("take lists by commas and by repeating, each value once", () => {
    expect(sessionConditions({ agent_id: "a,b" })).toEqual([{ column: "agentId", oneOf: ["a", "b"] }]);
    expect(sessionConditions({ agent_id: ["a", "b,a"] })).toEqual([{ column: "agentId", oneOf: ["a", "b"] }]);
  });

  it("keep a comma that belongs to a value", () => {
    expect(sessionConditions({ agent_name: "Smith\\, Ada,Front desk" })).toEqual([
      { column: "agentName", oneOf: ["Smith, Ada", "Front desk"] },
    ]);
  });

  it("ask for what is not known by null", () => {
    expect(sessionConditions({ agent_id: "null" })).toEqual([{ column: "agentId", oneOf: [null] }]);
  });

  it("understand any provider's words", () => {
    expect(sessionConditions({ status: "hangup", channel: "pstn" })).toEqual([
      { column: "channel", oneOf: ["voice"] },
      { column: "status", oneOf: ["completed"] },
    ]);
    expect(sessionConditions({ status: "weird_word" })).toEqual([{ column: "status", oneOf: ["weird_word"] }]);
  });

  it("take what an analysis can find in any case, and what it did not find by null", () => {
    expect(sessionConditions({ outcome: "partially_resolved,UNRESOLVED", sentiment: "Negative" })).toEqual([
      { column: "outcome", oneOf: ["PARTIALLY_RESOLVED", "UNRESOLVED"] },
      { column: "sentiment", oneOf: ["NEGATIVE"] },
    ]);
    expect(sessionConditions({ outcome: "null" })).toEqual([{ column: "outcome", oneOf: [null] }]);
  });

  it("are half open in time, and inclusive in numbers and money", () => {
    expect(sessionConditions({ started_after: "2026-03-17T10:00:00Z", started_before: "2026-03-18" })).toEqual([
      { column: "startedMs", from: Date.parse("2026-03-17T10:00:00Z"), before: Date.parse("2026-03-18T00:00:00Z") },
    ]);
    expect(sessionConditions({ duration_ms_min: 1_000, duration_ms_max: 2_000 })).toEqual([
      { column: "durationMs", from: 1_000, before: 2_001 },
    ]);
    expect(sessionConditions({ owned_cost_min: "0.05", owned_cost_max: "1" })).toEqual([
      { column: "ownedCostNanos", from: 50_000_000n, before: 1_000_000_001n },
    ]);
  });

  it.each([4.3, 0, -1.5, 1e-300, 1e300])("include the upper bound %d of a decimal, and nothing above it", (bound) => {
    const [condition] = sessionConditions({ mos_inbound_max: bound });
    const before = condition !== undefined && "before" in condition ? Number(condition.before) : Number.NaN;
    expect(before).toBeGreaterThan(bound);
    expect([bound, before]).toContain((bound + before) / 2);
  });

  it("find a number in any of the three, with its plus lost on the way", () => {
    const anyColumn = ["callerNumber", "calleeNumber", "customerNumber"];
    expect(sessionConditions({ number: " 15550100" })).toEqual([{ anyColumn, equals: "+15550100" }]);
    expect(sessionConditions({ number_contains: "5550" })).toEqual([{ anyColumn, contains: "5550" }]);
    expect(sessionConditions({ caller_number: " 15550100" })).toEqual([{ column: "callerNumber", oneOf: ["+15550100"] }]);
  });

  it("ask for products, aliases, words, flags and unknown costs", () => {
    expect(sessionConditions({ product: "a,b", alias: "CA1", q: "Refund, please!", has_recording: false, unknown_cost: true })).toEqual([
      { column: "hasRecording", oneOf: [false] },
      { product: "a" },
      { product: "b" },
      { alias: "CA1" },
      { column: "unknownCostCount", above: 0 },
      { words: ["refund", "please"] },
    ]);
    expect(sessionConditions({ unknown_cost: false })).toEqual([{ column: "unknownCostCount", oneOf: [0] }]);
  });

  it.each([
    ["started_after", "soon"],
    ["owned_cost_min", "cheap"],
    ["owned_cost_max", ""],
    ["state", "asleep"],
    ["cost_status", "free"],
    ["outcome", "RESOLVD"],
    ["outcome", "RESOLVED,solved"],
    ["sentiment", "good"],
    ["agent_id", ""],
    ["agent_id", "a,,b"],
    ["q", "!?"],
    ["q", ["a", "b"]],
    ["number", ["1", "2"]],
    ["agent_name_contains", ""],
  ])("refuse %s=%j, by name", (field, value) => {
    expect(faultOf(() => sessionConditions({ [field]: value }))).toEqual({ code: "FILTER_INVALID", field });
  });

  it("exist for every field, and every parameter is documented", () => {
    const names = Object.keys(sessionFilterParameters);
    for (const { name } of SESSION_FIELDS)
      expect(
        names.some((parameter) => parameter.startsWith(name.replace(/_at$/, ""))),
        name,
      ).toBe(true);
    for (const [name, schema] of Object.entries(sessionFilterParameters)) {
      expect((schema as { description?: string }).description, name).toMatch(/\.$/);
    }
  });
});

describe("the order of sessions", () => {
  it("is by any field, either way", () => {
    for (const { name, column } of SESSION_FIELDS) {
      expect(readSort(name)).toEqual({ column, descending: false });
      expect(readSort(`-${name}`)).toEqual({ column, descending: true });
    }
  });

  it.each(["", "-", "cost", "--id", "agentId"])("is not by %j", (text) => {
    expect(faultOf(() => readSort(text))).toEqual({ code: "FIELD_UNKNOWN", field: "sort" });
  });
});
