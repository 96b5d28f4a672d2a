import { AppError } from "../domain/errors.ts";
import type { LinkValue, RecordName } from "../domain/record.ts";
import type { Registry } from "../domain/registry.ts";
import type { SessionSummary } from "../domain/session.ts";
import { formatTimeOrNull } from "../domain/time.ts";
import type { OrganizationContext } from "../reads/index.ts";
import type { ConversationStore, SessionRow } from "../store/conversationStore.ts";
import { erasedValue, erasureSecretName } from "../store/erasure.ts";
import type { OfficeStore } from "../store/officeStore.ts";
import type { RecordStore } from "../store/recordStore.ts";
import { buildTree } from "../tree/buildTree.ts";
import { convertAtRates } from "../tree/currency.ts";
import { HOT_VALUE_RECORDS, type TreeNode, type TreeRecord } from "../tree/tree.ts";
import { Connections } from "./connections.ts";
import { ownedNodes } from "./treeTotals.ts";

export interface EraseParts {
  readonly records: RecordStore;
  readonly conversations: ConversationStore;
  readonly office: OfficeStore;
  readonly treeNodesMax: number;
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
  const { conversations, office, records } = parts;
  const organization = context.organization.id;
  const rows = await rowsOf(parts, organization, id);
  const keys = rows.map(({ key }) => key);
  const secret = await office.putServerValueOnce(erasureSecretName(organization), parts.newSecret());
  const [survivor] = rows;
  if (survivor === undefined || survivor.erasedMs !== null)
    throw new AppError("SESSION_ERASED", "This session was erased.", { field: "id" });
  const [summary, messages, recordings, owned] = await Promise.all([
    conversations.summary(organization, survivor.id),
    conversations.messages(organization, keys),
    conversations.recordings(organization, keys),
    ownedRecords(parts, context, survivor.root),
  ]);
  for (const { storageName } of recordings) if (storageName !== null) await parts.deleteRecording(storageName);
  const names = owned.flatMap(({ record }) => (record === null ? [] : [{ type: record.type, id: record.id }]));
  const linkValues = new Set(owned.flatMap((node) => valuesThatName(node, context.registry)));
  await records.erase(organization, { names, linkValues: [...linkValues], secret });
  const erased = (name: RecordName): RecordName => ({ type: name.type, id: erasedValue(secret, name.id) });
  const facts = JSON.stringify(factsOfNobody(summary, survivor.root === null ? null : erased(survivor.root)));
  const erasures = rows.map((row) => ({
    key: row.key,
    erasedId: erasedValue(secret, row.id),
    anchor: row.anchor === null ? null : erased(row.anchor),
    facts,
    atMs: nowMs,
  }));
  await conversations.erase(organization, erasures);
  return {
    erasedId: erasedValue(secret, survivor.id),
    formerIds: rows.map(({ id: former }) => former),
    sessionCount: rows.length,
    recordCount: names.length,
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

async function ownedRecords(parts: EraseParts, context: OrganizationContext, rootName: RecordName | null): Promise<readonly TreeNode[]> {
  if (rootName === null) return [];
  const { organization, registry, rates } = context;
  const connections = new Connections(parts.records, organization.id, registry);
  await connections.wantNames([rootName]);
  const root = connections.rootOfName(rootName);
  const type = root === undefined ? undefined : registry.byName(root.type.name);
  if (root === undefined || type === undefined) return [];
  const tree = await buildTree({
    root: { type, id: root.id, record: root.record },
    registry,
    lookUp: (values, limit) => parts.records.byLinkValues(organization.id, values, limit),
    currency: organization.currency,
    convert: convertAtRates(rates),
    limits: { treeNodesMax: parts.treeNodesMax, hotValueRecords: HOT_VALUE_RECORDS },
  });
  return ownedNodes(tree.root);
}

/** Values by which others name this event as their parent: a later record that carries one belongs to what was erased. */
function valuesThatName(node: TreeNode, registry: Registry): string[] {
  const { record, type, id } = node;
  if (record === null) return [id];
  const fields = new Set([...type.idFields, ...type.virtualBy, ...registry.childMappings(type.name).map(({ parentField }) => parentField)]);
  return linksOf(record).flatMap(([field, value]) => (fields.has(field) ? [value] : []));
}

const linksOf = (record: TreeRecord): readonly LinkValue[] => record.links;

/** What stays as facts, in the words of `PUT /v1/sessions/{id}`: its times and type, and where its money is. */
function factsOfNobody(summary: SessionSummary | undefined, root: RecordName | null): Record<string, unknown> {
  const pointer = root === null ? {} : { root: { record_type: root.type, id: root.id } };
  if (summary === undefined) return pointer;
  const { facts, createdMs, startedMs, endedMs } = summary;
  const times = { created_at: createdMs, started_at: startedMs, answered_at: facts.answeredMs, ended_at: endedMs };
  const said = Object.entries(times).filter(([, timeMs]) => timeMs !== null);
  return {
    ...Object.fromEntries(said.map(([name, timeMs]) => [name, formatTimeOrNull(timeMs)])),
    ...(facts.type === null ? {} : { type: facts.type }),
    ...pointer,
  };
}
