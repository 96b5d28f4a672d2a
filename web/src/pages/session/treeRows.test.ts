import { describe, expect, it } from "vitest";
import { chain, node } from "./treeFixtures.ts";
import { findRows, parentIndex, pathTo, shareOf, shareText, treeRows } from "./treeRows.ts";

const tree = node("root", { children: [node("a", { children: [node("a1"), node("a2", { product: "Speech" })] }), node("b")] });

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
    expect(treeRows(chain(20_000), new Set())).toHaveLength(20_000);
  });
});

describe("a search in a tree", () => {
  const rows = treeRows(tree, new Set());

  it("keeps what matches by type, id or product, and what that hangs under", () => {
    const found = findRows(rows, " T/A2  speech ");
    expect([found.matchCount, found.rows.map(({ node: { id } }) => id)]).toEqual([1, ["root", "a", "a2"]]);
    expect(findRows(rows, "a").rows.map(({ node: { id } }) => id)).toEqual(["root", "a", "a1", "a2"]);
  });

  it("finds nothing where nothing matches, and takes no pattern for more than its characters", () => {
    for (const text of ["nowhere", "a.", "(", "a1 a2"]) expect(findRows(rows, text)).toEqual({ rows: [], matchCount: 0 });
  });

  it("does not slow down with depth", () => {
    expect(findRows(treeRows(chain(20_000), new Set()), "t").matchCount).toBe(20_000);
  });

  it("leads to a record by the path from the root", () => {
    expect(pathTo(rows, "t/a2").map(({ node: { id } }) => id)).toEqual(["root", "a", "a2"]);
    expect(pathTo(rows, "t/b").map(({ node: { id } }) => id)).toEqual(["root", "b"]);
    expect(pathTo(rows, "t/none")).toEqual([]);
  });
});

describe("a share", () => {
  it("is nothing where the whole is nothing, and never more than all", () => {
    expect(shareOf("0.000000", "0.000000")).toBe(0);
    expect(shareOf("2.000000", "1.000000")).toBe(1);
    expect(shareOf("-1.000000", "1.000000")).toBe(0);
    expect(shareOf("0.250000", "1.000000")).toBe(0.25);
  });

  it("is told in words: small ones too, credits with their sign, none of nothing", () => {
    expect(shareText("0.250000", "1.000000")).toBe("25.0%");
    expect(shareText("0.000001", "1.000000")).toBe("<0.1%");
    expect(shareText("-0.030000", "1.000000")).toBe("−3.0%");
    expect(shareText("0.000000", "1.000000")).toBe("0.0%");
    expect(shareText("0.000000", "0.000000")).toBe("–");
  });
});
