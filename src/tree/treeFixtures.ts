import type { JsonObject } from "../domain/json.ts";
import { readRecord } from "../domain/record.ts";
import { BUILT_IN_RECORD_TYPES } from "../domain/recordTypes.ts";
import { type ParentMapping, type RecordType, Registry } from "../domain/registry.ts";
import { buildTree } from "./buildTree.ts";
import { type Convert, convertAtRates } from "./currency.ts";
import type { Tree, TreeNode, TreeRecord } from "./tree.ts";

/** What the tests of this folder share: records read as the server reads them, and look-ups over a list. */
export const builtIn = new Registry(BUILT_IN_RECORD_TYPES);
export const atMs = (second: number): number => Date.parse("2026-03-17T14:00:00Z") + second * 1_000;

let lastKey = 0;
export function read(body: JsonObject, registry: Registry = builtIn): TreeRecord {
  const facts = readRecord(body, JSON.stringify(body), registry, (text) => text);
  return { ...facts, key: ++lastKey, receivedMs: atMs(0) };
}

/** A record of a made-up type, for rules that built-in types do not show. */
export function record(type: string, id: string, links: Record<string, string>, more: Partial<TreeRecord> = {}): TreeRecord {
  return {
    ...{ type, id, key: ++lastKey, timeMs: null, endMs: null, costNanos: 1n, costStatus: "reported", currency: null, role: "charge" },
    ...{ links: Object.entries(links), receivedMs: 0 },
    ...more,
  };
}

export const typeOf = (name: string, parents: readonly ParentMapping[], more: Partial<RecordType> = {}): RecordType => ({
  ...{ name, product: name, event: name, group: "", description: "", aliases: [], idFields: ["id"], timeFields: [], endFields: [] },
  ...{
    timeFormat: "iso",
    costFields: ["cost"],
    costIsNegative: false,
    quantityFields: [],
    unitField: null,
    modelFields: [],
    virtualBy: [],
  },
  ...{ sessionRoot: false, role: "charge", volatileFields: [], knownFields: [], builtIn: false },
  ...more,
  parents,
});

export const mapping = (parentType: string, localField: string, parentField: string, more: Partial<ParentMapping> = {}): ParentMapping => ({
  ...{ parentType, localField, parentField, specificity: 1, costRollup: true, traversalEnabled: true },
  ...more,
});

export interface Asked {
  readonly registry?: Registry;
  readonly currency?: string;
  readonly convert?: Convert;
  readonly treeNodesMax?: number;
  readonly hotValueRecords?: number;
  readonly inOrder?: (records: readonly TreeRecord[]) => readonly TreeRecord[];
  /** Told of the values of each look-up. */
  readonly onLookUp?: (values: readonly string[]) => void;
}

/** Answers look-ups out of an index, so that tests of large trees measure the tree alone. */
function lookUpIn(records: readonly TreeRecord[]): (values: readonly string[]) => readonly TreeRecord[] {
  const carriers = new Map<string, Set<TreeRecord>>();
  for (const carrier of records) {
    for (const [, value] of carrier.links) carriers.set(value, (carriers.get(value) ?? new Set()).add(carrier));
  }
  return (values) => [...new Set(values.flatMap((value) => [...(carriers.get(value) ?? [])]))];
}

/** The tree of a record, or of a virtual root that has none. */
export function treeOf(records: readonly TreeRecord[], root: readonly [type: string, id: string], asked: Asked = {}): Promise<Tree> {
  const registry = asked.registry ?? builtIn;
  const find = lookUpIn(records);
  const own = records.find(({ type, id }) => type === root[0] && id === root[1]) ?? null;
  return buildTree({
    root: { type: registry.require(root[0]), id: root[1], record: own },
    registry,
    lookUp: async (values, limit) => {
      asked.onLookUp?.(values);
      return (asked.inOrder?.(find(values)) ?? find(values)).slice(0, limit);
    },
    currency: asked.currency ?? "USD",
    convert: asked.convert ?? convertAtRates([]),
    limits: { treeNodesMax: asked.treeNodesMax ?? 100_000, hotValueRecords: asked.hotValueRecords ?? 10_000 },
  });
}

/** All nodes, each after its parent. */
export function nodesOf(tree: Tree): TreeNode[] {
  const nodes = [tree.root];
  for (const node of nodes) nodes.push(...node.children);
  return nodes;
}

export function nodeOf(tree: Tree, id: string): TreeNode {
  const node = nodesOf(tree).find((candidate) => candidate.id === id);
  if (node === undefined) throw new Error(`The tree has no node "${id}".`);
  return node;
}

/** One line a node: `parent > child`, with `*` where the child is shared. */
export const shapeOf = (tree: Tree): string[] =>
  nodesOf(tree)
    .slice(1)
    .map((node) => `${node.parent?.id} > ${node.id}${node.shared ? "*" : ""}`);
