import type { TreeNode } from "../../api/native.generated.ts";

/** A charge without a cost, for tests to spread over. */
export const node = (id: string, given: Partial<TreeNode> = {}): TreeNode => ({
  ...{ id, record_type: "t", product: "p", event_name: "e", relationship: null, original_cost: null, control: null },
  cost: { event_cost: "0.000000", cumulative_cost: "0.000000", currency: "USD" },
  ...{ cost_status: "reported", cost_rollup: true, overhead_cost: null, role: "charge", virtual: false, shared: false },
  ...{ started_at: null, ended_at: null, links: { self: "", records: "" }, record: {}, children: [] },
  ...given,
});

export const costing = (amount: string): Pick<TreeNode, "cost"> => ({
  cost: { event_cost: amount, cumulative_cost: amount, currency: "USD" },
});

/** One below the other. */
export function chain(levels: number, given: Partial<TreeNode> = {}): TreeNode {
  let top = node("0", given);
  for (let level = 1; level < levels; level++) top = node(String(level), { ...given, children: [top] });
  return top;
}
