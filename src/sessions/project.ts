import { AppError } from "../domain/errors.ts";
import { searchWords } from "../domain/searchWords.ts";
import type { OrganizationContext } from "../reads/index.ts";
import { reportOf } from "../reads/readAnalysis.ts";
import { treeOfRoot } from "../reads/treeOfRoot.ts";
import type { StoredAnalysis } from "../store/analyses.ts";
import type { ConversationStore, Projection, Recording, SessionRow, StoredMessage } from "../store/conversationStore.ts";
import type { Agent } from "../store/officeStore.ts";
import type { RecordStore, StoredRecord } from "../store/recordStore.ts";
import type { LookUp } from "../tree/gather.ts";
import type { TreeNode } from "../tree/tree.ts";
import type { SessionGroup } from "./affected.ts";
import type { Connections, Root } from "./connections.ts";
import { type EventSubject, type EventTeller, withBodies } from "./events.ts";
import type { LifecycleSettings } from "./lifecycle.ts";
import { nodesThatMaySay, wordsOfRecords } from "./recordWords.ts";
import { type SessionTruth, summarise } from "./summarise.ts";
import { NO_TOTALS, type TreeTotals, totalsOf } from "./treeTotals.ts";

export interface ProjectParts {
  readonly records: RecordStore;
  readonly conversations: ConversationStore;
  readonly treeNodesMax: number;
  readonly lifecycle: LifecycleSettings;
  readonly teller: EventTeller;
}

/** What a pass has read of all its groups at once. */
export interface SpokenWords {
  readonly messages: ReadonlyMap<number, readonly StoredMessage[]>;
  readonly recordings: ReadonlyMap<string, Recording>;
  /** Of each session key, oldest first. */
  readonly analyses: ReadonlyMap<number, readonly StoredAnalysis[]>;
  readonly agents: ReadonlyMap<string, Agent>;
}

/** The projections of one session: its summary under the row that lives, nothing under those that were merged into it. */
export async function projectGroup(
  parts: ProjectParts,
  context: OrganizationContext,
  group: SessionGroup,
  connections: Connections,
  spoken: SpokenWords,
  nowMs: number,
): Promise<Projection[]> {
  const { root, rows, entries, facts, changed } = group;
  const tree = root === null ? undefined : await readSessionTree(parts, context, root, connections);
  const messages = rows.flatMap((row) => spoken.messages.get(row.key) ?? []);
  const recordings = rows.flatMap((row) => spoken.recordings.get(row.id) ?? []);
  const said = await withWordsOfRecords(parts, context, facts, tree);
  const truth: SessionTruth = {
    rows,
    facts: said,
    lastFactMs: entries.reduce<number | null>((last, { receivedMs }) => Math.max(last ?? receivedMs, receivedMs), null),
    messages,
    analyses: rows.flatMap((row) => spoken.analyses.get(row.key) ?? []).toSorted((a, b) => a.queuedMs - b.queuedMs),
    lastRecordingMs: recordings.reduce<number | null>((last, { receivedMs }) => Math.max(last ?? receivedMs, receivedMs), null),
    rootNode: tree?.root ?? null,
    totals: tree?.totals ?? NO_TOTALS,
    agent: said.agentId === null ? undefined : spoken.agents.get(said.agentId),
    currency: context.organization.currency,
  };
  const rootName = root === null ? null : { type: root.type.name, id: root.id };
  const [survivor, ...merged] = rows;
  if (survivor === undefined) return [];
  const aliasesOf = (row: SessionRow) => ({ aliases: group.aliases.get(row.key) ?? null });
  const gone = merged.map((row): Projection => ({ ...mergedAway(row, survivor, rootName, nowMs), ...aliasesOf(row) }));
  if (tree === undefined && isUnspoken(truth)) return [{ ...nothing(survivor, nowMs), ...aliasesOf(survivor), root: null }, ...gone];
  const { requestsAnalysis, ...told } = summarise(truth, parts.lifecycle, nowMs, changed);
  const { summary, revision } = told;
  const subject = { atMs: nowMs, summary, report: reportOf(truth.analyses), messages, revision, mergedId: null };
  return [
    {
      ...nothing(survivor, nowMs),
      ...told,
      announce: await withBodies(parts.teller, context, told.announce, subject),
      // One session gets one analysis by itself, whose id therefore follows from the session's key.
      requestAnalysis: requestsAnalysis ? `an_${survivor.key.toString(36)}` : null,
      root: rootName,
      ...aliasesOf(survivor),
      words: searchWords(messages.map(({ content }) => content).join("\n")).join(" "),
      usage: truth.totals.usage,
    },
    ...(await Promise.all(gone.map((projection, index) => withMergeTold(parts, context, projection, merged[index], subject)))),
  ];
}

async function withMergeTold(
  parts: ProjectParts,
  context: OrganizationContext,
  projection: Projection,
  row: SessionRow | undefined,
  subject: Omit<EventSubject, "kind">,
): Promise<Projection> {
  const announce = await withBodies(parts.teller, context, projection.announce, { ...subject, mergedId: row?.id ?? null });
  return { ...projection, announce };
}

/** A row that was made for a root which no longer exists, and about which nobody said anything. Its id stays reserved. */
const isUnspoken = ({ rows, messages, lastFactMs, lastRecordingMs }: SessionTruth): boolean =>
  messages.length === 0 && lastFactMs === null && lastRecordingMs === null && rows.every((row) => row.erasedMs === null);

const nothing = (row: SessionRow, nowMs: number): Projection => ({
  sessionKey: row.key,
  expected: row.projection,
  version: row.version,
  summary: null,
  mergedInto: null,
  root: null,
  changedMs: row.changedMs,
  told: row.told,
  revision: null,
  announce: [],
  requestAnalysis: null,
  dueMs: null,
  words: "",
  aliases: null,
  usage: [],
  atMs: nowMs,
});

const mergedAway = (row: SessionRow, survivor: SessionRow, root: Projection["root"], nowMs: number): Projection => ({
  ...nothing(row, nowMs),
  mergedInto: survivor.id,
  root,
  announce: row.mergedInto === survivor.id ? [] : [{ kind: "merged", subject: survivor.id, bodies: null }],
});

interface SessionTree {
  /** Null: it holds more events than a tree may have. */
  readonly root: TreeNode | null;
  readonly totals: TreeTotals;
}

/** Never a silent zero: what was not added up is unknown. */
const TOO_LARGE: SessionTree = { root: null, totals: { ...NO_TOTALS, costStatus: "unknown", unknownCostCount: 1 } };

async function readSessionTree(
  parts: ProjectParts,
  context: OrganizationContext,
  root: Root,
  connections: Connections,
): Promise<SessionTree | undefined> {
  const type = context.registry.byName(root.type.name);
  if (type === undefined) return undefined;
  const records = new Map<number, StoredRecord>();
  const remember = (found: readonly StoredRecord[]): readonly StoredRecord[] => {
    for (const record of found) records.set(record.key, record);
    return found;
  };
  if (root.record !== null) remember([root.record]);
  try {
    const lookUp: LookUp = async (values, limit) => remember(await connections.carriersOf(values, limit));
    const tree = await treeOfRoot(context, { ...root, type }, lookUp, parts.treeNodesMax);
    return { root: tree.root, totals: totalsOf(tree, records) };
  } catch (error) {
    // The root may have gone between two look-ups; then the change that took it away is on its way here.
    if (error instanceof AppError && error.code === "EVENT_NOT_FOUND") return undefined;
    if (error instanceof AppError && error.code === "TREE_TOO_LARGE") return TOO_LARGE;
    throw error;
  }
}

async function withWordsOfRecords(
  parts: ProjectParts,
  context: OrganizationContext,
  facts: SessionTruth["facts"],
  tree: SessionTree | undefined,
): Promise<SessionTruth["facts"]> {
  if (tree === undefined || (facts.callerNumber !== null && facts.calleeNumber !== null && facts.direction !== null)) return facts;
  const keys = nodesThatMaySay(tree.totals.owned).flatMap(({ record }) => (record === null ? [] : [record.key]));
  const bodies = await parts.records.bodies(context.organization.id, keys);
  const words = wordsOfRecords(keys.flatMap((key) => bodies.get(key) ?? []));
  return {
    ...facts,
    callerNumber: facts.callerNumber ?? words.callerNumber,
    calleeNumber: facts.calleeNumber ?? words.calleeNumber,
    direction: facts.direction ?? words.direction,
  };
}
