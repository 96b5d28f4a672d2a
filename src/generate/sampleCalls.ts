import type { BillingCurrency } from "./amounts.ts";
import { answeringMachineDetection, assistant, callControl, type Leg, legEndMs, newLeg, recording, sipTrunking } from "./calls.ts";
import { type Conversation, type ConversationRequest, planConversation } from "./conversation.ts";
import { Random } from "./random.ts";
import { sampleAgent } from "./sampleAgents.ts";
import type { SampleCall } from "./sampleCall.ts";
import { sampleGuideCall } from "./sampleGuide.ts";
import { ownStackRecords } from "./sampleOwnStack.ts";
import { callControlId, type MadeRecord, newId, numbers, phoneNumber, type SessionPlan } from "./session.ts";
import type { SessionAccount } from "./sessionAccount.ts";
import { endBody, factsBody, messageBodies } from "./sessionBodies.ts";
import { wholeRecording } from "./waveRecording.ts";

const HOUR_MS = 3_600_000;
const RING_MS = 1_800;
const FIRST_WORD_MS = RING_MS + 400;

/**
 * A handful of calls of the days before `baseMs` (epoch ms): several languages, ways and ends, and agents that are analysed. The
 * same arguments give the same, byte for byte. `currency`: what their records are billed in.
 */
export function sampleCalls(baseMs: number, currency: string): readonly SampleCall[] {
  const before = (hours: number): number => baseMs - hours * HOUR_MS;
  const plan = (seed: number, startMs: number): SessionPlan => planOf(seed, startMs, currency);
  return [
    sampleGuideCall("sample-web-call", before(2), currency, sampleAgent("support")),
    phoneCall("sample-booking", plan(101, before(5)), { language: "en", purpose: "booking" }),
    chat("sample-chat", plan(102, before(8)), { language: "de", purpose: "delivery" }),
    phoneCall("sample-arabic", plan(103, before(27)), { language: "ar", purpose: "booking" }),
    ownStackCall("sample-own-stack", plan(104, before(50))),
    transferredCall("sample-transferred", plan(105, before(76)), { language: "es", purpose: "billing" }),
    voicemailCall("sample-voicemail", plan(106, before(101)), { language: "fr", purpose: "renewal" }),
  ];
}

type About = NonNullable<ConversationRequest["about"]>;

function planOf(seed: number, startMs: number, code: string): SessionPlan {
  // One unit of whatever currency is a dollar here: what matters is that sums add up without exchange rates.
  const currency: BillingCurrency = { code, perDollar: 1n, perDollarDivisor: 1n };
  return { random: new Random(seed), startMs, currency, connectionId: "2466784567" };
}

/** The conversation, led by the sample agent for its purpose. */
function talkAbout(plan: SessionPlan, about: About, request: Omit<ConversationRequest, "about" | "startMs">): Conversation {
  const talk = planConversation(plan.random, { ...request, about, startMs: request.medium === "chat" ? 0 : FIRST_WORD_MS });
  return { ...talk, agent: sampleAgent(about.purpose) };
}

const talkedSeconds = (talk: Conversation): number => Math.ceil(talk.endMs / 1_000) + 1;

function phoneCall(id: string, plan: SessionPlan, about: About): SampleCall {
  const talk = talkAbout(plan, about, { direction: "inbound", medium: "speech", course: "whole" });
  const leg = newLeg(plan, { ...numbers(plan), callSec: talkedSeconds(talk) });
  const records = [sipTrunking(leg, plan), callControl(leg, plan), recording(leg, plan), ...assistant(leg, plan, talk)];
  return told(accountOf(id, leg, talk, { isRecorded: true }), records, plan);
}

/** The agent puts the caller through to a person: a second leg. Its carrier has not said yet what it costs. */
function transferredCall(id: string, plan: SessionPlan, about: About): SampleCall {
  const talk = talkAbout(plan, about, { direction: "inbound", medium: "speech", course: "whole" });
  const afterSec = 140;
  const leg = newLeg(plan, { ...numbers(plan), callSec: talkedSeconds(talk) + afterSec });
  const startMs = leg.startMs + talkedSeconds(talk) * 1_000;
  const ids = { sessionId: leg.sessionId, legId: newId(plan, startMs), controlId: callControlId(plan.random) };
  const onward = newLeg(plan, { ...ids, from: leg.to, to: phoneNumber(plan.random), direction: "outbound", startMs, callSec: afterSec });
  const unpriced = withoutCost(sipTrunking(onward, plan));
  const records = [sipTrunking(leg, plan), callControl(leg, plan), ...assistant(leg, plan, talk), unpriced, callControl(onward, plan)];
  return told(accountOf(id, leg, talk, { status: "transferred", disconnectReason: "call_transfer" }), records, plan);
}

function voicemailCall(id: string, plan: SessionPlan, about: About): SampleCall {
  const talk = talkAbout(plan, about, { direction: "outbound", medium: "speech", course: "voicemail" });
  const leg = newLeg(plan, { ...numbers(plan), callSec: talkedSeconds(talk), direction: "outbound" });
  const records = [sipTrunking(leg, plan), callControl(leg, plan), answeringMachineDetection(leg, plan)];
  return told(accountOf(id, leg, talk, { status: "voicemail", disconnectReason: "agent_hangup", customerNumber: leg.to }), records, plan);
}

/** An agent of one's own, on a carrier's lines, with speech and words from elsewhere. */
function ownStackCall(id: string, plan: SessionPlan): SampleCall {
  const talk = talkAbout(plan, { language: "en", purpose: "support" }, { direction: "inbound", medium: "speech", course: "whole" });
  const leg = newLeg(plan, { ...numbers(plan), callSec: talkedSeconds(talk) });
  const account = accountOf(id, leg, talk, { platform: "sip", channel: "sip" });
  return { ...told(account, [], plan, "twilio"), records: ownStackRecords(leg, talk, plan.currency.code) };
}

/** Nothing but words: no provider has sent a record of it. */
function chat(id: string, plan: SessionPlan, about: About): SampleCall {
  const talk = talkAbout(plan, about, { direction: "inbound", medium: "chat", course: "whole" });
  const leg = newLeg(plan, { ...numbers(plan), callSec: talkedSeconds(talk) });
  const account = accountOf(id, leg, talk, { type: "chat", platform: "whatsapp", channel: null, disconnectReason: "timeout" });
  return told({ ...account, answeredMs: leg.startMs, root: null }, [], plan);
}

function accountOf(id: string, leg: Leg, talk: Conversation, given: Partial<SessionAccount>): SessionAccount {
  return {
    ...{ id, type: "voice", platform: "phone", channel: "voice", direction: leg.direction },
    ...{ callerNumber: leg.from, calleeNumber: leg.to, customerNumber: leg.from, roomName: null },
    ...{ startedMs: leg.startMs, answeredMs: leg.startMs + RING_MS, endedMs: legEndMs(leg) },
    ...{ status: "completed", disconnectReason: "user_hangup", conversation: talk, isRecorded: false },
    ...{ root: { record_type: "call-session", id: leg.sessionId }, externalIds: {} },
    ...given,
  };
}

function told(account: SessionAccount, records: readonly MadeRecord[], plan: SessionPlan, carrier: string | null = null): SampleCall {
  const facts = { ...factsBody(account, plan.random), ...endBody(account) };
  const talk = account.conversation;
  const makeRecording =
    account.isRecorded && talk !== null && account.endedMs !== null
      ? () => wholeRecording(talk.turns, (account.endedMs ?? 0) - account.startedMs, new Random(1))
      : null;
  return {
    id: account.id,
    facts: carrier === null ? facts : { ...facts, telephony_type: carrier },
    messages: messageBodies(account),
    makeRecording,
    records: records.map(({ record }) => record),
  };
}

function withoutCost({ record, doneMs }: MadeRecord): MadeRecord {
  const { cost: _cost, rate: _rate, rate_measured_in: _measure, currency: _currency, ...rest } = record;
  return { record: rest, doneMs };
}
