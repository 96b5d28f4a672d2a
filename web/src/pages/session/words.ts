import type { TreeNode } from "../../api/native.generated.ts";

/** Why a record's cost is known, or not. */
export const COST_STATUS_WORDS: Readonly<Record<TreeNode["cost_status"], string>> = {
  reported: "the record says it",
  rated: "worked out from a price book",
  estimated: "estimated",
  unknown: "not known: the record says no cost",
  unconverted: "not counted: there is no exchange rate for its currency and time",
};

/** What sets a record apart from an ordinary charge, in a word or two and in a sentence. */
export function marksOf(node: TreeNode): { readonly word: string; readonly sentence: string; readonly isWarning?: boolean }[] {
  return [
    ...(node.virtual ? [{ word: "no record", sentence: "No record of it came: it exists because others name it." }] : []),
    ...(node.role === "control" ? [{ word: "restates", sentence: "It restates charges that came in otherwise, and is not added." }] : []),
    ...(node.role === "overhead"
      ? [{ word: "analysis", sentence: "What analysing cost: shown here, no part of the session's cost." }]
      : []),
    ...(node.shared ? [{ word: "shared", sentence: "It belongs to another session's tree, and is counted there." }] : []),
    ...(node.cost_rollup ? [] : [{ word: "not added", sentence: "Its cost is shown, and not added to what it hangs under." }]),
    ...(node.cost_status === "unknown" && node.role === "charge"
      ? [{ word: "cost unknown", sentence: "The record says no cost: the sum is at least so much.", isWarning: true }]
      : []),
    ...(node.cost_status === "unconverted"
      ? [{ word: "no rate", sentence: "There is no exchange rate for it: it is left out of the sum.", isWarning: true }]
      : []),
  ];
}
