import { expect, it } from "vitest";
import type { RecordStore } from "../recordStore.ts";
import type { Stores } from "../stores.ts";
import { append, batchOf, changed, draftOf, newOrganization } from "./drafts.ts";

export function describeCorrections(stores: () => Stores): void {
  const records = (): RecordStore => stores().records;
  const name = { type: "call", id: "r" };

  it("keeps the former version in history when a record comes back changed", async () => {
    const organization = await newOrganization(stores());
    const first = draftOf("r", {
      links: [
        ["s", "old"],
        ["t", "kept"],
      ],
      costNanos: 5n,
    });
    const second = changed("r", "second", {
      links: [
        ["s", "new"],
        ["t", "kept"],
      ],
      costNanos: 7n,
      timeMs: 9,
    });
    await append(records(), organization, [first], { receivedMs: 1 });
    const before = await records().find(organization, name);
    expect(await append(records(), organization, [second], { receivedMs: 2 })).toEqual(["corrected"]);
    expect(await records().find(organization, name)).toMatchObject({ key: before?.key, costNanos: 7n, receivedMs: 2, body: second.body });
    expect(await records().history(organization, name)).toEqual([
      { receivedMs: 2, source: "api", body: second.body, standing: "current" },
      { receivedMs: 1, source: "api", body: first.body, standing: "superseded" },
    ]);
    expect(await records().byLinkValues(organization, ["old"], 10)).toEqual([]);
    expect(await records().byLinkValues(organization, ["new"], 10)).toHaveLength(1);
    expect(await records().byLinkValues(organization, ["kept"], 10)).toHaveLength(1);
  });

  it("calls content duplicate that is current or ever was, and changes nothing", async () => {
    const organization = await newOrganization(stores());
    const [first, second] = [draftOf("r"), changed("r", "second")];
    expect(await append(records(), organization, [first, second, second, first])).toEqual([
      "stored",
      "corrected",
      "duplicate",
      "duplicate",
    ]);
    const before = await records().find(organization, name);
    expect(await append(records(), organization, [first, second], { receivedMs: 5_000 })).toEqual(["duplicate", "duplicate"]);
    expect(await records().find(organization, name)).toEqual(before);
    expect(await records().history(organization, name)).toHaveLength(2);
  });

  it("puts an older version into history as stale and leaves the current one untouched", async () => {
    const organization = await newOrganization(stores());
    const newer = changed("r", "three", { version: 3n });
    const older = changed("r", "two", { version: 2n });
    await append(records(), organization, [newer], { receivedMs: 1 });
    const before = await records().find(organization, name);
    expect(await append(records(), organization, [older], { receivedMs: 2 })).toEqual(["stale"]);
    expect(await append(records(), organization, [older], { receivedMs: 3 })).toEqual(["duplicate"]);
    expect(await records().find(organization, name)).toEqual(before);
    expect((await records().history(organization, name)).map(({ standing, body }) => [standing, body])).toEqual([
      ["current", newer.body],
      ["stale", older.body],
    ]);
  });

  it("goes back on purpose when the version says so", async () => {
    const organization = await newOrganization(stores());
    const outcomes = await append(records(), organization, [
      changed("r", "one", { version: 1n, costNanos: 1n }),
      changed("r", "two", { version: 2n, costNanos: 2n }),
      changed("r", "one again", { version: 3n, costNanos: 1n }),
    ]);
    expect(outcomes).toEqual(["stored", "corrected", "corrected"]);
    expect(await records().find(organization, name)).toMatchObject({ costNanos: 1n });
  });

  it("orders by version before update time, by update time before arrival", async () => {
    const organization = await newOrganization(stores());
    const outcomeOf = async (id: string, first: Parameters<typeof changed>[2], second: Parameters<typeof changed>[2]) => {
      await append(records(), organization, [changed(id, "first", first)]);
      return (await append(records(), organization, [changed(id, "second", second)]))[0];
    };
    expect(await outcomeOf("a", { version: 1n, updatedMs: 9 }, { version: 2n, updatedMs: 1 })).toBe("corrected");
    expect(await outcomeOf("b", { version: 2n, updatedMs: 1 }, { version: 1n, updatedMs: 9 })).toBe("stale");
    expect(await outcomeOf("c", { updatedMs: 9 }, { updatedMs: 8 })).toBe("stale");
    expect(await outcomeOf("d", { updatedMs: 8 }, { updatedMs: 9 })).toBe("corrected");
    expect(await outcomeOf("e", { version: 5n }, { updatedMs: 9 })).toBe("corrected");
    expect(await outcomeOf("f", { version: 5n, updatedMs: 9 }, { updatedMs: 8 })).toBe("stale");
    expect(await outcomeOf("g", { version: 5n }, { version: 5n })).toBe("corrected");
    expect(await outcomeOf("h", {}, {})).toBe("corrected");
  });

  it("lets only the source that first sent a record correct it", async () => {
    const organization = await newOrganization(stores());
    await append(records(), organization, [draftOf("r")], { source: "telnyx" });
    const [outcomes] = await records().append([batchOf(organization, [changed("r", "taken over")], { source: "api" })]);
    expect(outcomes).toEqual([{ outcome: "rejected", code: "RECORD_SOURCE_CONFLICT", message: expect.stringContaining('"api"') }]);
    expect(await records().history(organization, name)).toHaveLength(1);
    expect(await append(records(), organization, [draftOf("r")], { source: "api" })).toEqual(["duplicate"]);
    expect(await append(records(), organization, [changed("r", "own")], { source: "telnyx" })).toEqual(["corrected"]);
  });

  it("rejects one record and stores the others of its batch", async () => {
    const organization = await newOrganization(stores());
    await append(records(), organization, [draftOf("r")], { source: "telnyx" });
    expect(await append(records(), organization, [draftOf("a"), changed("r", "x"), draftOf("b")])).toEqual([
      "stored",
      "rejected",
      "stored",
    ]);
    expect(await records().count({ organization, conditions: [] })).toBe(3);
  });

  it("tells history newest first, with the current version at the top and each version's own source time", async () => {
    const organization = await newOrganization(stores());
    await append(records(), organization, [changed("r", "1", { version: 1n })], { receivedMs: 10 });
    await append(records(), organization, [changed("r", "3", { version: 3n })], { receivedMs: 20 });
    await append(records(), organization, [changed("r", "2", { version: 2n })], { receivedMs: 30 });
    await append(records(), organization, [changed("r", "4", { version: 4n })], { receivedMs: 40 });
    expect((await records().history(organization, name)).map(({ receivedMs, standing }) => [receivedMs, standing])).toEqual([
      [40, "current"],
      [30, "stale"],
      [20, "superseded"],
      [10, "superseded"],
    ]);
  });
}
