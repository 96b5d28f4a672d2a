import { describe, expect, it } from "vitest";
import { ApiError } from "../../api/client.ts";
import type { Agent } from "../../api/native.generated.ts";
import { agentBody, draftOf, isSameDraft } from "./draft.ts";

const agent: Agent = {
  id: "booking",
  name: "Booking",
  expected_record_types: ["call-control", "inference"],
  idle_close_sec: 600,
  analysis: {
    analyser: "llm",
    summary: true,
    sentiment: false,
    intent: { custom_intents: ["booking", "complaint"] },
    resolution: {
      definitions: [
        { status: "Booked", description: "a date was agreed", classification: "success", checklist: ["date", "name"], priority: 1 },
        { status: "Not booked", description: "", classification: "failed", checklist: [], priority: 0 },
      ],
    },
    extraction: { fields: [{ name: "day", description: "", type: "enum", choices: ["Monday"], examples: ["on Monday"] }] },
    post_call_analysis_data: null,
  },
  updated_at: "2026-05-04T10:00:00.000Z",
};

describe("an agent's form", () => {
  it("sends back what it was filled with", () => {
    const { name, expected_record_types, idle_close_sec, analysis } = agent;
    expect(agentBody(draftOf(agent))).toEqual({ name, expected_record_types, idle_close_sec, analysis });
  });

  it("switches off what is not asked for", () => {
    expect(agentBody(draftOf(undefined))).toEqual({ name: null, expected_record_types: [], idle_close_sec: null, analysis: null });
  });

  it("names the field that is no number", () => {
    const send = () => agentBody({ ...draftOf(agent), idleCloseSec: "soon" });
    expect(send).toThrow(ApiError);
    expect(send).toThrow(expect.objectContaining({ field: "idle_close_sec" }));
  });

  it("knows whether anything was changed", () => {
    expect(isSameDraft(draftOf(agent), draftOf(agent))).toBe(true);
    expect(isSameDraft(draftOf(agent), { ...draftOf(agent), intents: "booking" })).toBe(false);
  });
});
