import { randomUUID } from "node:crypto";

/** The shape of the guide's worked example: eleven events, of which the call-session needs no record; one more recording makes eleven records. */
export const RECORDS_PER_SESSION = 11;

export interface SampleSession {
  readonly sessionId: string;
  readonly lines: readonly string[];
}

/** A session with random ids, about 435 bytes and 1.7 link values a record. */
export function sampleSession(index: number): SampleSession {
  const sessionId = randomUUID();
  const legId = randomUUID();
  const conversationId = randomUUID();
  const startMs = Date.UTC(2026, 2, 17) + index * 1_000;
  const at = (offsetMs: number): string => new Date(startMs + offsetMs).toISOString();
  const money = { currency: "USD", rate: "0.002", rate_measured_in: "minutes" };
  const call = {
    ...{ cli: "+15550100123", cld: "+15550100999", direction: "inbound", call_sec: 152, billed_sec: 180, hangup_cause: "NORMAL_CLEARING" },
    ...{ started_at: at(0), finished_at: at(152_000), connection_id: "1494404757140276705", tags: "support,night", ...money },
  };
  const leg = (record_type: string, cost: string) => ({
    record_type,
    id: randomUUID(),
    telnyx_session_id: sessionId,
    telnyx_leg_id: legId,
    cost,
    ...call,
  });
  const turn = (number: number) => ({
    ...{
      record_type: "inference",
      id: randomUUID(),
      conversation_id: conversationId,
      created_at: at(number * 20_000),
      cost: `0.00${number}5`,
      ...money,
    },
    ...{ model: "openai/gpt-4o-mini", usecase: "chat-completions-api", user_prompt_tokens: 812 + number, cached_user_prompt_tokens: 512 },
    ...{ completion_tokens: 48, tokens: 860 + number, inference_time: 0.61, service_tier: "default", billable: true },
  });
  const records = [
    leg("call-control", "0.0052"),
    leg("sip-trunking", "0.0052"),
    leg("webrtc", "0.0052"),
    { record_type: "recording", id: randomUUID(), telnyx_session_id: sessionId, cost: "0.0051", ...call },
    { record_type: "recording", id: randomUUID(), telnyx_session_id: sessionId, cost: "0.0051", ...call },
    {
      ...leg("ai-voice-assistant", "0.18"),
      conversation_id: conversationId,
      created_at: at(500),
      llm_model: "openai/gpt-4o-mini",
      tts_provider: "telnyx",
    },
    ...[1, 2, 3, 4, 5].map(turn),
  ];
  return { sessionId, lines: records.map((record) => JSON.stringify(record)) };
}
