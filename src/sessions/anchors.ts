import type { RecordName } from "../domain/record.ts";
import type { Registry } from "../domain/registry.ts";
import type { SessionFacts } from "../domain/session.ts";
import type { SessionRow } from "../store/conversationStore.ts";
import type { StoredRecord } from "../store/recordStore.ts";
import { type Connections, earlierFirst, type Root } from "./connections.ts";

/** What a session says about where its records are. */
export interface Anchor {
  readonly row: SessionRow;
  /** Of its own facts alone, not of those that were merged into it. */
  readonly facts: SessionFacts;
}

/** Names and values by which the records of these sessions are found. */
export function anchorsOf(anchors: readonly Anchor[], registry: Registry): { names: RecordName[]; values: string[] } {
  const names: RecordName[] = [];
  const values: string[] = [];
  for (const { row, facts } of anchors) {
    const claimed = claimedRoot(facts, registry);
    if (claimed !== null) names.push(claimed);
    if (row.anchor !== null) names.push(row.anchor);
    values.push(...ownValues(row, facts));
  }
  return { names, values };
}

/**
 * The root that a session points at: the record it was made for, else the one its facts name, else the session root found
 * by its own id, else by its external ids in the order of their names. Null: its records have not come.
 */
export function rootOfAnchor({ row, facts }: Anchor, registry: Registry, connections: Connections): Root | null {
  const claimed = claimedRoot(facts, registry);
  // What facts name is a session's root whatever its type: who says so knows it.
  const named = (row.anchor && connections.rootOfName(row.anchor)) ?? (claimed && connections.rootOfName(claimed));
  if (named) return named;
  for (const value of ownValues(row, facts)) {
    const root = rootByValue(value, connections);
    if (root !== null) return root;
  }
  return null;
}

function claimedRoot({ root }: SessionFacts, registry: Registry): RecordName | null {
  if (root === null) return null;
  return { type: registry.resolve(root.type)?.name ?? root.type, id: root.id };
}

/** Every value by which this row alone is to be found; null: what it has stays, for nothing that is said of it can have changed it. */
export function aliasesOfAnchor({ row, facts }: Anchor): string[] | null {
  // An erased one is also known by the erased forms of its former ids, which nothing else tells.
  if (row.version === 0 || row.erasedMs !== null) return null;
  const ids = [...ownValues(row, facts), row.anchor?.id, facts.root?.id];
  return [...new Set(ids.filter((id) => id !== undefined))];
}

const ownValues = (row: SessionRow, facts: SessionFacts): string[] => [
  row.id,
  ...Object.entries(facts.externalIds)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value),
];

/** One whose id is the very value, else that of the earliest record. */
function rootByValue(value: string, connections: Connections): Root | null {
  let best: { root: Root; record: StoredRecord } | null = null;
  for (const record of connections.carriers(value)) {
    const root = connections.rootOf(record);
    if (root === undefined || !root.isSession) continue;
    if (root.id === value) return root;
    if (best === null || earlierFirst(record, best.record) < 0) best = { root, record };
  }
  return best?.root ?? null;
}
