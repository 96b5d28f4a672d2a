import type { TreeNode } from "../../api/native.generated.ts";

export interface TreeRow {
  readonly key: string;
  readonly node: TreeNode;
  /** From 1, as the API counts. */
  readonly level: number;
  readonly isOpen: boolean;
}

/** A record appears once in a tree, so its type and id name its row. */
export const keyOf = ({ record_type, id }: Pick<TreeNode, "record_type" | "id">): string => `${record_type}/${id}`;

/** The rows in sight, top to bottom: what hangs under a closed node is left out. */
export function treeRows(root: TreeNode, closed: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = [];
  const waiting: { readonly node: TreeNode; readonly level: number }[] = [{ node: root, level: 1 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, level } = next;
    const key = keyOf(node);
    const isOpen = !closed.has(key);
    rows.push({ key, node, level, isOpen });
    if (!isOpen) continue;
    for (const child of node.children.toReversed()) waiting.push({ node: child, level: level + 1 });
  }
  return rows;
}

/** Where the row's parent stands; undefined for the root. */
export function parentIndex(rows: readonly TreeRow[], index: number): number | undefined {
  const level = rows[index]?.level ?? 1;
  for (let above = index - 1; above >= 0; above--) if ((rows[above]?.level ?? 0) < level) return above;
  return undefined;
}

/** From 0 to 1, for drawing only: sums stay exact text. */
export function shareOf(part: string, whole: string): number {
  const share = Number(part) / Number(whole);
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}
