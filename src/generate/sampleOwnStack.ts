import type { JsonObject } from "../domain/json.ts";
import { formatTime } from "../domain/time.ts";
import { scientificAmountText } from "./amounts.ts";
import type { Leg } from "./calls.ts";
import type { Conversation } from "./conversation.ts";
import type { Turn } from "./turns.ts";

const TOKEN_IN_NANOS = 800n;
const TOKEN_OUT_NANOS = 4_000n;
const CHARACTER_NANOS = 18_000n;
const HEARD_SECOND_NANOS = 72_000n;

/**
 * What the bills of four companies say of one call: hearing, thinking and speaking, each its own, and a line that was corrected
 * later. The agent itself runs on one's own machines, and nobody has said what a minute of it costs.
 */
export function ownStackRecords(leg: Leg, talk: Conversation, currency: string): JsonObject[] {
  const conversationId = `${leg.legId}-agent`;
  const ids = { call_session_id: leg.sessionId, call_leg_id: leg.legId };
  const agent = {
    ...{ record_type: "ai-voice-assistant", conversation_id: conversationId, telnyx_session_id: leg.sessionId },
    ...{ assistant_id: talk.agent.id, created_at: formatTime(leg.startMs), completed_at: formatTime(leg.startMs + talk.endMs) },
    ...{ duration_sec: leg.callSec, stt_model: "nova-3", tts_provider: "elevenlabs", llm_model: "claude-haiku" },
  };
  const heard = {
    ...{ record_type: "speech-to-text", id: `${leg.legId}-heard`, ...ids, provider: "deepgram" },
    ...{ start_time: formatTime(leg.startMs), end_time: formatTime(leg.startMs + talk.endMs), billed_sec: leg.callSec, currency },
  };
  const heardNanos = HEARD_SECOND_NANOS * BigInt(leg.callSec);
  const corrected = (nanos: bigint, atMs: number) => ({ ...heard, cost: scientificAmountText(nanos), updated_at: formatTime(atMs) });
  const answers = talk.turns.filter(({ by, latency }) => by === "assistant" && latency !== null);
  return [
    agent,
    corrected(heardNanos * 2n, leg.startMs + 600_000),
    ...answers.map((turn, index) => thought(turn, index, { leg, conversationId, currency })),
    spoken(leg, answers, ids, currency),
    // Billed twice at first, and put right: the first version stays in the record's history.
    corrected(heardNanos, leg.startMs + 3_600_000),
  ];
}

function thought(turn: Turn, index: number, of: { leg: Leg; conversationId: string; currency: string }): JsonObject {
  const tokensIn = 640 + index * 180;
  const tokensOut = Math.max(4, Math.ceil(turn.text.length / 4));
  return {
    ...{ record_type: "inference", id: `${of.leg.legId}-thought-${index + 1}`, conversation_id: of.conversationId, model: "claude-haiku" },
    created_at: formatTime(of.leg.startMs + turn.startMs),
    ...{ user_prompt_tokens: tokensIn, completion_tokens: tokensOut, tokens: tokensIn + tokensOut },
    inference_time: (turn.latency?.llmMs ?? 0) / 1_000,
    cost: scientificAmountText(BigInt(tokensIn) * TOKEN_IN_NANOS + BigInt(tokensOut) * TOKEN_OUT_NANOS),
    currency: of.currency,
  };
}

function spoken(leg: Leg, answers: readonly Turn[], ids: JsonObject, currency: string): JsonObject {
  const characters = answers.reduce((sum, { text }) => sum + text.length, 0);
  return {
    ...{ record_type: "text-to-speech", id: `${leg.legId}-spoken`, ...ids, provider: "elevenlabs" },
    ...{ created_at: formatTime(leg.startMs + 2_000), number_of_characters: characters },
    ...{ cost: scientificAmountText(CHARACTER_NANOS * BigInt(characters)), currency },
  };
}
