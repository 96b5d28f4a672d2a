import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TreeNode } from "../../../api/native.generated.ts";
import { RecordTypes } from "../recordTypes.ts";
import { chain, costing, node } from "../treeFixtures.ts";
import { layOut, neighbour } from "./layout.ts";
import { measureBy } from "./measures.ts";
import { type Weighed, weigh } from "./weigh.ts";

const TYPES = new RecordTypes([
  { name: "t", group: "One", quantity_fields: [{ field: "tokens", unit: "token" }] },
  { name: "seconds", group: "Two", quantity_fields: [{ field: "billed_sec", unit: "second" }] },
]);
const byCost = measureBy("cost", TYPES);

const amounts = fc.oneof(
  fc.constant("0.000000"),
  fc.integer({ min: -5_000_000, max: 5_000_000 }).map((micros) => (micros / 1e6).toFixed(6)),
);
const statuses = fc.constantFrom<TreeNode["cost_status"]>("reported", "reported", "rated", "unknown", "unconverted");
const { tree: trees } = fc.letrec<{ tree: TreeNode }>((tie) => ({
  tree: fc
    .record({
      amount: amounts,
      cost_status: statuses,
      role: fc.constantFrom<TreeNode["role"]>("charge", "charge", "charge", "control", "overhead"),
      cost_rollup: fc.constantFrom(true, true, true, false),
      tokens: fc.option(fc.nat(5_000), { nil: undefined }),
      children: fc.oneof({ depthSize: "small", withCrossShrink: true }, fc.constant([]), fc.array(tie("tree"), { maxLength: 5 })),
    })
    .map(({ amount, tokens, ...given }) => node("x", { ...costing(amount), ...given, record: tokens === undefined ? {} : { tokens } })),
}));

/** Ids that tell where a node stands, for the generated ones have none of their own. */
const named = (root: TreeNode, id = "r"): TreeNode => ({
  ...root,
  id,
  children: root.children.map((child, index) => named(child, `${id}.${index}`)),
});

const childrenOf = (entries: readonly Weighed[], index: number): Weighed[] => entries.filter(({ parent }) => parent === index);

describe("widths of a tree", () => {
  it.each(["cost", "time", "tokens"] as const)("are each record's own and those below it together, by %s", (name) => {
    fc.assert(
      fc.property(trees, (drawn) => {
        const { entries } = weigh(named(drawn), measureBy(name, TYPES));
        entries.forEach((entry, index) => {
          const below = childrenOf(entries, index).reduce((sum, { width }) => sum + width, 0);
          expect(entry.width).toBe(entry.own + below);
          expect(entry.own).toBeGreaterThanOrEqual(0);
        });
      }),
    );
  });

  it("count each record once: drawn, free, beside the sum or not added", () => {
    fc.assert(
      fc.property(trees, (drawn) => {
        const root = named(drawn);
        const { entries, notAddedCount } = weigh(root, byCost);
        const all = JSON.stringify(root).split('"record_type"').length - 1;
        expect(entries.length + notAddedCount).toBe(all);
        expect(entries[0]?.count).toBe(entries.filter(({ width }) => width > 0).length);
      }),
    );
  });

  it("make a credit as wide as a charge of its size, and give an unknown cost a width of its own", () => {
    const root = node("root", {
      children: [node("a", costing("3.000000")), node("b", costing("-1.000000")), node("c", { cost_status: "unknown" })],
    });
    const { entries, creditCount, unknownCount, freeCount } = weigh(root, byCost);
    const [, a, b, c] = entries;
    expect([a?.width, b?.width, b?.isCredit, c?.isUnknown]).toEqual([3e9, 1e9, true, true]);
    expect(c?.width).toBe(0.02 * 4e9);
    expect([creditCount, unknownCount, freeCount]).toEqual([1, 1, 0]);
  });

  it("leave a quarter to all unknown ones at most, and share evenly where nothing is known", () => {
    const unknowns = Array.from({ length: 100 }, (_none, index) => node(`u${index}`, { cost_status: "unknown" }));
    const { entries } = weigh(node("root", { children: [node("a", costing("1.000000")), ...unknowns] }), byCost);
    expect((entries[2]?.width ?? 0) * 100).toBe(0.25e9);
    expect(weigh(node("root", { children: unknowns }), byCost).entries[0]?.width).toBe(100);
  });

  it("count free records, controls and what does not add to its parent, and draw none of them", () => {
    const children = [
      node("free"),
      node("total", { role: "control", ...costing("9.000000") }),
      node("analysis", { role: "overhead" }),
      node("beside", { cost_rollup: false, ...costing("2.000000"), children: [node("below", costing("1.000000"))] }),
      node("paid", costing("1.000000")),
    ];
    const { entries, freeCount, apartCount, notAddedCount } = weigh(node("root", { children }), byCost);
    expect([freeCount, apartCount, notAddedCount]).toEqual([0 + 1, 2, 2]);
    expect(layOut({ ...weigh(node("root", { children }), byCost), entries }, 100).cells.map(({ key }) => key)).toEqual([
      "t/root",
      "t/paid",
    ]);
  });

  it("count what hangs below the last level of the answer", () => {
    const deep = node("deep", { cost: { event_cost: "1.000000", cumulative_cost: "4.000000", currency: "USD" } });
    expect(weigh(node("root", { children: [deep] }), byCost).entries.map(({ width }) => width)).toEqual([4e9, 4e9]);
  });

  it("by time are as wide as what overlaps below, and take the seconds of a record without an end", () => {
    const times = { started_at: "2026-01-01T00:00:00.000Z", ended_at: "2026-01-01T00:00:10.000Z" };
    const child = (id: string, billed_sec: unknown): TreeNode => node(id, { record_type: "seconds", record: { billed_sec } });
    const root = node("root", { ...times, children: [child("a", 8), child("b", "7.5"), child("c", "soon"), child("d", -3)] });
    expect(weigh(root, measureBy("time", TYPES)).entries.map(({ width }) => width)).toEqual([15_500, 8_000, 7_500, 0, 0]);
  });

  it("do not overflow on a deep tree", () => {
    const { entries } = weigh(chain(20_000, costing("0.000001")), byCost);
    expect(entries).toHaveLength(20_000);
    expect(layOut({ ...weigh(chain(20_000, costing("0.000001")), byCost) }, 600).rows).toBe(13);
  });
});

describe("the cells of an icicle", () => {
  it("lie inside their parent's, side by side, in the order of the tree", () => {
    fc.assert(
      fc.property(trees, fc.integer({ min: 20, max: 2_000 }), (drawn, widthPx) => {
        const weighed = weigh(named(drawn), byCost);
        const { cells } = layOut(weighed, widthPx);
        const byIndex = new Map(cells.filter(({ moreCount }) => moreCount === 0).map((cell) => [cell.first, cell]));
        const ends = new Map<number, { end: number; last: number }>();
        for (const cell of cells) {
          expect(cell.leftPx + cell.widthPx).toBeLessThanOrEqual(widthPx + 1e-6);
          expect(cell.widthPx).toBeGreaterThanOrEqual(1);
          const parent = byIndex.get(cell.entry.parent);
          if (cell.level === 0) continue;
          expect(parent).toBeDefined();
          expect(cell.leftPx).toBeGreaterThanOrEqual((parent?.leftPx ?? 0) - 1e-6);
          expect(cell.leftPx + cell.widthPx).toBeLessThanOrEqual((parent?.leftPx ?? 0) + (parent?.widthPx ?? 0) + 1e-6);
          const before = ends.get(cell.entry.parent);
          expect(cell.leftPx).toBeGreaterThanOrEqual((before?.end ?? 0) - 1e-6);
          expect(cell.first).toBeGreaterThan(before?.last ?? -1);
          ends.set(cell.entry.parent, { end: cell.leftPx + cell.widthPx, last: cell.last });
        }
      }),
    );
  });

  it("sum neighbours that are too narrow, and say how many they are", () => {
    const children = Array.from({ length: 5_000 }, (_none, index) => node(`n${index}`, costing("0.000001")));
    const { cells } = layOut(weigh(node("root", { children: [node("big", costing("0.005000")), ...children] }), byCost), 600);
    expect(cells.map(({ moreCount, widthPx }) => [moreCount, Math.round(widthPx)])).toEqual([
      [0, 600],
      [0, 300],
      [5_000, 300],
    ]);
  });

  it("are none where nothing has a width", () => {
    expect(layOut(weigh(node("root", { children: [node("a")] }), byCost), 600)).toEqual({ cells: [], rows: 0 });
    expect(layOut(weigh(node("root", costing("1.000000")), byCost), 0).cells).toEqual([]);
  });

  it("are walked with the arrow keys", () => {
    const root = node("root", {
      children: [node("a", { ...costing("1.000000"), children: [node("a1", costing("1.000000"))] }), node("b", costing("1.000000"))],
    });
    const { cells } = layOut(weigh(root, byCost), 600);
    const at = (id: string) => cells.find(({ key }) => key === `t/${id}`) as (typeof cells)[number];
    const lead = (id: string, step: Parameters<typeof neighbour>[2]): string | undefined => neighbour(cells, at(id), step)?.entry.node.id;
    expect([lead("root", "down"), lead("a", "right"), lead("b", "left"), lead("a", "down"), lead("a1", "up"), lead("b", "up")]).toEqual([
      "a",
      "b",
      "a",
      "a1",
      "a",
      "root",
    ]);
    expect([lead("root", "up"), lead("b", "right"), lead("b", "down"), lead("a", "last"), lead("b", "first")]).toEqual([
      undefined,
      undefined,
      undefined,
      "b",
      "a",
    ]);
  });
});
