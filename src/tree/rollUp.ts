import type { BuiltNode, Entry } from "./candidates.ts";
import type { Convert } from "./currency.ts";
import { compareText, compareTimeAndId } from "./order.ts";
import type { Tree, TreeNode, TreeRecord } from "./tree.ts";

/** Shared by all leaves; never added to. */
const NO_CHILDREN: BuiltNode[] = [];

/**
 * Makes the nodes of a placed tree and adds their costs up from the leaves. `placed` has each entry after its parent,
 * the root first. `currency` is the tree's.
 * @throws whatever `convert` throws
 */
export function rollUp(placed: readonly Entry[], currency: string, convert: Convert, hotValues: readonly string[]): Tree {
  const nodes = placed.map((entry) => makeNode(entry, currency, convert));
  const [root] = nodes;
  if (root === undefined) throw new RangeError("A tree has at least its root.");
  addCosts(nodes);
  if (root.record === null) takeTimesOfMembers(root, nodes);
  for (const node of nodes) {
    if (node.children.length > 1) node.children.sort(compareNodes);
    if (node.control !== null) node.control = { statedNanos: node.control.statedNanos, partsNanos: partsNanos(node) };
  }
  return {
    root,
    currency,
    totalNanos: root.cumulativeCostNanos,
    eventCount: nodes.length,
    products: [...new Set(nodes.map((node) => node.type.product))].sort(compareText),
    unknownCostCount: nodes.filter((node) => node.costStatus === "unknown" && node.record?.role !== "overhead").length,
    unconverted: nodes.filter((node) => node.costStatus === "unconverted").sort(compareNodes),
    sharedCount: nodes.filter((node) => node.shared).length,
    hotValues,
  };
}

function makeNode(entry: Entry, currency: string, convert: Convert): BuiltNode {
  const { record } = entry;
  const parent = entry.parent?.node ?? null;
  const node: BuiltNode = {
    type: entry.type,
    id: entry.id,
    record,
    timeMs: null,
    endMs: null,
    via: entry.via,
    parent,
    shared: entry.isShared,
    eventCostNanos: 0n,
    cumulativeCostNanos: 0n,
    costStatus: "reported",
    original: null,
    control: null,
    overheadNanos: null,
    children: NO_CHILDREN,
  };
  entry.node = node;
  if (record !== null) takeRecord(node, record, currency, convert);
  if (parent !== null) {
    if (parent.children === NO_CHILDREN) parent.children = [node];
    else parent.children.push(node);
  }
  return node;
}

function takeRecord(node: BuiltNode, record: TreeRecord, currency: string, convert: Convert): void {
  node.timeMs = record.timeMs;
  node.endMs = record.endMs;
  node.costStatus = record.costNanos === null ? "unknown" : record.costStatus;
  let nanos = record.costNanos;
  if (nanos !== null && record.currency !== null && record.currency !== currency) {
    node.original = { nanos, currency: record.currency };
    nanos = convert(nanos, record.currency, record.timeMs ?? record.receivedMs);
    if (nanos === null) node.costStatus = "unconverted";
  }
  if (record.role === "control") node.control = { statedNanos: nanos, partsNanos: 0n };
  else if (record.role === "overhead") node.overheadNanos = nanos;
  else node.eventCostNanos = nanos ?? 0n;
}

/** From the last node to the first, so that each is complete before its parent takes it in. */
function addCosts(nodes: readonly BuiltNode[]): void {
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index];
    if (node === undefined) continue;
    node.cumulativeCostNanos += node.eventCostNanos;
    if (node.parent !== null && node.via?.costRollup === true) node.parent.cumulativeCostNanos += node.cumulativeCostNanos;
  }
}

/** A control with children restates these; one without restates what it hangs among. Controls themselves count zero. */
function partsNanos(control: BuiltNode): bigint {
  if (control.children.length > 0) return control.cumulativeCostNanos;
  return control.parent?.cumulativeCostNanos ?? 0n;
}

/** A virtual root lasts from its members' first instant to their last; one without an end counts with its beginning. */
function takeTimesOfMembers(root: BuiltNode, nodes: readonly BuiltNode[]): void {
  for (const { record } of nodes) {
    if (record === null) continue;
    const lastMs = record.endMs ?? record.timeMs;
    if (record.timeMs !== null && (root.timeMs === null || record.timeMs < root.timeMs)) root.timeMs = record.timeMs;
    if (lastMs !== null && (root.endMs === null || lastMs > root.endMs)) root.endMs = lastMs;
  }
}

const compareNodes = (a: TreeNode, b: TreeNode): number => compareTimeAndId(a, b) || compareText(a.type.name, b.type.name);
