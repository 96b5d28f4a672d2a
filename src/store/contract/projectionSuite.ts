import { expect, it } from "vitest";
import type { SessionSummary } from "../../domain/session.ts";
import { summaryOf } from "../../domain/sessionFixtures.ts";
import type { UsageContribution } from "../conversationStore.ts";
import {
  listed,
  type MakeOrganization,
  NO_FACTS,
  projectionOf,
  rowOf,
  sessionWith,
  totalsOf,
  type UseStore,
  WRITTEN,
} from "./conversationDrafts.ts";

const FULL: SessionSummary = summaryOf("full", {
  state: "settled",
  facts: {
    ...NO_FACTS,
    agentId: "sales",
    quality: { inbound: { mos: 4.21, jitterMs: null, packetLoss: 0.01 }, outbound: null },
    providerManaged: true,
    variablesJson: '{"order":12345678901234567890,"list":[1.0]}',
    externalIds: { sid: "CA1" },
  },
  ownedCostNanos: 9_223_372_036_854_775_807n,
  treeCostNanos: -5n,
  root: { type: "call", id: "r" },
  products: ["ai", "call-control"],
  costByProduct: [{ product: "ai", group: "AI", costNanos: 9_223_372_036_854_775_806n, eventCount: 2 }],
  latency: { p50: 812.5, p95: 1_400 },
  missing: ["sip-trunking"],
  mergedFrom: ["other"],
});

export function describeProjections(store: UseStore, organization: MakeOrganization): void {
  it("gives back exactly the summary that was saved", async () => {
    const [one, other] = [await organization(), await organization()];
    await listed(store(), one, [FULL]);
    expect(await store().summary(one, "full")).toEqual(FULL);
    expect(await store().summary(other, "full")).toBeUndefined();
    expect(await store().summary(one, "unheard")).toBeUndefined();
  });

  it("keeps what the projection found in the row of its session", async () => {
    const one = await organization();
    const row = await sessionWith(store(), one, "s");
    const told = { totals: totalsOf(9_223_372_036_854_775_807n), settledMs: 77, revisionCount: 1 };
    const root = { type: "call", id: "r" };
    const announce = [
      { kind: "created", subject: null, bodies: null },
      { kind: "settled", subject: null, bodies: null },
    ] as const;
    expect(await store().saveProjections(one, [projectionOf(row, { told, root, announce, changedMs: 55 })])).toEqual(["saved"]);
    const saved = await rowOf(store(), one, "s");
    expect(saved).toEqual({ ...row, projection: 1, root, told, changedMs: 55, announced: ["created", "settled"] });
    await store().saveProjections(one, [
      projectionOf(saved, {
        announce: [
          { kind: "settled", subject: null, bodies: null },
          { kind: "updated", subject: null, bodies: null },
        ],
      }),
    ]);
    expect(await rowOf(store(), one, "s")).toMatchObject({
      projection: 2,
      told: null,
      root: null,
      announced: ["created", "settled", "updated"],
    });
  });

  it("saves a projection only over the one that it was read from, and leaves the others of a batch alone", async () => {
    const [one, start] = [await organization(), await store().newestChangeKey()];
    const [a, b] = [await sessionWith(store(), one, "a"), await sessionWith(store(), one, "b")];
    await store().saveProjections(one, [projectionOf(a, { summary: summaryOf("a", { intent: "first" }) })]);
    const late = projectionOf(a, {
      summary: summaryOf("a", { intent: "late" }),
      words: "late",
      announce: [{ kind: "created", subject: null, bodies: null }],
    });
    expect(await store().saveProjections(one, [late, projectionOf(b)])).toEqual(["conflict", "saved"]);
    expect(await store().summary(one, "a")).toMatchObject({ intent: "first" });
    expect(await store().changesAfter(start, 10)).toEqual([]);
    const again = await rowOf(store(), one, "a");
    const [first, second] = [
      projectionOf(again),
      projectionOf({ ...again, projection: 2 }, { summary: summaryOf("a", { intent: "second" }) }),
    ];
    expect(await store().saveProjections(one, [first, second])).toEqual(["saved", "saved"]);
    expect(await store().summary(one, "a")).toMatchObject({ intent: "second" });
    expect(await store().saveProjections(one, [])).toEqual([]);
  });

  it("touches no session of another organization, and none that is not there", async () => {
    const [one, other] = [await organization(), await organization()];
    const row = await sessionWith(store(), one, "s");
    expect(await store().saveProjections(other, [projectionOf(row), projectionOf({ ...row, key: 999_999 })])).toEqual([
      "conflict",
      "conflict",
    ]);
    expect(await rowOf(store(), one, "s")).toEqual(row);
    await expect(store().saveProjections("nobody", [projectionOf(row)])).rejects.toMatchObject({ code: "ORGANIZATION_NOT_FOUND" });
  });

  it("saves nothing of a call that names a survivor which is not there", async () => {
    const one = await organization();
    const [a, b] = [await sessionWith(store(), one, "a"), await sessionWith(store(), one, "b")];
    const call = store().saveProjections(one, [projectionOf(a), projectionOf(b, { summary: null, mergedInto: "nobody" })]);
    await expect(call).rejects.toMatchObject({ code: "INTERNAL" });
    expect(await rowOf(store(), one, "a")).toEqual(a);
  });

  it("takes a session off the lists, and keeps its row, when there is no summary", async () => {
    const one = await organization();
    const [row] = await listed(store(), one, [summaryOf("s", { facts: { ...NO_FACTS, agentId: "x" } })], () => ({
      words: "hello",
      usage: [usageOf()],
    }));
    if (row === undefined) throw new Error("no session was made");
    await store().saveProjections(one, [projectionOf({ ...row, projection: 1 }, { summary: null, words: "hello", usage: [usageOf()] })]);
    expect(await store().summary(one, "s")).toBeUndefined();
    expect(await store().sessionTotals({ organization: one, conditions: [] })).toMatchObject({ count: 0 });
    expect(await store().agentUsage({ organization: one }, ["agent"])).toEqual([]);
    expect(await rowOf(store(), one, "s")).toMatchObject({ key: row.key, id: "s" });
  });

  it("logs what is announced in order, each once, with keys that rise, over all organizations", async () => {
    const [one, other, start] = [await organization(), await organization(), await store().newestChangeKey()];
    const [a, b] = [await sessionWith(store(), one, "a"), await sessionWith(store(), other, "b")];
    await store().saveProjections(one, [
      projectionOf(a, {
        announce: [
          { kind: "created", subject: null, bodies: null },
          { kind: "merged", subject: "z", bodies: null },
        ],
        atMs: 5,
      }),
    ]);
    await store().saveProjections(other, [projectionOf(b, { announce: [{ kind: "ended", subject: null, bodies: null }], atMs: 9 })]);
    const entries = await store().changesAfter(start, 10);
    expect(entries.map(({ key: _key, ...entry }) => entry)).toEqual([
      { organization: one, sessionId: "a", kind: "created", atMs: 5, subject: null },
      { organization: one, sessionId: "a", kind: "merged", atMs: 5, subject: "z" },
      { organization: other, sessionId: "b", kind: "ended", atMs: 9, subject: null },
    ]);
    const keys = entries.map(({ key }) => key);
    expect(keys).toEqual(keys.toSorted((left, right) => left - right));
    expect(await store().changesAfter(start, 1)).toEqual(entries.slice(0, 1));
    expect(await store().changesAfter(entries[1]?.key ?? 0, 10)).toEqual(entries.slice(2));
    await store().forgetChanges(9, 0);
    expect(await store().changesAfter(start, 10)).toEqual(entries.slice(2));
    await store().forgetChanges(Number.MAX_SAFE_INTEGER, 0);
    await store().addMessages(
      one,
      "a",
      [
        {
          id: "m",
          role: "user",
          content: "",
          startMs: null,
          endMs: null,
          createdMs: null,
          interrupted: false,
          latency: null,
          toolCall: null,
        },
      ],
      WRITTEN,
    );
    expect(await store().newestChangeKey()).toBeGreaterThan(keys.at(-1) ?? 0);
  });

  it("keeps revisions, oldest first, with exact totals and causes", async () => {
    const [one, other] = [await organization(), await organization()];
    const row = await sessionWith(store(), one, "s");
    const revision = {
      number: 1,
      atMs: 5,
      currency: "USD",
      before: totalsOf(1n),
      after: totalsOf(9_223_372_036_854_775_807n),
      causes: [{ type: "call", id: "c" }],
    };
    const second = { ...revision, number: 2, atMs: 6, causes: [] };
    await store().saveProjections(one, [projectionOf(row, { revision }), projectionOf({ ...row, projection: 1 }, { revision: second })]);
    expect(await store().revisions(one, [row.key])).toEqual([revision, second]);
    expect(await store().revisions(other, [row.key])).toEqual([]);
  });

  it("replaces a session's part in the usage of agents, exact past 64 bits", async () => {
    const [one, other] = [await organization(), await organization()];
    const huge = 9_000_000_000_000_000_000n;
    const usage = [
      usageOf({ costNanos: huge }),
      usageOf({ hourMs: null, model: null, currency: null, type: "call", costNanos: -5n, unknownCount: 1 }),
    ];
    const facts = { ...NO_FACTS, agentId: "sales" };
    const rows = await listed(store(), one, [summaryOf("a", { facts }), summaryOf("b", { facts }), summaryOf("nobody")], () => ({ usage }));
    expect(await store().agentUsage({ organization: one }, ["agent", "type"])).toEqual([
      { agentId: "sales", type: "call", currency: null, costNanos: -10n, recordCount: 4, unknownCount: 2 },
      { agentId: "sales", type: "inference", currency: "USD", costNanos: 2n * huge, recordCount: 4, unknownCount: 0 },
    ]);
    const [a] = rows;
    if (a === undefined) throw new Error("no session was made");
    const moved = projectionOf(
      { ...a, projection: 1 },
      { summary: summaryOf("a", { facts: { ...NO_FACTS, agentId: "support" } }), usage: usage.slice(0, 1) },
    );
    await store().saveProjections(one, [moved]);
    expect(await store().agentUsage({ organization: one }, ["agent"])).toEqual([
      { agentId: "sales", currency: "USD", costNanos: huge, recordCount: 2, unknownCount: 0 },
      { agentId: "sales", currency: null, costNanos: -5n, recordCount: 2, unknownCount: 1 },
      { agentId: "support", currency: "USD", costNanos: huge, recordCount: 2, unknownCount: 0 },
    ]);
    expect(await store().agentUsage({ organization: other }, ["agent"])).toEqual([]);
  });

  it("groups usage by model, hour and day, and filters by time, type, model, agent and currency", async () => {
    const one = await organization();
    const usage = [
      usageOf(),
      usageOf({ hourMs: HOUR_MS + 3_600_000, model: null }),
      usageOf({ hourMs: HOUR_MS + 86_400_000, currency: "EUR" }),
      usageOf({ hourMs: null }),
    ];
    await listed(store(), one, [summaryOf("s", { facts: { ...NO_FACTS, agentId: "sales" } })], () => ({ usage }));
    const query = { organization: one };
    expect((await store().agentUsage(query, ["day"])).map(({ timeMs, currency, recordCount }) => [timeMs, currency, recordCount])).toEqual([
      [DAY_MS, "USD", 4],
      [DAY_MS + 86_400_000, "EUR", 2],
      [null, "USD", 2],
    ]);
    expect(await store().agentUsage(query, ["hour", "model"])).toHaveLength(4);
    const count = async (given: object) =>
      (await store().agentUsage({ ...query, ...given }, [])).reduce((sum, row) => sum + row.recordCount, 0);
    expect(await count({})).toBe(8);
    expect(await count({ fromMs: HOUR_MS, beforeMs: HOUR_MS + 3_600_000 })).toBe(2);
    expect(await count({ fromMs: 0 })).toBe(6);
    expect([await count({ models: [null] }), await count({ models: ["gpt"] }), await count({ models: [] })]).toEqual([2, 6, 0]);
    expect([
      await count({ types: ["call"] }),
      await count({ agents: ["sales"] }),
      await count({ agents: ["x"] }),
      await count({ currencies: ["EUR"] }),
    ]).toEqual([0, 8, 0, 2]);
  });

  it("forgets all that is derived, and makes every session dirty, when it is to be made again", async () => {
    const one = await organization();
    const facts = { ...NO_FACTS, agentId: "sales" };
    const [row] = await listed(store(), one, [summaryOf("s", { facts })], () => ({ usage: [usageOf()], words: "hello there" }));
    if (row === undefined) throw new Error("no session was made");
    await store().renewDerived();
    expect(await store().summary(one, "s")).toMatchObject({ id: "s" });
    expect(await store().agentUsage({ organization: one }, ["agent"])).toEqual([]);
    expect(await store().sessionTotals({ organization: one, conditions: [{ words: ["hello"] }] })).toMatchObject({ count: 1 });
    expect((await store().dirtySessions(10_000)).filter((dirty) => dirty.organization === one)).toMatchObject([{ id: "s", projection: 1 }]);
    expect(await store().factEntries(one, [row.key])).toHaveLength(1);
    await store().saveProjections(one, [
      projectionOf(await rowOf(store(), one, "s"), { summary: summaryOf("s", { facts }), usage: [usageOf()], words: "hello" }),
    ]);
    expect(await store().agentUsage({ organization: one }, ["agent"])).toMatchObject([{ recordCount: 2 }]);
    expect(await store().sessionTotals({ organization: one, conditions: [{ words: ["hello"] }] })).toMatchObject({ count: 1 });
    expect(await store().sessionTotals({ organization: one, conditions: [{ words: ["there"] }] })).toMatchObject({ count: 0 });
  });
}

const DAY_MS = Date.UTC(2026, 2, 4);
const HOUR_MS = DAY_MS + 5 * 3_600_000;

const usageOf = (given: Partial<UsageContribution> = {}): UsageContribution => ({
  hourMs: HOUR_MS,
  type: "inference",
  model: "gpt",
  currency: "USD",
  costNanos: 1_500_000_000n,
  recordCount: 2,
  unknownCount: 0,
  ...given,
});
