import { isJsonObject, parseJson } from "../domain/json.ts";
import type { RecordName } from "../domain/record.ts";
import type { Registry } from "../domain/registry.ts";
import type { SessionFacts } from "../domain/session.ts";
import { foldFacts, type SentFacts } from "../domain/sessionFacts.ts";
import type { ConversationStore, FactEntry, SessionRow } from "../store/conversationStore.ts";
import type { RecordChange } from "../store/recordStore.ts";
import { type Anchor, aliasesOfAnchor, anchorsOf, rootOfAnchor } from "./anchors.ts";
import { type Connections, nameKey, type Root } from "./connections.ts";

/** One session with all rows that turned out to be it, the oldest first. */
export interface SessionGroup {
  readonly root: Root | null;
  readonly rows: readonly SessionRow[];
  readonly entries: readonly FactEntry[];
  /** What the entries say, folded. */
  readonly facts: SessionFacts;
  /** By key of the row: all values by which that row alone is to be found now; rows whose aliases stay as they are are left out. */
  readonly aliases: ReadonlyMap<number, readonly string[]>;
  /** Changed records that led here. */
  readonly changed: readonly RecordName[];
}

export interface AffectedParts {
  readonly conversations: ConversationStore;
  readonly connections: Connections;
  readonly registry: Registry;
  readonly organization: string;
  readonly nowMs: number;
}

/**
 * Every session that the changes may touch, with its root as it is now. A superset is harmless, for a projection of what
 * did not change changes nothing; so all that ever was connected to a change is looked at, by its old links too.
 */
export async function affectedSessions(
  parts: AffectedParts,
  changes: readonly RecordChange[],
  given: readonly SessionRow[],
): Promise<SessionGroup[]> {
  const { conversations, connections, registry, organization } = parts;
  const changedValues = new Set(changes.flatMap((change) => [...change.links, ...change.formerLinks].map(([, value]) => value)));
  for (const { id } of changes) changedValues.add(id);
  await connections.wantNames(changes);
  await connections.wantValues(changedValues);
  const candidates = new Candidates(parts);
  await candidates.add(given);
  await candidates.add(await conversations.sessionsByAliases(organization, aliasValues(changedValues, connections)));
  await candidates.add(await conversations.sessionsByRoots(organization, rootNames(connections, registry)));
  await candidates.closeOverRoots();
  return candidates.groups(changes);
}

function aliasValues(changedValues: ReadonlySet<string>, connections: Connections): string[] {
  const values = new Set(changedValues);
  for (const record of connections.wanted()) {
    values.add(record.id);
    for (const [, value] of record.links) values.add(value);
  }
  return [...values];
}

/** Records that are, or may have been, the root of a session, and the virtual roots in whose place a record may have come. */
function rootNames(connections: Connections, registry: Registry): RecordName[] {
  const names = new Map<string, RecordName>();
  const add = (type: string, id: string): void => void names.set(nameKey({ type, id }), { type, id });
  for (const record of connections.wanted()) {
    if (registry.byName(record.type)?.sessionRoot === true) add(record.type, record.id);
    if (registry.isVirtual(record.type)) for (const [, value] of record.links) add(record.type, value);
    const root = connections.rootOf(record);
    if (root !== undefined) add(root.type.name, root.id);
  }
  return [...names.values()];
}

class Candidates {
  readonly #parts: AffectedParts;
  readonly #anchors = new Map<number, Anchor>();
  readonly #entries = new Map<number, FactEntry[]>();
  readonly #rootsAsked = new Set<string>();

  constructor(parts: AffectedParts) {
    this.#parts = parts;
  }

  async add(rows: readonly SessionRow[]): Promise<void> {
    const { conversations, connections, registry, organization } = this.#parts;
    const fresh = rows.filter((row) => !this.#anchors.has(row.key));
    if (fresh.length === 0) return;
    const keys = fresh.map((row) => row.key);
    const entries = Map.groupBy(await conversations.factEntries(organization, keys), (entry) => entry.sessionKey);
    const anchors = fresh.map((row) => ({ row, facts: foldFacts((entries.get(row.key) ?? []).map(sentFacts)) }));
    for (const anchor of anchors) {
      this.#anchors.set(anchor.row.key, anchor);
      this.#entries.set(anchor.row.key, entries.get(anchor.row.key) ?? []);
    }
    const { names, values } = anchorsOf(anchors, registry);
    await connections.wantNames(names);
    await connections.wantValues(values);
    // A root that a session has left may need a session of its own now.
    await connections.wantNames(fresh.flatMap(({ root }) => (root === null ? [] : [root])));
  }

  /**
   * Sessions that share a root are looked at together, so all that have a root of these, or of any record at hand, are added until
   * none is left out.
   */
  async closeOverRoots(): Promise<void> {
    const { conversations, organization } = this.#parts;
    for (let roots = this.#newRoots(); roots.length > 0; roots = this.#newRoots()) {
      await this.add(await conversations.sessionsByRoots(organization, roots));
    }
  }

  async groups(changes: readonly RecordChange[]): Promise<SessionGroup[]> {
    const byRoot = new Map<string, { root: Root; rows: SessionRow[] }>();
    const groups: SessionGroup[] = [];
    for (const { row, root } of this.#resolved()) {
      if (root === null) groups.push({ root, rows: [row], ...this.#saidOf([row]), changed: [] });
      else groupFor(byRoot, root).rows.push(row);
    }
    await this.#makeSessions(byRoot);
    const changedByRoot = this.#changedByRoot(changes);
    for (const [key, { root, rows }] of byRoot) {
      const sorted = rows.sort((a, b) => a.key - b.key);
      groups.push({ root, rows: sorted, ...this.#saidOf(sorted), changed: [...(changedByRoot.get(key)?.values() ?? [])] });
    }
    return groups;
  }

  /** Session roots of the records at hand that have no session yet get one. */
  async #makeSessions(byRoot: Map<string, { root: Root; rows: SessionRow[] }>): Promise<void> {
    const { conversations, connections, organization, nowMs } = this.#parts;
    const lacking = new Map<string, Root>();
    for (const root of this.#rootsAtHand(connections)) {
      const key = rootKey(root);
      if (root.isSession && !byRoot.has(key)) lacking.set(key, root);
    }
    const names = [...lacking.values()].map(({ type, id }) => ({ type: type.name, id }));
    if (names.length === 0) return;
    const made = await conversations.ensureRootSessions(organization, names, nowMs);
    const fresh = made.filter((row) => !this.#anchors.has(row.key));
    await this.add(fresh);
    for (const { row, root } of this.#resolved()) {
      if (root !== null && fresh.some(({ key }) => key === row.key)) groupFor(byRoot, root).rows.push(row);
    }
  }

  *#rootsAtHand(connections: Connections): Generator<Root> {
    for (const record of connections.wanted()) {
      const root = connections.rootOf(record);
      if (root !== undefined) yield root;
    }
  }

  #resolved(): { row: SessionRow; root: Root | null }[] {
    const { registry, connections } = this.#parts;
    return [...this.#anchors.values()].map((anchor) => ({ row: anchor.row, root: rootOfAnchor(anchor, registry, connections) }));
  }

  /** Those that sessions have now, those they had, and those of the records at hand. */
  #newRoots(): RecordName[] {
    const now = [...this.#resolved().map(({ root }) => root), ...this.#rootsAtHand(this.#parts.connections)];
    const names = now.flatMap((root) => (root === null ? [] : [{ type: root.type.name, id: root.id }]));
    const before = [...this.#anchors.values()].flatMap(({ row }) => row.root ?? []);
    return [...names, ...before].filter((name) => {
      const isNew = !this.#rootsAsked.has(nameKey(name));
      this.#rootsAsked.add(nameKey(name));
      return isNew;
    });
  }

  #changedByRoot(changes: readonly RecordChange[]): Map<string, Map<string, RecordName>> {
    const { connections } = this.#parts;
    const found = new Map<string, Map<string, RecordName>>();
    const rootsOfValue = new Map<string, Set<Root | undefined>>();
    const rootsOf = (value: string): Set<Root | undefined> => {
      const known = rootsOfValue.get(value) ?? new Set(connections.carriers(value).map((carrier) => connections.rootOf(carrier)));
      rootsOfValue.set(value, known);
      return known;
    };
    for (const { type, id, links, formerLinks } of changes) {
      const name = { type, id };
      const roots = new Set([connections.rootOfName(name)]);
      for (const [, value] of [...links, ...formerLinks]) for (const root of rootsOf(value)) roots.add(root);
      for (const root of roots) {
        if (root === undefined) continue;
        const names = found.get(rootKey(root)) ?? new Map<string, RecordName>();
        found.set(rootKey(root), names.set(nameKey(name), name));
      }
    }
    return found;
  }

  /** In order of arrival over all rows. */
  #saidOf(rows: readonly SessionRow[]): Pick<SessionGroup, "entries" | "facts" | "aliases"> {
    const aliases = this.#aliasesOf(rows);
    const entries = rows.flatMap((row) => this.#entries.get(row.key) ?? []);
    const [row] = rows;
    const own = row === undefined || rows.length > 1 ? undefined : this.#anchors.get(row.key)?.facts;
    if (own !== undefined) return { entries, facts: own, aliases };
    entries.sort((a, b) => a.receivedMs - b.receivedMs || a.sessionKey - b.sessionKey);
    return { entries, facts: foldFacts(entries.map(sentFacts)), aliases };
  }

  #aliasesOf(rows: readonly SessionRow[]): Map<number, readonly string[]> {
    const found = new Map<number, readonly string[]>();
    for (const { key } of rows) {
      const anchor = this.#anchors.get(key);
      const aliases = anchor === undefined ? null : aliasesOfAnchor(anchor);
      if (aliases !== null) found.set(key, aliases);
    }
    return found;
  }
}

const rootKey = (root: Root): string => nameKey({ type: root.type.name, id: root.id });

function groupFor(byRoot: Map<string, { root: Root; rows: SessionRow[] }>, root: Root): { root: Root; rows: SessionRow[] } {
  const group = byRoot.get(rootKey(root)) ?? { root, rows: [] };
  byRoot.set(rootKey(root), group);
  return group;
}

function sentFacts({ receivedMs, body }: FactEntry): SentFacts {
  const parsed = parseJson(body);
  return { receivedMs, body: isJsonObject(parsed) ? parsed : {} };
}
