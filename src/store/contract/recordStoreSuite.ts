import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RecordStore } from "../recordStore.ts";
import type { Stores } from "../stores.ts";
import { describeCorrections } from "./correctionsSuite.ts";
import { append, batchOf, changed, draftOf, newOrganization, type OpenedStores } from "./drafts.ts";
import { describeFacts } from "./factsSuite.ts";
import { describeFeed } from "./feedSuite.ts";
import { describeIdempotency } from "./idempotencySuite.ts";
import { describePages } from "./pagesSuite.ts";
import { describeRecordErasure } from "./recordErasureSuite.ts";
import { describeUsage } from "./usageSuite.ts";

/** What every engine behind the RecordStore port must keep. */
export function describeRecordStore(name: string, open: () => Promise<OpenedStores>): void {
  describe(`RecordStore on ${name}`, () => {
    let opened: OpenedStores;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened[Symbol.asyncDispose]());
    const stores = (): Stores => opened.stores;
    describe("appending and finding", () => describeAppends(stores));
    describe("links", () => describeLinks(stores));
    describe("corrections", () => describeCorrections(stores));
    describe("repeats in any order", () => describeIdempotency(stores));
    describe("pages and counts", () => describePages(stores));
    describe("facts and sums", () => describeFacts(stores));
    describe("the feed of changes", () => describeFeed(() => opened));
    describe("usage", () => describeUsage(stores));
    describe("erasure", () => describeRecordErasure(stores));
  });
}

function describeAppends(stores: () => Stores): void {
  const records = (): RecordStore => stores().records;

  it("gives a record back with every field as it came in", async () => {
    const organization = await newOrganization(stores());
    const full = draftOf("long-ago", {
      type: "call-control",
      timeMs: 1_773_741_600_123,
      endMs: 1_773_741_660_456,
      costNanos: -9_223_372_036_854_775_807n,
      costStatus: "estimated",
      currency: "EUR",
      role: "control",
      quantity: "12.50",
      unit: "second",
      model: "gpt-4o ä",
      links: [
        ["call_leg_id", 'quotes " and \\ and 😀'],
        ["call_session_id", "s-1"],
      ],
      body: '{"b": 1,  "a":"ä😀","n":12345678901234567890}',
    });
    expect(await append(records(), organization, [full], { source: "telnyx", receivedMs: 77 })).toEqual(["stored"]);
    const found = await records().find(organization, { type: "call-control", id: "long-ago" });
    const { version, updatedMs, contentHash, fields, ...facts } = full;
    expect(found).toEqual({ ...facts, key: expect.any(Number), receivedMs: 77, source: "telnyx" });
  });

  it("answers nothing for names that are not there, known type or not", async () => {
    const organization = await newOrganization(stores());
    await append(records(), organization, [draftOf("a")]);
    expect(await records().find(organization, { type: "call", id: "b" })).toBeUndefined();
    expect(await records().find(organization, { type: "nothing", id: "a" })).toBeUndefined();
    expect(await records().find("nobody", { type: "call", id: "a" })).toBeUndefined();
    expect(await records().findMany(organization, [])).toEqual([]);
    expect(await records().history(organization, { type: "call", id: "b" })).toEqual([]);
    expect(await records().history("nobody", { type: "call", id: "a" })).toEqual([]);
  });

  it("finds many by name, leaves absent ones out, and gives none twice", async () => {
    const organization = await newOrganization(stores());
    await append(records(), organization, [draftOf("a"), draftOf("b"), draftOf("a", { type: "speech" })]);
    const names = [
      { type: "call", id: "a" },
      { type: "call", id: "a" },
      { type: "speech", id: "a" },
      { type: "speech", id: "b" },
      { type: "unheard", id: "a" },
    ];
    const found = await records().findMany(organization, names);
    expect(found.map(({ type, id }) => `${type} ${id}`).sort()).toEqual(["call a", "speech a"]);
  });

  it("answers per batch and per record, in the order they came in", async () => {
    const organization = await newOrganization(stores());
    await append(records(), organization, [draftOf("old")]);
    const outcomes = await records().append([
      batchOf(organization, [draftOf("new"), draftOf("old")]),
      batchOf(organization, []),
      batchOf(organization, [draftOf("old"), draftOf("newer")]),
    ]);
    expect(outcomes.map((batch) => batch.map(({ outcome }) => outcome))).toEqual([["stored", "duplicate"], [], ["duplicate", "stored"]]);
    expect(await records().append([])).toEqual([]);
  });

  it("stores nothing of a call of which one batch names an unknown organization", async () => {
    const organization = await newOrganization(stores());
    const call = records().append([batchOf(organization, [draftOf("a")]), batchOf("nobody", [draftOf("b")])]);
    await expect(call).rejects.toMatchObject({ code: "ORGANIZATION_NOT_FOUND" });
    expect(await records().find(organization, { type: "call", id: "a" })).toBeUndefined();
  });

  it("keeps the other calls when one of those that arrive together cannot be written", async () => {
    const organization = await newOrganization(stores());
    const calls = Array.from({ length: 12 }, (_, index) =>
      records().append([batchOf(index === 5 ? "nobody" : organization, [draftOf(`r${index}`)])]),
    );
    const settled = await Promise.allSettled(calls);
    expect(settled.map(({ status }) => status)).toEqual(calls.map((_, index) => (index === 5 ? "rejected" : "fulfilled")));
    expect(await records().count({ organization, conditions: [] })).toBe(11);
  });

  it("keeps one copy when the same records come in many calls at once", async () => {
    const organization = await newOrganization(stores());
    const batch = Array.from({ length: 50 }, (_, index) => draftOf(`r${index}`));
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, turn) => append(records(), organization, turn % 2 === 0 ? batch : batch.toReversed())),
    );
    expect(outcomes.flat().filter((outcome) => outcome === "stored")).toHaveLength(50);
    expect(outcomes.flat().filter((outcome) => outcome === "duplicate")).toHaveLength(350);
    expect(await records().count({ organization, conditions: [] })).toBe(50);
  });

  it("takes batches larger than a group in one piece", async () => {
    const organization = await newOrganization(stores());
    const batch = Array.from({ length: 9_001 }, (_, index) => draftOf(`r${index}`));
    expect(new Set(await append(records(), organization, batch))).toEqual(new Set(["stored"]));
    expect(new Set(await append(records(), organization, batch))).toEqual(new Set(["duplicate"]));
    expect(await records().count({ organization, conditions: [] })).toBe(9_001);
  });

  it("never shows one organization anything of another", async () => {
    const [one, other] = [await newOrganization(stores()), await newOrganization(stores())];
    const shared = draftOf("same", { links: [["session", "shared"]] });
    await append(records(), one, [shared]);
    expect(await append(records(), other, [changed("same", "other", { links: [["session", "shared"]] })])).toEqual(["stored"]);
    const mine = await records().find(one, { type: "call", id: "same" });
    const theirs = await records().find(other, { type: "call", id: "same" });
    expect(mine?.body).toBe(shared.body);
    expect(theirs?.body).not.toBe(shared.body);
    expect(await records().byLinkValues(one, ["shared"], 10)).toHaveLength(1);
    expect(await records().countLinkValue(other, "shared", 10)).toBe(1);
    expect(await records().bodies(one, [theirs?.key ?? 0])).toEqual(new Map());
    expect(await records().history(one, { type: "call", id: "same" })).toHaveLength(1);
    for (const order of ["time", "time_descending", "key"] as const) {
      expect(await records().page({ organization: one, conditions: [], order, limit: 10 })).toHaveLength(1);
    }
    expect(await records().countsByType(one)).toEqual([{ type: "call", count: 1 }]);
    expect(await records().sumCosts(other)).toEqual([{ currency: null, nanos: 1_000_000n, count: 1 }]);
    const facts = { ...shared, costNanos: 5n };
    await records().replaceFacts(one, [{ key: theirs?.key ?? 0, body: theirs?.body ?? "", facts }]);
    expect(await records().find(other, { type: "call", id: "same" })).toEqual(theirs);
  });

  it("gives bodies by key and leaves unknown keys out", async () => {
    const organization = await newOrganization(stores());
    await append(records(), organization, [draftOf("a"), draftOf("b")]);
    const [a, b] = await Promise.all(["a", "b"].map((id) => records().find(organization, { type: "call", id })));
    const keys = [a?.key ?? 0, b?.key ?? 0, 999_999_999];
    expect(await records().bodies(organization, keys)).toEqual(
      new Map([
        [a?.key, a?.body],
        [b?.key, b?.body],
      ]),
    );
    expect(await records().bodies(organization, [])).toEqual(new Map());
  });
}

function describeLinks(stores: () => Stores): void {
  const records = (): RecordStore => stores().records;

  it("finds every record that carries a value in any link field, each once", async () => {
    const organization = await newOrganization(stores());
    await append(records(), organization, [
      draftOf("leg", {
        links: [
          ["call_leg_id", "L"],
          ["call_session_id", "S"],
        ],
      }),
      draftOf("turn", {
        type: "inference",
        links: [
          ["leg", "L"],
          ["also_leg", "L"],
        ],
      }),
      draftOf("other", { links: [["call_session_id", "s"]] }),
      draftOf("none"),
    ]);
    const ids = async (values: readonly string[]) => (await records().byLinkValues(organization, values, 10)).map(({ id }) => id).sort();
    expect(await ids(["L"])).toEqual(["leg", "turn"]);
    expect(await ids(["S", "L", "L"])).toEqual(["leg", "turn"]);
    expect(await ids(["s"])).toEqual(["other"]);
    expect(await ids(["unheard"])).toEqual([]);
    expect(await ids([])).toEqual([]);
  });

  it("gives at most as many as asked for, and exactly so many when there are more", async () => {
    const organization = await newOrganization(stores());
    const links = (index: number) => [["session", "hot"] as const, ["leg", index % 2 === 0 ? "even" : "odd"] as const];
    await append(
      records(),
      organization,
      Array.from({ length: 30 }, (_, index) => draftOf(`r${index}`, { links: links(index) })),
    );
    expect(await records().byLinkValues(organization, ["hot"], 7)).toHaveLength(7);
    expect(await records().byLinkValues(organization, ["hot", "even", "odd"], 29)).toHaveLength(29);
    expect(await records().byLinkValues(organization, ["hot", "even", "odd"], 30)).toHaveLength(30);
    expect(await records().byLinkValues(organization, ["hot", "even", "odd"], 31)).toHaveLength(30);
    expect(await records().countLinkValue(organization, "hot", 100)).toBe(30);
    expect(await records().countLinkValue(organization, "hot", 12)).toBe(12);
    expect(await records().countLinkValue(organization, "cold", 12)).toBe(0);
  });
}
