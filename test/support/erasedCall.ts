/** One generated call with everything that can be known of a person, put in every way there is; and others beside it. */
import { type GeneratedSession, generateSessions } from "../../src/generate/generateSessions.ts";
import type { TestServer } from "./server.ts";

type Json = Record<string, unknown>;

export const CALL_NOW_MS = Date.UTC(2026, 2, 18, 12);
const START_MS = Date.UTC(2026, 2, 17, 9);
/** Strange enough to be nowhere else; search words are kept in lower case. */
const MARK = "Zwiebelfisch";

export interface ErasedCall {
  readonly id: string;
  /** Another session that turned out to be this one. */
  readonly secondId: string;
  readonly facts: Json;
  readonly messages: readonly Json[];
  readonly records: readonly Json[];
  readonly recording: Buffer;
  /** Of what comes later, never before: a record of the same call, and one that was sent already, corrected. */
  readonly lateRecord: Json;
  readonly correctedRecord: Json;
  /** Every text by which somebody could be known, none of which the others have. */
  readonly texts: readonly string[];
}

const sessions = [...generateSessions({ sessions: 40, seed: 11, startMs: START_MS })];
const isWhole = ({ facts, messages, records, recording }: GeneratedSession): boolean =>
  facts !== null &&
  recording !== null &&
  messages.length >= 6 &&
  records.some((record) => record["record_type"] === "call-control") &&
  records.every((record) => record["currency"] === "USD");
const chosen = sessions.find(isWhole);
const bystanders = sessions.filter((session) => session !== chosen && session.id !== null).slice(0, 8);

export function erasedCall(): ErasedCall {
  if (chosen?.id == null || chosen.recording === null) throw new Error("no generated session has it all");
  const { id, recording } = chosen;
  const leg = chosen.records.find((record) => record["record_type"] === "call-control");
  if (leg === undefined) throw new Error("the generated call has no leg");
  const secondId = `${MARK}-second`;
  const facts = {
    ...chosen.facts,
    ...{ agent: { id: `agent-${MARK}`, name: `${MARK} Agent` }, type: `${MARK} talk`, room_name: `room-${MARK}` },
    metadata: { note: `${MARK} metadata`, [`${MARK}Key`]: true },
    variables: { customer_name: `${MARK} Ada`, nested: { deep: [`${MARK} deep`] } },
    external_ids: { ...(chosen.facts?.["external_ids"] as Json), twilio_call_sid: `CA-${MARK}` },
    status: `${MARK} status`,
  };
  const messages = [
    ...chosen.messages,
    { id: `${MARK}-m1`, role: "user", content: `My name is ${MARK}, call me back` },
    {
      id: `${MARK}-m2`,
      role: "tool",
      content: "",
      tool_call: { id: `${MARK}-c`, name: "look_up", arguments: { of: MARK }, result: `${MARK} found` },
    },
  ];
  const named = { cli: `+49${MARK}`, caller_name: `${MARK} Caller`, tags: [`${MARK} tag`], note: `${MARK} note` };
  // People name models after themselves.
  const personal = { ...named, model: `${MARK}-model` };
  const records = [...distinct(chosen.records).map((record) => ({ ...record, ...personal })), { ...leg, ...personal, hold_sec: 7 }];
  const given = { id, secondId, facts, messages, records };
  return {
    ...given,
    recording: Buffer.from(recording),
    lateRecord: { ...leg, id: `${MARK}-late-leg`, telnyx_leg_id: `${MARK}-late-leg`, call_control_id: `${MARK}-late`, ...personal },
    correctedRecord: { ...leg, ...personal, note: `${MARK} corrected`, hold_sec: 9 },
    texts: [...textsOf(given), MARK],
  };
}

/** Facts in two steps, messages, records of which one was corrected before, two recordings, and a second session that is the same call. */
export async function putErasedCall(server: TestServer, call: ErasedCall): Promise<void> {
  const path = `/v1/sessions/${call.id}`;
  await sent(server, "PUT", path, { agent: { name: `${MARK} Before` }, caller_number: `+49${MARK}1` });
  await sent(server, "PUT", path, call.facts);
  await sent(server, "POST", `${path}/messages`, [{ ...call.messages[0], content: `${MARK} said before` }]);
  await sent(server, "POST", `${path}/messages`, call.messages);
  for (const record of call.records) await sent(server, "POST", "/v1/records", record);
  await sent(server, "PUT", `${path}/recording`, call.recording, { "content-type": "audio/wav" });
  const providersId = call.lateRecord["telnyx_session_id"];
  await sent(server, "PUT", `/v1/sessions/${call.secondId}`, {
    external_ids: { call: providersId },
    metadata: { second: `${MARK} second` },
  });
  await sent(server, "PUT", `/v1/sessions/${call.secondId}/recording`, { url: `http://127.0.0.1:59999/${MARK}.wav` });
  await sent(server, "POST", `${path}/end`, { disconnect_reason: `${MARK} reason` });
}

export async function putBystanders(server: TestServer): Promise<void> {
  for (const { id, facts, messages, records } of bystanders) {
    await sent(server, "PUT", `/v1/sessions/${id}`, facts);
    if (messages.length > 0) await sent(server, "POST", `/v1/sessions/${id}/messages`, messages);
    await sent(server, "POST", "/v1/records", records);
  }
}

async function sent(server: TestServer, method: "PUT" | "POST", path: string, body: unknown, headers = {}): Promise<void> {
  const answer = await server.call(method, path, { body, headers });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
}

function distinct(records: readonly Json[]): Json[] {
  return [...new Map(records.map((record) => [`${record["record_type"]} ${record["id"] ?? record["conversation_id"]}`, record])).values()];
}

/** What stays of a record by design, and words that say nothing of a person. */
const KEPT = new Set(["record_type", "voice", "currency", "unit", "role", "language", "outcome"]);
const SHORTEST = 6;
/** Words of programs, such as what a tool is called. */
const VOCABULARY = /^(?!zwiebelfisch)[a-z_]+$/;

function textsOf(given: unknown): string[] {
  const others = JSON.stringify(bystanders.map(({ facts, messages, records }) => [facts, messages, records]));
  const isPersonal = (text: string): boolean =>
    text.length >= SHORTEST &&
    !VOCABULARY.test(text) &&
    !/^[\d.]+$/.test(text) &&
    !/^\d{4}-\d\d-\d\dT/.test(text) &&
    !others.includes(JSON.stringify(text).slice(1, -1));
  return [...new Set([...leavesOf(given, ""), MARK.toLowerCase()])].filter(isPersonal);
}

function leavesOf(value: unknown, key: string): string[] {
  if (typeof value === "string") return KEPT.has(key) ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, Array.isArray(value) ? key : name));
}
