import { minuteCharge } from "./amounts.ts";
import { callControl, type Leg, legEndMs, newLeg, sipTrunking } from "./calls.ts";
import { sortableUuid } from "./random.ts";
import { at, type MadeRecord, type MakeSession, made, newId, numbers, type SessionPlan } from "./session.ts";
import type { SessionAccount } from "./sessionAccount.ts";

/** Several calls meet in one room; every participant belongs to the room and to a call. */
export const conference: MakeSession = (plan) => {
  const { random } = plan;
  const conferenceId = newId(plan);
  const lengthSec = random.integer(300, 2_400);
  const legs = Array.from({ length: random.integer(2, 5) }, (_, index): Leg => {
    const startMs = plan.startMs + index * random.integer(2_000, 20_000);
    const callSec = Math.max(30, lengthSec - random.integer(0, 200));
    return newLeg(plan, { ...numbers(plan), startMs, callSec, sessionId: newId(plan, startMs), legId: newId(plan, startMs) });
  });
  const endMs = Math.max(...legs.map(legEndMs));
  const room = {
    record_type: "conference_detail_record",
    id: conferenceId,
    name: random.pick(["standup", "sales-call", "incident", "weekly"]),
    call_leg_id: legs[0]?.legId,
    call_session_id: legs[0]?.sessionId,
    connection_id: plan.connectionId,
    region: random.pick(["ashburn-va", "frankfurt-de", "jakarta-id"]),
    started_at: at(plan.startMs),
    ended_at: at(endMs),
    call_sec: Math.round((endMs - plan.startMs) / 1_000),
    participant_call_sec: legs.reduce((sum, leg) => sum + leg.callSec, 0),
    participant_count: legs.length,
    is_telnyx_billable: false,
  };
  const records = [made(room, endMs), ...legs.flatMap((leg) => conferenceLeg(leg, plan, conferenceId))];
  const told = { root: { record_type: "conference", id: conferenceId }, roomName: room.name, endedMs: endMs };
  return { records, account: random.chance(0.5) ? roomAccount(plan, { ...told, platform: "phone", channel: "voice" }) : null };
};

function conferenceLeg(leg: Leg, plan: SessionPlan, conferenceId: string): MadeRecord[] {
  const participant = {
    record_type: "conference_participant_detail_record",
    id: newId(plan, leg.startMs),
    conference_id: conferenceId,
    call_leg_id: leg.legId,
    call_session_id: leg.sessionId,
    originating_number: leg.from,
    destination_number: leg.to,
    joined_at: at(leg.startMs + 3_000),
    left_at: at(legEndMs(leg)),
    call_sec: leg.callSec,
    is_telnyx_billable: true,
    ...minuteCharge(leg.callSec, 2_000_000n, plan.currency),
  };
  return [sipTrunking(leg, plan), callControl(leg, plan), made(participant, legEndMs(leg))];
}

/** People meet on video; some of it is recorded and composed. */
export const videoRoom: MakeSession = (plan) => {
  const { random, startMs, currency } = plan;
  const roomSessionId = newId(plan);
  const roomId = newId(plan, startMs - 86_400_000);
  const lengthSec = random.integer(120, 3_600);
  const part = (name: string, id: string, fromMs: number, seconds: number, dollarNanosPerMinute: bigint, more: object = {}): MadeRecord => {
    const endMs = fromMs + seconds * 1_000;
    const times = { started_at: at(fromMs), ended_at: at(endMs), duration_secs: seconds };
    const charge = minuteCharge(seconds, dollarNanosPerMinute, currency);
    return made({ record_type: `room-session-${name}event`, id, room_id: roomId, ...times, ...more, ...charge }, endMs);
  };
  const below = { room_session_id: roomSessionId };
  const participants = Array.from({ length: random.integer(2, 4) }, (_, index) => {
    const fromMs = startMs + index * random.integer(1_000, 30_000);
    const seconds = Math.max(10, lengthSec - random.integer(0, 100));
    const joined = { ...below, participant_id: newId(plan, fromMs), joined_at: at(fromMs), left_at: at(fromMs + seconds * 1_000) };
    return part("participant-", newId(plan, fromMs), fromMs, seconds, 2_000_000n, joined);
  });
  const recordings = random.chance(0.6)
    ? [part("recording-", newId(plan, startMs + 5_000), startMs + 5_000, lengthSec - 5, 4_000_000n, below)]
    : [];
  const endMs = startMs + lengthSec * 1_000;
  const compositions = random.chance(0.2) ? [part("composition-", newId(plan, endMs), endMs, lengthSec, 8_000_000n, below)] : [];
  const records = [part("", roomSessionId, startMs, lengthSec, 0n, below), ...participants, ...recordings, ...compositions];
  const told = { root: { record_type: "room-session-event", id: roomSessionId }, roomName: `room-${random.hex(6)}`, endedMs: endMs };
  return { records, account: random.chance(0.5) ? roomAccount(plan, { ...told, platform: "web", channel: "web" }) : null };
};

function roomAccount(
  plan: SessionPlan,
  told: Pick<SessionAccount, "root" | "roomName" | "endedMs" | "platform" | "channel">,
): SessionAccount {
  return {
    id: sortableUuid(plan.random, plan.startMs),
    type: "voice",
    direction: null,
    callerNumber: null,
    calleeNumber: null,
    customerNumber: null,
    startedMs: plan.startMs,
    answeredMs: plan.startMs,
    status: "completed",
    disconnectReason: "user_hangup",
    conversation: null,
    externalIds: {},
    isRecorded: false,
    ...told,
  };
}
