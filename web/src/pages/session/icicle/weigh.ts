import type { TreeNode } from "../../../api/native.generated.ts";
import { keyOf } from "../treeRows.ts";

/** What one record is worth in the chosen measure, in whole nanos, milliseconds or tokens. */
export interface Worth {
  /** Its own, without what hangs below it; null: not known. */
  readonly own: number | null;
  /** Of what hangs below it and is not in the answer. */
  readonly hidden: number;
  /** Stands beside the sum: a restatement of other charges, or what analysing cost. */
  readonly isApart: boolean;
}

export interface Measure {
  /** Costs and tokens add up; times overlap, so a parent is as wide as its own time or as those below together, whichever is more. */
  readonly combine: "add" | "cover";
  worthOf(node: TreeNode): Worth;
  /** False: the record is shown in the tree and is no part of its parent's sum. */
  isPart(node: TreeNode): boolean;
}

export interface Weighed {
  readonly key: string;
  readonly node: TreeNode;
  /** Index of its parent; -1 for the one at the top. */
  readonly parent: number;
  /** 0 for the one at the top. */
  readonly level: number;
  readonly isUnknown: boolean;
  readonly isCredit: boolean;
  /** What its own cost takes of `width`, or in a time what nothing below covers. */
  own: number;
  /** What it takes of the whole: never less than those below it together. */
  width: number;
  /** How many records with a width it and all below it are. */
  count: number;
}

export interface WeighedTree {
  /** Each after its parent, in the order of the tree. */
  readonly entries: readonly Weighed[];
  readonly freeCount: number;
  readonly apartCount: number;
  /** With all below them. */
  readonly notAddedCount: number;
  readonly unknownCount: number;
  readonly creditCount: number;
}

/** All that is unknown takes a quarter of what is known at most, and one record a fiftieth: it is seen, and told apart from a cost. */
const UNKNOWN_SHARE_MAX = 0.25;
const UNKNOWN_WIDTH_SHARE = 0.02;

interface Draft extends Weighed {
  readonly isApart: boolean;
  readonly isFreeItself: boolean;
  below: number;
}

/** Widths for a tree, in two passes and without recursion. A credit is as wide as a charge of its size. */
export function weigh(root: TreeNode, measure: Measure): WeighedTree {
  const { drafts, notAddedCount } = draftsOf(root, measure);
  const unknowns = drafts.filter(({ isUnknown }) => isUnknown);
  const unknownWidth = unknownWidthOf(drafts, unknowns.length);
  for (const unknown of unknowns) unknown.own = unknownWidth;
  for (let index = drafts.length - 1; index >= 0; index--) {
    const draft = drafts[index];
    if (draft === undefined) continue;
    draft.width = measure.combine === "add" ? draft.own + draft.below : Math.max(draft.own, draft.below);
    draft.own = draft.width - draft.below;
    if (draft.width > 0) draft.count++;
    const parent = drafts[draft.parent];
    if (parent === undefined) continue;
    parent.below += draft.width;
    parent.count += draft.count;
  }
  return {
    entries: drafts,
    freeCount: drafts.filter(({ isFreeItself, isApart, width }) => isFreeItself && !isApart && width === 0).length,
    apartCount: drafts.filter(({ isApart }) => isApart).length,
    notAddedCount,
    unknownCount: unknowns.length,
    creditCount: drafts.filter(({ isCredit }) => isCredit).length,
  };
}

function draftsOf(root: TreeNode, measure: Measure): { drafts: Draft[]; notAddedCount: number } {
  const drafts: Draft[] = [];
  const waiting: { readonly node: TreeNode; readonly parent: number; readonly level: number }[] = [{ node: root, parent: -1, level: 0 }];
  let notAddedCount = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, parent, level } = next;
    if (parent >= 0 && !measure.isPart(node)) {
      notAddedCount += sizeOf(node);
      continue;
    }
    const worth = measure.worthOf(node);
    const own = Math.abs(worth.own ?? 0) + Math.abs(worth.hidden);
    drafts.push({
      ...{ key: keyOf(node), node, parent, level, own, width: 0, count: 0, below: 0, isApart: worth.isApart },
      ...{ isUnknown: worth.own === null, isCredit: (worth.own ?? 0) < 0, isFreeItself: worth.own === 0 },
    });
    const index = drafts.length - 1;
    for (const child of node.children.toReversed()) waiting.push({ node: child, parent: index, level: level + 1 });
  }
  return { drafts, notAddedCount };
}

function sizeOf(root: TreeNode): number {
  let size = 0;
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    size++;
    for (const child of node.children) waiting.push(child);
  }
  return size;
}

/** A whole number, so that sums of widths stay exact. */
function unknownWidthOf(drafts: readonly Draft[], unknownCount: number): number {
  if (unknownCount === 0) return 0;
  const known = drafts.reduce((sum, { own }) => sum + own, 0);
  return Math.max(1, Math.floor(known * Math.min(UNKNOWN_WIDTH_SHARE, UNKNOWN_SHARE_MAX / unknownCount)));
}
