import { describe, expect, it } from "vitest";
import type { TreeNode } from "../../api/native.generated.ts";
import { parentIndex, shareOf, treeRows } from "./treeRows.ts";

const node = (id: string, children: readonly TreeNode[] = []): TreeNode => ({
  ...{ id, record_type: "t", product: "p", event_name: "e", relationship: null, original_cost: null, control: null },
  cost: { event_cost: "0.000000", cumulative_cost: "0.000000", currency: "USD" },
  ...{ cost_status: "reported", cost_rollup: true, overhead_cost: null, role: "charge", virtual: false, shared: false },
  ...{ started_at: null, ended_at: null, links: { self: "", records: "" }, record: {}, children },
});

const tree = node("root", [node("a", [node("a1"), node("a2")]), node("b")]);

describe("the rows of a tree", () => {
  it("stand in the order of the answer, each below its parent", () => {
    expect(treeRows(tree, new Set()).map(({ node: { id }, level }) => [id, level])).toEqual([
      ["root", 1],
      ["a", 2],
      ["a1", 3],
      ["a2", 3],
      ["b", 2],
    ]);
  });

  it("leave out what hangs under a closed node", () => {
    expect(treeRows(tree, new Set(["t/a"])).map(({ node: { id } }) => id)).toEqual(["root", "a", "b"]);
  });

  it("know their parent, and that the root has none", () => {
    const rows = treeRows(tree, new Set());
    expect(parentIndex(rows, 3)).toBe(1);
    expect(parentIndex(rows, 4)).toBe(0);
    expect(parentIndex(rows, 0)).toBeUndefined();
  });

  it("do not overflow on a deep tree", () => {
    let deep = node("0");
    for (let level = 1; level < 20_000; level++) deep = node(String(level), [deep]);
    expect(treeRows(deep, new Set())).toHaveLength(20_000);
  });
});

describe("a share", () => {
  it("is nothing where the whole is nothing, and never more than all", () => {
    expect(shareOf("0.000000", "0.000000")).toBe(0);
    expect(shareOf("2.000000", "1.000000")).toBe(1);
    expect(shareOf("-1.000000", "1.000000")).toBe(0);
    expect(shareOf("0.250000", "1.000000")).toBe(0.25);
  });
});
