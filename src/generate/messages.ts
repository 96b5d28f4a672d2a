import { amountText, inCurrency } from "./amounts.ts";
import { inferenceTurn } from "./calls.ts";
import { type Conversation, planConversation } from "./conversation.ts";
import { randomUuid, sortableUuid } from "./random.ts";
import { at, type MadeRecord, type MadeSession, type MakeSession, made, newId, phoneNumber, type SessionPlan } from "./session.ts";
import type { SessionAccount } from "./sessionAccount.ts";
import type { Turn } from "./turns.ts";

interface Message {
  readonly id: string;
  readonly timeMs: number;
  readonly from: string;
  readonly to: string;
  readonly direction: "inbound" | "outbound";
}

/** Of the conversations that an assistant leads: how many are over. The others still wait for an answer. */
const ENDED_SHARE = 0.85;

/** Text messages to and fro; in most conversations an assistant writes the answers. */
export const messageConversation: MakeSession = (plan) => {
  const [customer, business] = [phoneNumber(plan.random), phoneNumber(plan.random)];
  return plan.random.chance(0.7) ? assisted(plan, customer, business) : peopleWriting(plan, customer, business);
};

function peopleWriting(plan: SessionPlan, customer: string, business: string): MadeSession {
  const { random } = plan;
  const records: MadeRecord[] = [];
  const turnCount = random.integer(1, 4);
  let timeMs = plan.startMs;
  for (let turn = 0; turn < turnCount; turn++) {
    const question: Message = { id: randomUuid(random), timeMs, from: customer, to: business, direction: "inbound" };
    const answer: Message = { id: randomUuid(random), timeMs: timeMs + 6_000, from: business, to: customer, direction: "outbound" };
    records.push(messageRecord(question, plan), messageRecord(answer, plan));
    timeMs += random.integer(20_000, 240_000);
  }
  return { records, account: null };
}

/** Every message is a record of its own; the assistant's work hangs below the first one, which so is the conversation's root. */
function assisted(plan: SessionPlan, customer: string, business: string): MadeSession {
  const { random, startMs } = plan;
  const talk = planConversation(random, { direction: "inbound", medium: "chat", course: "whole", startMs: 0 });
  const records: MadeRecord[] = [];
  let firstId: string | undefined;
  let answers = 0;
  for (const turn of talk.turns) {
    if (turn.by === "tool") continue;
    // The greeting stands on the page where the customer finds the number: no message carries it.
    if (turn.by === "assistant" && firstId === undefined) continue;
    const timeMs = startMs + turn.startMs;
    const isQuestion = turn.by === "user";
    const [from, to] = isQuestion ? [customer, business] : [business, customer];
    const message: Message = { id: randomUuid(random), timeMs, from, to, direction: isQuestion ? "inbound" : "outbound" };
    firstId ??= message.id;
    records.push(messageRecord(message, plan));
    if (!isQuestion) records.push(...assistantTurn(firstId, timeMs, plan, talk.agent.id, turn, answers++));
  }
  return { records, account: firstId === undefined ? null : chatAccount(plan, talk, firstId, customer, business) };
}

function chatAccount(plan: SessionPlan, talk: Conversation, firstId: string, customer: string, business: string): SessionAccount {
  const { random, startMs } = plan;
  const isOver = random.chance(ENDED_SHARE);
  const isTransfer = talk.outcome === "transfer";
  return {
    id: sortableUuid(random, startMs),
    type: "chat",
    platform: random.pick(["whatsapp", "phone"]),
    channel: null,
    direction: "inbound",
    callerNumber: customer,
    calleeNumber: business,
    customerNumber: customer,
    roomName: null,
    startedMs: startMs,
    answeredMs: startMs,
    endedMs: isOver ? startMs + talk.endMs + random.integer(5_000, 60_000) : null,
    status: isOver ? (isTransfer ? "transferred" : "completed") : "in_progress",
    disconnectReason: isOver ? (isTransfer ? "call_transfer" : random.pick(["timeout", "agent_hangup"])) : null,
    conversation: talk,
    root: { record_type: "message", id: firstId },
    externalIds: {},
    isRecorded: false,
  };
}

function messageRecord(message: Message, plan: SessionPlan): MadeRecord {
  const { random, currency } = plan;
  const messageType = random.chance(0.15) ? "MMS" : "SMS";
  const parts = messageType === "MMS" ? 1 : random.integer(1, 3);
  const rateNanos = inCurrency(messageType === "MMS" ? 15_000_000n : 4_000_000n, currency);
  const status =
    message.direction === "inbound"
      ? "received"
      : random.pickWeighted([
          ["delivered", 17],
          ["dlr_timeout", 2],
          ["failed", 1],
        ] as const);
  const doneMs = message.timeMs + 3_000;
  const record = {
    record_type: "message_detail_record",
    uuid: message.id,
    created_at: at(message.timeMs),
    sent_at: at(message.timeMs + 400),
    completed_at: at(doneMs),
    updated_at: at(doneMs),
    direction: message.direction,
    message_type: messageType,
    status,
    delivery_status: status,
    cli: message.from,
    cld: message.to,
    country_code: "US",
    carrier: random.pick(["T-Mobile USA", "AT&T", "Verizon"]),
    parts,
    errors: status === "failed" ? ["40001"] : [],
    fteu: false,
    on_net: false,
    profile_name: "Support",
    tags: "support",
    rate: amountText(rateNanos),
    cost: amountText(rateNanos * BigInt(parts)),
    currency: currency.code,
  };
  return made(record, doneMs);
}

function assistantTurn(
  firstId: string,
  answeredMs: number,
  plan: SessionPlan,
  assistantId: string,
  said: Turn,
  turn: number,
): MadeRecord[] {
  const timeMs = answeredMs - (said.latency?.totalMs ?? 1_500);
  const conversationId = newId(plan, timeMs);
  const rate = amountText(inCurrency(4_000_000n, plan.currency));
  const record = {
    record_type: "ai-messaging-assistant",
    conversation_id: conversationId,
    message_id: firstId,
    assistant_id: assistantId,
    created_at: at(timeMs),
    completed_at: at(answeredMs),
    llm_model: "openai/gpt-4o-mini",
    rate,
    rate_measured_in: "messages",
    cost: rate,
    currency: plan.currency.code,
  };
  return [made(record, answeredMs), inferenceTurn(plan, conversationId, timeMs, turn, said)];
}
