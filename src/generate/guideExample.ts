import type { JsonObject } from "../domain/json.ts";

/**
 * The worked example of the public Session Analysis guide: a web dialer calls an assistant, 152 seconds, 11 events that
 * cost $0.2128 together. Ids, relations and costs are the guide's where it gives them. Ten records: the call-session
 * is virtual, it exists because the others name it.
 */
const SESSION_ID = "a1b2c3d4-5e6f-7a8b-9c0d-1e2f3a4b5c6d";
const LEG_ID = "4c9d22b0-1e4b-11f1-83a0-02420aef51a1";
const DIALER_LEG_ID = "4c8f0a1e-1e4b-11f1-9b52-02420aef51a1";
const CONVERSATION_ID = "4c9063e0-1e4b-11f1-b789-02420aef51a1";
const CONTROL_ID = "v3:Xk2mH0qk7gq3H0RkY9m1cE6JYh8f0b7n";
const FINISHED_AT = "2026-03-17T14:02:33.100Z";

const leg = {
  telnyx_session_id: SESSION_ID,
  cli: "+13125550142",
  cld: "+13125550199",
  call_sec: 152,
  billed_sec: 180,
  hangup_cause: "NORMAL_CLEARING",
  connection_id: "2466784567",
  finished_at: FINISHED_AT,
};
const money = { rate_measured_in: "minutes", currency: "USD" };

/** When each turn came, its cost, and its tokens: prompt, cached, completion. */
const TURNS: readonly (readonly [createdAt: string, cost: string, prompt: number, cached: number, completion: number])[] = [
  ["2026-03-17T14:00:06.210Z", "0.0010", 812, 0, 41],
  ["2026-03-17T14:00:31.480Z", "0.0015", 1_240, 512, 63],
  ["2026-03-17T14:01:02.930Z", "0.0029", 2_310, 1_024, 128],
  ["2026-03-17T14:01:36.150Z", "0.0033", 2_655, 2_048, 140],
  ["2026-03-17T14:02:10.770Z", "0.0034", 2_724, 2_048, 152],
];

const records: readonly JsonObject[] = [
  {
    record_type: "recording",
    id: "4ca10f52-1e4b-11f1-8c11-02420aef51a1",
    telnyx_session_id: SESSION_ID,
    started_at: "2026-03-17T14:00:01.000Z",
    finished_at: FINISHED_AT,
    billed_sec: 180,
    rate: "0.0017",
    cost: "0.0051",
    ...money,
  },
  {
    record_type: "webrtc",
    id: DIALER_LEG_ID,
    telnyx_leg_id: DIALER_LEG_ID,
    telnyx_call_control_id: "",
    session_id: "b7c1b6a5-9a7e-4a43-8a38-0b6a55a3d8f1",
    auth_username: "webdialer1",
    direction: "outbound",
    started_at: "2026-03-17T14:00:01.050Z",
    ...leg,
    rate: "0.001733333",
    cost: "0.0052",
    ...money,
  },
  {
    record_type: "sip-trunking",
    id: LEG_ID,
    call_control_id: CONTROL_ID,
    sip_call_id: "6f1d2c0b9a@sip.example.com",
    direction: "inbound",
    started_at: "2026-03-17T14:00:01.100Z",
    answered_at: "2026-03-17T14:00:01.300Z",
    ...leg,
    attempted: 1,
    connected: 1,
    completed: 1,
    rate: "0.001733333",
    cost: "0.0052",
    ...money,
  },
  {
    record_type: "call-control",
    id: "4c9e7d08-1e4b-11f1-a2c4-02420aef51a1",
    telnyx_leg_id: LEG_ID,
    direction: "inbound",
    started_at: "2026-03-17T14:00:01.150Z",
    answered_at: "2026-03-17T14:00:01.300Z",
    ...leg,
    attempted: 1,
    connected: 1,
    rate: "0.001733333",
    cost: "0.0052",
    ...money,
  },
  {
    record_type: "ai-voice-assistant",
    conversation_id: CONVERSATION_ID,
    assistant_id: "assistant-reception",
    call_control_id: CONTROL_ID,
    telnyx_leg_id: LEG_ID,
    telnyx_session_id: SESSION_ID,
    created_at: "2026-03-17T14:00:01.300Z",
    completed_at: FINISHED_AT,
    duration_sec: 152,
    billed_sec: 180,
    rate: "0.06",
    rate_measured_in: "ai_voice_assistant_minutes",
    cost: "0.1800",
    currency: "USD",
    stt_model: "deepgram/nova-3",
    tts_provider: "telnyx",
    tts_model_id: "natural-hd",
    llm_model: "openai/gpt-4o-mini",
  },
  ...TURNS.map(([createdAt, cost, prompt, cached, completion], turn) => ({
    record_type: "inference",
    id: `4cb${turn}41c0-1e4b-11f1-95d3-02420aef51a1`,
    conversation_id: CONVERSATION_ID,
    created_at: createdAt,
    model: "openai/gpt-4o-mini",
    usecase: "chat-completions-api",
    user_prompt_tokens: prompt,
    cached_user_prompt_tokens: cached,
    completion_tokens: completion,
    tokens: prompt + completion,
    billable: true,
    cost,
    currency: "USD",
  })),
];

export const GUIDE_EXAMPLE = { sessionId: SESSION_ID, records } as const;
