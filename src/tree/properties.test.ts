import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Registry } from "../domain/registry.ts";
import { ownersOf, sessionsOf } from "./owners.ts";
import type { TreeRecord } from "./tree.ts";
import { mapping, nodesOf, record, shapeOf, treeOf, typeOf } from "./treeFixtures.ts";

const TYPES = ["t0", "t1", "t2", "v"];
const FIELDS = ["f", "g", "h"];
const VALUES = ["1", "2", "3", "4", "5", "6"];

const mappings = fc.uniqueArray(
  fc.record({
    parentType: fc.constantFrom(...TYPES),
    localField: fc.constantFrom(...FIELDS),
    parentField: fc.constantFrom(...FIELDS),
    specificity: fc.integer({ min: 1, max: 3 }),
    traversalEnabled: fc.integer({ min: 0, max: 5 }).map((die) => die > 0),
  }),
  { maxLength: 4, selector: ({ parentType, localField, parentField }) => `${parentType} ${localField} ${parentField}` },
);

/** Types that may stand above themselves and each other; `v` is virtual, and mappings to it come last. */
const registries = fc.tuple(mappings, mappings, mappings, mappings).map((parents) => {
  const types = TYPES.map((name, index) => {
    const all = (parents[index] ?? []).map(({ parentType, localField, parentField, ...more }) =>
      mapping(parentType, localField, parentType === "v" ? "f" : parentField, more),
    );
    const isVirtual = name === "v";
    const others = all.filter(({ parentType }) => parentType !== "v");
    const virtual = isVirtual ? [] : all.filter(({ parentType }) => parentType === "v");
    return typeOf(name, [...others, ...virtual], { virtualBy: isVirtual ? ["f"] : [], sessionRoot: isVirtual || name === "t0" });
  });
  return new Registry(types);
});

const recordLists = fc
  .array(
    fc.record({
      type: fc.constantFrom(...TYPES),
      links: fc.dictionary(fc.constantFrom(...FIELDS), fc.constantFrom(...VALUES), { noNullPrototype: true }),
      timeMs: fc.option(fc.integer({ min: 0, max: 4 })),
      costNanos: fc.bigInt({ min: -5n, max: 50n }),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((given) => given.map(({ type, links, ...more }, index) => record(type, `r${index}`, links, more)));

const cases = fc.tuple(registries, recordLists);
const runs = { numRuns: 2_000 };
const rootOf = ({ type, id }: TreeRecord) => [type, id] as const;

describe("for any record types and any records", () => {
  it("a tree is the same whatever order look-ups return, and holds each record once with all its money", async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.nat(), async ([registry, records], chosen) => {
        const root = records[chosen % records.length] as TreeRecord;
        const tree = await treeOf(records, rootOf(root), { registry });
        const nodes = nodesOf(tree);
        const reversed = await treeOf(records, rootOf(root), { registry, inOrder: (found) => found.toReversed() });
        expect(shapeOf(reversed)).toEqual(shapeOf(tree));
        expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
        expect(tree.totalNanos).toBe(nodes.reduce((sum, node) => sum + (node.record?.costNanos ?? 0n), 0n));
        for (const node of nodes) {
          const below = node.children.reduce((sum, child) => sum + child.cumulativeCostNanos, 0n);
          expect(node.cumulativeCostNanos).toBe(node.eventCostNanos + below);
        }
      }),
      runs,
    );
  });

  it("an owner does not depend on the root that is asked for", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ([registry, records]) => {
        const owners = ownersOf(records, registry);
        for (const root of records) {
          const tree = await treeOf(records, rootOf(root), { registry });
          const nodes = nodesOf(tree);
          const ids = new Set(nodes.map((node) => `${node.type.name} ${node.id}`));
          for (const node of nodes.slice(1)) {
            const owner = owners.get(node.record?.key ?? 0);
            if (!node.shared) expect([node.parent?.type.name, node.parent?.id]).toEqual([owner?.type.name, owner?.id]);
            // Only a ring that hangs on nothing may take a node from an owner that is in the tree.
            else if (owner && ids.has(`${owner.type.name} ${owner.id}`))
              expect(hangsInRing(node.record, owners, nodes.length, root)).toBe(true);
          }
        }
      }),
      { numRuns: 700 },
    );
  });

  it("sessions and orphans together hold every record exactly once", () => {
    fc.assert(
      fc.property(cases, ([registry, records]) => {
        const groups = sessionsOf(records, registry);
        const keys = groups.flatMap((group) => group.records.map(({ key }) => key));
        expect(keys.toSorted((a, b) => a - b)).toEqual(records.map(({ key }) => key));
        const owners = ownersOf(records, registry);
        for (const { root, isSession, records: own } of groups) {
          expect(isSession).toBe(registry.byName(root.type.name)?.sessionRoot);
          if (root.record !== null) expect(owners.get(root.record.key)).toBeNull();
          expect(own.length).toBeGreaterThan(0);
        }
      }),
      runs,
    );
  });

  it("owners never form a ring", () => {
    fc.assert(
      fc.property(cases, ([registry, records]) => {
        const owners = ownersOf(records, registry);
        for (const start of records) {
          let climbed = 0;
          for (let at = owners.get(start.key); at?.record; at = owners.get(at.record.key)) expect(++climbed).toBeLessThan(records.length);
        }
      }),
      runs,
    );
  });
});

type Owners = ReturnType<typeof ownersOf>;
/** Climbing from it by owners never comes to the root: that is what being placed elsewhere must have repaired. */
function hangsInRing(start: TreeRecord | null, owners: Owners, stepsMax: number, root: TreeRecord): boolean {
  let at = start === null ? null : (owners.get(start.key) ?? null);
  for (let step = 0; step <= stepsMax && at?.record; step++) {
    if (at.record.key === root.key) return false;
    at = owners.get(at.record.key) ?? null;
  }
  return true;
}
