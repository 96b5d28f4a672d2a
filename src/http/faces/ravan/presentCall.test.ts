import { describe, expect, it } from "vitest";
import type { SessionFacts } from "../../../domain/session.ts";
import type { Turn } from "../../../reads/readSession.ts";
import { callSummary, productCost } from "./callFixtures.ts";
import { MODEL_GROUP, TELEPHONY_GROUP } from "./credits.ts";
import { type Call, callDetailJson, callHistoryJson, callItemJson } from "./presentCall.ts";
import { withRecordingAddresses } from "./recordingAddresses.ts";

const startedMs = Date.UTC(2026, 5, 11, 9, 30, 0);

const callOf = (given: Parameters<typeof callSummary>[0] = {}, analysis: Call["analysis"] = null): Call => ({
  organization: "org_default",
  summary: callSummary(given),
  creditsPerUnit: { coefficient: 1n, places: 0 },
  analysis,
});

const full: Parameters<typeof callSummary>[0] = {
  startedMs,
  endedMs: startedMs + 134_000,
  durationMs: 134_000,
  hasRecording: true,
  latency: { p50: 812.4, p95: 1_300 },
  costByProduct: [
    productCost("inference", MODEL_GROUP, 4_200_000_000n),
    productCost("callcontrol-cdrs", TELEPHONY_GROUP, 5_000_000_000n),
    productCost("recording-cdrs", "Media & Storage", 100_000_000n),
  ],
  facts: {
    agentId: "019e0000-0000-7000-8000-0000000000aa",
    agentName: "Renewals",
    callerNumber: "+14155550100",
    calleeNumber: "+14155550199",
    channel: "voice",
    status: "completed",
    disconnectReason: "user_hangup",
    telephonyType: "twilio",
    providerManaged: true,
    metadataJson: '{"order":"A-1","big":12345678901234567890,"caller_name":"Ada"}',
    variablesJson: '{"caller_name":"ignored","caller_email":"ada@example.com"}',
  } satisfies Partial<SessionFacts>,
};

const turn = (id: string, role: Turn["role"], offsetMs: number, content = id): Turn => ({
  key: 0,
  id,
  role,
  content,
  startMs: offsetMs,
  endMs: null,
  createdMs: null,
  interrupted: false,
  latency: null,
  toolCall: null,
  atMs: startedMs + offsetMs,
  offsetMs,
});

const turns = [
  turn("m2", "assistant", 0, "Hello!"),
  turn("m4", "assistant", 5_800),
  turn("m3", "user", 3_200),
  turn("t1", "tool", 3_500),
  turn("s1", "system", 0),
];

const parsed = async (text: string) =>
  JSON.parse(await withRecordingAddresses(text, async (id) => `https://calls.example/${id}?token=t`)) as Record<string, unknown>;

describe("the detail of a call", () => {
  it("is the contract's sample, member for member and in its order, with the older pages' members after it", async () => {
    const detail = await parsed(callDetailJson(callOf(full), turns));
    expect(Object.entries(detail)).toEqual([
      ["id", "019e0000-0000-7000-8000-000000000001"],
      ["agent_id", "019e0000-0000-7000-8000-0000000000aa"],
      ["agent_name", "Renewals"],
      ["organization_id", "org_default"],
      ["caller_number", "+14155550100"],
      ["callee_number", "+14155550199"],
      ["channel", "voice"],
      ["status", "completed"],
      ["recording_url", "https://calls.example/019e0000-0000-7000-8000-000000000001?token=t"],
      ["duration_sec", 134],
      ["cost_total", "9.30"],
      [
        "credit_breakdown",
        {
          channel: "voice",
          duration_sec: 134,
          model_credits: 4.2,
          provider_credits: 5.1,
          provider_managed: true,
          telephony_type: "twilio",
          total_credits: 9.3,
        },
      ],
      ["disconnect_reason", "user_hangup"],
      ["metadata", { order: "A-1", big: Number("12345678901234567890"), caller_name: "Ada" }],
      ["post_call_analysis_result", {}],
      ["started_at", "2026-06-11T09:30:00Z"],
      ["ended_at", "2026-06-11T09:32:14Z"],
      ["created_at", "2026-06-11T09:29:58Z"],
      ["room_id", "call_019e0000-0000-7000-8000-000000000001"],
      ["summary", ""],
      ["call_latency_ms", 812],
      ["error_message", ""],
      ["caller_name", "Ada"],
      ["caller_email", "ada@example.com"],
      [
        "transcripts",
        [
          { id: "m2", message: { role: "agent", content: "Hello!" }, timestamp_ms: 0 },
          { id: "m3", message: { role: "user", content: "m3" }, timestamp_ms: 3_200 },
          { id: "m4", message: { role: "agent", content: "m4" }, timestamp_ms: 5_800 },
        ],
      ],
    ]);
  });

  it("has every member of a call of which nothing is known, each of its own kind", async () => {
    const detail = await parsed(callDetailJson(callOf({ state: "open" }), []));
    expect(detail).toEqual({
      id: "019e0000-0000-7000-8000-000000000001",
      agent_id: "",
      agent_name: "",
      organization_id: "org_default",
      caller_number: "",
      callee_number: "",
      channel: "",
      status: "in_progress",
      recording_url: "",
      duration_sec: 0,
      cost_total: "0.00",
      credit_breakdown: {
        channel: "",
        duration_sec: 0,
        model_credits: 0,
        provider_credits: 0,
        provider_managed: true,
        telephony_type: "",
        total_credits: 0,
      },
      disconnect_reason: "",
      metadata: {},
      post_call_analysis_result: {},
      started_at: "",
      ended_at: "",
      created_at: "2026-06-11T09:29:58Z",
      room_id: "call_019e0000-0000-7000-8000-000000000001",
      summary: "",
      call_latency_ms: 0,
      error_message: "",
      caller_name: "",
      caller_email: "",
      transcripts: [],
    });
  });

  it("gives numerals back as they were sent", () => {
    expect(callDetailJson(callOf(full), [])).toContain('"metadata":{"order":"A-1","big":12345678901234567890,');
  });

  it("keeps milliseconds where there are some, and rounds the duration", async () => {
    const detail = await parsed(callDetailJson(callOf({ startedMs, endedMs: startedMs + 1_500 }), []));
    expect([detail["started_at"], detail["ended_at"], detail["duration_sec"]]).toEqual([
      "2026-06-11T09:30:00Z",
      "2026-06-11T09:30:01.500Z",
      2,
    ]);
  });

  it("tells an analysis where there is one", async () => {
    const detail = await parsed(callDetailJson(callOf({}, { summary: "Renewed.", resultJson: '{"sentiments":"Neutral"}' }), []));
    expect([detail["summary"], detail["post_call_analysis_result"]]).toEqual(["Renewed.", { sentiments: "Neutral" }]);
  });

  it("is not misled by what people send in the place of names", async () => {
    const facts = { metadataJson: '{"caller_name":{"first":"Ada"},"x":"\\u0001\\"y\\"\\u0001"}' };
    const detail = await parsed(callDetailJson(callOf({ facts }), []));
    expect([detail["caller_name"], (detail["metadata"] as { x: string }).x]).toEqual(["", '\u0001"y"\u0001']);
  });
});

describe("an item of the list", () => {
  it("has the 26 names of the contract, and inner keys of credits in snake case", async () => {
    const item = await parsed(callItemJson(callOf(full)));
    expect(Object.keys(item)).toEqual([
      ...["id", "agentId", "organizationId", "roomId", "callerNumber", "calleeNumber", "callerName", "callerEmail", "channel"],
      ...["status", "summary", "metadata", "errorMessage", "disconnectReason", "promptDynamicVariables", "extractDynamicVariables"],
      ...["callLatencyMs", "startedAt", "endedAt", "durationSec", "createdAt", "recordingUrl", "costTotal", "agentName"],
      ...["postCallAnalysisResult", "creditBreakdown"],
    ]);
    expect(Object.keys(item["creditBreakdown"] as object)).toContain("model_credits");
    expect(item["extractDynamicVariables"]).toBeNull();
    expect(item["promptDynamicVariables"]).toEqual({ caller_name: "ignored", caller_email: "ada@example.com" });
  });

  it("leaves the keys inside metadata as they were sent", async () => {
    const item = await parsed(callItemJson(callOf({ facts: { metadataJson: '{"snake_key":{"inner_key":1}}' } })));
    expect(item["metadata"]).toEqual({ snake_key: { inner_key: 1 } });
  });
});

describe("a call of a number's history", () => {
  it("has credits of its own kind that add up to the total, and costs in currency", async () => {
    const call = await parsed(callHistoryJson(callOf(full), []));
    expect(call).toMatchObject({
      cost_total: "9.30",
      credit_breakdown: { model_credits: 4.2, provider_credits: 0.1, telephony_base_credits: 5 },
      twilio_cost: 5.1,
      model_cost: 4.2,
      transcripts: [],
    });
    expect(Object.keys(call["credit_breakdown"] as object)).toHaveLength(3);
  });

  it("says of each entry of the transcript which call it is of, and when it was said", async () => {
    const call = await parsed(callHistoryJson(callOf(full), [turn("m3", "user", 3_200)]));
    expect(call["transcripts"]).toEqual([
      {
        id: "m3",
        message: { role: "user", content: "m3" },
        timestamp_ms: 3_200,
        call_session_id: "019e0000-0000-7000-8000-000000000001",
        created_at: "2026-06-11T09:30:03.200Z",
      },
    ]);
  });
});
