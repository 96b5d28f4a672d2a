import { AppError } from "../domain/errors.ts";
import type { RecordName } from "../domain/record.ts";
import type { Registry } from "../domain/registry.ts";
import type { OrganizationContext } from "../reads/index.ts";
import { treeOfRoot } from "../reads/treeOfRoot.ts";
import type { ConversationStore, SessionRow } from "../store/conversationStore.ts";
import { erasureSecretName } from "../store/erasure.ts";
import type { OfficeStore } from "../store/officeStore.ts";
import type { RecordStore, StoredRecord } from "../store/recordStore.ts";
import type { LookUp } from "../tree/gather.ts";
import { HOT_VALUE_RECORDS, type Tree, type TreeNode } from "../tree/tree.ts";
import { Connections, nameKey, type Root } from "./connections.ts";
import { ownedNodes } from "./treeTotals.ts";

export interface RecordsToErase {
  /** The session's root; null: it has no records. */
  readonly root: RecordName | null;
  /** Ids by which the session is known besides. Those that records of others carry are left alone. */
  readonly ownValues: readonly string[];
  readonly secret: string;
}

export interface EraseRecordsParts {
  readonly records: RecordStore;
  readonly treeNodesMax: number;
}

/**
 * Erases all records that a session owns, and remembers by which values more of them would come. What came in while its
 * tree was read is looked for afterwards: from then on the store itself takes such records in erased.
 * @returns how many were erased, and which of the own values are nobody else's
 */
export async function eraseSessionRecords(
  parts: EraseRecordsParts,
  context: OrganizationContext,
  { root, ownValues, secret }: RecordsToErase,
): Promise<{ count: number; ownValues: readonly string[] }> {
  const organization = context.organization.id;
  const tree = root === null ? undefined : await readTree(parts, context, root);
  const shown = new Set(tree === undefined ? [] : nodesOf(tree.root).map(nameKey));
  const foreign = await valuesOutside(parts.records, organization, ownValues, shown);
  const own = ownValues.filter((value) => !foreign.has(value));
  const owned = tree === undefined ? [] : ownedNodes(tree.root);
  const names = owned.flatMap(({ record }) => (record === null ? [] : [{ type: record.type, id: record.id }]));
  const values = new Set([...own, ...owned.flatMap((node) => valuesThatName(node, context.registry))]);
  const { count } = await eraseWithAllBelow(parts.records, context, { names, values, shown, secret });
  return { count, ownValues: own };
}

/**
 * After records went in erased because they belong to what was erased before: erases what came in first and hangs below them,
 * and has the store take in erased what will. Safe to repeat.
 * @returns ids of the sessions that had these records for their own: they are the same call, and are still to be erased
 */
export async function eraseBelow(
  { records, conversations, office }: EraseBelowParts,
  context: OrganizationContext,
  erased: readonly Pick<StoredRecord, "type" | "id" | "links">[],
): Promise<readonly string[]> {
  const organization = context.organization.id;
  const secret = await office.serverValue(erasureSecretName(context.organization.id));
  if (secret === undefined) throw new AppError("INTERNAL", "Records were erased without a secret.");
  const values = new Set(erased.flatMap((record) => valuesOfParent(record, context.registry)));
  const { roots } = await eraseWithAllBelow(records, context, { names: [], values, shown: new Set(), secret });
  const gone = [...roots, ...erased.map(({ type, id }) => ({ type, id }))];
  const rows = [
    ...(await conversations.sessionsByRoots(organization, gone)),
    ...(await conversations.sessionsByAliases(
      organization,
      gone.map(({ id }) => id),
    )),
  ];
  const names = new Set(gone.map(nameKey));
  const isTheirs = ({ root, anchor }: SessionRow): boolean => [root, anchor].some((name) => name !== null && names.has(nameKey(name)));
  return [...new Set(rows.filter((row) => row.erasedMs === null && isTheirs(row)).map(({ id }) => id))];
}

export interface EraseBelowParts {
  readonly records: RecordStore;
  readonly conversations: Pick<ConversationStore, "sessionsByRoots" | "sessionsByAliases">;
  readonly office: Pick<OfficeStore, "serverValue">;
}

interface Erasing {
  readonly names: readonly RecordName[];
  /** By which others name what is erased; those of records that are found on the way are added. */
  readonly values: Set<string>;
  /** Records that are not to be found any more: they go, or belong elsewhere too. */
  readonly shown: ReadonlySet<string>;
  readonly secret: string;
}

/** @returns how many were erased, and what those that were found on the way had as their topmost owner */
async function eraseWithAllBelow(
  records: RecordStore,
  context: OrganizationContext,
  erasing: Erasing,
): Promise<{ count: number; roots: readonly RecordName[] }> {
  const { values, secret } = erasing;
  // What was erased before keeps its name, and would be found again and again.
  const met = new Set(erasing.shown);
  let { names } = erasing;
  const roots: RecordName[] = [];
  let count = 0;
  do {
    await records.erase(context.organization.id, { names, linkValues: [...values], secret });
    count += names.length;
    const late = await cameMeanwhile(records, context, values, met);
    for (const { record, root } of late) {
      if (root !== undefined) roots.push({ type: root.type.name, id: root.id });
      met.add(nameKey(record));
      for (const value of valuesOfParent(record, context.registry)) values.add(value);
    }
    names = late.map(({ record }) => ({ type: record.type, id: record.id }));
  } while (names.length > 0);
  return { count, roots };
}

async function readTree(parts: EraseRecordsParts, context: OrganizationContext, rootName: RecordName): Promise<Tree | undefined> {
  const { organization, registry } = context;
  const connections = new Connections(parts.records, organization.id, registry);
  await connections.wantNames([rootName]);
  const root = connections.rootOfName(rootName);
  const type = root === undefined ? undefined : registry.byName(root.type.name);
  if (root === undefined || type === undefined) return undefined;
  const lookUp: LookUp = (values, limit) => parts.records.byLinkValues(organization.id, values, limit);
  return treeOfRoot(context, { ...root, type }, lookUp, parts.treeNodesMax);
}

/** Those of the values that records outside of the tree carry: other sessions are known by them too. */
async function valuesOutside(
  records: RecordStore,
  organization: string,
  values: readonly string[],
  shown: ReadonlySet<string>,
): Promise<Set<string>> {
  const found = values.length === 0 ? [] : await records.byLinkValues(organization, values, HOT_VALUE_RECORDS);
  const outside = found.filter((record) => !shown.has(nameKey(record)));
  return new Set(outside.flatMap(({ links }) => links.map(([, value]) => value)));
}

/** Records that name something erased as their parent, were not there when the tree was read, and belong to nothing else. */
async function cameMeanwhile(
  records: RecordStore,
  { organization, registry }: OrganizationContext,
  values: ReadonlySet<string>,
  shown: ReadonlySet<string>,
): Promise<{ record: StoredRecord; root: Root | undefined }[]> {
  const connections = new Connections(records, organization.id, registry);
  await connections.wantValues(values);
  const candidates = [...connections.wanted()].filter(
    (record) => !shown.has(nameKey(record)) && (values.has(record.id) || namesAsParent(record, values, registry)),
  );
  const keys = new Set(candidates.map(({ key }) => key));
  const isLoose = (root: Root | undefined): boolean =>
    root === undefined || (root.record === null ? values.has(root.id) : keys.has(root.record.key));
  return candidates.map((record) => ({ record, root: connections.rootOf(record) })).filter(({ root }) => isLoose(root));
}

function namesAsParent(record: StoredRecord, values: ReadonlySet<string>, registry: Registry): boolean {
  const fields = new Set(registry.byName(record.type)?.parents.map(({ localField }) => localField));
  return record.links.some(([field, value]) => fields.has(field) && values.has(value));
}

/** Values by which others name this event as their parent: a later record that carries one belongs to what was erased. */
function valuesThatName({ record, type, id }: TreeNode, registry: Registry): string[] {
  return record === null ? [id] : valuesOfParent({ type: type.name, links: record.links }, registry);
}

function valuesOfParent({ type: name, links }: Pick<StoredRecord, "type" | "links">, registry: Registry): string[] {
  const type = registry.byName(name);
  if (type === undefined) return [];
  const fields = new Set([...type.idFields, ...type.virtualBy, ...registry.childMappings(name).map(({ parentField }) => parentField)]);
  return links.flatMap(([field, value]) => (fields.has(field) ? [value] : []));
}

function nodesOf(root: TreeNode): RecordName[] {
  const nodes = [root];
  for (let index = 0; index < nodes.length; index++) nodes.push(...(nodes[index]?.children ?? []));
  return nodes.map(({ type, id }) => ({ type: type.name, id }));
}
