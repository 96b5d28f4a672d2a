import { expect, it } from "vitest";
import { summaryOf } from "../../domain/sessionFixtures.ts";
import {
  listed,
  type MakeOrganization,
  messageOf,
  NO_FACTS,
  projectionOf,
  rowOf,
  sessionWith,
  type UseStore,
  WRITTEN,
} from "./conversationDrafts.ts";

export function describeSessionIdentity(store: UseStore, organization: MakeOrganization): void {
  it("finds sessions by any of many aliases, oldest first, each once, and only the organization's own", async () => {
    const [one, other] = [await organization(), await organization()];
    const a = await sessionWith(store(), one, "a", ["call-1", "shared"]);
    const b = await sessionWith(store(), one, "b", ["call-2", "shared", "", "b"]);
    await sessionWith(store(), other, "c", ["call-1"]);
    const many = Array.from({ length: 500 }, (_, index) => `unheard-${index}`);
    expect(await store().sessionsByAliases(one, [...many, "shared", "call-2"])).toEqual([a, b]);
    expect((await store().sessionsByAliases(one, ["a"])).map(({ id }) => id)).toEqual(["a"]);
    expect(await store().sessionsByAliases(one, ["", "c"])).toEqual([]);
    expect(await store().sessionsByAliases(one, [])).toEqual([]);
    expect(await store().aliases(one, [b.key, a.key])).toEqual(
      new Map([
        [a.key, ["a", "call-1", "shared"]],
        [b.key, ["b", "call-2", "shared"]],
      ]),
    );
    expect(await store().aliases(other, [a.key])).toEqual(new Map());
  });

  it("adds aliases to those a session has", async () => {
    const one = await organization();
    await sessionWith(store(), one, "s", ["x"]);
    await store().putFacts(one, "s", { body: "{}", aliases: ["y", "x"] }, WRITTEN);
    const { key } = await rowOf(store(), one, "s");
    expect(await store().aliases(one, [key])).toEqual(new Map([[key, ["s", "x", "y"]]]));
  });

  it("forgets the aliases that a projection no longer knows, of that session alone, and only where it says which it has", async () => {
    const [one, other] = [await organization(), await organization()];
    const [a, b] = [await sessionWith(store(), one, "a", ["x", "y"]), await sessionWith(store(), one, "b", ["x", "y"])];
    const far = await sessionWith(store(), other, "a", ["x", "y"]);
    const saved = [projectionOf(a, { aliases: ["y", "a", "never put"] }), projectionOf(b, { aliases: null })];
    expect(await store().saveProjections(one, saved)).toEqual(["saved", "saved"]);
    expect(await store().aliases(one, [a.key, b.key])).toEqual(
      new Map([
        [a.key, ["a", "y"]],
        [b.key, ["b", "x", "y"]],
      ]),
    );
    expect((await store().sessionsByAliases(one, ["x"])).map(({ id }) => id)).toEqual(["b"]);
    expect(await store().aliases(other, [far.key])).toEqual(new Map([[far.key, ["a", "x", "y"]]]));
  });

  it("forgets no alias in a conflict, and none that may have come after the projection was read", async () => {
    const one = await organization();
    const before = await sessionWith(store(), one, "s", ["x"]);
    const known = async () => (await store().aliases(one, [before.key])).get(before.key);
    await store().putFacts(one, "s", { body: "{}", aliases: ["new"] }, WRITTEN);
    expect(await store().saveProjections(one, [projectionOf(before, { aliases: ["s"] })])).toEqual(["saved"]);
    expect(await known()).toEqual(["new", "s", "x"]);
    const late = { ...(await rowOf(store(), one, "s")), projection: before.projection };
    expect(await store().saveProjections(one, [projectionOf(late, { aliases: ["s"] })])).toEqual(["conflict"]);
    expect(await known()).toEqual(["new", "s", "x"]);
    await store().saveProjections(one, [projectionOf(await rowOf(store(), one, "s"), { aliases: ["new", "s"] })]);
    expect(await known()).toEqual(["new", "s"]);
  });

  it("reads rows by id and by key, never another organization's", async () => {
    const [one, other] = [await organization(), await organization()];
    const [a, b] = [await sessionWith(store(), one, "a"), await sessionWith(store(), one, "b")];
    expect(b.key).toBeGreaterThan(a.key);
    expect(await store().sessionsByKeys(one, [b.key, a.key, 999_999])).toEqual([a, b]);
    expect(await store().sessionsByKeys(other, [a.key])).toEqual([]);
    expect(await store().session(other, "a")).toBeUndefined();
    expect(await store().newestSessionKey(one)).toBe(b.key);
    expect(await store().newestSessionKey(other)).toBe(0);
    expect(await store().newestSessionKey("nobody")).toBe(0);
  });

  it("makes a session per root once, under the root's id or, where that is taken, the type with it", async () => {
    const one = await organization();
    await sessionWith(store(), one, "taken");
    const roots = [
      { type: "call", id: "r1" },
      { type: "call", id: "taken" },
      { type: "conference", id: "r1" },
    ];
    const made = await store().ensureRootSessions(one, [...roots, { type: "call", id: "r1" }], 7_000);
    expect(made.map(({ id }) => id)).toEqual(["r1", "call:taken", "conference:r1", "r1"]);
    expect(made[0]).toMatchObject({ anchor: { type: "call", id: "r1" }, createdMs: 7_000, projection: 0 });
    expect(await store().ensureRootSessions(one, roots, 8_000)).toEqual(made.slice(0, 3));
    expect((await store().sessionsByAliases(one, ["taken"])).map(({ id }) => id)).toEqual(["taken", "call:taken"]);
    expect(await store().ensureRootSessions(one, [], 8_000)).toEqual([]);
    await sessionWith(store(), one, "call:r2");
    await sessionWith(store(), one, "r2");
    const [third] = await store().ensureRootSessions(one, [{ type: "call", id: "r2" }], 8_000);
    expect(third?.id).not.toMatch(/^(r2|call:r2)$/);
    await expect(store().ensureRootSessions("nobody", roots, 1)).rejects.toMatchObject({ code: "ORGANIZATION_NOT_FOUND" });
  });

  it("makes one session when several ask for the same root at once", async () => {
    const one = await organization();
    const asked = await Promise.all(Array.from({ length: 6 }, () => store().ensureRootSessions(one, [{ type: "call", id: "r" }], 1)));
    expect(new Set(asked.flat().map(({ key }) => key)).size).toBe(1);
  });

  it("finds sessions by the root of their last projection, merged ones too", async () => {
    const [one, other] = [await organization(), await organization()];
    const [a, b] = [await sessionWith(store(), one, "a"), await sessionWith(store(), one, "b")];
    const root = { type: "call", id: "r" };
    expect(await store().sessionsByRoots(one, [root])).toEqual([]);
    await store().saveProjections(one, [projectionOf(a, { root }), projectionOf(b, { root, summary: null, mergedInto: "a" })]);
    const found = await store().sessionsByRoots(one, [{ type: "conference", id: "r" }, root, { type: "call", id: "x" }]);
    expect(found).toMatchObject([
      { id: "a", root, mergedInto: null },
      { id: "b", root, mergedInto: "a" },
    ]);
    expect(await store().sessionsByRoots(other, [root])).toEqual([]);
  });

  it("calls a session dirty from when its truth changes until a projection of that very version is saved", async () => {
    const one = await organization();
    const dirty = async () => (await store().dirtySessions(10_000)).filter((row) => row.organization === one).map(({ id }) => id);
    const a = await sessionWith(store(), one, "a");
    await store().ensureRootSessions(one, [{ type: "call", id: "r" }], 1);
    expect(await dirty()).toEqual(["a", "r"]);
    await store().addMessages(one, "a", [messageOf("late")], WRITTEN);
    await store().saveProjections(one, [projectionOf(a), projectionOf(await rowOf(store(), one, "r"))]);
    expect(await dirty()).toEqual(["a"]);
    const before = await store().dirtyCount();
    await store().saveProjections(one, [projectionOf(await rowOf(store(), one, "a"))]);
    expect(await dirty()).toEqual([]);
    expect(await store().dirtyCount()).toBe(before - 1);
    expect(await store().dirtySessions(0)).toEqual([]);
  });

  it("tells what is due, the longest due first, and nothing that is not yet", async () => {
    const one = await organization();
    const rows = [await sessionWith(store(), one, "a"), await sessionWith(store(), one, "b"), await sessionWith(store(), one, "c")];
    await store().saveProjections(
      one,
      rows.map((row, index) => projectionOf(row, { dueMs: [300, 200, null][index] ?? null })),
    );
    const due = async (nowMs: number) =>
      (await store().dueSessions(nowMs, 10)).filter((row) => row.organization === one).map(({ id }) => id);
    expect([await due(199), await due(200), await due(300)]).toEqual([[], ["b"], ["b", "a"]]);
    expect(await store().dueSessions(300, 1)).toHaveLength(1);
  });

  it("makes the unsettled sessions of one agent dirty, and no others", async () => {
    const [one, other] = [await organization(), await organization()];
    const facts = { ...NO_FACTS, agentId: "sales" };
    const summaries = [
      summaryOf("open", { facts }),
      summaryOf("settling", { facts, state: "settling" }),
      summaryOf("settled", { facts, state: "settled" }),
      summaryOf("else", { facts: { ...NO_FACTS, agentId: "support" } }),
    ];
    await listed(store(), one, summaries);
    await listed(store(), other, summaries);
    expect(await store().markAgentDirty(one, "sales")).toBe(2);
    const dirty = (await store().dirtySessions(10_000)).filter((row) => [one, other].includes(row.organization));
    expect(dirty.map((row) => [row.organization, row.id])).toEqual([
      [one, "open"],
      [one, "settling"],
    ]);
    expect(await store().markAgentDirty(one, "nobody")).toBe(0);
    await expect(store().markAgentDirty("nobody", "sales")).rejects.toMatchObject({ code: "ORGANIZATION_NOT_FOUND" });
  });
}
