import type { TestServer } from "./server.ts";

export type Json = Record<string, unknown>;

export interface JsonAnswer {
  readonly status: number;
  readonly type: string | null;
  readonly body: Json;
}

export async function getJson(url: string, headers: Record<string, string>): Promise<JsonAnswer> {
  const answer = await fetch(url, { headers });
  return { status: answer.status, type: answer.headers.get("content-type"), body: (await answer.json()) as Json };
}

export const callId = (number: number): string => `019e0000-0000-7000-8000-${String(number).padStart(12, "0")}`;

const AGENT_ID = "019e0000-0000-7000-8000-0000000000aa";
const METADATA_JSON = '{"order":"A-1","exact":12345678901234567890,"nested":{"snake_case":[1,null,"x"]}}';

/** The sample of the contract (A3 of it), as an answer and as what is to be sent to get it. */
export const fullCall = {
  id: callId(1),
  metadataJson: METADATA_JSON,
  factsJson: `{
    "agent": {"id": "${AGENT_ID}", "name": "Renewals"},
    "caller_number": "+14155550100", "callee_number": "+14155550199", "channel": "voice", "status": "completed",
    "disconnect_reason": "customer_hangup", "telephony_type": "twilio", "provider_managed": true, "metadata": ${METADATA_JSON},
    "created_at": "2026-06-11T09:29:58Z", "started_at": "2026-06-11T09:30:00Z", "ended_at": "2026-06-11T09:32:14Z",
    "external_ids": {"contact_id": "contact-7"}
  }`,
  messages: [
    { id: "m1", role: "assistant", content: "Hello!", start_ms: 0 },
    { id: "m2", role: "user", content: "I want to renew.", start_ms: 3_200 },
    { id: "m3", role: "tool", content: "", start_ms: 4_000, tool_call: { name: "renew", arguments: {}, result: "ok" } },
    { id: "m4", role: "assistant", content: "Done.", start_ms: 5_800 },
    { id: "m0", role: "system", content: "Be brief.", start_ms: 0 },
  ],
  records: [
    {
      record_type: "call-control",
      id: "leg-1",
      telnyx_leg_id: "leg-1",
      telnyx_session_id: callId(1),
      started_at: "2026-06-11T09:30:00Z",
      finished_at: "2026-06-11T09:32:14Z",
      cost: "5.1",
      currency: "USD",
    },
    {
      record_type: "ai-voice-assistant",
      conversation_id: "conversation-1",
      telnyx_leg_id: "leg-1",
      telnyx_session_id: callId(1),
      created_at: "2026-06-11T09:30:01Z",
      cost: "4.2",
      currency: "USD",
    },
  ],
  answer: {
    success: true,
    message: "call session fetched successfully",
    data: {
      id: callId(1),
      agent_id: AGENT_ID,
      agent_name: "Renewals",
      organization_id: "default",
      caller_number: "+14155550100",
      callee_number: "+14155550199",
      channel: "voice",
      status: "completed",
      duration_sec: 134,
      cost_total: "9.30",
      credit_breakdown: {
        channel: "voice",
        duration_sec: 134,
        model_credits: 4.2,
        provider_credits: 5.1,
        provider_managed: true,
        telephony_type: "twilio",
        total_credits: 9.3,
      },
      disconnect_reason: "user_hangup",
      metadata: JSON.parse(METADATA_JSON) as Json,
      post_call_analysis_result: {},
      started_at: "2026-06-11T09:30:00Z",
      ended_at: "2026-06-11T09:32:14Z",
      created_at: "2026-06-11T09:29:58Z",
      room_id: `call_${callId(1)}`,
      summary: "",
      call_latency_ms: 0,
      error_message: "",
      caller_name: "",
      caller_email: "",
      transcripts: [
        { id: "m1", message: { role: "agent", content: "Hello!" }, timestamp_ms: 0 },
        { id: "m2", message: { role: "user", content: "I want to renew." }, timestamp_ms: 3_200 },
        { id: "m4", message: { role: "agent", content: "Done." }, timestamp_ms: 5_800 },
      ],
    },
  },
};

/** Puts the sample in, its recording too. */
export async function putFullCall(server: TestServer): Promise<void> {
  const path = `/v1/sessions/${fullCall.id}`;
  await sent(server, "PUT", path, fullCall.factsJson);
  await sent(server, "POST", `${path}/messages`, fullCall.messages);
  await sent(server, "POST", "/v1/records", fullCall.records);
  await sent(server, "PUT", `${path}/recording`, silence(), { "content-type": "audio/wav" });
}

/** Calls 2 to 10, one a day; of the ninth nothing is known. */
export async function putCalls(server: TestServer): Promise<void> {
  const agent = { id: "agent-1", name: "Tanya" };
  const at = (day: number, seconds: number) => {
    const startMs = Date.UTC(2026, 5, 10 + day, 9, 30);
    return { started_at: new Date(startMs).toISOString(), ended_at: new Date(startMs + seconds * 1_000).toISOString() };
  };
  const caller = "+14155550101";
  await put(server, 2, { agent, ...at(2, 60), channel: "voice", status: "completed", caller_number: caller, provider_managed: false });
  await put(server, 3, { agent, ...at(3, 0), platform: "phone", status: "no-answer", caller_number: caller });
  await put(server, 4, { agent, ...at(4, 10), channel: "web_call", status: "failed", disconnect_reason: "llm-pipeline-error" });
  await put(server, 5, { agent: { id: "agent-2" }, ...at(5, 0), channel: "sip", status: "busy", caller_number: caller });
  await put(server, 6, { agent: { id: "agent-2" }, ...at(6, 20), channel: "outbound_call", status: "voicemail" });
  await put(server, 7, { agent, started_at: at(7, 0).started_at, channel: "voice", status: "active", callee_number: caller });
  await put(server, 8, { agent: { id: "agent-2" }, started_at: at(8, 0).started_at, channel: "inbound_call", status: "ringing" });
  await put(server, 9, { created_at: "2026-06-19T00:00:00Z" });
  await put(server, 10, { ...at(10, 90), platform: "web", external_ids: { contact_id: "contact-8" } });
  await sent(server, "POST", "/v1/records", [
    { record_type: "call-control", id: "leg-2", telnyx_session_id: callId(2), cost: "0.000001234", currency: "USD" },
    { record_type: "ai-voice-assistant", conversation_id: "conversation-2", telnyx_session_id: callId(2), cost: "0.25", currency: "USD" },
  ]);
}

const put = (server: TestServer, number: number, facts: Json): Promise<void> =>
  sent(server, "PUT", `/v1/sessions/${callId(number)}`, facts);

async function sent(
  server: TestServer,
  method: "PUT" | "POST",
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<void> {
  const answer = await server.call(method, path, { body, headers });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
}

/** A tenth of a second of WAV. */
export function silence(): Buffer {
  const samples = Buffer.alloc(1_600);
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(16_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}
