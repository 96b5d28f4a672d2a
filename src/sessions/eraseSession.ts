import { AppError } from "../domain/errors.ts";
import type { RecordName } from "../domain/record.ts";
import type { SessionSummary } from "../domain/session.ts";
import { formatTimeOrNull } from "../domain/time.ts";
import type { OrganizationContext } from "../reads/index.ts";
import type { ConversationStore, SessionRow } from "../store/conversationStore.ts";
import { erasedValue, erasureSecretName } from "../store/erasure.ts";
import type { OfficeStore } from "../store/officeStore.ts";
import { type EraseRecordsParts, eraseSessionRecords } from "./eraseRecords.ts";

export interface EraseParts extends EraseRecordsParts {
  readonly conversations: ConversationStore;
  readonly office: OfficeStore;
  /** Deletes a stored recording; one that is gone already is no fault. */
  deleteRecording(storageName: string): Promise<void>;
  newSecret(): string;
}

export interface ErasedSession {
  readonly erasedId: string;
  /** Under which it was known; for forgetting what is kept outside of the stores, and not to be told. */
  readonly formerIds: readonly string[];
  readonly sessionCount: number;
  readonly recordCount: number;
  readonly messageCount: number;
  readonly recordingCount: number;
}

/**
 * Erases a person: all that was said in and about a session and of its records all but type, hashed id, time, quantity and
 * money. Every step may be repeated; whoever got no answer asks again. The projection must be up to date.
 * @throws AppError SESSION_NOT_FOUND | SESSION_ERASED
 */
export async function eraseSession(parts: EraseParts, context: OrganizationContext, id: string, nowMs: number): Promise<ErasedSession> {
  const { conversations, office } = parts;
  const organization = context.organization.id;
  const rows = await rowsOf(parts, organization, id);
  const keys = rows.map(({ key }) => key);
  const secret = await office.putServerValueOnce(erasureSecretName(organization), parts.newSecret());
  const [survivor] = rows;
  if (survivor === undefined || survivor.erasedMs !== null)
    throw new AppError("SESSION_ERASED", "This session was erased.", { field: "id" });
  const [summary, messages, recordings, aliases] = await Promise.all([
    conversations.summary(organization, survivor.id),
    conversations.messages(organization, keys),
    conversations.recordings(organization, keys),
    ownAliases(parts, organization, rows),
  ]);
  const deleteAll = async (names: readonly (string | null)[]): Promise<void> => {
    for (const name of names) if (name !== null) await parts.deleteRecording(name);
  };
  await deleteAll(recordings.map(({ storageName }) => storageName));
  const ofRecords = await eraseSessionRecords(parts, context, { root: survivor.root, ownValues: aliases, secret });
  const erased = (name: RecordName): RecordName => ({ type: name.type, id: erasedValue(secret, name.id) });
  const facts = JSON.stringify(factsOfNobody(summary, survivor.root === null ? null : erased(survivor.root)));
  const erasures = rows.map((row, index) => ({
    key: row.key,
    erasedId: erasedValue(secret, row.id),
    anchor: row.anchor === null ? null : erased(row.anchor),
    aliases: index === 0 ? ofRecords.ownValues.map((value) => erasedValue(secret, value)) : [],
    facts,
    atMs: nowMs,
  }));
  const formerIds = rows.map(({ id: former }) => former);
  const eraseDeliveries = () => office.eraseDeliveries(organization, formerIds, erasedValue(secret, survivor.id), nowMs);
  await eraseDeliveries();
  // A recording may have come in since they were read above.
  await deleteAll(await conversations.erase(organization, erasures));
  // One may have been made of the log meanwhile.
  await eraseDeliveries();
  return {
    erasedId: erasedValue(secret, survivor.id),
    formerIds,
    sessionCount: rows.length,
    recordCount: ofRecords.count,
    messageCount: messages.length,
    recordingCount: recordings.length,
  };
}

/** The session that lives, then all that were merged into it. */
async function rowsOf({ conversations }: EraseParts, organization: string, id: string): Promise<SessionRow[]> {
  const asked = await conversations.session(organization, id);
  const survivor = asked?.mergedInto == null ? asked : await conversations.session(organization, asked.mergedInto);
  if (survivor === undefined) throw new AppError("SESSION_NOT_FOUND", `No session "${id}" was found.`, { field: "id" });
  if (survivor.root === null) return [survivor];
  const sharing = await conversations.sessionsByRoots(organization, [survivor.root]);
  return [survivor, ...sharing.filter((row) => row.mergedInto === survivor.id && row.key !== survivor.key)];
}

/** Ids by which these sessions and no others are known, their own among them. */
async function ownAliases({ conversations }: EraseParts, organization: string, rows: readonly SessionRow[]): Promise<string[]> {
  const keys = rows.map(({ key }) => key);
  const values = [...new Set([...(await conversations.aliases(organization, keys)).values()].flat())];
  const sharing = (await conversations.sessionsByAliases(organization, values)).filter((row) => !keys.includes(row.key));
  const sharingKeys = sharing.map(({ key }) => key);
  const theirs = new Set([...(await conversations.aliases(organization, sharingKeys)).values()].flat());
  return values.filter((value) => !theirs.has(value));
}

/** Of the open words of a type only those that say nothing of a person. */
const TYPES: readonly (string | null)[] = ["voice", "chat"];

/** What stays as facts, in the words of `PUT /v1/sessions/{id}`: its times and type, and where its money is. */
function factsOfNobody(summary: SessionSummary | undefined, root: RecordName | null): Record<string, unknown> {
  const pointer = root === null ? {} : { root: { record_type: root.type, id: root.id } };
  if (summary === undefined) return pointer;
  const { facts, createdMs, startedMs, endedMs } = summary;
  const times = { created_at: createdMs, started_at: startedMs, answered_at: facts.answeredMs, ended_at: endedMs };
  const said = Object.entries(times).filter(([, timeMs]) => timeMs !== null);
  return {
    ...Object.fromEntries(said.map(([name, timeMs]) => [name, formatTimeOrNull(timeMs)])),
    ...(TYPES.includes(facts.type) ? { type: facts.type } : {}),
    ...pointer,
  };
}
