import { expect, it } from "vitest";
import type { RecordStore } from "../recordStore.ts";
import type { Stores } from "../stores.ts";
import { append, changed, draftOf, newOrganization } from "./drafts.ts";

const INT64_MAX = 9_223_372_036_854_775_807n;

export function describeFacts(stores: () => Stores): void {
  const records = (): RecordStore => stores().records;

  it("sums charges per currency exactly, past 64 bits and below zero", async () => {
    const organization = await newOrganization(stores());
    await append(records(), organization, [
      ...Array.from({ length: 5 }, (_, index) => draftOf(`idr-${index}`, { currency: "IDR", costNanos: INT64_MAX })),
      ...Array.from({ length: 3 }, (_, index) => draftOf(`eur-${index}`, { currency: "EUR", costNanos: -INT64_MAX })),
      draftOf("plain", { costNanos: 12n }),
      draftOf("unknown", { costNanos: null, costStatus: "unknown" }),
      draftOf("control", { role: "control", costNanos: 1_000n }),
    ]);
    const sums = await records().sumCosts(organization);
    expect(sums.sort((a, b) => ((a.currency ?? "") < (b.currency ?? "") ? -1 : 1))).toEqual([
      { currency: null, nanos: 12n, count: 2 },
      { currency: "EUR", nanos: -3n * INT64_MAX, count: 3 },
      { currency: "IDR", nanos: 5n * INT64_MAX, count: 5 },
    ]);
    expect(await records().sumCosts("nobody")).toEqual([]);
  });

  it("sums only what is current", async () => {
    const organization = await newOrganization(stores());
    await append(records(), organization, [draftOf("r", { costNanos: 5n }), changed("r", "second", { costNanos: 7n })]);
    expect(await records().sumCosts(organization)).toEqual([{ currency: null, nanos: 7n, count: 1 }]);
  });

  it("counts the records of each type, sorted by name", async () => {
    const organization = await newOrganization(stores());
    await append(records(), organization, [draftOf("a", { type: "tts" }), draftOf("a"), draftOf("b")]);
    expect(await records().countsByType(organization)).toEqual([
      { type: "call", count: 2 },
      { type: "tts", count: 1 },
    ]);
    expect(await records().countsByType("nobody")).toEqual([]);
  });

  it("remembers the fields seen in each type, sorted, and no unprintable or overlong ones", async () => {
    const organization = await newOrganization(stores());
    await append(records(), organization, [draftOf("a", { fields: ["id", "b", "a"] })]);
    await append(records(), organization, [
      draftOf("b", { fields: ["id", "c", "bad\u0000name", "line\nbreak", " ", "x".repeat(129), "y".repeat(128)] }),
      draftOf("c", { type: "speech", fields: ["other"] }),
    ]);
    expect(await records().seenFields(organization, "call")).toEqual(["a", "b", "c", "id", "y".repeat(128)]);
    expect(await records().seenFields(organization, "speech")).toEqual(["other"]);
    expect(await records().seenFields(organization, "unheard")).toEqual([]);
  });

  it("remembers no fields of a record that was rejected", async () => {
    const organization = await newOrganization(stores());
    await append(records(), organization, [draftOf("r")], { source: "telnyx" });
    await append(records(), organization, [changed("r", "x", { fields: ["sneaked"] })]);
    expect(await records().seenFields(organization, "call")).not.toContain("sneaked");
    await append(records(), organization, [changed("r", "y", { fields: ["sneaked"] })], { source: "telnyx" });
    expect(await records().seenFields(organization, "call")).toContain("sneaked");
  });

  it("remembers at most 1,000 fields of a type, however many come", async () => {
    const organization = await newOrganization(stores());
    const fields = (from: number, count: number) => Array.from({ length: count }, (_, index) => `f${from + index}`);
    await append(records(), organization, [draftOf("a", { fields: fields(0, 900) })]);
    await append(records(), organization, [draftOf("b", { fields: fields(900, 900) }), draftOf("c", { fields: fields(5_000, 900) })]);
    await append(records(), organization, [draftOf("d", { fields: fields(9_000, 10) })]);
    expect(await records().seenFields(organization, "call")).toHaveLength(1_000);
  });

  it("replaces facts and links of stored records and keeps their name, body and history", async () => {
    const organization = await newOrganization(stores());
    await append(records(), organization, [
      draftOf("r", {
        links: [
          ["a", "gone"],
          ["b", "kept"],
        ],
      }),
    ]);
    const before = await records().find(organization, { type: "call", id: "r" });
    if (before === undefined) throw new Error("the record was not stored");
    const facts = {
      ...draftOf("r"),
      timeMs: 44,
      costNanos: 9n,
      costStatus: "rated",
      links: [
        ["b", "kept"],
        ["c", "new"],
      ],
    } as const;
    await records().replaceFacts(organization, [{ key: before.key, body: before.body, facts }]);
    const after = await records().find(organization, { type: "call", id: "r" });
    expect(after).toEqual({ ...before, timeMs: 44, costNanos: 9n, costStatus: "rated", links: facts.links });
    expect(await records().byLinkValues(organization, ["gone"], 9)).toEqual([]);
    expect(await records().byLinkValues(organization, ["new"], 9)).toHaveLength(1);
    expect(await records().history(organization, before)).toHaveLength(1);
    expect(await append(records(), organization, [draftOf("r")])).toEqual(["duplicate"]);
  });

  it("leaves records alone that were corrected since they were read, in the same millisecond too, and unknown keys", async () => {
    const organization = await newOrganization(stores());
    await append(records(), organization, [draftOf("r")], { receivedMs: 1 });
    const read = await records().find(organization, { type: "call", id: "r" });
    if (read === undefined) throw new Error("the record was not stored");
    await append(records(), organization, [changed("r", "corrected", { costNanos: 5n })], { receivedMs: 1 });
    const corrected = await records().find(organization, { type: "call", id: "r" });
    const facts = { ...draftOf("r"), costNanos: 99n };
    await records().replaceFacts(organization, [
      { key: read.key, body: read.body, facts },
      { key: 999_999_999, body: read.body, facts },
    ]);
    expect(await records().find(organization, { type: "call", id: "r" })).toEqual(corrected);
    await records().replaceFacts("nobody", []);
  });

  it("leaves records alone that are corrected while new facts are on their way to them", async () => {
    const organization = await newOrganization(stores());
    const ids = Array.from({ length: 50 }, (_, index) => `r${index}`);
    await append(
      records(),
      organization,
      ids.map((id) => draftOf(id)),
    );
    const read = await records().page({ organization, conditions: [], order: "key", limit: 50 });
    const replacements = read.map(({ key, body, id }) => ({ key, body, facts: { ...draftOf(id), costNanos: 99n } }));
    await Promise.all([
      append(
        records(),
        organization,
        ids.map((id) => changed(id, "corrected", { costNanos: 5n })),
      ),
      records().replaceFacts(organization, replacements),
    ]);
    expect(await records().sumCosts(organization)).toEqual([{ currency: null, nanos: 250n, count: 50 }]);
  });
}
