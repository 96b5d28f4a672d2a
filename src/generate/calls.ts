import { amountText, inCurrency, minuteCharge, scientificAmountText } from "./amounts.ts";
import type { Conversation } from "./conversation.ts";
import { randomUuid } from "./random.ts";
import { at, callControlId, type MadeRecord, made, newId, type SessionPlan } from "./session.ts";
import type { Turn } from "./turns.ts";

/** Dollar prices in nanos. */
const SIP_PER_MINUTE = 5_200_000n;
const CALL_CONTROL_PER_MINUTE = 2_000_000n;
const WEBRTC_PER_MINUTE = 2_000_000n;
const RECORDING_PER_MINUTE = 1_700_000n;
const ASSISTANT_PER_MINUTE = 60_000_000n;
const TRANSCRIPTION_PER_MINUTE = 15_000_000n;
const NOISE_SUPPRESSION_PER_MINUTE = 2_000_000n;
const SPEECH_PER_CHARACTER = 700n;
const TOKEN_IN = 400n;
const TOKEN_OUT = 1_600n;

/** One leg of a call, in both of the vocabularies that records use for it. */
export interface Leg {
  readonly sessionId: string;
  readonly legId: string;
  readonly controlId: string;
  readonly from: string;
  readonly to: string;
  readonly direction: "inbound" | "outbound";
  readonly startMs: number;
  /** 0: never answered. */
  readonly callSec: number;
  readonly hangupCause: string;
}

export const legEndMs = (leg: Leg): number => leg.startMs + Math.max(leg.callSec, 20) * 1_000;

export function newLeg(plan: SessionPlan, given: Partial<Leg> & Pick<Leg, "from" | "to" | "callSec">): Leg {
  return {
    sessionId: newId(plan),
    legId: newId(plan),
    controlId: callControlId(plan.random),
    direction: "inbound",
    startMs: plan.startMs,
    hangupCause: given.callSec === 0 ? "NO_ANSWER" : "NORMAL_CLEARING",
    ...given,
  };
}

const legTimes = (leg: Leg) => ({
  started_at: at(leg.startMs),
  answered_at: leg.callSec === 0 ? null : at(leg.startMs + 1_800),
  finished_at: at(legEndMs(leg)),
});

const legCommon = (leg: Leg, plan: SessionPlan) => ({
  telnyx_session_id: leg.sessionId,
  connection_id: plan.connectionId,
  cli: leg.from,
  cld: leg.to,
  direction: leg.direction,
  call_sec: leg.callSec,
  attempted: 1,
  connected: leg.callSec === 0 ? 0 : 1,
  hangup_cause: leg.hangupCause,
});

export function sipTrunking(leg: Leg, plan: SessionPlan): MadeRecord {
  const record = {
    record_type: "sip-trunking",
    id: leg.legId,
    call_control_id: leg.controlId,
    sip_call_id: `${plan.random.hex(16)}@sip.example.com`,
    ...legTimes(leg),
    ...legCommon(leg, plan),
    completed: leg.callSec === 0 ? 0 : 1,
    route: plan.random.pick(["local", "toll-free", "mobile"]),
    country_iso: "US",
    shaken_stir: plan.random.pick(["A", "B", ""]),
    is_callcontrol: 1,
    ...minuteCharge(leg.callSec, SIP_PER_MINUTE, plan.currency),
  };
  return made(record, legEndMs(leg));
}

export function callControl(leg: Leg, plan: SessionPlan): MadeRecord {
  const record = {
    record_type: "call-control",
    id: newId(plan, leg.startMs),
    telnyx_leg_id: leg.legId,
    ...legTimes(leg),
    ...legCommon(leg, plan),
    ...minuteCharge(leg.callSec, CALL_CONTROL_PER_MINUTE, plan.currency),
  };
  return made(record, legEndMs(leg));
}

export function webrtc(leg: Leg, plan: SessionPlan): MadeRecord {
  const record = {
    record_type: "webrtc_detail_record",
    id: leg.legId,
    telnyx_leg_id: leg.legId,
    telnyx_call_control_id: plan.random.chance(0.3) ? "" : leg.controlId,
    // The dialer's own id: it looks like a session id and links to nothing.
    session_id: randomUuid(plan.random),
    auth_username: `dialer${plan.random.integer(1, 400)}`,
    connection_name: "Web dialer",
    payment_method: "rate-deck",
    ...legTimes(leg),
    ...legCommon(leg, plan),
    ...minuteCharge(leg.callSec, WEBRTC_PER_MINUTE, plan.currency),
  };
  return made(record, legEndMs(leg));
}

export function recording(leg: Leg, plan: SessionPlan): MadeRecord {
  const record = {
    record_type: "recording",
    id: newId(plan, legEndMs(leg)),
    telnyx_session_id: leg.sessionId,
    started_at: at(leg.startMs + 2_000),
    finished_at: at(legEndMs(leg)),
    ...minuteCharge(leg.callSec, RECORDING_PER_MINUTE, plan.currency),
  };
  return made(record, legEndMs(leg));
}

export function answeringMachineDetection(leg: Leg, plan: SessionPlan): MadeRecord {
  const rate = amountText(inCurrency(6_500_000n, plan.currency));
  const record = {
    record_type: "amd_detail_record",
    id: newId(plan, leg.startMs),
    feature: plan.random.pick(["PREMIUM", "STANDARD"]),
    invoked_at: at(leg.startMs + 2_400),
    call_leg_id: leg.legId,
    call_session_id: leg.sessionId,
    connection_id: plan.connectionId,
    connection_name: "Outbound campaign",
    tags: "campaign",
    invocations: 1,
    rate,
    rate_measured_in: "invocations",
    cost: rate,
    currency: plan.currency.code,
    is_telnyx_billable: true,
  };
  return made(record, leg.startMs + 6_000);
}

/** The assistant's part of a leg: its minutes, one inference for each of its answers, transcription and speech. */
export function assistant(leg: Leg, plan: SessionPlan, talk: Conversation): MadeRecord[] {
  const { currency } = plan;
  const conversationId = newId(plan, leg.startMs + 2_000);
  const endMs = Math.min(legEndMs(leg), leg.startMs + talk.endMs);
  const talkSec = Math.max(1, Math.round(talk.endMs / 1_000) - 2);
  const session = {
    record_type: "ai-voice-assistant",
    conversation_id: conversationId,
    assistant_id: talk.agent.id,
    call_control_id: leg.controlId,
    telnyx_leg_id: leg.legId,
    telnyx_session_id: leg.sessionId,
    created_at: at(leg.startMs + 2_000),
    completed_at: at(endMs),
    duration_sec: talkSec,
    ...minuteCharge(talkSec, ASSISTANT_PER_MINUTE, currency),
    rate_measured_in: "ai_voice_assistant_minutes",
    stt_model: "deepgram/nova-3",
    tts_provider: "telnyx",
    tts_model_id: "natural-hd",
    llm_model: "openai/gpt-4o-mini",
  };
  const answers = talk.turns.filter((turn) => turn.latency?.llmMs !== undefined);
  const inferences = answers.map((turn, index) => inferenceTurn(plan, conversationId, leg.startMs + turn.startMs, index, turn));
  const characters = talk.turns.reduce((sum, turn) => sum + (turn.by === "assistant" ? turn.text.length : 0), 0);
  return [made(session, endMs), ...inferences, transcription(leg, plan), speech(leg, plan, characters), ...extras(leg, plan)];
}

/** One answer of a model. `said`: the words and how long the model took; without them both are made up. */
export function inferenceTurn(plan: SessionPlan, conversationId: string | null, timeMs: number, turn: number, said?: Turn): MadeRecord {
  const { random, currency } = plan;
  const tokensIn = 600 + turn * random.integer(80, 260) + random.integer(0, 400);
  const tokensOut = said === undefined ? random.integer(20, 240) : Math.max(4, Math.ceil(said.text.length / 4));
  const inferenceMs = said?.latency?.llmMs ?? random.integer(240, 1_900);
  const dollarNanos = BigInt(tokensIn) * TOKEN_IN + BigInt(tokensOut) * TOKEN_OUT;
  const record = {
    record_type: "inference",
    id: newId(plan, timeMs),
    conversation_id: conversationId,
    created_at: at(timeMs),
    model: "openai/gpt-4o-mini",
    usecase: conversationId === null ? "insight-generation" : "chat-completions-api",
    user_prompt_tokens: tokensIn,
    cached_user_prompt_tokens: turn === 0 ? 0 : Math.floor(tokensIn * 0.6),
    completion_tokens: tokensOut,
    tokens: tokensIn + tokensOut,
    inference_time: inferenceMs / 1_000,
    service_tier: "default",
    billable: true,
    cost: scientificAmountText(inCurrency(dollarNanos, currency)),
    currency: currency.code,
  };
  return made(record, timeMs + 2_000);
}

function transcription(leg: Leg, plan: SessionPlan): MadeRecord {
  const record = {
    record_type: "speech-to-text",
    id: newId(plan, legEndMs(leg)),
    call_session_id: leg.sessionId,
    call_leg_id: leg.legId,
    start_time: at(leg.startMs + 2_000),
    end_time: at(legEndMs(leg)),
    provider: "deepgram",
    ...minuteCharge(leg.callSec, TRANSCRIPTION_PER_MINUTE, plan.currency),
  };
  return made(record, legEndMs(leg));
}

function speech(leg: Leg, plan: SessionPlan, characters: number): MadeRecord {
  const rateNanos = inCurrency(SPEECH_PER_CHARACTER, plan.currency);
  const common = {
    record_type: "text-to-speech",
    id: newId(plan, legEndMs(leg)),
    call_session_id: leg.sessionId,
    call_leg_id: leg.legId,
    created_at: at(leg.startMs + 3_000),
    provider: "telnyx",
    number_of_characters: characters,
  };
  // Speech that comes with the assistant's minutes carries no cost of its own, not even a zero.
  if (plan.random.chance(0.08)) return made(common, legEndMs(leg));
  const cost = scientificAmountText(rateNanos * BigInt(characters));
  const rate = scientificAmountText(rateNanos);
  return made({ ...common, rate, rate_measured_in: "characters", cost, currency: plan.currency.code }, legEndMs(leg));
}

function extras(leg: Leg, plan: SessionPlan): MadeRecord[] {
  if (!plan.random.chance(0.25)) return [];
  const record = {
    record_type: "noise-suppression",
    id: newId(plan, legEndMs(leg)),
    call_session_id: leg.sessionId,
    call_leg_id: leg.legId,
    started_at: at(leg.startMs + 2_000),
    ...minuteCharge(leg.callSec, NOISE_SUPPRESSION_PER_MINUTE, plan.currency),
  };
  return [made(record, legEndMs(leg))];
}
