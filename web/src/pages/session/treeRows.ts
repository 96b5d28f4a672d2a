import type { TreeNode } from "../../api/native.generated.ts";
import { LOCALE } from "../../locale.ts";

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

/** The row of that key and all above it, the root first; empty where there is none. */
export function pathTo(rows: readonly TreeRow[], key: string): TreeRow[] {
  const path: TreeRow[] = [];
  for (const row of rows) {
    path.length = row.level - 1;
    path.push(row);
    if (row.key === key) return path;
  }
  return [];
}

export interface Found {
  /** Those that match, and whatever they hang under. */
  readonly rows: readonly TreeRow[];
  readonly matchCount: number;
}

/** Every word must stand in the record's type, id, product or event. */
export function findRows(rows: readonly TreeRow[], text: string): Found {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = new Set<string>();
  const path: string[] = [];
  let matchCount = 0;
  for (const { key, level, node } of rows) {
    path.length = level - 1;
    path.push(key);
    const read = `${key} ${node.product} ${node.event_name}`.toLowerCase();
    if (!words.every((word) => read.includes(word))) continue;
    matchCount++;
    // What is above one that is shown already is shown too.
    for (let above = level - 1; above >= 0 && !shown.has(path[above] ?? ""); above--) shown.add(path[above] ?? "");
  }
  return { rows: rows.filter(({ key }) => shown.has(key)), matchCount };
}

/** From 0 to 1, for drawing only: sums stay exact text. */
export function shareOf(part: string, whole: string): number {
  const share = Number(part) / Number(whole);
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}

const percent = new Intl.NumberFormat(LOCALE, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** 12.5%, <0.1%; of a credit −3.0%; nothing where the whole is nothing. */
export function shareText(part: string, whole: string): string {
  const share = Number(part) / Number(whole);
  if (!Number.isFinite(share)) return "–";
  if (share !== 0 && Math.abs(share) < 0.001) return share < 0 ? "−<0.1%" : "<0.1%";
  return percent.format(share).replace("-", "−");
}
