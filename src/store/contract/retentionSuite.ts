import { expect, it } from "vitest";
import { summaryOf } from "../../domain/sessionFixtures.ts";
import type { RetentionQuery } from "../retention.ts";
import { type MakeOrganization, projectionOf, rowOf, sessionWith, type UseStore, WRITTEN } from "./conversationDrafts.ts";

const RECORDING = {
  ...{ storageName: null, sourceUrl: null, contentType: null, sizeBytes: null, sha256: null, durationMs: null, peaks: null },
  receivedMs: 1,
};

export function describeRetention(store: UseStore, organization: MakeOrganization): void {
  const put = async (
    one: string,
    id: string,
    times: { createdMs: number; endedMs: number | null; lastActivityMs: number },
    hasRecording = false,
  ) => {
    const row = await sessionWith(store(), one, id);
    await store().saveProjections(one, [projectionOf(row, { summary: summaryOf(id, { ...times, hasRecording }) })]);
    return rowOf(store(), one, id);
  };
  const old = async (one: string, given: Partial<RetentionQuery> = {}) =>
    (await store().oldSessions({ organization: one, beforeMs: 100, withRecording: false, limit: 10, ...given })).map(({ id }) => id);

  it("finds what ended before a time, or was last heard of where it did not end, the earliest created first", async () => {
    const [one, other] = [await organization(), await organization()];
    await put(one, "ended", { createdMs: 20, endedMs: 99, lastActivityMs: 500 });
    await put(one, "silent", { createdMs: 10, endedMs: null, lastActivityMs: 99 });
    await put(one, "at that time", { createdMs: 5, endedMs: 100, lastActivityMs: 5 });
    await put(one, "going on", { createdMs: 1, endedMs: null, lastActivityMs: 100 });
    await put(other, "theirs", { createdMs: 1, endedMs: 2, lastActivityMs: 2 });
    await sessionWith(store(), one, "not projected yet");
    expect(await old(one)).toEqual(["silent", "ended"]);
    expect(await old(one, { beforeMs: 99 })).toEqual([]);
    expect(await old("nobody")).toEqual([]);
  });

  it("goes through all of them a page at a time, also those created at the same time", async () => {
    const one = await organization();
    const ids = ["a", "b", "c", "d", "e"];
    for (const id of ids) await put(one, id, { createdMs: id === "e" ? 8 : 7, endedMs: 9, lastActivityMs: 9 });
    const found: string[] = [];
    for (let after: RetentionQuery["after"] | undefined; ; ) {
      const page = await store().oldSessions({ organization: one, beforeMs: 100, withRecording: false, limit: 2, ...(after && { after }) });
      found.push(...page.map(({ id }) => id));
      after = page.at(-1);
      if (after === undefined) break;
    }
    expect(found).toEqual(ids);
  });

  it("finds no session that was erased, or that is another by now", async () => {
    const one = await organization();
    const times = { createdMs: 1, endedMs: 2, lastActivityMs: 2 };
    const [erased, merged] = [await put(one, "erased", times), await put(one, "merged", times)];
    await put(one, "survivor", times);
    await store().erase(one, [{ key: erased.key, erasedId: "erased_x", anchor: null, aliases: [], facts: "{}", atMs: 3 }]);
    const again = await rowOf(store(), one, "erased_x");
    await store().saveProjections(one, [projectionOf(again, { summary: summaryOf("erased_x", times) })]);
    await store().saveProjections(one, [projectionOf(merged, { summary: null, mergedInto: "survivor" })]);
    expect(await old(one)).toEqual(["survivor"]);
  });

  it("finds those with a recording, and deletes that alone, whoever asks twice", async () => {
    const [one, other] = [await organization(), await organization()];
    const times = { createdMs: 1, endedMs: 2, lastActivityMs: 2 };
    await put(one, "silent", times);
    for (const owner of [one, other]) {
      for (const id of ["stored", "referenced"]) await put(owner, id, times, true);
      await store().putRecording(owner, { ...RECORDING, sessionId: "stored", storageName: `${owner}/rec` }, WRITTEN);
      await store().putRecording(owner, { ...RECORDING, sessionId: "referenced", sourceUrl: "https://example.com/a.wav" }, WRITTEN);
    }
    expect(await old(one, { withRecording: true })).toEqual(["stored", "referenced"]);
    const rows = [await rowOf(store(), one, "stored"), await rowOf(store(), one, "referenced"), await rowOf(store(), one, "silent")];
    const keys = rows.map(({ key }) => key);
    expect(await store().eraseRecordings(other, keys)).toEqual([]);
    expect(await store().eraseRecordings(one, keys)).toEqual([`${one}/rec`]);
    expect(await store().recordings(one, keys)).toEqual([]);
    expect(await store().recording(other, "stored")).toMatchObject({ storageName: `${other}/rec` });
    const versions = await store().sessionsByKeys(one, keys);
    const raised = (id: string): number =>
      (versions.find((row) => row.id === id)?.version ?? 0) - (rows.find((row) => row.id === id)?.version ?? 0);
    expect([raised("stored"), raised("referenced"), raised("silent")]).toEqual([1, 1, 0]);
    expect(await store().eraseRecordings(one, keys)).toEqual([]);
    await expect(store().eraseRecordings("nobody", keys)).rejects.toMatchObject({ code: "ORGANIZATION_NOT_FOUND" });
  });
}
