import { answeringMachineDetection, assistant, callControl, type Leg, legEndMs, newLeg, recording, sipTrunking, webrtc } from "./calls.ts";
import { type Conversation, type ConversationRequest, planConversation } from "./conversation.ts";
import { sortableUuid } from "./random.ts";
import { callControlId, type MadeRecord, type MakeSession, newId, numbers, phoneNumber, type SessionPlan } from "./session.ts";
import type { SessionAccount } from "./sessionAccount.ts";

const RING_MS = 1_800;
const FIRST_WORD_MS = RING_MS + 400;
/** Of calls that have an account at all; the others are known from their records alone. */
const TOLD_SHARE = 0.9;
const RECORDED_SHARE = 0.4;

const speak = (plan: SessionPlan, direction: "inbound" | "outbound", course: ConversationRequest["course"]): Conversation =>
  planConversation(plan.random, { direction, medium: "speech", course, startMs: FIRST_WORD_MS });

const pickCourse = (plan: SessionPlan): ConversationRequest["course"] =>
  plan.random.pickWeighted([
    ["whole", 84],
    ["abandoned", 10],
    ["failed", 6],
  ] as const);

/** Whole seconds from the first ring to the last word. */
const talkedSeconds = (talk: Conversation): number => Math.ceil(talk.endMs / 1_000);

/** Someone calls a number that an assistant answers; some are put through to a person. */
export const assistantCall: MakeSession = (plan) => {
  const talk = speak(plan, "inbound", pickCourse(plan));
  const afterSec = talk.outcome === "transfer" ? plan.random.integer(30, 420) : 0;
  const leg = newLeg(plan, { ...numbers(plan), callSec: talkedSeconds(talk) + afterSec });
  const records = [sipTrunking(leg, plan), callControl(leg, plan), recording(leg, plan), ...assistant(leg, plan, talk)];
  if (afterSec > 0) records.push(...transferred(leg, plan, talkedSeconds(talk), afterSec));
  const platform = plan.random.pickWeighted([
    ["phone", 5],
    ["sip", 1],
  ] as const);
  return {
    records,
    account: account(plan, leg, talk, { platform, channel: platform === "sip" ? "sip" : "voice", customerNumber: leg.from }),
  };
};

/** The second leg, from the assistant's number to a person's: one more leg of the same call. */
function transferred(leg: Leg, plan: SessionPlan, afterSec: number, callSec: number): MadeRecord[] {
  const startMs = leg.startMs + afterSec * 1_000;
  const onward = newLeg(plan, {
    sessionId: leg.sessionId,
    legId: newId(plan, startMs),
    controlId: callControlId(plan.random),
    from: leg.to,
    to: phoneNumber(plan.random),
    direction: "outbound",
    startMs,
    callSec,
  });
  return [sipTrunking(onward, plan), callControl(onward, plan)];
}

/** The shape of the guide's example: a web dialer calls an assistant. */
export const webDialerCall: MakeSession = (plan) => {
  const talk = speak(plan, "inbound", pickCourse(plan));
  const leg = newLeg(plan, { ...numbers(plan), callSec: talkedSeconds(talk) });
  const dialer = newLeg(plan, { ...leg, legId: newId(plan), direction: "outbound" });
  const records = [
    ...[recording(leg, plan), webrtc(dialer, plan), sipTrunking(leg, plan), callControl(leg, plan)],
    ...assistant(leg, plan, talk),
  ];
  return { records, account: account(plan, leg, talk, { platform: "web", channel: "web" }) };
};

/** Two telephones, one leg each, transferred by call control. */
export const twoLegCall: MakeSession = (plan) => {
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
  const records = [inbound, outbound].flatMap((leg) => [sipTrunking(leg, plan), callControl(leg, plan)]);
  const isRecorded = plan.random.chance(0.4);
  if (isRecorded) records.push(recording(inbound, plan));
  const told = { customerNumber: inbound.from, status: "transferred", disconnectReason: "user_hangup", isRecorded } as const;
  return { records, account: plan.random.chance(0.5) ? account(plan, inbound, null, told) : null };
};

/** Call lengths as they are: many short ones, a few long ones. Seconds. */
function talkSeconds({ random }: SessionPlan): number {
  return random.pickWeighted([
    [random.integer(12, 60), 3],
    [random.integer(60, 240), 6],
    [random.integer(240, 1_500), 1],
  ]);
}

/** A campaign dials: nobody answers, a machine does, or a person who then talks to an assistant. */
export const campaignCall: MakeSession = (plan) => {
  const reached = plan.random.pickWeighted([
    ["nobody", 4],
    ["machine", 3],
    ["person", 3],
  ] as const);
  if (reached === "nobody") return unanswered(plan);
  const talk = speak(plan, "outbound", reached === "machine" ? "voicemail" : pickCourse(plan));
  const leg = newLeg(plan, { ...numbers(plan), callSec: talkedSeconds(talk), direction: "outbound" });
  const dialled = [sipTrunking(leg, plan), callControl(leg, plan), answeringMachineDetection(leg, plan)];
  const records = reached === "machine" ? dialled : [...dialled, ...assistant(leg, plan, talk)];
  return { records, account: account(plan, leg, talk, { customerNumber: leg.to }) };
};

const UNANSWERED = {
  NO_ANSWER: { status: "no_answer", disconnectReason: "timeout" },
  USER_BUSY: { status: "busy", disconnectReason: null },
  CALL_REJECTED: { status: "failed", disconnectReason: "error" },
} as const;

const unanswered: MakeSession = (plan) => {
  const hangupCause = plan.random.pick(["NO_ANSWER", "USER_BUSY", "CALL_REJECTED"] as const);
  const leg = newLeg(plan, { ...numbers(plan), callSec: 0, direction: "outbound", hangupCause });
  const told = { ...UNANSWERED[hangupCause], customerNumber: leg.to, isRecorded: false };
  return { records: [sipTrunking(leg, plan), callControl(leg, plan)], account: account(plan, leg, null, told) };
};

/** What the system that ran the call tells of it; now and then nothing. */
function account(plan: SessionPlan, leg: Leg, talk: Conversation | null, told: Partial<SessionAccount>): SessionAccount | null {
  const { random } = plan;
  const id = sortableUuid(random, leg.startMs);
  const isRecorded = talk !== null && talk.outcome !== "voicemail" && random.chance(RECORDED_SHARE);
  const tied = tie(plan, leg);
  if (!random.chance(TOLD_SHARE)) return null;
  return {
    id,
    type: "voice",
    platform: "phone",
    channel: "voice",
    direction: leg.direction,
    callerNumber: leg.from,
    calleeNumber: leg.to,
    customerNumber: null,
    roomName: null,
    startedMs: leg.startMs,
    answeredMs: leg.callSec === 0 ? null : leg.startMs + RING_MS,
    endedMs: legEndMs(leg),
    ...ending(plan, talk),
    conversation: talk,
    isRecorded,
    ...tied,
    ...told,
  };
}

/** Systems name their call in one of three ways: by the record it hangs from, by the call session's id, or by a leg's. */
function tie({ random }: SessionPlan, leg: Leg): Pick<SessionAccount, "root" | "externalIds"> {
  const way = random.pickWeighted([
    ["root", 6],
    ["session", 3],
    ["leg", 1],
  ] as const);
  if (way === "root") return { root: { record_type: "call-session", id: leg.sessionId }, externalIds: {} };
  const externalIds = way === "session" ? { telnyx_session_id: leg.sessionId } : { telnyx_leg_id: leg.legId };
  return { root: null, externalIds };
}

function ending({ random }: SessionPlan, talk: Conversation | null): Pick<SessionAccount, "status" | "disconnectReason"> {
  switch (talk?.outcome) {
    case "abandoned":
      return { status: "abandoned", disconnectReason: "user_hangup" };
    case "failed":
      return { status: "failed", disconnectReason: "error" };
    case "voicemail":
      return { status: "voicemail", disconnectReason: "agent_hangup" };
    case "transfer":
      return { status: "transferred", disconnectReason: "call_transfer" };
    default:
      return { status: "completed", disconnectReason: random.chance(0.7) ? "user_hangup" : "agent_hangup" };
  }
}
