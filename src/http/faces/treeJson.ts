import { formatNanos } from "../../domain/money.ts";
import type { ShownTree } from "../../reads/readTree.ts";
import type { TreeNode } from "../../tree/tree.ts";

/**
 * The node shape that faces share, written as JSON text: record bodies go out as they came in, without being parsed
 * again. `extraOf` gives a face's own members, each written `,"name":value`. Recursion goes no deeper than the levels shown.
 */
export function treeNodeJson(shown: ShownTree, node: TreeNode, currency: string, extraOf: (node: TreeNode) => string, depth = 1): string {
  const children: string[] = [];
  if (depth < shown.levelsShown) {
    for (const child of node.children) children.push(treeNodeJson(shown, child, currency, extraOf, depth + 1));
  }
  const id = JSON.stringify(node.id);
  const path = `${encodeURIComponent(node.type.name)}/${encodeURIComponent(node.id)}`;
  const query = `record_type=${encodeURIComponent(node.type.name)}&id=${encodeURIComponent(node.id)}`;
  const body = node.record === null ? undefined : shown.bodies.get(node.record.key);
  return (
    `{"id":${id},"product":${JSON.stringify(node.type.product)},"event_name":${JSON.stringify(node.type.event)},` +
    `"relationship":${relationshipJson(node)},` +
    `"cost":{"event_cost":"${formatNanos(node.eventCostNanos)}","cumulative_cost":"${formatNanos(node.cumulativeCostNanos)}",` +
    `"currency":"${currency}"},` +
    `"links":{"self":"/v2/session_analysis/${path}","records":"/v2/detail_records?${query}"}${extraOf(node)},` +
    `"record":${body ?? "{}"},"children":[${children.join(",")}]}`
  );
}

function relationshipJson(node: TreeNode): string {
  if (node.via === null || node.parent === null) return "null";
  const { localField, parentField } = node.via;
  return JSON.stringify({ type: "child_of", via: { local_field: localField, parent_field: parentField }, parent_id: node.parent.id });
}
