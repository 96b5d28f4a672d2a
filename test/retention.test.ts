/** What is older than an organization's retention says goes by itself; what is younger, and everybody else's, stays. */
import { describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { findTexts, type Places, storedPlaces } from "./support/everywhere.ts";
import { silence } from "./support/ravan.ts";
import { startTold, type Told } from "./support/told.ts";

type Json = Record<string, unknown>;

const DAY_MS = 86_400_000;
const OLD = "old-call";

const patch = async (told: Told, retention: unknown, key?: string) =>
  told.server.call<{ retention: Json; error: { code: string; field: string } }>("PATCH", "/v1/organization", {
    ...{ body: { retention } },
    ...(key === undefined ? {} : { key }),
  });
const keep = (told: Told): Promise<boolean> => told.server.calltree.projection.keepRetention();
const statusOf = async (told: Told, path: string): Promise<number> => (await told.server.call("GET", path)).status;
const auditOf = async (told: Told): Promise<Json[]> =>
  (await told.ok<{ data: Json[] }>("GET", "/v1/audit")).data.filter(({ actor }) => actor === "retention");

/** What is spooled while its waveform is drawn has another name. */
const storedRecordings = (places: Places): string[] => [...places.keys()].filter((place) => place.startsWith("recordings rec_"));

/** A call of so many days ago with words, a record and a recording; `null` for its end: nobody said that it was over. */
async function call(
  told: Told,
  id: string,
  daysAgo: number,
  { isOver = true, key }: { isOver?: boolean; key?: string } = {},
): Promise<void> {
  const at = (afterMs: number): string => new Date(told.clock.nowMs() - daysAgo * DAY_MS + afterMs).toISOString();
  const send = async (method: "PUT" | "POST", path: string, body: unknown, headers: Record<string, string> = {}) => {
    const answer = await told.server.call(method, path, { body, headers, ...(key === undefined ? {} : { key }) });
    if (answer.status >= 300) throw new Error(answer.text);
  };
  const root = { record_type: "call-session", id: `${id}-root` };
  await send("PUT", `/v1/sessions/${id}`, { created_at: at(-1_000), started_at: at(-1_000), root, ...(isOver ? { ended_at: at(0) } : {}) });
  await send("POST", `/v1/sessions/${id}/messages`, [{ id: "m", role: "user", content: `Secret of ${id}`, created_at: at(-500) }]);
  await send("PUT", `/v1/sessions/${id}/recording`, silence(), { "content-type": "audio/wav" });
  await send("POST", "/v1/records", {
    ...{ record_type: "recording", id: `${id}-line`, call_session_id: root.id, telnyx_session_id: root.id },
    ...{ started_at: at(-900), cost: "0.25", currency: "USD", note: `Note of ${id}` },
  });
}

describe.each(engines)("retention on $name", (engine) => {
  it("erases what ended longer ago, whole and everywhere, keeps its money, and says so in the audit", async () => {
    await using told = await startTold(engine);
    await call(told, OLD, 31);
    await call(told, "silent-call", 40, { isOver: false });
    await call(told, "young-call", 29);
    const other = await told.server.newOrganization(["admin"]);
    await call(told, "their-call", 400, { key: other.key });
    await told.pass();
    const sums = async (): Promise<unknown> => await told.ok("GET", "/v1/usage?group_by=record_type,hour");
    const before = await sums();
    expect((await patch(told, { session_days: 30 })).body.retention).toEqual({ session_days: 30, recording_days: null });
    expect(await keep(told)).toBe(true);
    await told.pass();
    for (const id of [OLD, "silent-call"]) expect(await statusOf(told, `/v1/sessions/${id}`)).toBe(410);
    expect(await statusOf(told, "/v1/sessions/young-call/recording")).toBe(200);
    const places = await storedPlaces(told.server.databaseUrl, told.server.recordingsFolder);
    expect(findTexts(places, [OLD, "silent-call"])).toEqual([]);
    expect(findTexts(places, ["Secret of young-call"])).not.toEqual([]);
    expect(storedRecordings(places)).toHaveLength(2);
    expect(await sums()).toEqual(before);
    const erased = (await told.ok<{ data: { id: string; owned_cost: string }[] }>("GET", "/v1/sessions")).data;
    expect(erased.filter(({ id }) => id.startsWith("erased_")).map(({ owned_cost: cost }) => cost)).toEqual(["0.250000", "0.250000"]);
    const sessionsErased = { action: "retention.sessions_erased" };
    expect(await auditOf(told)).toMatchObject([
      { ...sessionsErased, detail: "2 sessions older than 30 days: 2 records, 2 messages, 2 recordings" },
    ]);
    const theirs = await told.server.call("GET", "/v1/sessions/their-call", { key: other.key });
    expect(theirs.status).toBe(200);
    const sentAgain = await told.server.call<Json>("PUT", `/v1/sessions/${OLD}`, { body: { room_name: "again" } });
    expect(sentAgain.status).toBe(410);
  });

  it("goes on as days pass, and does nothing where nothing is too old or no setting is", async () => {
    await using told = await startTold(engine);
    await call(told, OLD, 0);
    await told.pass(365 * DAY_MS);
    expect(await keep(told)).toBe(true);
    expect(await statusOf(told, `/v1/sessions/${OLD}`)).toBe(200);
    await patch(told, { session_days: 366 });
    expect(await keep(told)).toBe(true);
    expect(await auditOf(told)).toEqual([]);
    await told.pass(2 * DAY_MS);
    expect(await keep(told)).toBe(true);
    expect(await statusOf(told, `/v1/sessions/${OLD}`)).not.toBe(200);
    expect(await keep(told)).toBe(true);
    expect(await auditOf(told)).toHaveLength(1);
  });

  it("deletes recordings alone where they are kept for less, and leaves the words", async () => {
    await using told = await startTold(engine);
    await call(told, OLD, 8);
    await call(told, "young-call", 6);
    await told.pass();
    await patch(told, { session_days: 30, recording_days: 7 });
    expect(await keep(told)).toBe(true);
    await told.pass();
    expect(await statusOf(told, `/v1/sessions/${OLD}/recording`)).toBe(404);
    expect(await told.ok("GET", `/v1/sessions/${OLD}`)).toMatchObject({
      has_recording: false,
      transcript: [{ content: `Secret of ${OLD}` }],
    });
    expect(await statusOf(told, "/v1/sessions/young-call/recording")).toBe(200);
    const places = await storedPlaces(told.server.databaseUrl, told.server.recordingsFolder);
    expect(storedRecordings(places)).toHaveLength(1);
    expect(await auditOf(told)).toMatchObject([
      { action: "retention.recordings_erased", detail: "1 sessions older than 7 days: 1 recordings" },
    ]);
    expect(await keep(told)).toBe(true);
    expect(await auditOf(told)).toHaveLength(1);
  });

  it("spares a session that was heard of just now, though its summary does not tell it yet", async () => {
    await using told = await startTold(engine);
    await call(told, OLD, 40, { isOver: false });
    await told.pass();
    await patch(told, { session_days: 30 });
    const { stores } = told.server.calltree;
    const body = JSON.stringify({ ended_at: new Date(told.clock.nowMs()).toISOString() });
    await stores.conversations.putFacts("default", OLD, { body, aliases: [] }, { receivedMs: told.clock.nowMs(), erasedId: null });
    expect(await keep(told)).toBe(true);
    expect(await statusOf(told, `/v1/sessions/${OLD}`)).toBe(200);
    expect(await auditOf(told)).toEqual([]);
  });

  it("is one server's work at a time, and another's when that one was killed", async () => {
    await using told = await startTold(engine);
    await call(told, OLD, 31);
    await told.pass();
    await patch(told, { session_days: 30 });
    const nowMs = told.clock.nowMs();
    await told.server.calltree.stores.office.takeLease("retention", "another server", nowMs, nowMs + 120_000);
    expect(await keep(told)).toBe(false);
    expect(await statusOf(told, `/v1/sessions/${OLD}`)).toBe(200);
    await told.pass(120_001);
    const [first, second] = await Promise.all([keep(told), keep(told)]);
    expect([first, second]).toEqual([true, true]);
    expect(await auditOf(told)).toMatchObject([{ detail: expect.stringMatching(/^1 sessions/) }]);
  });

  it("is set by administrators, in whole days, part by part, and taken back with null", async () => {
    await using told = await startTold(engine);
    expect(await told.ok("GET", "/v1/organization")).toMatchObject({ retention: { session_days: null, recording_days: null } });
    for (const wrong of [
      { session_days: 0 },
      { session_days: 36_501 },
      { recording_days: 1.5 },
      { session_days: "30" },
      { days: 1 },
      {},
      null,
      30,
    ]) {
      const { status, body } = await patch(told, wrong);
      expect([status, body.error.code]).toEqual([400, "BODY_INVALID"]);
    }
    expect((await patch(told, { session_days: 36_500 })).body.retention).toEqual({ session_days: 36_500, recording_days: null });
    expect((await patch(told, { recording_days: 1 })).body.retention).toEqual({ session_days: 36_500, recording_days: 1 });
    expect((await patch(told, { session_days: null })).body.retention).toEqual({ session_days: null, recording_days: 1 });
    expect(await told.ok("GET", "/v1/organization")).toMatchObject({ retention: { session_days: null, recording_days: 1 } });
    const { data: audit } = await told.ok<{ data: Json[] }>("GET", "/v1/audit");
    expect(audit[0]).toMatchObject({ action: "organization.changed", detail: '{"retention":{"sessionDays":null}}' });
    const reader = await told.server.newOrganization(["read", "ingest"]);
    expect((await patch(told, { session_days: 1 }, reader.key)).status).toBe(403);
  });
});
