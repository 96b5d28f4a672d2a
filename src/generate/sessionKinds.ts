import { minuteCharge } from "./amounts.ts";
import { answeringMachineDetection, assistant, callControl, type Leg, legEndMs, newLeg, recording, sipTrunking, webrtc } from "./calls.ts";
import { messageConversation } from "./messages.ts";
import { at, type MadeRecord, type MakeSession, made, newId, phoneNumber, type SessionPlan } from "./session.ts";

/** Call lengths as they are: many short ones, a few long ones. Seconds. */
function talkSeconds(plan: SessionPlan): number {
  const { random } = plan;
  return Math.round(
    random.pickWeighted([
      [random.integer(12, 60), 3],
      [random.integer(60, 240), 6],
      [random.integer(240, 1_500), 1],
    ]),
  );
}

function numbers(plan: SessionPlan): { from: string; to: string } {
  return { from: phoneNumber(plan.random), to: phoneNumber(plan.random) };
}

/** Someone calls a number that an assistant answers. */
const assistantCall: MakeSession = (plan) => {
  const leg = newLeg(plan, { ...numbers(plan), callSec: talkSeconds(plan) });
  return [sipTrunking(leg, plan), callControl(leg, plan), recording(leg, plan), ...assistant(leg, plan)];
};

/** The shape of the guide's example: a web dialer calls an assistant. */
const webDialerCall: MakeSession = (plan) => {
  const leg = newLeg(plan, { ...numbers(plan), callSec: talkSeconds(plan) });
  const dialer = newLeg(plan, { ...leg, legId: newId(plan), direction: "outbound" });
  return [recording(leg, plan), webrtc(dialer, plan), sipTrunking(leg, plan), callControl(leg, plan), ...assistant(leg, plan)];
};

/** Two telephones, one leg each, transferred by call control. */
const twoLegCall: MakeSession = (plan) => {
  const callSec = talkSeconds(plan);
  const inbound = newLeg(plan, { ...numbers(plan), callSec });
  const outbound = newLeg(plan, {
    ...inbound,
    legId: newId(plan, plan.startMs + 3_000),
    from: inbound.to,
    to: phoneNumber(plan.random),
    direction: "outbound",
    startMs: plan.startMs + 3_000,
    callSec: Math.max(1, callSec - 3),
  });
  const legs = [inbound, outbound].flatMap((leg) => [sipTrunking(leg, plan), callControl(leg, plan)]);
  return plan.random.chance(0.4) ? [...legs, recording(inbound, plan)] : legs;
};

/** A campaign dials: nobody answers, a machine does, or a person who then talks to an assistant. */
const campaignCall: MakeSession = (plan) => {
  const reached = plan.random.pickWeighted([
    ["nobody", 4],
    ["machine", 3],
    ["person", 3],
  ] as const);
  const callSec = reached === "nobody" ? 0 : reached === "machine" ? plan.random.integer(4, 14) : talkSeconds(plan);
  const hangupCause = reached === "nobody" ? plan.random.pick(["NO_ANSWER", "USER_BUSY", "CALL_REJECTED"]) : "NORMAL_CLEARING";
  const leg = newLeg(plan, { ...numbers(plan), callSec, direction: "outbound", hangupCause });
  const dialled = [sipTrunking(leg, plan), callControl(leg, plan)];
  if (reached === "nobody") return dialled;
  const detected = [...dialled, answeringMachineDetection(leg, plan)];
  return reached === "machine" ? detected : [...detected, ...assistant(leg, plan)];
};

/** Several calls meet in one room; every participant belongs to the room and to a call. */
const conference: MakeSession = (plan) => {
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
  return [made(room, endMs), ...legs.flatMap((leg) => conferenceLeg(leg, plan, conferenceId))];
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
const videoRoom: MakeSession = (plan) => {
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
  return [part("", roomSessionId, startMs, lengthSec, 0n), ...participants, ...recordings, ...compositions];
};

/** The seven kinds, with how often each happens. */
export const SESSION_KINDS: readonly (readonly [name: string, make: MakeSession, weight: number])[] = [
  ["assistant call", assistantCall, 30],
  ["web dialer to assistant", webDialerCall, 12],
  ["two-leg call", twoLegCall, 16],
  ["campaign call", campaignCall, 16],
  ["conference", conference, 5],
  ["message conversation", messageConversation, 16],
  ["video room", videoRoom, 5],
];
