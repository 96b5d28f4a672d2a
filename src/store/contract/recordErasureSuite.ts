import { expect, it } from "vitest";
import type { RecordDraft, RecordName } from "../../domain/record.ts";
import { erasedValue } from "../erasure.ts";
import type { RecordErasure, RecordStore } from "../recordStore.ts";
import type { Stores } from "../stores.ts";
import { append, changed, draftOf, newOrganization } from "./drafts.ts";

const SECRET = "the organization's own";
const erased = (text: string): string => erasedValue(SECRET, text);
const erasureOf = (names: readonly RecordName[], linkValues: readonly string[] = []): RecordErasure => ({
  names,
  linkValues,
  secret: SECRET,
});
const call = (id: string): RecordName => ({ type: "call", id });

/** A call and one record below it, of which little may remain. */
const leg = draftOf("leg", {
  ...{ timeMs: 5, endMs: 9, costNanos: 7n, currency: "EUR", quantity: "12", unit: "second", model: "m", version: 3n, updatedMs: 8 },
  ...{
    links: [
      ["leg_id", "L"],
      ["session_id", "S"],
    ] as const,
    body: '{"caller":"+15550100123"}',
  },
});
const turn = draftOf("turn", { type: "inference", links: [["leg", "L"]], fields: ["id", "prompt"] });

export function describeRecordErasure(stores: () => Stores): void {
  const records = (): RecordStore => stores().records;
  const stored = async (drafts: readonly RecordDraft[]): Promise<string> => {
    const organization = await newOrganization(stores());
    await append(records(), organization, drafts);
    return organization;
  };
  const all = (organization: string) => records().page({ organization, conditions: [], order: "key", limit: 100 });

  it("keeps type, time, quantity and money, and takes id, links, model, body and history", async () => {
    const organization = await stored([leg, { ...leg, version: 4n, body: '{"caller":"+15550100999"}', contentHash: "ff".repeat(32) }]);
    const [before] = await all(organization);
    await records().erase(organization, erasureOf([call("leg")], ["S"]));
    const links = [
      ["leg_id", erased("L")],
      ["session_id", erased("S")],
    ];
    expect(await all(organization)).toEqual([{ ...before, id: erased("leg"), links, model: null, body: "{}" }]);
    expect(await records().find(organization, call("leg"))).toBeUndefined();
    expect(await records().history(organization, call("leg"))).toEqual([]);
    expect(await records().history(organization, call(erased("leg")))).toMatchObject([{ body: "{}", standing: "current" }]);
    expect(await records().byLinkValues(organization, ["L", "S"], 9)).toEqual([]);
    expect(await records().byLinkValues(organization, [erased("S")], 9)).toHaveLength(1);
  });

  it("keeps together what belonged together, and changes no sum", async () => {
    const organization = await stored([leg, turn, draftOf("other", { links: [["leg", "M"]] })]);
    const before = await records().usage({ organization }, ["type", "hour"]);
    await records().erase(organization, erasureOf([call("leg"), { type: "inference", id: "turn" }]));
    expect(await records().byLinkValues(organization, [erased("L")], 9)).toHaveLength(2);
    expect(await records().byLinkValues(organization, ["M"], 9)).toHaveLength(1);
    expect(await records().usage({ organization }, ["type", "hour"])).toEqual(before);
    expect((await records().find(organization, call("other")))?.body).not.toBe("{}");
  });

  it.each([
    ["folded into the sums already", true],
    ["not folded yet", false],
  ])("counts what is erased under no model from then on, whether stored or coming: %s", async (_when, isFolded) => {
    const of = (id: string, model: string) => draftOf(id, { timeMs: 5, costNanos: 2_500_000_000n, currency: "EUR", model });
    const organization = await stored([of("gone", "m"), of("stays", "m"), of("alone", "only mine")]);
    if (isFolded) while ((await records().foldUsage(10_000)) > 0);
    const whole = await records().usage({ organization }, ["hour"]);
    await records().erase(organization, erasureOf([call("gone"), call("alone")], ["S"]));
    const byModel = async () =>
      (await records().usage({ organization }, ["model"])).map(({ model, costNanos, recordCount }) => [model, costNanos, recordCount]);
    expect(await byModel()).toEqual([
      ["m", 2_500_000_000n, 1],
      [null, 5_000_000_000n, 2],
    ]);
    expect(await records().usage({ organization }, ["hour"])).toEqual(whole);
    expect(await append(records(), organization, [{ ...of("late", "m"), links: [["session", "S"]] }])).toEqual(["erased"]);
    // One that turns out to belong to what was erased by a link that it gets later.
    expect(await append(records(), organization, [changed("stays", "linked", { links: [["session", "S"]] })])).toEqual(["erased"]);
    while ((await records().foldUsage(10_000)) > 0);
    expect(await byModel()).toEqual([[null, 10_000_000_000n, 4]]);
    expect((await all(organization)).map(({ model }) => model)).toEqual([null, null, null, null]);
  });

  it("is harmless twice, also by the names that erased records have, and for names that are not stored", async () => {
    const organization = await stored([leg]);
    await records().erase(organization, erasureOf([call("leg"), call("never"), { type: "unheard", id: "x" }], ["S"]));
    const once = await all(organization);
    await records().erase(organization, erasureOf([call("leg"), call("never")], ["S"]));
    await records().erase(organization, erasureOf([call(erased("leg"))]));
    await records().erase(organization, erasureOf([]));
    expect(await all(organization)).toEqual(once);
  });

  it("stores erased what comes again under an erased name, in whatever version", async () => {
    const organization = await stored([leg]);
    await records().erase(organization, erasureOf([call("leg"), call("late")]));
    const before = await all(organization);
    expect(await append(records(), organization, [leg, changed("leg", "newer", { version: 9n, costNanos: 1_000n })])).toEqual([
      "erased",
      "erased",
    ]);
    expect(await all(organization)).toEqual(before);
    expect(await append(records(), organization, [draftOf("late", { costNanos: 3n, body: '{"secret":1}' })])).toEqual(["erased"]);
    expect(await append(records(), organization, [draftOf("late", { costNanos: 4n })])).toEqual(["erased"]);
    expect((await all(organization)).slice(1)).toMatchObject([{ id: erased("late"), costNanos: 3n, body: "{}" }]);
  });

  it("stores erased what carries an erased link value or has one as its id, and nothing else", async () => {
    const organization = await stored([leg]);
    await records().erase(organization, erasureOf([call("leg")], ["L", "S"]));
    const late = [turn, draftOf("S", { type: "session" }), draftOf("leg", { type: "speech" }), draftOf("other", { links: [["leg", "M"]] })];
    expect(await append(records(), organization, late)).toEqual(["erased", "erased", "stored", "stored"]);
    expect(await records().byLinkValues(organization, [erased("L")], 9)).toHaveLength(2);
    expect(await records().seenFields(organization, "inference")).toEqual([]);
    const other = await newOrganization(stores());
    expect(await append(records(), other, [leg, turn])).toEqual(["stored", "stored"]);
  });

  it("still learns the fields of a type whose first records came in erased", async () => {
    const organization = await stored([]);
    await records().erase(organization, erasureOf([], ["L"]));
    expect(await append(records(), organization, [turn])).toEqual(["erased"]);
    expect(await append(records(), organization, [{ ...turn, id: "another", links: [] }])).toEqual(["stored"]);
    expect(await records().seenFields(organization, "inference")).toEqual(["id", "prompt"]);
  });

  it("counts a record once that came in before its erased link was known", async () => {
    const organization = await stored([draftOf("r"), draftOf("r2")]);
    await records().erase(organization, erasureOf([], ["S"]));
    const linked = changed("r", "linked", { links: [["session", "S"]] });
    expect(await append(records(), organization, [linked, changed("r", "again")])).toEqual(["erased", "erased"]);
    const both = [changed("new", "first"), changed("new", "second", { links: [["session", "S"]] })];
    expect(await append(records(), organization, both)).toEqual(["erased", "erased"]);
    expect(await append(records(), organization, [changed("new", "third")])).toEqual(["erased"]);
    expect((await all(organization)).map(({ id, body }) => [id, body === "{}"])).toEqual([
      [erased("r"), true],
      ["r2", false],
      [erased("new"), true],
    ]);
  });

  it("lets nobody fill an erased record again by its erased name", async () => {
    const organization = await stored([leg]);
    await records().erase(organization, erasureOf([call("leg")]));
    expect(await append(records(), organization, [changed(erased("leg"), "filled")])).toEqual(["erased"]);
    const [row] = await all(organization);
    await records().replaceFacts(organization, [{ key: row?.key ?? 0, body: leg.body, facts: leg }]);
    expect(await all(organization)).toEqual([row]);
  });

  it("tells the feed of erased records, with the former values that others still carry", async () => {
    const organization = await stored([
      leg,
      draftOf("beside", { links: [["session_id", "S"]] }),
      changed("beside", "moved", { links: [["x", "S"]] }),
    ]);
    await append(records(), organization, [
      changed("leg", "moved", {
        version: 5n,
        links: [
          ["leg_id", "L2"],
          ["session_id", "S"],
        ],
      }),
    ]);
    let next: string | null = null;
    for (let isEnd = false; !isEnd; ) ({ next, isEnd } = await records().changes(next, 1_000));
    await records().erase(organization, erasureOf([call("leg")], ["L"]));
    const { changes } = await records().changes(next, 10);
    const links = [
      ["leg_id", erased("L2")],
      ["session_id", erased("S")],
    ];
    expect(changes).toEqual([
      { organization, kind: "changed", type: "call", id: erased("leg"), links, formerLinks: [["session_id", "S"]] },
    ]);
    const waiting = (await records().changes(null, 100_000)).changes.filter((change) => change.organization === organization);
    expect(JSON.stringify(waiting)).not.toMatch(/"L2?"/);
  });

  it("leaves nothing half erased when records come in at the same time", async () => {
    const organization = await stored([leg]);
    const late = Array.from({ length: 30 }, (_, index) => draftOf(`late-${index}`, { links: [["leg", "L"]] }));
    const appending = late.map((draft) => append(records(), organization, [draft]));
    const names = [call("leg"), ...late.map(({ id }) => call(id))];
    await Promise.all([...appending, records().erase(organization, erasureOf(names, ["L"]))]);
    expect(await records().byLinkValues(organization, ["L"], 99)).toEqual([]);
    const rows = await all(organization);
    expect(rows).toHaveLength(31);
    expect(new Set(rows.map(({ body }) => body))).toEqual(new Set(["{}"]));
  });

  it("refuses an unknown organization, and another secret than before", async () => {
    await expect(records().erase("nobody", erasureOf([call("leg")]))).rejects.toMatchObject({ code: "ORGANIZATION_NOT_FOUND" });
    const organization = await stored([leg]);
    await records().erase(organization, erasureOf([], ["L"]));
    const other = { ...erasureOf([call("leg")]), secret: "another" };
    await expect(records().erase(organization, other)).rejects.toMatchObject({ code: "INTERNAL" });
    expect((await all(organization)).map(({ id }) => id)).toEqual(["leg"]);
  });
}
