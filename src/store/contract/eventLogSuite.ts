import { expect, it } from "vitest";
import type { Announcement, SessionRow } from "../conversationStore.ts";
import { type MakeOrganization, projectionOf, rowOf, sessionWith, type UseStore } from "./conversationDrafts.ts";

const announced = (kind: Announcement["kind"], body: string | null, subject: string | null = null): Announcement => ({
  kind,
  subject,
  bodies: body === null ? null : { native: body, ravan: `${body} of ravan` },
});

export function describeEventLog(store: UseStore, organization: MakeOrganization): void {
  const announce = async (owner: string, row: SessionRow, announcements: readonly Announcement[], atMs = 5): Promise<void> => {
    await store().saveProjections(owner, [projectionOf(await rowOf(store(), owner, row.id), { announce: announcements, atMs })]);
  };

  it("keeps the bodies as they were announced, in the order of commits, over all organizations", async () => {
    const [one, other, start] = [await organization(), await organization(), await store().newestChangeKey()];
    const [a, b] = [await sessionWith(store(), one, "a"), await sessionWith(store(), other, "b")];
    await announce(one, a, [announced("created", 'first "ä"'), announced("ended", null), announced("completed", "second")]);
    await store().addDigest(other, { native: "third" }, 6);
    await announce(other, b, [announced("updated", null)]);
    await announce(other, b, [announced("merged", "fourth", "z")], 7);
    const events = await store().eventsAfter(start, 10);
    const bodies = (body: string) => ({ native: body, ravan: `${body} of ravan` });
    expect(events.map(({ key: _key, ...event }) => event)).toEqual([
      { organization: one, sessionId: "a", kind: "created", atMs: 5, subject: null, bodies: bodies('first "ä"') },
      { organization: one, sessionId: "a", kind: "completed", atMs: 5, subject: null, bodies: bodies("second") },
      { organization: other, sessionId: null, kind: "digest", atMs: 6, subject: null, bodies: { native: "third" } },
      { organization: other, sessionId: "b", kind: "merged", atMs: 7, subject: "z", bodies: bodies("fourth") },
    ]);
    expect(await store().eventsAfter(start, 1)).toEqual(events.slice(0, 1));
    expect(await store().eventsAfter(events[1]?.key ?? 0, 10)).toEqual(events.slice(2));
    expect((await store().changesAfter(start, 10)).map(({ kind }) => kind)).toEqual(["created", "ended", "updated", "merged"]);
  });

  it("tells streams of analyses, and neither of completion nor of digests", async () => {
    const [one, start] = [await organization(), await store().newestChangeKey()];
    const row = await sessionWith(store(), one, "s");
    await announce(one, row, [announced("completed", "x"), announced("analysed", "y", "an")]);
    await store().addDigest(one, { native: "z" }, 1);
    expect(await store().changesAfter(start, 10)).toMatchObject([{ kind: "analysed", subject: "an" }]);
    expect((await rowOf(store(), one, "s")).announced).toEqual(["completed", "analysed"]);
  });

  it("logs no digest of an organization that is not there, and no body of a projection that is not saved", async () => {
    const [one, start] = [await organization(), await store().newestChangeKey()];
    await expect(store().addDigest("nobody", { native: "x" }, 1)).rejects.toMatchObject({ code: "ORGANIZATION_NOT_FOUND" });
    const row = await sessionWith(store(), one, "s");
    const late = projectionOf({ ...row, projection: 9 }, { announce: [announced("created", "x")] });
    expect(await store().saveProjections(one, [late])).toEqual(["conflict"]);
    expect(await store().eventsAfter(start, 10)).toEqual([]);
  });

  it("forgets no entry with bodies that webhooks have not come to, and the others by their age alone", async () => {
    const [one, start] = [await organization(), await store().newestChangeKey()];
    const row = await sessionWith(store(), one, "s");
    await announce(one, row, [announced("created", "1"), announced("ended", null), announced("settled", "2")], 10);
    await store().addDigest(one, { native: "3" }, 20);
    const [first] = await store().eventsAfter(start, 1);
    await store().forgetChanges(11, first?.key ?? 0);
    expect((await store().eventsAfter(start, 10)).map(({ kind }) => kind)).toEqual(["settled", "digest"]);
    expect((await store().changesAfter(start, 10)).map(({ kind }) => kind)).toEqual(["settled"]);
    await store().forgetChanges(11, Number.MAX_SAFE_INTEGER);
    expect((await store().eventsAfter(start, 10)).map(({ kind }) => kind)).toEqual(["digest"]);
  });

  it("keeps no body of an erased session, and puts its erased id into those of others", async () => {
    const [one, other, start] = [await organization(), await organization(), await store().newestChangeKey()];
    const [s, survivor, lone] = [
      await sessionWith(store(), one, 's "1"'),
      await sessionWith(store(), one, "survivor"),
      await sessionWith(store(), one, "lone"),
    ];
    const naming = (ids: readonly string[]): string => JSON.stringify({ ids });
    await announce(one, s, [announced("created", naming([s.id]))]);
    await store().saveProjections(one, [
      projectionOf(await rowOf(store(), one, s.id), { summary: null, mergedInto: "survivor" }),
      projectionOf(survivor, { announce: [announced("updated", naming(["survivor", s.id]))] }),
      projectionOf(lone, { announce: [announced("created", naming(["1"]))] }),
    ]);
    for (const owner of [one, other]) await store().addDigest(owner, { native: naming([s.id, "1"]) }, 6);
    await store().erase(one, [{ key: s.key, erasedId: "erased_s", anchor: null, aliases: [], facts: "{}", atMs: 7 }]);
    expect((await store().eventsAfter(start, 10)).map(({ bodies }) => bodies["native"])).toEqual([
      naming(["survivor", "erased_s"]),
      naming(["1"]),
      naming(["erased_s", "1"]),
      naming([s.id, "1"]),
    ]);
  });
}
