/** A session as `GET /v1/sessions/{id}` tells it; what tests look into. */
export interface Whole {
  readonly [member: string]: unknown;
  readonly id: string;
  readonly state: string;
  readonly transcript: { readonly id: string; readonly at: string; readonly offset_ms: number }[];
  readonly tree: { readonly cost: { readonly total: string } } | null;
}

/** Facts of a call that is over, in a provider's words. */
export const FACTS = {
  agent: { id: "agent_7", name: "Front desk" },
  type: "voice",
  direction: "inbound_call",
  caller_number: "+15550100",
  callee_number: "+15550199",
  created_at: "2026-06-01T11:00:00Z",
  started_at: "2026-06-01T11:00:01Z",
  answered_at: "2026-06-01T11:00:03Z",
  ended_at: "2026-06-01T11:02:01Z",
  status: "hangup",
  disconnect_reason: "customer-hangup",
  quality: { inbound: { mos: 4.3, jitter_ms: 11.5, packet_loss: 0.004 } },
  external_ids: { twilio_call_sid: "CA-1" },
  variables: { name: "Ada" },
  metadata: { ticket: 42 },
};
