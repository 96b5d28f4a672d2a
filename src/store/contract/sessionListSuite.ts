import { describe, expect, it } from "vitest";
import type { SessionSummary } from "../../domain/session.ts";
import { summaryOf } from "../../domain/sessionFixtures.ts";
import type { SessionColumn, SessionCondition, SessionQuery } from "../conversationStore.ts";
import {
  listed,
  type MakeOrganization,
  type MatchingSessions,
  NO_FACTS,
  projectionOf,
  sessionWith,
  type UseStore,
} from "./conversationDrafts.ts";
import { describeSessionSearch } from "./sessionSearchSuite.ts";

const IN_ORDER = { column: "createdMs", descending: false } as const;

export function describeSessionLists(store: UseStore, organization: MakeOrganization): void {
  const idsOf = async (query: Partial<SessionQuery> & { organization: string }): Promise<string[]> =>
    (await store().listSessions({ conditions: [], sort: IN_ORDER, limit: 500, ...query })).map(({ summary }) => summary.id);
  const matching = (one: string, ...conditions: SessionCondition[]): Promise<string[]> => idsOf({ organization: one, conditions });
  describe("filters", () => describeFilters(store, organization, matching));
  describe("search", () => describeSessionSearch(store, organization, matching));

  /** Three values and two nulls, in an order of keys that is none of theirs. */
  const startedMs = [30, null, 10, null, 20, 10];
  const someSessions = (): SessionSummary[] =>
    startedMs.map((started, index) => summaryOf(`s${index}`, { startedMs: started, durationMs: started, createdMs: 100 - index }));

  it.each([
    { column: "startedMs", descending: false, order: ["s2", "s5", "s4", "s0", "s1", "s3"] },
    { column: "startedMs", descending: true, order: ["s0", "s4", "s5", "s2", "s3", "s1"] },
    { column: "durationMs", descending: false, order: ["s2", "s5", "s4", "s0", "s1", "s3"] },
    { column: "durationMs", descending: true, order: ["s0", "s4", "s5", "s2", "s3", "s1"] },
    { column: "createdMs", descending: false, order: ["s5", "s4", "s3", "s2", "s1", "s0"] },
    { column: "hasRecording", descending: true, order: ["s5", "s4", "s3", "s2", "s1", "s0"] },
  ] as const)("orders by $column (descending: $descending) with nulls last, and pages by position and by number agree", async (given) => {
    const { order, ...sort } = given;
    const one = await organization();
    await listed(store(), one, someSessions());
    for (const conditions of [[], [{ column: "state", oneOf: ["open"] }]] as const) {
      const query = { organization: one, conditions, sort };
      expect(await idsOf(query)).toEqual(order);
      const byPosition: string[] = [];
      let after: SessionQuery["after"];
      for (let page = await store().listSessions({ ...query, limit: 1 }); page.length > 0; ) {
        const [row] = page;
        if (row === undefined) break;
        byPosition.push(row.summary.id);
        after = { value: row.sortValue, key: row.key };
        page = await store().listSessions({ ...query, limit: 1, after });
      }
      expect(byPosition).toEqual(order);
      for (let offset = 0; offset < 7; offset++)
        expect(await idsOf({ ...query, limit: 2, offset })).toEqual(order.slice(offset, offset + 2));
      expect(await idsOf({ ...query, limit: 0 })).toEqual([]);
    }
  });

  it("holds pages by number together while sessions come, and never tells another organization's", async () => {
    const [one, other] = [await organization(), await organization()];
    await listed(store(), one, someSessions());
    const upToKey = await store().newestSessionKey(one);
    await listed(store(), one, [summaryOf("new", { createdMs: 1 })]);
    expect(await idsOf({ organization: one, upToKey })).toEqual(["s5", "s4", "s3", "s2", "s1", "s0"]);
    expect(await idsOf({ organization: one })).toContain("new");
    expect((await store().sessionTotals({ organization: one, conditions: [], upToKey })).count).toBe(6);
    expect(await idsOf({ organization: other })).toEqual([]);
    expect(await idsOf({ organization: "nobody" })).toEqual([]);
  });

  it("narrows by a range of the very time that it orders by", async () => {
    const one = await organization();
    await listed(store(), one, someSessions());
    const within = (from: number, before: number): SessionCondition => ({ column: "startedMs", from, before });
    const sort = { column: "startedMs", descending: true } as const;
    expect(await idsOf({ organization: one, conditions: [within(10, 30)], sort })).toEqual(["s4", "s5", "s2"]);
    expect(await idsOf({ organization: one, conditions: [within(10, 30)], sort, offset: 2 })).toEqual(["s2"]);
    expect(await idsOf({ organization: one, conditions: [within(9.5, 10.5)], sort })).toEqual(["s5", "s2"]);
  });

  it("sums what the conditions match, exactly, past 64 bits too", async () => {
    const [one, other] = [await organization(), await organization()];
    const huge = 9_223_372_036_854_775_807n;
    await listed(store(), one, [
      summaryOf("a", {
        ownedCostNanos: huge,
        treeCostNanos: huge,
        durationMs: 5,
        unknownCostCount: 1,
        unconvertedCount: 3,
        messageCount: 7,
      }),
      summaryOf("b", { ownedCostNanos: huge, treeCostNanos: -1n, durationMs: null, unconvertedCount: 2, messageCount: 1 }),
      summaryOf("c", { state: "settled", ownedCostNanos: 1n, durationMs: 2 }),
    ]);
    const totals = {
      count: 2,
      ownedCostNanos: 2n * huge,
      treeCostNanos: huge - 1n,
      durationMs: 5,
      unknownCostCount: 1,
      unconvertedCount: 5,
      messageCount: 8,
    };
    expect(await store().sessionTotals({ organization: one, conditions: [{ column: "state", oneOf: ["open"] }] })).toEqual(totals);
    expect(await store().sessionTotals({ organization: one, conditions: [{ column: "state", oneOf: ["settled"] }] })).toMatchObject({
      count: 1,
      ownedCostNanos: 1n,
    });
    for (const absent of [other, "nobody"]) {
      expect(await store().sessionTotals({ organization: absent, conditions: [] })).toMatchObject({
        count: 0,
        ownedCostNanos: 0n,
        durationMs: 0,
        unconvertedCount: 0,
      });
    }
  });

  it("finds quantiles by nearest rank among the sessions that have the value", async () => {
    const one = await organization();
    await listed(store(), one, [
      ...[40, 10, 30, 20].map((durationMs) =>
        summaryOf(`d${durationMs}`, { durationMs, latency: { p50: durationMs / 8, p95: 1 }, ownedCostNanos: BigInt(durationMs) }),
      ),
      summaryOf("none"),
    ]);
    const query = { organization: one, conditions: [] };
    expect(await store().quantiles(query, "durationMs", [0, 0.25, 0.5, 0.51, 0.95, 1])).toEqual([10, 10, 20, 30, 40, 40]);
    expect(await store().quantiles(query, "latencyP50Ms", [0.5])).toEqual([2.5]);
    expect(await store().quantiles(query, "ownedCostNanos", [0.6])).toEqual([20n]);
    expect(await store().quantiles({ ...query, conditions: [{ column: "id", oneOf: ["d30"] }] }, "durationMs", [0.5])).toEqual([30]);
    expect(await store().quantiles(query, "answeredMs", [0.5, 0.9])).toEqual([null, null]);
    expect(await store().quantiles({ organization: "nobody", conditions: [] }, "durationMs", [0.5])).toEqual([null]);
  });
}

function describeFilters(store: UseStore, organization: MakeOrganization, matching: MatchingSessions): void {
  const facts = (given: Partial<SessionSummary["facts"]>) => ({ ...NO_FACTS, ...given });
  const sessions: SessionSummary[] = [
    summaryOf("a", {
      createdMs: 1,
      facts: facts({ agentId: "x", agentName: "Österreich Line", callerNumber: "+43123", providerManaged: true }),
      durationMs: 10,
      products: ["ai", "call-control"],
    }),
    summaryOf("b", {
      createdMs: 2,
      facts: facts({ agentId: "y", agentName: "ООО Ромашка", calleeNumber: "+43123", providerManaged: false }),
      durationMs: 20,
      hasRecording: true,
      products: ["ai-voice"],
    }),
    summaryOf("c", {
      createdMs: 3,
      facts: facts({ quality: { inbound: { mos: 4.25, jitterMs: null, packetLoss: null }, outbound: null } }),
      ownedCostNanos: 9_223_372_036_854_775_807n,
      root: { type: "call", id: "root-c" },
    }),
  ];
  const filled = async (): Promise<string> => {
    const one = await organization();
    await listed(store(), one, sessions, (summary) => ({ root: summary.root }));
    return one;
  };

  it.each<[string, SessionCondition, string]>([
    ["one of several", { column: "agentId", oneOf: ["x", "y", "z"] }, "ab"],
    ["one of values and none", { column: "agentId", oneOf: ["x", null] }, "ac"],
    ["none at all", { column: "agentId", oneOf: [null] }, "c"],
    ["nothing", { column: "agentId", oneOf: [] }, ""],
    ["whole numbers", { column: "durationMs", oneOf: [10, 20n, 10.5] }, "ab"],
    ["a text where numbers are", { column: "durationMs", oneOf: ["ten", ""] }, ""],
    ["fractions", { column: "mosInbound", oneOf: [4.25] }, "c"],
    ["yes", { column: "providerManaged", oneOf: [true] }, "a"],
    ["no", { column: "providerManaged", oneOf: [false] }, "b"],
    ["unsaid", { column: "providerManaged", oneOf: [null, true] }, "ac"],
    ["none of these", { column: "agentId", noneOf: ["x"] }, "bc"],
    ["from and before", { column: "durationMs", from: 10, before: 20 }, "a"],
    ["from a fraction", { column: "durationMs", from: 10.5 }, "b"],
    ["before a fraction", { column: "durationMs", before: 10.5 }, "a"],
    ["any that has it", { column: "durationMs" }, "ab"],
    ["above", { column: "durationMs", above: 10 }, "b"],
    ["above what no engine holds", { column: "ownedCostNanos", above: 1n << 80n }, ""],
    ["from the largest", { column: "ownedCostNanos", from: 9_223_372_036_854_775_807n }, "c"],
    ["above infinity", { column: "durationMs", above: Number.POSITIVE_INFINITY }, ""],
    ["inside, whatever the case", { column: "agentName", contains: "REICH l" }, "a"],
    ["inside, whatever the case of other letters", { column: "agentName", contains: "ÖSTER" }, "a"],
    ["inside, whatever the case of other alphabets", { column: "agentName", contains: "ооо рОМ" }, "b"],
    ["inside, with what patterns mean something by", { column: "agentName", contains: "%" }, ""],
    ["any of two columns", { anyColumn: ["callerNumber", "calleeNumber"], equals: "+43123" }, "ab"],
    ["inside any of two columns", { anyColumn: ["callerNumber", "agentName"], contains: "12" }, "a"],
    ["a product", { product: "ai" }, "a"],
    ["a part of a product's name", { product: "call" }, ""],
    ["its own id", { alias: "b" }, "b"],
    ["its root's id", { alias: "root-c" }, "c"],
    ["an id that nobody has", { alias: "x" }, ""],
    ["any of lists", { anyOf: [[{ column: "agentId", oneOf: ["x"] }, { product: "ai-voice" }], [{ column: "id", oneOf: ["b"] }]] }, "b"],
    ["any of no lists", { anyOf: [] }, ""],
  ])("finds %s", async (_what, condition, ids) => {
    const one = await filled();
    expect((await matching(one, condition)).join("")).toBe(ids);
    expect((await store().sessionTotals({ organization: one, conditions: [condition] })).count).toBe(ids.length);
  });

  it("takes every column for a filter and for the order", async () => {
    const one = await filled();
    const columns: SessionColumn[] = [
      "id",
      "state",
      "type",
      "platform",
      "channel",
      "direction",
      "status",
      "disconnectReason",
      "telephonyType",
      "agentId",
    ];
    columns.push("agentName", "callerNumber", "calleeNumber", "customerNumber", "roomName", "rootType", "rootId", "createdMs", "startedMs");
    columns.push(
      "answeredMs",
      "endedMs",
      "durationMs",
      "lastActivityMs",
      "updatedMs",
      "settledMs",
      "ownedCostNanos",
      "treeCostNanos",
      "costStatus",
    );
    columns.push(
      "unknownCostCount",
      "unconvertedCount",
      "eventCount",
      "messageCount",
      "latencyP50Ms",
      "latencyP95Ms",
      "mosInbound",
      "mosOutbound",
    );
    columns.push(
      "jitterInboundMs",
      "jitterOutboundMs",
      "packetLossInbound",
      "packetLossOutbound",
      "outcome",
      "sentiment",
      "intent",
      "hasRecording",
    );
    columns.push("isBackfilled", "providerManaged", "revisionCount", "missingCount");
    for (const column of columns) {
      const sort = { column, descending: true };
      const rows = await store().listSessions({ organization: one, conditions: [{ column, noneOf: ["?"] }], sort, limit: 9 });
      expect(rows).toHaveLength(3);
      const last = rows.at(-1);
      if (last === undefined) throw new Error("no row came back");
      expect(
        await store().listSessions({ organization: one, conditions: [], sort, limit: 9, after: { value: last.sortValue, key: last.key } }),
      ).toEqual([]);
      expect((await matching(one, { column, oneOf: [last.sortValue] })).length).toBeGreaterThan(0);
    }
  });

  it("meets all conditions at once, and finds a survivor by what its merged sessions were known by", async () => {
    const one = await filled();
    expect(await matching(one, { column: "durationMs", from: 1 }, { column: "hasRecording", oneOf: [true] })).toEqual(["b"]);
    const merged = await sessionWith(store(), one, "merged", ["CA9"]);
    await store().saveProjections(one, [projectionOf(merged, { summary: null, mergedInto: "a" })]);
    expect(await matching(one, { alias: "CA9" })).toEqual(["a"]);
    expect(await matching(await organization(), { alias: "CA9" })).toEqual([]);
  });
}
