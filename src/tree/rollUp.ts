import type { CostStatus } from "../domain/record.ts";
import type { ParentMapping, RecordType } from "../domain/registry.ts";
import type { Convert } from "./currency.ts";
import { earlierFirst } from "./order.ts";
import type { Place } from "./place.ts";
import type { PoolNode } from "./pool.ts";
import type { Tree, TreeNode, TreeRecord } from "./tree.ts";

/** A node while the tree is being added up; finished, it is read-only to everyone else. */
interface GrowingNode extends TreeNode {
  readonly type: RecordType;
  readonly record: TreeRecord | null;
  timeMs: number | null;
  endMs: number | null;
  via: ParentMapping | null;
  parent: GrowingNode | null;
  shared: boolean;
  eventCostNanos: bigint;
  cumulativeCostNanos: bigint;
  costStatus: CostStatus;
  original: { nanos: bigint; currency: string } | null;
  control: { statedNanos: bigint | null; partsNanos: bigint } | null;
  readonly children: GrowingNode[];
}

export interface RollUpParts {
  readonly root: PoolNode;
  readonly places: ReadonlyMap<PoolNode, Place>;
  readonly currency: string;
  readonly convert: Convert;
  readonly hotValues: readonly string[];
}

/** Puts the placed nodes together and adds up their costs, from the leaves to the root. */
export function rollUp({ root, places, currency, convert, hotValues }: RollUpParts): Tree {
  const rootNode = connect(root, places, (node) => grow(node, currency, convert));
  const topDown = inOrder(rootNode);
  const charges = new Map<GrowingNode, bigint>();
  for (let index = topDown.length - 1; index >= 0; index--) addUp(topDown[index] as GrowingNode, charges);
  for (const node of topDown) if (node.control !== null) node.control.partsNanos = partsOf(node, charges);
  if (rootNode.record === null) spanMembers(rootNode, topDown);
  return {
    root: rootNode,
    currency,
    totalNanos: rootNode.cumulativeCostNanos,
    eventCount: topDown.length,
    products: [...new Set(topDown.map((node) => node.type.product))].sort(),
    unknownCostCount: topDown.filter((node) => node.costStatus === "unknown").length,
    unconverted: topDown.filter((node) => node.costStatus === "unconverted"),
    sharedCount: topDown.filter((node) => node.shared).length,
    hotValues,
  };
}

function connect(root: PoolNode, places: ReadonlyMap<PoolNode, Place>, make: (node: PoolNode) => GrowingNode): GrowingNode {
  const rootNode = make(root);
  const grown = new Map<PoolNode, GrowingNode>([[root, rootNode]]);
  for (const node of places.keys()) grown.set(node, make(node));
  for (const [node, { mapping, parent, shared }] of places) {
    const child = grown.get(node) as GrowingNode;
    const above = grown.get(parent) as GrowingNode;
    child.via = mapping;
    child.parent = above;
    child.shared = shared;
    above.children.push(child);
  }
  for (const node of grown.values()) if (node.children.length > 1) node.children.sort(earlierFirst);
  return rootNode;
}

function grow({ type, id, record }: PoolNode, currency: string, convert: Convert): GrowingNode {
  const times = { timeMs: record?.timeMs ?? null, endMs: record?.endMs ?? null };
  const place = { via: null, parent: null, shared: false, children: [] };
  const cost = costOf(record, currency, convert);
  const node: GrowingNode = { type, id, record, ...times, ...place, ...cost, cumulativeCostNanos: 0n, control: null };
  if (record?.role !== "control") return node;
  const isKnown = node.costStatus !== "unknown" && node.costStatus !== "unconverted";
  node.control = { statedNanos: isKnown ? node.eventCostNanos : null, partsNanos: 0n };
  node.eventCostNanos = 0n;
  return node;
}

type Cost = Pick<GrowingNode, "eventCostNanos" | "costStatus" | "original">;

function costOf(record: TreeRecord | null, currency: string, convert: Convert): Cost {
  if (record === null) return { eventCostNanos: 0n, costStatus: "reported", original: null };
  const { costNanos } = record;
  if (costNanos === null) return { eventCostNanos: 0n, costStatus: "unknown", original: null };
  if (record.currency === null || record.currency === currency)
    return { eventCostNanos: costNanos, costStatus: record.costStatus, original: null };
  const original = { nanos: costNanos, currency: record.currency };
  const converted = costNanos === 0n ? 0n : convert(costNanos, record.currency, record.timeMs ?? record.receivedMs);
  if (converted === null) return { eventCostNanos: 0n, costStatus: "unconverted", original };
  return { eventCostNanos: converted, costStatus: record.costStatus, original };
}

/** Every node after its parent. */
function inOrder(root: GrowingNode): GrowingNode[] {
  const order = [root];
  for (let index = 0; index < order.length; index++) for (const child of (order[index] as GrowingNode).children) order.push(child);
  return order;
}

/** `charges` keeps the plain sum of all charges below, edges that are not added to totals included. */
function addUp(node: GrowingNode, charges: Map<GrowingNode, bigint>): void {
  let cumulative = node.eventCostNanos;
  let sum = node.eventCostNanos;
  for (const child of node.children) {
    if (child.via?.costRollup === true) cumulative += child.cumulativeCostNanos;
    sum += charges.get(child) ?? 0n;
  }
  node.cumulativeCostNanos = cumulative;
  charges.set(node, sum);
}

/** What a control restates: the charges below it, or where it has none below, those below its parent. */
function partsOf(node: GrowingNode, charges: ReadonlyMap<GrowingNode, bigint>): bigint {
  const restated = node.children.length > 0 || node.parent === null ? node : node.parent;
  return charges.get(restated) ?? 0n;
}

/** A virtual root lasts from its earliest member's start to its latest member's end. */
function spanMembers(root: GrowingNode, nodes: readonly GrowingNode[]): void {
  for (const { timeMs, endMs } of nodes) {
    if (timeMs !== null && (root.timeMs === null || timeMs < root.timeMs)) root.timeMs = timeMs;
    if (endMs !== null && (root.endMs === null || endMs > root.endMs)) root.endMs = endMs;
  }
}
