import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { openStores } from "../open.ts";
import type { RecordChange, RecordStore } from "../recordStore.ts";
import { append, batchOf, changed, draftOf, newOrganization, type OpenedStores } from "./drafts.ts";

const PAGE = 7;

/** Follows the feed to its end. */
async function follow(store: RecordStore, after: string | null, limit = PAGE): Promise<{ changes: RecordChange[]; next: string }> {
  const changes: RecordChange[] = [];
  let next = after;
  for (;;) {
    const feed = await store.changes(next, limit);
    expect(feed.changes.length).toBeLessThanOrEqual(limit);
    changes.push(...feed.changes);
    next = feed.next;
    if (feed.isEnd) return { changes, next };
  }
}

export function describeFeed(opened: () => OpenedStores): void {
  const records = (): RecordStore => opened().stores.records;
  const start = async (): Promise<{ organization: string; after: string }> => {
    const organization = await newOrganization(opened().stores);
    return { organization, after: (await follow(records(), null, 1_000)).next };
  };

  it("tells new records in the order they came in, of all organizations, in pages of any size", async () => {
    const { organization, after } = await start();
    const other = await newOrganization(opened().stores);
    const links = [["session", "s"]] as const;
    await append(records(), organization, [draftOf("a", { links }), draftOf("b", { type: "speech" })]);
    await append(records(), other, [draftOf("a")]);
    const expected = [
      { organization, kind: "new", type: "call", id: "a", links: [["session", "s"]], formerLinks: [] },
      { organization, kind: "new", type: "speech", id: "b", links: [], formerLinks: [] },
      { organization: other, kind: "new", type: "call", id: "a", links: [], formerLinks: [] },
    ];
    for (const limit of [1, 2, 3, 100]) expect((await follow(records(), after, limit)).changes).toEqual(expected);
    const all = await follow(records(), null, 1_000);
    expect(all.changes.filter((change) => change.organization === organization)).toHaveLength(2);
  });

  it("knows its end, after which only what comes later is told", async () => {
    const { organization } = await start();
    await append(records(), organization, [draftOf("a"), changed("a", "second")]);
    const end = await records().endOfChanges();
    expect((await follow(records(), end)).changes).toEqual([]);
    await append(records(), organization, [draftOf("b"), changed("a", "third")]);
    const told = (await follow(records(), end)).changes.map(({ kind, id }) => `${kind} ${id}`);
    expect(told.toSorted()).toEqual(["changed a", "new b"]);
  });

  it("tells a correction with the links of now and those that are gone", async () => {
    const { organization, after } = await start();
    await append(records(), organization, [draftOf("r", { links: links({ s: "old", t: "kept" }) })]);
    const { next } = await follow(records(), after);
    await append(records(), organization, [changed("r", "second", { links: links({ s: "new", t: "kept" }) })]);
    expect((await follow(records(), next)).changes).toEqual([
      { organization, kind: "changed", type: "call", id: "r", links: links({ s: "new", t: "kept" }), formerLinks: links({ s: "old" }) },
    ]);
  });

  it("tells of every correction what it took away, when several come together", async () => {
    const { organization, after } = await start();
    const versions = ["one", "two", "three"].map((mark) => changed("r", mark, { links: links({ s: mark }) }));
    await append(records(), organization, versions);
    const { changes } = await follow(records(), after);
    expect(new Set(changes.flatMap(({ formerLinks }) => formerLinks.map(([, value]) => value)))).toEqual(new Set(["one", "two"]));
    for (const change of changes) expect(change.links).toEqual(links({ s: "three" }));
  });

  it("tells nothing of records that did not change: duplicates, stale and rejected ones, the same facts again", async () => {
    const { organization, after } = await start();
    const current = changed("r", "three", { version: 3n, model: "m", links: links({ s: "x" }) });
    await append(records(), organization, [current]);
    const { next } = await follow(records(), after);
    const outcomes = [
      ...(await append(records(), organization, [current, changed("r", "two", { version: 2n })])),
      ...(await append(records(), organization, [changed("r", "four", { version: 4n })], { source: "other" })),
    ];
    expect(outcomes).toEqual(["duplicate", "stale", "rejected"]);
    const stored = await records().find(organization, { type: "call", id: "r" });
    await records().replaceFacts(organization, [{ key: stored?.key ?? 0, body: current.body, facts: current }]);
    expect(await follow(records(), next)).toEqual({ changes: [], next });
  });

  it("tells records that were read anew", async () => {
    const { organization, after } = await start();
    const first = draftOf("r", { links: links({ s: "old" }) });
    await append(records(), organization, [first]);
    const { next } = await follow(records(), after);
    const stored = await records().find(organization, { type: "call", id: "r" });
    const facts = { ...first, model: "m", links: links({ t: "new" }) };
    await records().replaceFacts(organization, [{ key: stored?.key ?? 0, body: first.body, facts }]);
    expect((await follow(records(), next)).changes).toEqual([
      { organization, kind: "changed", type: "call", id: "r", links: links({ t: "new" }), formerLinks: links({ s: "old" }) },
    ]);
  });

  it("keeps its place when changes are forgotten, and gives no place out twice", async () => {
    const { organization, after } = await start();
    await append(records(), organization, [draftOf("r"), changed("r", "second"), changed("r", "third")]);
    const { next } = await follow(records(), after);
    await records().forgetChanges(next);
    await records().forgetChanges(next);
    expect(await follow(records(), next)).toEqual({ changes: [], next });
    await append(records(), organization, [changed("r", "fourth"), draftOf("new")]);
    const later = await follow(records(), next);
    expect(later.changes.map(({ id }) => id).sort()).toEqual(["new", "r"]);
    expect(later.next).not.toBe(next);
  });

  it("holds up neither new records nor corrections when there are many of both", async () => {
    const { organization, after } = await start();
    const ids = Array.from({ length: 20 }, (_, index) => `r${index}`);
    await append(
      records(),
      organization,
      ids.flatMap((id) => [draftOf(id), changed(id, "second", { links: links({ s: id }) })]),
    );
    const { changes } = await records().changes(after, 10);
    expect(changes).toHaveLength(10);
    const { changes: all } = await follow(records(), after);
    expect(all).toHaveLength(40);
  });

  it("says about how far behind a place is, and that the end is not behind", async () => {
    const { organization, after } = await start();
    expect(await records().changesBehind(after)).toBe(0);
    await append(records(), organization, [draftOf("a"), draftOf("b"), changed("a", "second")]);
    expect(await records().changesBehind(after)).toBeGreaterThanOrEqual(3);
    expect(await records().changesBehind((await follow(records(), after)).next)).toBe(0);
    expect(await records().changesBehind(null)).toBeGreaterThanOrEqual(3);
  });

  it("refuses a place that it never gave", async () => {
    for (const place of ["", "1", "a:b", "1:2:3", "-1:0"]) {
      await expect(records().changes(place, 5)).rejects.toMatchObject({ code: "INTERNAL" });
      await expect(records().changesBehind(place)).rejects.toMatchObject({ code: "INTERNAL" });
    }
  });

  it("misses nothing while two processes write at once, neither the feed nor pages by key", async () => {
    const { organization, after } = await start();
    await using one = await openStores(opened().url, "write");
    await using other = await openStores(opened().url, "write");
    const write = async (store: RecordStore, mark: string): Promise<void> => {
      for (let turn = 0; turn < 25; turn++) {
        const batch = Array.from({ length: 1 + (turn % 9) }, (_, index) => draftOf(`${mark}-${turn}-${index}`));
        await store.append([batchOf(organization, [...batch, changed(`${mark}-${turn}-0`, "second", { links: links({ s: mark }) })])]);
      }
    };
    let isWriting = true;
    const writing = Promise.all([write(one.records, "one"), write(other.records, "other")]).finally(() => {
      isWriting = false;
    });
    const [told, paged] = await Promise.all([
      untilTheEnd(async (next: string) => {
        const feed = await records().changes(next, PAGE);
        return { found: feed.changes.map(({ id }) => id), next: feed.next };
      }, after),
      untilTheEnd(async (next: number) => {
        const page = await records().page({ organization, conditions: [], order: "key", afterKey: next, limit: PAGE });
        return { found: page.map(({ id }) => id), next: page.at(-1)?.key ?? next };
      }, 0),
      writing,
    ]);
    const all = await records().page({ organization, conditions: [], order: "key", limit: 1_000 });
    const ids = all.map(({ id }) => id);
    expect(paged).toEqual(ids);
    expect(new Set(told)).toEqual(new Set(ids));
    expect(told).toHaveLength(ids.length + 50);

    async function untilTheEnd<Place>(step: (place: Place) => Promise<{ found: string[]; next: Place }>, from: Place): Promise<string[]> {
      const found: string[] = [];
      for (let place = from; ; ) {
        const wasWriting = isWriting;
        const read = await step(place);
        // Reads of SQLite never leave this thread: without a turn for others the writers' answers would never be heard.
        await setImmediate();
        found.push(...read.found);
        place = read.next;
        if (!wasWriting && read.found.length === 0) return found;
      }
    }
  });
}

const links = (values: Readonly<Record<string, string>>): (readonly [string, string])[] => Object.entries(values);
