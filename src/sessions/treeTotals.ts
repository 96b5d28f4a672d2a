import type { ProductCost, SessionCostStatus, SessionTotals } from "../domain/session.ts";
import type { UsageContribution } from "../store/conversationStore.ts";
import type { StoredRecord } from "../store/recordStore.ts";
import type { Tree, TreeNode } from "../tree/tree.ts";

const HOUR_MS = 3_600_000;

/** What one session owns of its tree, and what the tree shows. Costs in the tree's currency. */
export interface TreeTotals extends SessionTotals {
  readonly costStatus: SessionCostStatus;
  readonly sharedCount: number;
  readonly products: readonly string[];
  readonly costByProduct: readonly ProductCost[];
  readonly types: ReadonlySet<string>;
  readonly usage: readonly UsageContribution[];
  readonly owned: readonly TreeNode[];
  /** When the newest owned record arrived; null: none is owned. */
  readonly lastReceivedMs: number | null;
  /** In the records' own time; null: no owned record carries one. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

export const NO_TOTALS: TreeTotals = {
  ownedCostNanos: 0n,
  treeCostNanos: 0n,
  eventCount: 0,
  unknownCostCount: 0,
  unconvertedCount: 0,
  costStatus: "none",
  sharedCount: 0,
  products: [],
  costByProduct: [],
  types: new Set(),
  usage: [],
  owned: [],
  lastReceivedMs: null,
  firstMs: null,
  lastMs: null,
};

/** From the most to the least certain. */
const CERTAINTY: readonly SessionCostStatus[] = ["none", "reported", "rated", "estimated", "unconverted", "unknown"];

/** `records` are those that the tree was built from. */
export function totalsOf(tree: Tree, records: ReadonlyMap<number, StoredRecord>): TreeTotals {
  const owned = ownedNodes(tree.root);
  // What our own analysis cost changes nothing that is told of a session's money, or it would never settle.
  const real = owned.flatMap((node) => (node.record === null || node.record.role === "overhead" ? [] : [{ node, record: node.record }]));
  const charges = real.filter(({ record }) => record.role === "charge").map(({ node }) => node);
  const times = real.flatMap(({ record }) => [record.timeMs, record.endMs]).filter((timeMs) => timeMs !== null);
  return {
    ownedCostNanos: sum(charges),
    treeCostNanos: tree.totalNanos,
    eventCount: real.length,
    unknownCostCount: charges.filter((node) => node.costStatus === "unknown").length,
    unconvertedCount: charges.filter((node) => node.costStatus === "unconverted").length,
    costStatus: leastCertain(charges),
    sharedCount: tree.sharedCount,
    products: [...new Set(real.map(({ node }) => node.type.product))].sort(),
    costByProduct: byProduct(real.map(({ node }) => node)),
    types: new Set(real.map(({ record }) => record.type)),
    usage: usageOf(charges, records),
    owned,
    lastReceivedMs: real.reduce<number | null>((latest, { record }) => Math.max(latest ?? record.receivedMs, record.receivedMs), null),
    firstMs: times.length === 0 ? null : times.reduce((first, timeMs) => Math.min(first, timeMs)),
    lastMs: times.length === 0 ? null : times.reduce((last, timeMs) => Math.max(last, timeMs)),
  };
}

/** A record below one whose owner is elsewhere belongs elsewhere too. */
export function ownedNodes(root: TreeNode): TreeNode[] {
  const owned = [root];
  for (let index = 0; index < owned.length; index++) {
    for (const child of owned[index]?.children ?? []) if (!child.shared) owned.push(child);
  }
  return owned;
}

const sum = (nodes: readonly TreeNode[]): bigint => nodes.reduce((nanos, node) => nanos + node.eventCostNanos, 0n);

const leastCertain = (charges: readonly TreeNode[]): SessionCostStatus =>
  charges.reduce<SessionCostStatus>(
    (worst, { costStatus }) => (CERTAINTY.indexOf(costStatus) > CERTAINTY.indexOf(worst) ? costStatus : worst),
    "none",
  );

function byProduct(nodes: readonly TreeNode[]): ProductCost[] {
  const groups = Map.groupBy(nodes, (node) => node.type.product);
  return [...groups]
    .map(([product, ofProduct]) => ({
      product,
      group: ofProduct[0]?.type.group ?? "",
      costNanos: sum(ofProduct),
      eventCount: ofProduct.length,
    }))
    .sort((a, b) => (a.product < b.product ? -1 : 1));
}

function usageOf(charges: readonly TreeNode[], records: ReadonlyMap<number, StoredRecord>): UsageContribution[] {
  const contributions = new Map<string, UsageContribution>();
  for (const { record } of charges) {
    if (record === null) continue;
    const hourMs = record.timeMs === null ? null : Math.floor(record.timeMs / HOUR_MS) * HOUR_MS;
    const model = records.get(record.key)?.model ?? null;
    const key = JSON.stringify([hourMs, record.type, model, record.currency]);
    const before = contributions.get(key);
    contributions.set(key, {
      hourMs,
      type: record.type,
      model,
      currency: record.currency,
      costNanos: (before?.costNanos ?? 0n) + (record.costNanos ?? 0n),
      recordCount: (before?.recordCount ?? 0) + 1,
      unknownCount: (before?.unknownCount ?? 0) + (record.costStatus === "unknown" ? 1 : 0),
    });
  }
  return [...contributions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, contribution]) => contribution);
}
