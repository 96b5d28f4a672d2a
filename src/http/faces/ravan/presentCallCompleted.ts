import { customerNumberOf } from "../../../domain/sessionWords.ts";
import type { Turn } from "../../../reads/readSession.ts";
import { creditsNumber, creditsOf } from "./credits.ts";
import { type Call, memberValues, timeText } from "./presentCall.ts";
import { TRANSCRIPT_ROLES } from "./vocabulary.ts";

/** Members of the webhook's `data` that the REST answers have too, under the same names. */
const SHARED_MEMBERS = [
  "agent_id",
  "agent_name",
  "caller_number",
  "callee_number",
  "caller_name",
  "caller_email",
  "channel",
  "status",
  "disconnect_reason",
  "duration_sec",
  "call_latency_ms",
  "summary",
  "recording_url",
  "credit_breakdown",
  "metadata",
  "started_at",
  "ended_at",
  "created_at",
] as const;

/** JSON text of the documented `call.completed` webhook (A13, R9): the role stands beside the message, the cost is a number. */
export function callCompletedJson(call: Call, turns: readonly Turn[]): string {
  const { organization, summary, creditsPerUnit, analysis } = call;
  const values = memberValues(call);
  const members = [
    `"call_session_id":${values.id}`,
    ...SHARED_MEMBERS.map((name) => `"${name}":${values[name]}`),
    `"cost_total":${creditsNumber(creditsOf(summary, creditsPerUnit).totalMicros)}`,
    `"phone":${JSON.stringify(customerNumberOf(summary.facts) ?? "")}`,
    `"post_call_analysis":${analysis?.resultJson ?? "{}"}`,
    `"transcripts":${transcriptsJson(turns)}`,
  ];
  return `{"event":"call.completed","org_id":${JSON.stringify(organization)},"data":{${members.join(",")}}}`;
}

function transcriptsJson(turns: readonly Turn[]): string {
  const spoken = turns.filter((turn) => TRANSCRIPT_ROLES[turn.role] !== undefined).sort((a, b) => a.offsetMs - b.offsetMs);
  return JSON.stringify(
    spoken.map((turn) => ({
      id: turn.id,
      timestamp_ms: Math.round(turn.offsetMs),
      role: TRANSCRIPT_ROLES[turn.role],
      message: { content: turn.content, format: "text" },
      created_at: timeText(turn.atMs),
    })),
  );
}
