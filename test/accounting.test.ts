/** Σ owned sessions + orphans = Σ records, and a tree is the sum of its records: over real stores and generated traffic. */
import { describe, expect, it } from "vitest";
import { BUILT_IN_RECORD_TYPES } from "../src/domain/recordTypes.ts";
import { Registry } from "../src/domain/registry.ts";
import { generateTraffic } from "../src/generate/generateTraffic.ts";
import type { StoredRecord } from "../src/store/recordStore.ts";
import { sessionsOf } from "../src/tree/owners.ts";
import { engines } from "./support/databases.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

const ORGANIZATION = "default";

async function allRecords(server: TestServer): Promise<StoredRecord[]> {
  const records: StoredRecord[] = [];
  for (let afterKey = 0; ; ) {
    const page = await server.calltree.stores.records.page({
      organization: ORGANIZATION,
      conditions: [],
      order: "key",
      afterKey,
      limit: 1_000,
    });
    records.push(...page);
    const last = page.at(-1);
    if (last === undefined) return records;
    afterKey = last.key;
  }
}

const sumOf = (records: readonly StoredRecord[], currency: string | null): bigint =>
  records.reduce((sum, record) => sum + (record.currency === currency && record.role === "charge" ? (record.costNanos ?? 0n) : 0n), 0n);

describe.each(engines)("accounting on $name", (engine) => {
  it("adds every record once: sessions and orphans together are all records", { timeout: 120_000 }, async () => {
    await using server = await startTestServer(engine);
    const lines = [...generateTraffic({ sessions: 60, seed: 7, startMs: Date.UTC(2026, 2, 17) })]
      .map((record) => JSON.stringify(record))
      .join("\n");
    const taken = await server.call<{ counts: Record<string, number> }>("POST", "/v1/records", {
      body: lines,
      headers: { "content-type": "application/x-ndjson" },
    });
    expect(taken.body.counts).toMatchObject({ rejected: 0 });
    const again = await server.call<{ counts: Record<string, number> }>("POST", "/v1/records", {
      body: lines,
      headers: { "content-type": "application/x-ndjson" },
    });
    expect(again.body.counts).toMatchObject({ stored: 0, corrected: 0, rejected: 0 });

    const records = await allRecords(server);
    const groups = sessionsOf(records, new Registry(BUILT_IN_RECORD_TYPES));
    expect(
      groups
        .flatMap((group) => group.records)
        .map((record) => `${record.type} ${record.id}`)
        .toSorted(),
    ).toEqual(records.map((record) => `${record.type} ${record.id}`).toSorted());
    for (const { currency, nanos } of await server.calltree.stores.records.sumCosts(ORGANIZATION)) {
      const grouped = groups.reduce((sum, group) => sum + sumOf(group.records as StoredRecord[], currency), 0n);
      expect(grouped).toBe(nanos);
    }

    const orphanIds = new Set<string>();
    for (let cursor = ""; ; ) {
      const page = await server.call<{ data: { record_type: string; id: string }[]; next_cursor: string | null }>(
        "GET",
        `/v1/orphans?limit=500${cursor}`,
      );
      for (const orphan of page.body.data) orphanIds.add(`${orphan.record_type} ${orphan.id}`);
      if (page.body.next_cursor === null) break;
      cursor = `&cursor=${page.body.next_cursor}`;
    }
    const orphanTops = groups.filter((group) => !group.isSession).map((group) => `${group.root.type.name} ${group.root.id}`);
    expect([...orphanIds].toSorted()).toEqual(orphanTops.toSorted());

    for (const group of groups.filter((candidate) => candidate.isSession)) {
      const path = `/v1/trees/${group.root.type.name}/${encodeURIComponent(group.root.id)}?max_depth=1&expand=none`;
      const tree = await server.call<{ meta: { event_count: number; shared_count: number } }>("GET", path);
      const owned = group.records.length + (group.root.record === null ? 1 : 0);
      expect(tree.body.meta.event_count - tree.body.meta.shared_count, path).toBe(owned);
    }
  });
});
