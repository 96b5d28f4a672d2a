import { expect, it } from "vitest";
import { summaryOf } from "../../domain/sessionFixtures.ts";
import type { SessionErasure } from "../conversationStore.ts";
import { endOf } from "./analysisDrafts.ts";
import { type MakeOrganization, messageOf, NO_FACTS, projectionOf, rowOf, sessionWith, totalsOf, WRITTEN } from "./conversationDrafts.ts";
import { contentsOf } from "./databaseContents.ts";
import type { OpenedStores } from "./drafts.ts";

const MARK = "Zwiebelfisch";

const erasureOf = (key: number, erasedId: string, given: Partial<SessionErasure> = {}): SessionErasure => ({
  key,
  erasedId,
  anchor: null,
  aliases: [],
  facts: '{"type":"voice"}',
  atMs: 9_000,
  ...given,
});

export function describeErasedSessions(opened: () => OpenedStores, organization: MakeOrganization): void {
  const store = () => opened().stores.conversations;

  it("leaves nothing of an erased session anywhere in the database, neither in freed pages nor in the log", async () => {
    const one = await organization();
    const id = `${MARK}-id`;
    const word = MARK.toLowerCase();
    for (let index = 0; index < 40; index++)
      await store().addMessages(one, id, [messageOf(`${MARK}-${index}`, { content: `${MARK} `.repeat(90) })], WRITTEN);
    await store().putFacts(one, id, { body: `{"room_name":"${MARK}"}`, aliases: [`${MARK}-alias`] }, WRITTEN);
    const recording = {
      storageName: MARK,
      sourceUrl: MARK,
      contentType: null,
      sizeBytes: 1,
      sha256: null,
      durationMs: null,
      peaks: null,
      receivedMs: 1,
    };
    await store().putRecording(one, { sessionId: id, ...recording }, WRITTEN);
    const [anchored] = await store().ensureRootSessions(one, [{ type: "call", id: `${MARK}-root` }], 1);
    const row = await rowOf(store(), one, id);
    if (anchored === undefined) throw new Error("no session was made");
    const facts = { ...NO_FACTS, agentName: MARK, agentId: MARK, callerNumber: MARK };
    const root = { type: "call", id: `${MARK}-root` };
    const revision = { number: 1, atMs: 1, currency: "USD", before: totalsOf(1n), after: totalsOf(2n), causes: [root] };
    const usage = [{ hourMs: 0, type: "call", model: null, currency: null, costNanos: 1n, recordCount: 1, unknownCount: 0 }];
    await store().saveProjections(one, [
      projectionOf(row, {
        summary: summaryOf(id, { facts, root }),
        root,
        revision,
        usage,
        words: `${word} other`,
        announce: [{ kind: "created", subject: null, bodies: { native: MARK } }],
        requestAnalysis: "an_mark",
      }),
      projectionOf(anchored, {
        summary: null,
        mergedInto: id,
        root,
        announce: [{ kind: "merged", subject: id, bodies: { native: MARK } }],
      }),
    ]);
    await store().addDigest(one, { native: JSON.stringify({ ids: [id] }) }, 5);
    await store().claimAnalyses("runner", 5_000, 6_000, 1_000);
    expect(await store().finishAnalysis(one, "an_mark", "runner", { ...endOf(), result: JSON.stringify({ summary: MARK }) })).toBe(true);
    expect(await contentsOf(opened().url)).toMatch(MARK);
    await store().erase(one, [
      erasureOf(row.key, "erased_1"),
      erasureOf(anchored.key, "erased_2", { anchor: { type: "call", id: "erased_root" } }),
    ]);
    const left = await contentsOf(opened().url);
    expect(left).not.toMatch(MARK);
    expect(left).not.toMatch(word);
  });

  it("tells which stored recordings nothing names any more, and refuses the ids by which an erased session was known", async () => {
    const one = await organization();
    const row = await sessionWith(store(), one, "s");
    const known = { sourceUrl: null, contentType: null, sizeBytes: 1, sha256: null, durationMs: null, peaks: null, receivedMs: 1 };
    await store().putRecording(one, { sessionId: "s", storageName: `${one}/rec_1`, ...known }, WRITTEN);
    expect(await store().erase(one, [erasureOf(row.key, "erased_s", { aliases: ["erased_alias"] })])).toEqual([`${one}/rec_1`]);
    const written = { receivedMs: 1, erasedId: "erased_alias" };
    await expect(store().putFacts(one, "alias", { body: "{}", aliases: [] }, written)).rejects.toMatchObject({ code: "SESSION_ERASED" });
    expect(await store().erase(one, [])).toEqual([]);
  });

  it("keeps the session under its erased id, dirty, with the facts and the anchor that are given, and logs it", async () => {
    const [one, start] = [await organization(), await store().newestChangeKey()];
    const row = await sessionWith(store(), one, "s", ["alias"]);
    await store().addMessages(one, "s", [messageOf("m")], WRITTEN);
    const read = await rowOf(store(), one, "s");
    await store().erase(one, [erasureOf(row.key, "erased_s", { anchor: { type: "call", id: "erased_r" } })]);
    expect(await store().session(one, "s")).toBeUndefined();
    const erased = await rowOf(store(), one, "erased_s");
    expect(erased).toMatchObject({
      key: row.key,
      createdMs: row.createdMs,
      erasedMs: 9_000,
      anchor: { type: "call", id: "erased_r" },
      root: null,
    });
    expect(erased.version).toBeGreaterThan(read.version);
    expect((await store().dirtySessions(10_000)).map(({ key }) => key)).toContain(row.key);
    expect(await store().factEntries(one, [row.key])).toEqual([{ sessionKey: row.key, receivedMs: 9_000, body: '{"type":"voice"}' }]);
    expect(await store().messages(one, [row.key])).toEqual([]);
    expect(await store().aliases(one, [row.key])).toEqual(new Map([[row.key, ["erased_r", "erased_s"]]]));
    expect(await store().changesAfter(start, 10)).toMatchObject([{ sessionId: "erased_s", kind: "erased", atMs: 9_000, subject: null }]);
    expect(await store().ensureRootSessions(one, [{ type: "call", id: "erased_r" }], 1)).toMatchObject([{ key: row.key }]);
  });

  it("does not let a projection that was read before be saved after", async () => {
    const one = await organization();
    const row = await sessionWith(store(), one, "s");
    await store().erase(one, [erasureOf(row.key, "erased_s")]);
    expect(await store().saveProjections(one, [projectionOf(row)])).toEqual(["conflict"]);
    const again = projectionOf(await rowOf(store(), one, "erased_s"));
    expect(await store().saveProjections(one, [again])).toEqual(["saved"]);
    expect(await store().summary(one, "erased_s")).toMatchObject({ id: "erased_s" });
  });

  it("refuses every write under the old id and under the erased one, and takes other ids as before", async () => {
    const one = await organization();
    const row = await sessionWith(store(), one, "s");
    await store().erase(one, [erasureOf(row.key, "erased_s")]);
    const refusal = { code: "SESSION_ERASED" };
    const written = { receivedMs: 1, erasedId: "erased_s" };
    const recording = {
      storageName: null,
      sourceUrl: null,
      contentType: null,
      sizeBytes: null,
      sha256: null,
      durationMs: null,
      peaks: null,
      receivedMs: 1,
    };
    await expect(store().putFacts(one, "s", { body: "{}", aliases: [] }, written)).rejects.toMatchObject(refusal);
    await expect(store().addMessages(one, "s", [messageOf("m")], written)).rejects.toMatchObject(refusal);
    await expect(store().putRecording(one, { sessionId: "s", ...recording }, written)).rejects.toMatchObject(refusal);
    await expect(store().putFacts(one, "erased_s", { body: "{}", aliases: [] }, WRITTEN)).rejects.toMatchObject(refusal);
    expect(await store().putFacts(one, "t", { body: "{}", aliases: [] }, { receivedMs: 1, erasedId: "erased_t" })).toBe("stored");
    const other = await organization();
    expect(await store().putFacts(other, "s", { body: "{}", aliases: [] }, written)).toBe("stored");
  });

  it("takes the id and the anchor over from a session that was made for the erased root meanwhile", async () => {
    const one = await organization();
    const row = await sessionWith(store(), one, "r");
    const root = { type: "call", id: "erased_r" };
    const [early] = await store().ensureRootSessions(one, [root], 5);
    await store().erase(one, [erasureOf(row.key, "erased_r", { anchor: root })]);
    expect(await rowOf(store(), one, "erased_r")).toMatchObject({ key: row.key, anchor: root });
    const [moved] = await store().sessionsByKeys(one, [early?.key ?? 0]);
    expect(moved).toMatchObject({ anchor: null, erasedMs: null });
    expect((await store().sessionsByAliases(one, ["erased_r"])).map(({ key }) => key)).toEqual([row.key, early?.key]);
  });

  it("leaves the sessions of others alone, and forgets what the log and a survivor say of an erased one", async () => {
    const [one, other] = [await organization(), await organization()];
    const [a, b, theirs] = [
      await sessionWith(store(), one, "a"),
      await sessionWith(store(), one, "b"),
      await sessionWith(store(), other, "s"),
    ];
    await store().saveProjections(one, [
      projectionOf(a),
      projectionOf(b, { summary: null, mergedInto: "a", announce: [{ kind: "merged", subject: "a", bodies: null }] }),
    ]);
    await store().erase(one, [erasureOf(theirs.key, "erased_s"), erasureOf(999_999, "x")]);
    expect(await rowOf(store(), other, "s")).toEqual(theirs);
    const before = await rowOf(store(), one, "a");
    await store().erase(one, [erasureOf(b.key, "erased_b")]);
    expect((await rowOf(store(), one, "a")).version).toBe(before.version + 1);
    await store().erase(one, []);
    await expect(store().erase("nobody", [erasureOf(a.key, "x")])).rejects.toMatchObject({ code: "ORGANIZATION_NOT_FOUND" });
  });
}
