import type { RecordType, Registry } from "../domain/registry.ts";
import type { RecordWithBody, StoredRecord } from "../store/recordStore.ts";
import { ownersOf } from "../tree/owners.ts";
import type { ReadContext } from "./readContext.ts";

export interface OrphanQuestion {
  readonly organization: string;
  readonly recordType?: string;
  readonly afterKey: number;
  readonly limit: number;
}

export const ORPHAN_REASONS = ["no_parent_mappings", "no_link_value", "parent_not_found", "cycle"] as const;

export interface FoundOrphan {
  readonly record: RecordWithBody;
  readonly reason: (typeof ORPHAN_REASONS)[number];
}

interface OrphanPage {
  readonly orphans: readonly FoundOrphan[];
  /** Where to go on; null when every record was examined. */
  readonly nextAfterKey: number | null;
  readonly examinedCount: number;
}

/** One request examines no more than this, and then hands out a cursor, so that a store of good records costs no one a long wait. */
const EXAMINED_MAX = 20_000;
const CHUNK_RECORDS = 500;
/** Climbing further up than this means a chain of owners that no listing needs to see to its end. */
const CLIMB_ROUNDS_MAX = 100;

/** Records that no parent owns and that are no session of their own, in order of arrival. */
export async function readOrphans(context: ReadContext, question: OrphanQuestion): Promise<OrphanPage> {
  const { registry } = await context.organizations.context(question.organization);
  const type = question.recordType === undefined ? {} : { type: registry.require(question.recordType).name };
  const orphans: FoundOrphan[] = [];
  let afterKey = question.afterKey;
  let examinedCount = 0;
  while (examinedCount < EXAMINED_MAX) {
    const limit = CHUNK_RECORDS;
    const rows = await context.records.page({
      organization: question.organization,
      ...type,
      conditions: [],
      order: "key",
      afterKey,
      limit,
    });
    for (const row of rows) {
      afterKey = row.key;
      examinedCount++;
      const reason = await orphanReason(context, question.organization, registry, row);
      if (reason === undefined || (await isClaimed(context, question.organization, row))) continue;
      orphans.push({ record: row, reason });
      if (orphans.length === question.limit) return { orphans, nextAfterKey: afterKey, examinedCount };
    }
    if (rows.length < limit) return { orphans, nextAfterKey: null, examinedCount };
  }
  return { orphans, nextAfterKey: afterKey, examinedCount };
}

/** Somebody said that it is the root of a session: then it is, whatever its type. */
async function isClaimed(context: ReadContext, organization: string, { type, id }: StoredRecord): Promise<boolean> {
  const sessions = await context.conversations.sessionsByRoots(organization, [{ type, id }]);
  return sessions.some(({ mergedInto }) => mergedInto === null);
}

async function orphanReason(
  context: ReadContext,
  organization: string,
  registry: Registry,
  row: StoredRecord,
): Promise<FoundOrphan["reason"] | undefined> {
  const type = registry.byName(row.type);
  if (type?.sessionRoot === true) return undefined;
  if (type === undefined || type.parents.length === 0) return "no_parent_mappings";
  const values = ownerValues(type, row);
  if (values.length === 0) return "no_link_value";
  // A virtual parent exists as soon as a record names it, so nothing needs to be looked up.
  if (namesVirtualParent(registry, type, row) && !isCyclic(registry, type)) return undefined;
  const known = await climb(context, organization, registry, row, values);
  const owner = ownersOf(known, registry).get(row.key);
  if (owner !== undefined && owner !== null) return undefined;
  return known.length > 1 && known.some((other) => other.key !== row.key && isCyclic(registry, type)) ? "cycle" : "parent_not_found";
}

const ownerValues = (type: RecordType, row: StoredRecord): string[] => {
  const localFields = new Set(type.parents.map((mapping) => mapping.localField));
  return row.links.filter(([field]) => localFields.has(field)).map(([, value]) => value);
};

const namesVirtualParent = (registry: Registry, type: RecordType, row: StoredRecord): boolean =>
  type.parents.some(
    (mapping) =>
      mapping.traversalEnabled && registry.isVirtual(mapping.parentType) && row.links.some(([field]) => field === mapping.localField),
  );

/** Can a record of this type be above itself? */
function isCyclic(registry: Registry, type: RecordType): boolean {
  const seen = new Set<string>();
  const pending = type.parents.map((mapping) => mapping.parentType);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (name === type.name) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    for (const mapping of registry.byName(name)?.parents ?? []) pending.push(mapping.parentType);
  }
  return false;
}

/** The record and all that may be above it. One round is enough unless types can be above themselves. */
async function climb(
  context: ReadContext,
  organization: string,
  registry: Registry,
  row: StoredRecord,
  values: readonly string[],
): Promise<StoredRecord[]> {
  const known = new Map([[row.key, row]]);
  const asked = new Set<string>();
  let wanted = [...values];
  const roundsMax = isCyclic(registry, registry.byName(row.type) as RecordType) ? CLIMB_ROUNDS_MAX : 1;
  for (let round = 0; round < roundsMax && wanted.length > 0; round++) {
    for (const value of wanted) asked.add(value);
    const found = await context.records.byLinkValues(organization, wanted, context.limits.treeNodesMax);
    const next = new Set<string>();
    for (const record of found) {
      if (known.has(record.key)) continue;
      known.set(record.key, record);
      const type = registry.byName(record.type);
      if (type === undefined) continue;
      for (const value of ownerValues(type, record)) if (!asked.has(value)) next.add(value);
    }
    wanted = [...next];
  }
  return [...known.values()];
}
