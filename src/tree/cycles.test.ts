import { describe, expect, it } from "vitest";
import { Registry } from "../domain/registry.ts";
import { explainLinks } from "./explain.ts";
import { ownersOf, sessionsOf } from "./owners.ts";
import type { TreeRecord } from "./tree.ts";
import { mapping, nodesOf, record, shapeOf, treeOf, typeOf } from "./treeFixtures.ts";

const registry = new Registry([typeOf("span", [mapping("span", "up", "id"), mapping("span", "other", "id", { specificity: 1 })])]);
const span = (id: string, up: string, timeMs: number, more: Record<string, string> = {}): TreeRecord =>
  record("span", id, { id, up, ...more }, { timeMs });
const ownerIds = (records: readonly TreeRecord[]): (string | undefined)[] => {
  const owners = ownersOf(records, registry);
  return records.map(({ key }) => owners.get(key)?.id);
};

describe("cycles", () => {
  it("of two are cut above the earlier", () => {
    expect(ownerIds([span("a", "b", 2), span("b", "a", 1)])).toEqual(["b", undefined]);
  });
  it("of one are no edge at all", () => {
    expect(ownerIds([span("a", "a", 1)])).toEqual([undefined]);
  });
  it("are cut above the smaller id where the times are the same, and a time comes before none", () => {
    expect(ownerIds([span("b", "a", 1), span("a", "b", 1)])).toEqual(["a", undefined]);
    expect(ownerIds([span("b", "a", 1), { ...span("a", "b", 1), timeMs: null }])).toEqual([undefined, "b"]);
  });
  it("let the cut record fall to its next candidate that is not below itself", () => {
    const records = [span("a", "b", 1, { other: "c" }), span("b", "a", 2), span("x", "", 3), span("c", "b", 4)];
    expect(ownerIds(records)).toEqual([undefined, "a", undefined, "b"]);
    expect(ownerIds([span("a", "b", 1, { other: "x" }), span("b", "a", 2), span("x", "", 3)])).toEqual(["x", "a", undefined]);
  });
  it("may be several, and may fall to each other without making a new one", () => {
    const records = [...[span("a", "b", 1, { other: "c" }), span("b", "a", 2)], ...[span("c", "d", 3, { other: "a" }), span("d", "c", 4)]];
    expect(ownerIds(records)).toEqual(["c", "a", undefined, "c"]);
  });
  it("show every record once, whichever of them is the root", async () => {
    const ring = Array.from({ length: 7 }, (_, index) => span(`s${index}`, `s${(index + 6) % 7}`, index));
    for (const { id } of ring) {
      const tree = await treeOf(ring, ["span", id], { registry });
      expect(tree).toMatchObject({ eventCount: 7, totalNanos: 7n });
    }
    expect(shapeOf(await treeOf(ring, ["span", "s5"], { registry }))).toContain("s6 > s0*");
  });
  it("make no node vanish whose place in a tree closes a ring away from the root", async () => {
    const types = new Registry([
      typeOf("root", []),
      typeOf("out", []),
      typeOf("a", [mapping("out", "out", "id"), mapping("b", "b", "id"), mapping("root", "r", "id")]),
      typeOf("b", [mapping("a", "a", "id")]),
    ]);
    const records = [record("root", "r", { id: "r" }), record("out", "o", { id: "o" }), record("b", "b", { id: "b", a: "a" })];
    const ringed = record("a", "a", { id: "a", out: "o", b: "b", r: "r" });
    const tree = await treeOf([...records, ringed], ["root", "r"], { registry: types });
    expect(shapeOf(tree)).toEqual(["r > a*", "a > b"]);
    expect(tree.totalNanos).toBe(3n);
  });
  it("are known to the root as well: what else could own it is looked for", async () => {
    const records = [span("a", "b", 1, { other: "x" }), span("b", "a", 2), span("x", "", 3)];
    expect(shapeOf(await treeOf(records, ["span", "b"], { registry }))).toEqual(["b > a*"]);
    expect(shapeOf(await treeOf(records, ["span", "x"], { registry }))).toEqual(["x > a", "a > b"]);
  });
  it("of a hundred thousand levels, and fifty thousand of them at one value, end in good time", async () => {
    const chain = Array.from({ length: 100_000 }, (_, index) => span(`n${index}`, `n${(index + 99_999) % 100_000}`, index));
    expect((await treeOf(chain, ["span", "n0"], { registry })).eventCount).toBe(100_000);
    const types = new Registry([typeOf("span", [mapping("span", "up", "id"), mapping("span", "all", "all", { specificity: 1 })])]);
    const pairs = chain.map(({ id, key, timeMs }, index) => ({
      ...record("span", id, { id, up: `n${index ^ 1}`, all: "one" }, { timeMs }),
      key,
    }));
    const owners = [...ownersOf(pairs, types).values()];
    expect(owners.filter((owner) => owner === null)).toHaveLength(1);
  }, 20_000);
});

describe("sessions", () => {
  it("take each record once, and tell orphans from sessions", () => {
    const types = new Registry([
      typeOf("call", [], { virtualBy: ["call"], sessionRoot: true }),
      typeOf("leg", [mapping("call", "call", "call")]),
      typeOf("turn", [mapping("leg", "leg", "id")]),
    ]);
    const records = [
      ...[record("leg", "l1", { id: "l1", call: "S" }), record("turn", "t1", { leg: "l1" }), record("turn", "t2", { leg: "late" })],
      record("gone", "g", {}),
    ];
    const groups = sessionsOf(records, types).filter(({ root }) => root.id !== "g");
    expect(groups.map(({ root, isSession, records: own }) => [root.id, isSession, own.map(({ id }) => id)])).toEqual([
      ["S", true, ["l1", "t1"]],
      ["t2", false, ["t2"]],
    ]);
  });
  it("do not lose a record whose type has left the registry", () => {
    const records = [record("gone", "g", {})];
    expect(sessionsOf(records, registry)).toMatchObject([{ isSession: false, records }]);
  });
});

describe("explaining links", () => {
  const types = new Registry([
    typeOf("call", [], { virtualBy: ["call"], sessionRoot: true }),
    typeOf("leg", [mapping("call", "call", "call")]),
    typeOf("turn", [
      ...[mapping("leg", "leg", "id"), mapping("leg", "alias", "id"), mapping("leg", "call", "call", { specificity: 2 })],
      mapping("call", "call", "call", { specificity: 9 }),
    ]),
  ]);
  const standings = (links: Record<string, string>, known: readonly TreeRecord[]) =>
    explainLinks(record("turn", "t", links), known, types).map(({ standing, parents }) => [standing, parents.map(({ id }) => id)]);
  const leg = record("leg", "l", { id: "l", call: "S" });

  it("says which mapping found the owner and which could have", () => {
    expect(standings({ leg: "l", call: "S" }, [leg])).toEqual([
      ["owner", ["l"]],
      ["no_value", []],
      ["skipped_less_specific", expect.anything()],
      ["candidate", ["S"]],
    ]);
  });
  it("says what a late parent leaves to be found", () => {
    const [first, , , last] = standings({ leg: "late", call: "S" }, [leg]);
    expect([first, last]).toEqual([
      ["not_found", []],
      ["owner", ["S"]],
    ]);
  });
  it("names no parent that a less specific mapping may not take", () => {
    for (const explained of explainLinks(record("turn", "t", { leg: "late", call: "S" }), [leg], types)) {
      if (explained.standing === "skipped_less_specific") expect(explained.parents).toEqual([]);
    }
  });
  it("tries the less specific mapping when the more specific values are missing", () => {
    expect(standings({ call: "S" }, [leg])).toEqual([
      ["no_value", []],
      ["no_value", []],
      ["owner", ["l"]],
      ["candidate", ["S"]],
    ]);
  });
  it("never calls an edge that trees do not follow the owner's", () => {
    const metadata = new Registry([typeOf("top", []), typeOf("part", [mapping("top", "up", "id", { traversalEnabled: false })])]);
    const part = record("part", "p", { up: "t" });
    const top = record("top", "t", { id: "t" });
    expect(explainLinks(part, [top], metadata)).toMatchObject([{ standing: "candidate", parents: [{ type: "top", id: "t" }] }]);
    expect(ownersOf([part, top], metadata).get(part.key)).toBeNull();
  });
});

describe("ties", () => {
  it("are ordered by code units, nulls last", async () => {
    const types = new Registry([typeOf("top", []), typeOf("part", [mapping("top", "up", "id")])]);
    const part = (id: string, timeMs: number | null) => record("part", id, { up: "t" }, { timeMs });
    const parts = [part("é", 1), part("z", 1), part("Z", 1), part("a", null), part("x", 0)];
    const tree = await treeOf([record("top", "t", { id: "t" }), ...parts], ["top", "t"], { registry: types });
    expect(nodesOf(tree).map(({ id }) => id)).toEqual(["t", "x", "Z", "z", "é", "a"]);
  });
});
