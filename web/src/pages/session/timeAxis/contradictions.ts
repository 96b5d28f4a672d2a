import type { TreeNode, WholeSession } from "../../../api/native.generated.ts";

type Times = Pick<TreeNode, "started_at" | "ended_at">;

/** Whether it says that it ended before it began: a clock was wrong, or a zone was left out. */
export const endsBeforeItStarts = ({ started_at, ended_at }: Times): boolean =>
  started_at !== null && ended_at !== null && Date.parse(ended_at) < Date.parse(started_at);

/** Which times cannot both be true, in sentences. */
export function contradictions({ started_at, ended_at, transcript, tree }: WholeSession): string[] {
  const records = countRecords(tree?.root ?? null);
  const turns = (transcript ?? []).filter(({ start_ms, offset_ms, end_ms }) => end_ms !== null && end_ms < (start_ms ?? offset_ms)).length;
  return [
    endsBeforeItStarts({ started_at, ended_at }) ? "The session ends before it starts." : "",
    records === 0
      ? ""
      : records === 1
        ? "One record ends before it starts."
        : `${records.toLocaleString("en")} records end before they start.`,
    turns === 0 ? "" : turns === 1 ? "One turn ends before it starts." : `${turns.toLocaleString("en")} turns end before they start.`,
  ].filter((sentence) => sentence !== "");
}

function countRecords(root: TreeNode | null): number {
  const waiting = root === null ? [] : [root];
  let count = 0;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const child of node.children) waiting.push(child);
    if (endsBeforeItStarts(node)) count += 1;
  }
  return count;
}
