import { amountText, inCurrency, minuteCharge } from "./amounts.ts";
import { randomUuid } from "./random.ts";
import { at, type MadeRecord, made, newId, phoneNumber, type SessionPlan } from "./session.ts";

/** Usage that is no conversation: a verification, a fax, a SIM card's data. */
export const singleUsage = (plan: SessionPlan): MadeRecord[] => [plan.random.pick([verification, fax, simCardUsage])(plan)];

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
