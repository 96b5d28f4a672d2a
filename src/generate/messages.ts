import { amountText, inCurrency, minuteCharge } from "./amounts.ts";
import { inferenceTurn } from "./calls.ts";
import { randomUuid } from "./random.ts";
import { at, type MadeRecord, type MakeSession, made, newId, phoneNumber, type SessionPlan } from "./session.ts";

interface Message {
  readonly id: string;
  readonly timeMs: number;
  readonly from: string;
  readonly to: string;
  readonly direction: "inbound" | "outbound";
}

/** Text messages to and fro; in most conversations an assistant writes the answers. */
export const messageConversation: MakeSession = (plan) => {
  const { random, startMs } = plan;
  const [customer, business] = [phoneNumber(random), phoneNumber(random)];
  const isAssisted = random.chance(0.7);
  const records: MadeRecord[] = [];
  const turnCount = random.integer(1, 4);
  let timeMs = startMs;
  for (let turn = 0; turn < turnCount; turn++) {
    const question: Message = { id: randomUuid(random), timeMs, from: customer, to: business, direction: "inbound" };
    records.push(messageRecord(question, plan));
    if (isAssisted) records.push(...assistantTurn(question, plan, turn));
    const answer: Message = { id: randomUuid(random), timeMs: timeMs + 6_000, from: business, to: customer, direction: "outbound" };
    records.push(messageRecord(answer, plan));
    timeMs += random.integer(20_000, 240_000);
  }
  return records;
};

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

function assistantTurn(question: Message, plan: SessionPlan, turn: number): MadeRecord[] {
  const timeMs = question.timeMs + 1_500;
  const conversationId = newId(plan, timeMs);
  const rate = amountText(inCurrency(4_000_000n, plan.currency));
  const record = {
    record_type: "ai-messaging-assistant",
    conversation_id: conversationId,
    message_id: question.id,
    assistant_id: "assistant-support",
    created_at: at(timeMs),
    completed_at: at(timeMs + 3_000),
    llm_model: "openai/gpt-4o-mini",
    rate,
    rate_measured_in: "messages",
    cost: rate,
    currency: plan.currency.code,
  };
  return [made(record, timeMs + 3_000), inferenceTurn(plan, conversationId, timeMs + 500, turn)];
}

/** Usage that is no conversation: a verification, a fax, a SIM card's data. */
export const singleUsage: MakeSession = (plan) => [plan.random.pick([verification, fax, simCardUsage])(plan)];

function verification(plan: SessionPlan): MadeRecord {
  const { random, startMs } = plan;
  const channel = random.pick(["sms", "call", "flashcall"]);
  const fee = amountText(inCurrency(30_000_000n, plan.currency));
  const record = {
    record_type: "verification_detail_record",
    id: randomUuid(random),
    verify_profile_id: randomUuid(random),
    verify_channel_id: randomUuid(random),
    verify_channel_type: channel,
    destination_phone_number: phoneNumber(random),
    verification_status: random.pick(["accepted", "expired"]),
    delivery_status: "delivered",
    created_at: at(startMs),
    updated_at: at(startMs + 25_000),
    rate: fee,
    rate_measured_in: "verifications",
    verify_usage_fee: fee,
    currency: plan.currency.code,
  };
  return made(record, startMs + 25_000);
}

function fax(plan: SessionPlan): MadeRecord {
  const { random, startMs } = plan;
  const seconds = random.integer(30, 240);
  const record = {
    record_type: "fax-api",
    id: newId(plan),
    telnyx_session_id: newId(plan),
    direction: random.pick(["inbound", "outbound"]),
    status: "delivered",
    pages: random.integer(1, 12),
    cli: phoneNumber(random),
    cld: phoneNumber(random),
    started_at: at(startMs),
    finished_at: at(startMs + seconds * 1_000),
    ...minuteCharge(seconds, 7_000_000n, plan.currency),
  };
  return made(record, startMs + seconds * 1_000);
}

/** The one kind that writes its money as a number. */
function simCardUsage(plan: SessionPlan): MadeRecord {
  const { random, startMs } = plan;
  const downlink = random.integer(10_000, 40_000_000);
  const record = {
    record_type: "sim_card_usage",
    id: randomUuid(random),
    sim_card_id: randomUuid(random),
    sim_group_name: "Fleet",
    imsi: `310410${random.integer(100_000_000, 999_999_999)}`,
    ip_address: `100.64.${random.integer(0, 255)}.${random.integer(1, 254)}`,
    mcc: "310",
    mnc: "410",
    created_at: at(startMs),
    closed_at: at(startMs + 3_600_000),
    uplink_data: Math.floor(downlink / 9),
    downlink_data: downlink,
    data_unit: "B",
    data_rate: "0.0000000125",
    data_cost: Math.round(downlink * 0.0125) / 1_000_000,
    currency: "USD",
  };
  return made(record, startMs + 3_600_000);
}
