import type { JsonObject } from "../domain/json.ts";
import { formatTime } from "../domain/time.ts";
import type { Random } from "./random.ts";
import type { SessionAccount } from "./sessionAccount.ts";
import type { Latency, Turn } from "./turns.ts";

/** The body of `PUT /v1/sessions/{id}`. A call that nobody answered says how it ended at once, the others with `endBody`. */
export function factsBody(account: SessionAccount, random: Random): JsonObject {
  const { conversation, answeredMs, root, externalIds } = account;
  const people = { caller_number: account.callerNumber, callee_number: account.calleeNumber, customer_number: account.customerNumber };
  return withoutNulls({
    agent: conversation === null ? null : conversation.agent,
    ...{ type: account.type, platform: account.platform, channel: account.channel, direction: account.direction },
    ...people,
    room_name: account.roomName,
    variables: conversation === null ? {} : { customer_name: conversation.values.name, order: conversation.values.order },
    metadata: conversation === null ? {} : { language: conversation.language, outcome: conversation.outcome },
    created_at: formatTime(account.startedMs - random.integer(100, 900)),
    started_at: formatTime(account.startedMs),
    answered_at: answeredMs === null ? null : formatTime(answeredMs),
    ...(endsAtOnce(account) ? endMembers(account) : {}),
    telephony_type: account.platform === "web" || account.type === "chat" ? null : "telnyx",
    provider_managed: random.chance(0.8),
    quality: account.type === "voice" && answeredMs !== null ? { inbound: quality(random), outbound: quality(random) } : null,
    root,
    external_ids: Object.keys(externalIds).length === 0 ? null : externalIds,
  });
}

/** The body of `POST /v1/sessions/{id}/end`; null for a session that goes on, or whose facts have said it. */
export const endBody = (account: SessionAccount): JsonObject | null =>
  account.endedMs === null || endsAtOnce(account) ? null : withoutNulls(endMembers(account));

/** The body of `POST /v1/sessions/{id}/messages`, in order of time. */
export function messageBodies(account: SessionAccount): JsonObject[] {
  const turns = account.conversation?.turns ?? [];
  return turns.map((turn, index) => messageBody(account, turn, index + 1));
}

const endsAtOnce = ({ answeredMs }: SessionAccount): boolean => answeredMs === null;

const endMembers = ({ endedMs, status, disconnectReason }: SessionAccount): JsonObject => ({
  ended_at: endedMs === null ? null : formatTime(endedMs),
  disconnect_reason: disconnectReason,
  status,
});

function messageBody({ type, startedMs }: SessionAccount, turn: Turn, number: number): JsonObject {
  const { by, text, startMs, endMs, interrupted, latency, toolCall } = turn;
  return withoutNulls({
    id: `m${number}`,
    role: by,
    content: text,
    // What is written has a time; only what is spoken has a length.
    start_ms: type === "voice" ? startMs : null,
    end_ms: type === "voice" ? endMs : null,
    created_at: formatTime(startedMs + startMs),
    interrupted: interrupted ? true : null,
    latency: latency === null ? null : latencyBody(latency),
    tool_call: toolCall === null ? null : { id: `call_${number}`, ...toolCall },
  });
}

const latencyBody = ({ sttMs, llmMs, ttsMs, totalMs }: Latency): JsonObject =>
  withoutNulls({ stt_ms: sttMs, llm_ms: llmMs, tts_ms: ttsMs, total_ms: totalMs });

/** Most lines are good; a few are what people complain about. */
function quality(random: Random): JsonObject {
  const isBad = random.chance(0.08);
  const jitterMs = isBad ? random.integer(25, 90) : random.integer(1, 14);
  const packetLoss = (isBad ? random.integer(15, 80) : random.integer(0, 9)) / 1_000;
  const mos = Math.max(1, 4.5 - jitterMs * 0.012 - packetLoss * 18);
  return { mos: Math.round(mos * 100) / 100, jitter_ms: jitterMs, packet_loss: packetLoss };
}

const withoutNulls = (members: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null && value !== undefined));
