import { AppError } from "./errors.ts";
import { isJsonObject, type JsonObject, scalarText } from "./json.ts";
import { isRecordId } from "./record.ts";
import type { QualityFacts, SessionFacts } from "./session.ts";
import { isOwnWord, isTerminalStatus, ownWord } from "./sessionWords.ts";
import { parseIsoMs } from "./time.ts";

const FACT_TEXT_CHARACTERS_MAX = 1_024;
const EXTERNAL_IDS_MAX = 100;

const TEXTS = [
  "type",
  "platform",
  "channel",
  "direction",
  "caller_number",
  "callee_number",
  "customer_number",
  "room_name",
  "status",
  "disconnect_reason",
  "telephony_type",
] as const;
const TIMES = ["created_at", "started_at", "answered_at", "ended_at"] as const;
const OBJECTS = ["agent", "variables", "metadata", "quality", "root", "external_ids"] as const;
const FLAGS = ["provider_managed", "ended"] as const;
const KNOWN: ReadonlySet<string> = new Set([...TEXTS, ...TIMES, ...OBJECTS, ...FLAGS]);

/**
 * Checks one body of facts (`PUT /v1/sessions/{id}`); every member may be absent, null forgets what was said before.
 * @throws AppError FACTS_INVALID with the member at fault
 */
export function checkFacts(body: JsonObject): void {
  for (const name of Object.keys(body)) if (!KNOWN.has(name)) throw invalid(name, "is not a member that sessions have");
  for (const name of TEXTS) checkText(body[name], name);
  for (const name of TIMES) {
    const value = body[name];
    if (isSaid(value) && (typeof value !== "string" || !isPlausibleTime(parseIsoMs(value)))) {
      throw invalid(name, "is not an ISO 8601 time between 2000 and 2100, such as 2026-03-17T10:00:00Z");
    }
  }
  for (const name of FLAGS) if (isSaid(body[name]) && typeof body[name] !== "boolean") throw invalid(name, "is neither true nor false");
  for (const name of OBJECTS) if (isSaid(body[name]) && !isJsonObject(body[name])) throw invalid(name, "is not an object");
  checkMembers(body, "agent", ["id", "name"], checkText);
  checkAgentId(body["agent"]);
  checkQuality(body["quality"]);
  checkRoot(body["root"]);
  checkExternalIds(body["external_ids"]);
}

/** Values by which a session with such facts is to be found, besides its own id. */
export function aliasesOf(body: JsonObject): string[] {
  const { root, external_ids: externalIds } = body;
  const ids = isJsonObject(externalIds) ? Object.values(externalIds).map(textOf) : [];
  const rootId = isJsonObject(root) ? textOf(root["id"]) : null;
  return [...new Set([...ids, rootId].filter((value) => value !== null))];
}

export interface SentFacts {
  readonly receivedMs: number;
  /** JSON that `checkFacts` has passed. */
  readonly body: JsonObject;
}

/** What all bodies together say, in order of arrival: the later word wins, objects are merged member by member. */
export function foldFacts(sent: readonly SentFacts[]): SessionFacts {
  const said: Record<string, unknown> = {};
  let endSaidMs: number | null = null;
  for (const { body, receivedMs } of sent) {
    for (const [name, value] of Object.entries(body)) said[name] = isJsonObject(value) ? merged(name, said[name], value) : value;
    if (body["ended"] === true) endSaidMs ??= receivedMs;
    if (body["ended"] === false || body["ended_at"] === null) endSaidMs = null;
  }
  return factsOf(said, endSaidMs);
}

function merged(name: string, before: unknown, now: JsonObject): JsonObject {
  if (!isJsonObject(before) || name === "root") return now;
  if (name === "quality") {
    const both = Object.entries(now).map(([key, value]) => [
      key,
      isJsonObject(value) && isJsonObject(before[key]) ? { ...before[key], ...value } : value,
    ]);
    return { ...before, ...Object.fromEntries(both) };
  }
  // Another agent has another name.
  if (name === "agent" && isSaid(now["id"]) && isSaid(before["id"]) && now["id"] !== before["id"]) return now;
  return { ...before, ...now };
}

function factsOf(said: JsonObject, endSaidMs: number | null): SessionFacts {
  const agent = objectOf(said["agent"]);
  const quality = objectOf(said["quality"]);
  const endedMs = timeOf(said["ended_at"]) ?? endSaidMs;
  const status = ownWord("status", textOf(said["status"]));
  return {
    agentId: textOf(agent["id"]),
    agentName: textOf(agent["name"]),
    type: ownWord("type", textOf(said["type"])),
    platform: ownWord("platform", textOf(said["platform"])),
    channel: ownWord("channel", textOf(said["channel"])),
    direction: ownWord("direction", textOf(said["direction"])) ?? directionOfChannel(textOf(said["channel"])),
    callerNumber: textOf(said["caller_number"]),
    calleeNumber: textOf(said["callee_number"]),
    customerNumber: textOf(said["customer_number"]),
    roomName: textOf(said["room_name"]),
    status,
    disconnectReason: ownWord("disconnectReason", textOf(said["disconnect_reason"])),
    telephonyType: textOf(said["telephony_type"]),
    providerManaged: typeof said["provider_managed"] === "boolean" ? said["provider_managed"] : null,
    createdMs: timeOf(said["created_at"]),
    startedMs: timeOf(said["started_at"]),
    answeredMs: timeOf(said["answered_at"]),
    endedMs,
    isEnded: endedMs !== null || isTerminalStatus(status),
    quality: { inbound: qualityOf(quality["inbound"]), outbound: qualityOf(quality["outbound"]) },
    root: rootOf(said["root"]),
    externalIds: externalIdsOf(said["external_ids"]),
    variablesJson: JSON.stringify(objectOf(said["variables"])),
    metadataJson: JSON.stringify(objectOf(said["metadata"])),
  };
}

const FIRST_MS = Date.UTC(2000, 0);
const LAST_MS = Date.UTC(2100, 0);

/** A clock that is further off than this says nothing about when a call was. */
export const isPlausibleTime = (timeMs: number | undefined): timeMs is number =>
  timeMs !== undefined && timeMs >= FIRST_MS && timeMs < LAST_MS;

const isSaid = (value: unknown): boolean => value !== undefined && value !== null;
const objectOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});
const textOf = (value: unknown): string | null => (typeof value === "boolean" ? null : (scalarText(value) ?? null));
const timeOf = (value: unknown): number | null => (typeof value === "string" ? (parseIsoMs(value) ?? null) : null);
const numberOf = (value: unknown): number | null => {
  const plain = typeof value === "object" && value !== null && JSON.isRawJSON(value) ? Number(value.rawJSON) : value;
  return typeof plain === "number" && Number.isFinite(plain) ? plain : null;
};

/** `inbound_call` is a channel to some, and says the direction. */
function directionOfChannel(channel: string | null): string | null {
  const word = ownWord("direction", channel);
  return isOwnWord("direction", word) ? word : null;
}

function qualityOf(value: unknown): QualityFacts | null {
  if (!isJsonObject(value)) return null;
  return { mos: numberOf(value["mos"]), jitterMs: numberOf(value["jitter_ms"]), packetLoss: numberOf(value["packet_loss"]) };
}

function rootOf(value: unknown): SessionFacts["root"] {
  if (!isJsonObject(value)) return null;
  const [type, id] = [textOf(value["record_type"]), textOf(value["id"])];
  return type === null || id === null ? null : { type, id };
}

function externalIdsOf(value: unknown): Record<string, string> {
  const ids = Object.entries(objectOf(value)).map(([name, id]) => [name, textOf(id)] as const);
  return Object.fromEntries(ids.filter((entry): entry is readonly [string, string] => entry[1] !== null));
}

const invalid = (field: string, what: string): AppError => new AppError("FACTS_INVALID", `\`${field}\` ${what}.`, { field });

function checkText(value: unknown, field: string): void {
  if (!isSaid(value)) return;
  if (typeof value !== "string") throw invalid(field, "is not a text");
  if (value.length > FACT_TEXT_CHARACTERS_MAX) throw invalid(field, `is longer than ${FACT_TEXT_CHARACTERS_MAX} characters`);
  if (value.includes("\0")) throw invalid(field, "holds a NUL character");
}

function checkMembers(body: JsonObject, name: string, members: readonly string[], check: (value: unknown, field: string) => void): void {
  const value = body[name];
  if (!isJsonObject(value)) return;
  for (const [member, said] of Object.entries(value)) {
    if (!members.includes(member)) throw invalid(`${name}.${member}`, `is unknown; \`${name}\` has ${members.join(", ")}`);
    check(said, `${name}.${member}`);
  }
}

/** A mean opinion score, milliseconds, and a fraction. */
const QUALITY_MAX: Readonly<Record<string, number>> = { mos: 5, jitter_ms: 3_600_000, packet_loss: 1 };

function checkQuality(quality: unknown): void {
  if (!isJsonObject(quality)) return;
  checkMembers({ quality }, "quality", ["inbound", "outbound"], (value, field) => {
    if (isSaid(value) && !isJsonObject(value)) throw invalid(field, "is not an object");
  });
  for (const direction of ["inbound", "outbound"]) {
    checkMembers({ [direction]: quality[direction] }, direction, Object.keys(QUALITY_MAX), (value, field) => {
      const number = numberOf(value);
      const max = QUALITY_MAX[field.slice(direction.length + 1)] ?? 0;
      if (isSaid(value) && (number === null || number < 0 || number > max))
        throw invalid(`quality.${field}`, `is not a number from 0 to ${max}`);
    });
  }
}

function checkRoot(root: unknown): void {
  if (!isJsonObject(root)) return;
  checkMembers({ root }, "root", ["record_type", "id"], checkText);
  const id = textOf(root["id"]);
  if (textOf(root["record_type"]) === null || id === null || !isRecordId(id)) {
    throw invalid("root", "needs a `record_type` and an `id`");
  }
}

/** As PUT /v1/agents/{id} takes it, or nobody could configure that agent. Blank: none. */
function checkAgentId(agent: unknown): void {
  const id = isJsonObject(agent) ? textOf(agent["id"]) : null;
  if (id !== null && id.trim() !== "" && !isRecordId(id)) throw invalid("agent.id", "is not an id of 1 to 256 printable characters");
}

function checkExternalIds(externalIds: unknown): void {
  if (!isJsonObject(externalIds)) return;
  const entries = Object.entries(externalIds);
  if (entries.length > EXTERNAL_IDS_MAX) throw invalid("external_ids", `has more than ${EXTERNAL_IDS_MAX} members`);
  for (const [name, id] of entries) {
    const text = textOf(id);
    if (isSaid(id) && (text === null || !isRecordId(text)))
      throw invalid(`external_ids.${name}`, "is not an id of 1 to 256 printable characters");
  }
}
