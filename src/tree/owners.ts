import type { ParentMapping, RecordType, Registry } from "../domain/registry.ts";
import { compareEntries, type Entry, firstCandidate, Pool } from "./candidates.ts";
import { moveCutEntries } from "./cycles.ts";
import { planOf } from "./registryPlan.ts";
import type { TreeRecord } from "./tree.ts";

/** The one parent that a record belongs to, whichever root is asked for. */
export interface Owner<Stored extends TreeRecord = TreeRecord> {
  readonly type: RecordType;
  readonly id: string;
  /** Null for a virtual root. */
  readonly record: Stored | null;
  readonly via: ParentMapping;
}

/** All records below one topmost owner, itself included when it is a record. */
export interface OwnedGroup<Stored extends TreeRecord = TreeRecord> {
  /** Of a type that has left the registry only the name is known. */
  readonly root: { readonly type: Pick<RecordType, "name">; readonly id: string; readonly record: Stored | null };
  /** False: the topmost owner's type is no session root, and the records are orphans. */
  readonly isSession: boolean;
  readonly records: readonly Stored[];
}

/**
 * The owner of each record, by the record's key; null where nothing owns it. Exact when `records` holds all that could
 * be above them. A record that is given twice counts once.
 */
export function ownersOf<Stored extends TreeRecord>(records: readonly Stored[], registry: Registry): Map<number, Owner<Stored> | null> {
  const { byKey, entries } = ownEntries(records, registry);
  const owners = new Map<number, Owner<Stored> | null>();
  for (const key of byKey.keys()) owners.set(key, null);
  for (const { record, owner, ownerEdge } of entries) {
    if (record === null || owner === null || ownerEdge === null) continue;
    owners.set(record.key, { type: owner.type, id: owner.id, record: storedOf(owner, byKey), via: ownerEdge.mapping });
  }
  return owners;
}

/**
 * Every record exactly once, under its topmost owner: sessions and orphans together account for all of them.
 * Groups come in the order of their first record in `records`.
 */
export function sessionsOf<Stored extends TreeRecord>(records: readonly Stored[], registry: Registry): OwnedGroup<Stored>[] {
  const { byKey, entries } = ownEntries(records, registry);
  const topOf = topmostOwners(entries);
  const groups = new Map<Entry, Stored[]>();
  const found: OwnedGroup<Stored>[] = [];
  const placed = new Set<number>();
  for (const entry of entries) {
    const stored = storedOf(entry, byKey);
    const top = topOf.get(entry);
    if (stored === null || top === undefined) continue;
    placed.add(stored.key);
    let group = groups.get(top);
    if (group === undefined) {
      group = [];
      groups.set(top, group);
      const root = { type: top.type, id: top.id, record: storedOf(top, byKey) };
      found.push({ root, isSession: top.type.sessionRoot, records: group });
    }
    group.push(stored);
  }
  // A record whose type has left the registry belongs nowhere, but it is not lost.
  for (const stored of byKey.values()) {
    if (placed.has(stored.key)) continue;
    found.push({ root: { type: { name: stored.type }, id: stored.id, record: stored }, isSession: false, records: [stored] });
  }
  return found;
}

/**
 * Gives each entry its owner: the first candidate of the first mapping that finds one. Cycles are cut at the edge into
 * their smallest entry, which falls to its next candidate outside its own subtree. Entries not given here are taken as
 * unowned. Returns the entries that were cut.
 */
export function assignOwners(entries: readonly Entry[]): readonly Entry[] {
  for (const entry of entries) takeFirstCandidate(entry);
  const cut = smallestOfCycles(entries);
  if (cut.length > 0) moveCutEntries(entries, cut);
  return cut;
}

function takeFirstCandidate(entry: Entry): void {
  entry.walk = 0;
  entry.owner = null;
  entry.ownerEdge = null;
  for (const edge of entry.upward) {
    const parent = firstCandidate(edge);
    if (parent === null) continue;
    entry.owner = parent;
    entry.ownerEdge = edge;
    return;
  }
}

/** Each entry has one owner at most, so each walk upwards ends at the top, on an older walk, or on itself: a cycle. */
function smallestOfCycles(entries: readonly Entry[]): Entry[] {
  const smallest: Entry[] = [];
  let walk = 0;
  for (const entry of entries) {
    if (entry.walk !== 0) continue;
    walk++;
    let at = entry;
    while (at.walk === 0 && at.owner !== null) {
      at.walk = walk;
      at = at.owner;
    }
    if (at.walk === walk && at.owner !== null) smallest.push(smallestInCycle(at));
  }
  return smallest.sort(compareEntries);
}

function smallestInCycle(start: Entry): Entry {
  let smallest = start;
  for (let at = start.owner; at !== null && at !== start; at = at.owner) {
    if (compareEntries(at, smallest) < 0) smallest = at;
  }
  return smallest;
}

function topmostOwners(entries: readonly Entry[]): Map<Entry, Entry> {
  const topOf = new Map<Entry, Entry>();
  for (const entry of entries) {
    const climbed: Entry[] = [];
    let at = entry;
    let known = topOf.get(at);
    while (known === undefined && at.owner !== null) {
      climbed.push(at);
      at = at.owner;
      known = topOf.get(at);
    }
    const top = known ?? at;
    topOf.set(at, top);
    for (const below of climbed) topOf.set(below, top);
  }
  return topOf;
}

function ownEntries<Stored extends TreeRecord>(records: readonly Stored[], registry: Registry) {
  const byKey = new Map<number, Stored>();
  const pool = new Pool(planOf(registry));
  for (const record of records) {
    if (byKey.has(record.key)) continue;
    byKey.set(record.key, record);
    pool.add(record);
  }
  const entries = [...pool.entries()];
  assignOwners(entries);
  return { byKey, entries };
}

function storedOf<Stored extends TreeRecord>(entry: Entry, byKey: ReadonlyMap<number, Stored>): Stored | null {
  return entry.record === null ? null : (byKey.get(entry.record.key) ?? null);
}
