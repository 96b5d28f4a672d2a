import type { TreeNode } from "../../api/native.generated.ts";
import { keyOf, type TreeRow } from "./treeRows.ts";

/** Why a cost is in no sum: nobody told it, or there is no exchange rate for it. */
export type LeftOut = "unknown" | "no rate";

export function leftOutOf({ cost_status, role }: Pick<TreeNode, "cost_status" | "role">): LeftOut | undefined {
  if (role !== "charge") return undefined;
  return cost_status === "unknown" ? "unknown" : cost_status === "unconverted" ? "no rate" : undefined;
}

/** Of two that are left out, the one that says more: what is unknown may be anything. */
export const bothLeftOut = (one: LeftOut | undefined, other: LeftOut | undefined): LeftOut | undefined =>
  one === "unknown" || other === "unknown" ? "unknown" : (one ?? other);

export const leftOutBy = (unknownCount: number, unconvertedCount: number): LeftOut | undefined =>
  unknownCount > 0 ? "unknown" : unconvertedCount > 0 ? "no rate" : undefined;

/** The records whose sum, with all below them, lacks a cost, by their keys. `rows` are all of the tree, each below its parent. */
export function incompleteSums(rows: readonly TreeRow[], ofRoot: LeftOut | undefined): ReadonlyMap<string, LeftOut> {
  const incomplete = new Map<string, LeftOut>();
  const path: TreeNode[] = [];
  for (const { node, level } of rows) {
    path.length = level - 1;
    path.push(node);
    const own = leftOutOf(node);
    if (own === undefined) continue;
    for (let above = path.length - 1; above >= 0; above--) {
      const summed = path[above];
      if (summed === undefined) break;
      incomplete.set(keyOf(summed), bothLeftOut(own, incomplete.get(keyOf(summed))) ?? own);
      if (!summed.cost_rollup) break;
    }
  }
  // A tree that was cut hides some of them.
  const root = rows[0]?.key;
  if (root !== undefined && ofRoot !== undefined) incomplete.set(root, ofRoot);
  return incomplete;
}

/** What a sum says of itself: all of it, the least that it can be, or nothing. */
export function sumSign(amount: string, leftOut: LeftOut | undefined): "" | "≥ " | LeftOut {
  if (leftOut === undefined) return "";
  return /[1-9]/.test(amount) ? "≥ " : leftOut;
}
