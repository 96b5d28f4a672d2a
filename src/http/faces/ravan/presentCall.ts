import type { Decimal } from "../../../domain/money.ts";
import type { SessionSummary } from "../../../domain/session.ts";
import { formatTime } from "../../../domain/time.ts";
import type { Turn } from "../../../reads/readSession.ts";
import { creditsNumber, creditsOf, creditsText, currencyNumber, isProviderManaged } from "./credits.ts";
import { recordingAddressMark } from "./recordingAddresses.ts";
import { callChannel, callStatus, disconnectReason, errorMessage, TRANSCRIPT_ROLES } from "./vocabulary.ts";

/** What an analysis says of a call: its summary, and JSON text of an object with the results. */
export interface CallAnalysis {
  readonly summary: string;
  readonly resultJson: string;
}

export interface Call {
  readonly organization: string;
  readonly summary: SessionSummary;
  readonly creditsPerUnit: Decimal;
  readonly analysis: CallAnalysis | null;
}

/** Members of the detail's `data`: those of the newest page in its order, then those that older pages have besides. */
const DETAIL_MEMBERS = [
  "id",
  "agent_id",
  "agent_name",
  "organization_id",
  "caller_number",
  "callee_number",
  "channel",
  "status",
  "recording_url",
  "duration_sec",
  "cost_total",
  "credit_breakdown",
  "disconnect_reason",
  "metadata",
  "post_call_analysis_result",
  "started_at",
  "ended_at",
  "created_at",
  "room_id",
  "summary",
  "call_latency_ms",
  "error_message",
  "caller_name",
  "caller_email",
] as const;

/** Members of a list item; the same values as in the detail, under names in camel case. */
const ITEM_MEMBERS = [
  "id",
  "agent_id",
  "organization_id",
  "room_id",
  "caller_number",
  "callee_number",
  "caller_name",
  "caller_email",
  "channel",
  "status",
  "summary",
  "metadata",
  "error_message",
  "disconnect_reason",
  "prompt_dynamic_variables",
  "extract_dynamic_variables",
  "call_latency_ms",
  "started_at",
  "ended_at",
  "duration_sec",
  "created_at",
  "recording_url",
  "cost_total",
  "agent_name",
  "post_call_analysis_result",
  "credit_breakdown",
] as const;

const HISTORY_MEMBERS = [
  "id",
  "agent_id",
  "agent_name",
  "organization_id",
  "caller_number",
  "callee_number",
  "caller_name",
  "caller_email",
  "channel",
  "status",
  "summary",
  "metadata",
  "error_message",
  "disconnect_reason",
  "call_latency_ms",
  "started_at",
  "ended_at",
  "duration_sec",
  "created_at",
  "recording_url",
  "cost_total",
  "twilio_cost",
  "model_cost",
  "post_call_analysis_result",
] as const;

type Member = (typeof DETAIL_MEMBERS)[number] | (typeof ITEM_MEMBERS)[number] | (typeof HISTORY_MEMBERS)[number];

const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
const ITEM_NAMES = ITEM_MEMBERS.map(camelCase);

/** JSON text of `data` of one call, with its transcript. */
export function callDetailJson(call: Call, turns: readonly Turn[]): string {
  const values = memberValues(call);
  const members = DETAIL_MEMBERS.map((name) => `"${name}":${values[name]}`);
  return `{${members.join(",")},"transcripts":${transcriptsJson(turns, () => "")}}`;
}

/** JSON text of one item of the list and of a contact's calls. */
export function callItemJson(call: Call): string {
  const values = memberValues(call);
  return `{${ITEM_MEMBERS.map((name, index) => `"${ITEM_NAMES[index]}":${values[name]}`).join(",")}}`;
}

/** JSON text of one call of a number's history. Its parts of the credits are other ones; they add up to `cost_total` too. */
export function callHistoryJson(call: Call, turns: readonly Turn[]): string {
  const values = memberValues(call);
  const { modelMicros, providerMicros, telephonyMicros } = creditsOf(call.summary, call.creditsPerUnit);
  const breakdown =
    `{"model_credits":${creditsNumber(modelMicros)},"provider_credits":${creditsNumber(providerMicros - telephonyMicros)},` +
    `"telephony_base_credits":${creditsNumber(telephonyMicros)}}`;
  const sessionId = JSON.stringify(call.summary.id);
  const transcripts = transcriptsJson(turns, (turn) => `,"call_session_id":${sessionId},"created_at":"${timeText(turn.atMs)}"`);
  const members = HISTORY_MEMBERS.map((name) => `"${name}":${values[name]}`);
  return `{${members.join(",")},"credit_breakdown":${breakdown},"transcripts":${transcripts}}`;
}

/** JSON text of every member that some answer has. */
export function memberValues(call: Call): Readonly<Record<Member, string>> {
  const { summary, analysis, creditsPerUnit } = call;
  const { facts, id } = summary;
  const people = { ...namedTexts(facts.variablesJson), ...namedTexts(facts.metadataJson) };
  return {
    id: JSON.stringify(id),
    agent_id: textJson(facts.agentId),
    agent_name: textJson(facts.agentName),
    organization_id: JSON.stringify(call.organization),
    caller_number: textJson(facts.callerNumber),
    callee_number: textJson(facts.calleeNumber),
    channel: `"${callChannel(facts)}"`,
    status: `"${callStatus(summary.state, facts.status)}"`,
    recording_url: summary.hasRecording ? recordingAddressMark(id) : '""',
    duration_sec: String(durationSec(summary)),
    cost_total: `"${creditsText(creditsOf(summary, creditsPerUnit).totalMicros)}"`,
    credit_breakdown: breakdownJson(call),
    disconnect_reason: `"${disconnectReason(facts.disconnectReason)}"`,
    metadata: facts.metadataJson,
    post_call_analysis_result: analysis?.resultJson ?? "{}",
    started_at: `"${timeText(summary.startedMs)}"`,
    ended_at: `"${timeText(summary.endedMs)}"`,
    created_at: `"${timeText(summary.createdMs)}"`,
    room_id: JSON.stringify(facts.roomName ?? `call_${id}`),
    summary: textJson(analysis?.summary ?? null),
    call_latency_ms: String(Math.round(summary.latency?.p50 ?? 0)),
    error_message: JSON.stringify(errorMessage(facts.disconnectReason)),
    caller_name: textJson(people.caller_name ?? null),
    caller_email: textJson(people.caller_email ?? null),
    prompt_dynamic_variables: facts.variablesJson,
    extract_dynamic_variables: "null",
    twilio_cost: currencyNumber(summary, "provider"),
    model_cost: currencyNumber(summary, "model"),
  };
}

const textJson = (text: string | null): string => JSON.stringify(text ?? "");

/** Seconds without a fraction where there is none, as the contract's samples have them; "" where the time is unknown. */
export const timeText = (timeMs: number | null): string => (timeMs === null ? "" : formatTime(timeMs).replace(".000Z", "Z"));

/** Rounded from end less start; 0 while either is unknown. */
export const durationSec = ({ startedMs, endedMs }: Pick<SessionSummary, "startedMs" | "endedMs">): number =>
  startedMs === null || endedMs === null ? 0 : Math.max(0, Math.round((endedMs - startedMs) / 1_000));

function breakdownJson({ summary, creditsPerUnit }: Call): string {
  const { modelMicros, providerMicros, totalMicros } = creditsOf(summary, creditsPerUnit);
  const channel = callChannel(summary.facts);
  const telephonyType = summary.facts.telephonyType ?? (channel === "sip" ? "sip" : "");
  return (
    `{"channel":"${channel}","duration_sec":${durationSec(summary)},"model_credits":${creditsNumber(modelMicros)},` +
    `"provider_credits":${creditsNumber(providerMicros)},"provider_managed":${isProviderManaged(summary)},` +
    `"telephony_type":${JSON.stringify(telephonyType)},"total_credits":${creditsNumber(totalMicros)}}`
  );
}

interface PersonTexts {
  readonly caller_name?: string;
  readonly caller_email?: string;
}

/** The contract's model has who called as plain fields; here such things are metadata or variables of the same names. */
function namedTexts(json: string): PersonTexts {
  if (!json.includes('"caller_')) return {};
  const given = JSON.parse(json) as Readonly<Record<string, unknown>>;
  const names = (["caller_name", "caller_email"] as const).filter((name) => typeof given[name] === "string");
  return Object.fromEntries(names.map((name) => [name, given[name]]));
}

/** What agent and user said, by its offset from the start. `extraOf` gives members that only some answers have. */
function transcriptsJson(turns: readonly Turn[], extraOf: (turn: Turn) => string): string {
  const spoken = turns.filter((turn) => TRANSCRIPT_ROLES[turn.role] !== undefined).sort((a, b) => a.offsetMs - b.offsetMs);
  const entries = spoken.map((turn) => {
    const message = JSON.stringify({ role: TRANSCRIPT_ROLES[turn.role], content: turn.content });
    return `{"id":${JSON.stringify(turn.id)},"message":${message},"timestamp_ms":${Math.round(turn.offsetMs)}${extraOf(turn)}}`;
  });
  return `[${entries.join(",")}]`;
}
