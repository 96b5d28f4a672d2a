import { formatNanos } from "../../../domain/money.ts";
import { formatTime, formatTimeOrNull } from "../../../domain/time.ts";
import { checkAnswerSize, type ReadContext, readShownTree, type ShownTree, type TreeView } from "../../../reads/index.ts";
import type { Tree, TreeNode } from "../../../tree/tree.ts";
import { treeNodeJson } from "../treeJson.ts";

export interface SessionAnalysisArguments extends TreeView {
  readonly organization: string;
  readonly recordType: string;
  readonly eventId: string;
  readonly dateTime?: string;
}

/**
 * JSON text of a session analysis, members of both generations included.
 * @throws AppError what readShownTree throws, and ANSWER_TOO_LARGE
 */
export async function sessionAnalysis(context: ReadContext, args: SessionAnalysisArguments): Promise<string> {
  const text = sessionAnalysisJson(await readShownTree(context, args));
  checkAnswerSize(context, text.length);
  return text;
}

const noMore = (): string => "";

function sessionAnalysisJson(shown: ShownTree): string {
  const { tree } = shown;
  const { createdMs, completedMs } = lifeOf(tree);
  const head = JSON.stringify({
    session_id: tree.root.id,
    status: completedMs === null ? "in_progress" : "completed",
    created_at: formatTime(createdMs),
    completed_at: formatTimeOrNull(completedMs),
    cost: { total: formatNanos(tree.totalNanos), currency: tree.currency },
  });
  const meta = JSON.stringify({
    event_count: tree.eventCount,
    products: tree.products,
    truncated: shown.truncated,
    unknown_cost_count: tree.unknownCostCount,
    unconverted: tree.unconverted.map((node) => ({ record_type: node.type.name, id: node.id })),
  });
  return `${head.slice(0, -1)},"root":${treeNodeJson(shown, tree.root, tree.currency, noMore)},"meta":${meta}}`;
}

export interface SessionLife {
  readonly createdMs: number;
  /** Null while something is still going on. */
  readonly completedMs: number | null;
}

/**
 * When the session began and ended. A root with a record of its own ends when that says so; any other session has ended
 * once nothing in it is still going on. The begin falls back to the earliest time in the tree, then to the first arrival.
 */
export function lifeOf(tree: Tree): SessionLife {
  const { root } = tree;
  let earliestMs: number | null = null;
  let latestMs: number | null = null;
  let arrivedMs: number | null = null;
  let isGoingOn = false;
  const pending: TreeNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    earliestMs = smaller(earliestMs, node.timeMs);
    latestMs = larger(latestMs, larger(node.timeMs, node.endMs));
    arrivedMs = smaller(arrivedMs, node.record?.receivedMs ?? null);
    isGoingOn ||= isOpen(node);
    // A spread of 100,000 siblings would overflow the stack.
    for (const child of node.children) pending.push(child);
  }
  const createdMs = root.timeMs ?? earliestMs ?? arrivedMs ?? 0;
  if (root.record !== null && root.endMs !== null) return { createdMs, completedMs: root.endMs };
  return { createdMs, completedMs: isGoingOn ? null : (root.endMs ?? latestMs ?? createdMs) };
}

/** Only what takes time can still be going on: an inference or a message never gets an end, and needs none. */
function isOpen(node: TreeNode): boolean {
  if (node.record === null || node.endMs !== null) return false;
  return node.type.quantityFields.some((quantity) => quantity.unit === "second");
}

const smaller = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b));
const larger = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b));
