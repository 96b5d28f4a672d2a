/** An erased person is nowhere: not in any table, file, list, export or stream; what they cost stays, to the last nano. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Engine, engines } from "./support/databases.ts";
import { CALL_NOW_MS, type ErasedCall, erasedCall, putBystanders, putErasedCall } from "./support/erasedCall.ts";
import { findTexts, storedPlaces, toldPlaces } from "./support/everywhere.ts";
import { runCommand } from "./support/runCommand.ts";
import { ADMIN_KEY, OPERATOR_KEY, startTestServer, type TestServer } from "./support/server.ts";

type Json = Record<string, unknown>;

const SETTINGS = { OUTGOING_ALLOW: "127.0.0.1", RATE_LIMIT_PER_MINUTE: "1000000" };
const SESSIONS = "/v1/sessions";
const sound = { "content-type": "audio/wav" };

async function start(engine: Engine, settings: Record<string, string> = {}): Promise<TestServer> {
  const server = await startTestServer(engine, { clock: { nowMs: () => CALL_NOW_MS }, settings: { ...SETTINGS, ...settings } });
  await server.listen();
  return server;
}

/** Where anything of the call still is; recordings have no text, so there must be none at all. */
async function leftOf(server: TestServer, call: ErasedCall, ids: readonly string[] = []): Promise<string[]> {
  const places = await storedPlaces(server.databaseUrl, server.recordingsFolder);
  const files = [...places.keys()].filter((place) => place.startsWith("recordings "));
  return [...files, ...findTexts(new Map([...places, ...(await toldPlaces(server, ids))]), call.texts)];
}

/** What must not change: sums, counts, times and quantities. */
async function accounts(server: TestServer): Promise<unknown> {
  const read = async (path: string) => (await server.call<{ data: Json[]; totals: Json }>("GET", path)).body;
  const usage = await read("/v1/usage?group_by=product,record_type,hour,currency");
  const list = await read(`${SESSIONS}?limit=500&event_count_min=1&sort=started_at`);
  const kept = ["owned_cost", "tree_cost", "event_count", "started_at", "ended_at", "duration_ms", "products", "cost_by_product"];
  const rows = list.data.map((row) => kept.map((name) => row[name]));
  const { count, owned_cost, tree_cost, event_count, duration_ms } = list.totals;
  return { usage, rows, totals: { count, owned_cost, tree_cost, event_count, duration_ms } };
}

const treeCost = async (server: TestServer, id: string): Promise<unknown> =>
  (await server.call<{ tree: { cost: Json; meta: Json } }>("GET", `${SESSIONS}/${encodeURIComponent(id)}`)).body.tree.cost;

async function erase(server: TestServer, id: string): Promise<string> {
  const answer = await server.call<{ id: string }>("DELETE", `${SESSIONS}/${encodeURIComponent(id)}`);
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  return answer.body.id;
}

async function put(server: TestServer, id: string, facts: Json): Promise<void> {
  expect((await server.call("PUT", `${SESSIONS}/${id}`, { body: facts })).status).toBe(200);
}

async function take(server: TestServer, records: readonly Json[]): Promise<string[]> {
  const taken = await server.call<{ outcomes: { outcome: string }[] }>("POST", "/v1/records", { body: records });
  return taken.body.outcomes.map(({ outcome }) => outcome);
}

/** The same records, a corrected one, a late one, and everything under both old ids and the provider's. */
async function expectRefusals(server: TestServer, call: ErasedCall): Promise<void> {
  const records = [...call.records, call.correctedRecord, call.lateRecord];
  expect(await take(server, records)).toEqual(records.map(() => "erased"));
  for (const id of [call.id, call.secondId, String(call.lateRecord["telnyx_session_id"])]) {
    const path = `${SESSIONS}/${id}`;
    const gone = { status: 410, body: { error: { code: "SESSION_ERASED" } } };
    expect(await server.call("PUT", path, { body: call.facts })).toMatchObject(gone);
    expect(await server.call("POST", `${path}/messages`, { body: call.messages })).toMatchObject(gone);
    expect(await server.call("POST", `${path}/end`, { body: {} })).toMatchObject(gone);
    expect(await server.call("PUT", `${path}/recording`, { body: call.recording, headers: sound })).toMatchObject(gone);
    expect(await server.call("PUT", `${path}/recording`, { body: { url: "http://127.0.0.1:59999/again.wav" } })).toMatchObject(gone);
    for (const tail of ["", "/messages", "/revisions", "/recording"])
      expect([404, 410]).toContain((await server.call("GET", path + tail)).status);
    expect([404, 410]).toContain((await server.call("DELETE", path)).status);
  }
}

describe.each(engines)("an erased call on $name", (engine) => {
  it("is nowhere any more, while its money stays, and stays so whatever comes in again", { timeout: 240_000 }, async () => {
    const database = await engine.open();
    const folder = await mkdtemp(join(tmpdir(), "calltree-recordings-"));
    const call = erasedCall();
    {
      const kept: Engine = { name: engine.name, open: async () => ({ ...database, dispose: async () => {} }) };
      await using opened = await start(kept, { RECORDINGS_URL: `file:${folder}` });
      const server: TestServer = Object.assign(opened, { recordingsFolder: folder });
      await putBystanders(server);
      await putErasedCall(server, call);
      await server.project();
      const before = await accounts(server);
      const cost = await treeCost(server, call.id);
      const found = new Set((await leftOf(server, call, [call.id])).map((line) => line.split(": ")[0]));
      const sure = ["record_body.body", "record_history.body", "message.content", "session_fact.body", "session_alias.value", "/v1/stream"];
      expect(sure.filter((place) => !found.has(place))).toEqual([]);
      expect([...found].filter((place) => place?.endsWith(".fetch.json"))).toHaveLength(1);

      const erasedId = await erase(server, call.secondId);
      expect(await leftOf(server, call, [erasedId])).toEqual([]);
      await server.project();
      expect(await leftOf(server, call, [erasedId])).toEqual([]);
      expect([await accounts(server), await treeCost(server, erasedId)]).toEqual([before, cost]);

      await expectRefusals(server, call);
      await server.project();
      expect(await leftOf(server, call, [erasedId])).toEqual([]);
      const after = await accounts(server);
      expect((await server.call("POST", "/v1/rebuild", { key: OPERATOR_KEY })).status).toBe(202);
      await server.project();
      expect(await leftOf(server, call, [erasedId])).toEqual([]);
      expect(await accounts(server)).toEqual(after);
    }
    expect(findTexts(await storedPlaces(database.url, folder), call.texts)).toEqual([]);
    await database.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it("is erased by the command line as well", { timeout: 120_000 }, async () => {
    await using server = await start(engine);
    const call = erasedCall();
    await putErasedCall(server, call);
    await server.project();
    const address = server.calltree.app.listeningOrigin;
    const ran = await runCommand(["--server", address, "--key", ADMIN_KEY, "erase", call.id, "--yes"]);
    expect([ran.code, ran.err]).toEqual([0, ""]);
    expect(ran.out).toMatch(/^Erased: 2 sessions, \d+ records, \d+ messages, 2 recordings\. Times and money stay under erased_\w+\.$/);
    expect(await leftOf(server, call)).toEqual([]);
  });

  it("takes its records along that come when only facts of it were known", async () => {
    await using server = await start(engine);
    const call = erasedCall();
    const providersId = String(call.lateRecord["telnyx_session_id"]);
    await put(server, call.id, { ...call.facts, external_ids: { call: providersId, contact: "contact-of-many" } });
    await put(server, "another", { external_ids: { contact: "contact-of-many" } });
    await erase(server, call.id);
    expect(await take(server, [call.lateRecord])).toEqual(["erased"]);
    expect((await server.call("PUT", `${SESSIONS}/${providersId}`, { body: {} })).status).toBe(410);
    await put(server, "contact-of-many", {});
    await server.project();
    expect(await leftOf(server, call)).toEqual([]);
    expect((await server.call("GET", `${SESSIONS}/another`)).status).toBe(200);
  });

  it("takes along what hangs below a record that comes late, whether it came before or comes after", async () => {
    await using server = await start(engine);
    const call = erasedCall();
    const turn = (id: string) => ({
      record_type: "inference",
      id,
      conversation_id: "Zwiebelfisch-talk",
      note: "Zwiebelfisch note",
      cost: "0.1",
    });
    const parent = { record_type: "ai-voice-assistant", conversation_id: "Zwiebelfisch-talk", telnyx_session_id: "Zwiebelfisch-call" };
    await take(server, [{ ...call.lateRecord, telnyx_session_id: "Zwiebelfisch-call" }, turn("i1")]);
    await server.project();
    await erase(server, "Zwiebelfisch-call");
    expect((await server.call("GET", "/v1/records/inference/i1")).status).toBe(200);
    expect(await take(server, [parent])).toEqual(["erased"]);
    expect((await server.call("GET", "/v1/records/inference/i1")).status).toBe(404);
    expect(await take(server, [turn("i2"), turn("i1")])).toEqual(["erased", "erased"]);
    await server.project();
    expect(await leftOf(server, call)).toEqual([]);
    expect(await accounts(server)).toMatchObject({ rows: [expect.arrayContaining([4])] });
    // A leg that connects what was erased with a session that has records of its own: they were one call.
    await take(server, [{ record_type: "sip-trunking", id: "trunk", telnyx_session_id: "Zwiebelfisch-other", note: "Zwiebelfisch note" }]);
    await put(server, "told", { external_ids: { leg: "Zwiebelfisch-leg" } });
    await server.project();
    await erase(server, "told");
    const leg = { record_type: "call-control", id: "leg", telnyx_leg_id: "Zwiebelfisch-leg", telnyx_session_id: "Zwiebelfisch-other" };
    expect(await take(server, [leg])).toEqual(["erased"]);
    await server.project();
    expect(await leftOf(server, call)).toEqual([]);
  });

  it("leaves no empty session where a record stood that a correction puts into the erased call", async () => {
    await using server = await start(engine);
    const leg = { record_type: "sip-trunking", id: "leg", cost: "1", currency: "USD" };
    await take(server, [
      { record_type: "call-control", id: "call", telnyx_session_id: "erased-call" },
      { ...leg, telnyx_session_id: "left" },
    ]);
    await server.project();
    await erase(server, "erased-call");
    expect(await take(server, [{ ...leg, telnyx_session_id: "erased-call" }])).toEqual(["erased"]);
    await server.project();
    const list = await server.call<{ data: Json[] }>("GET", SESSIONS);
    const erased = { id: expect.stringMatching(/^erased_/), event_count: 1 };
    expect(list.body.data).toEqual([expect.objectContaining(erased), expect.objectContaining(erased)]);
    expect((await server.call("GET", `${SESSIONS}/left`)).status).toBe(404);
  });

  it("leaves the session whole that it shared a record with, also when that record is sent again", async () => {
    await using server = await start(engine);
    const leg = { record_type: "call-control", id: "leg-1", telnyx_session_id: "call-1", cost: "0.5", currency: "USD", note: "mine" };
    const participant = {
      ...{ record_type: "conference-participant", id: "participant-1", conference_id: "room-1", telnyx_session_id: "call-1" },
      ...{ cost: "0.25", currency: "USD", note: "ours" },
    };
    const others = [
      { record_type: "conference", id: "room-1", started_at: "2026-03-17T09:00:00Z", note: "theirs" },
      { ...participant, id: "participant-2", telnyx_session_id: "call-2", note: "theirs" },
    ];
    expect(await take(server, [leg, participant, ...others])).toEqual(["stored", "stored", "stored", "stored"]);
    await server.project();
    const whole = async () => (await server.call("GET", `${SESSIONS}/room-1`)).body;
    const records = async () => (await server.call("GET", "/v1/records?record_type=conference-participant")).body;
    const before = [await treeOf(whole), await records()];
    expect(JSON.stringify(before)).toContain("ours");
    const erasedId = await erase(server, "call-1");
    expect(await take(server, [participant, leg])).toEqual(["duplicate", "erased"]);
    await server.project();
    expect([await treeOf(whole), await records()]).toEqual(before);
    expect(await treeCost(server, erasedId)).toMatchObject({ total: "0.500000" });
  });

  it("leaves nothing behind where it comes in while it is erased", { timeout: 120_000 }, async () => {
    await using server = await start(engine);
    const call = erasedCall();
    const path = `${SESSIONS}/${call.id}`;
    await putErasedCall(server, call);
    const coming = (round: number): Promise<unknown>[] => [
      ...call.records.map((record, index) => take(server, [late({ ...record, ...call.lateRecord }, round, index)])),
      server.call("PUT", path, { body: { ...call.facts, room_name: `Zwiebelfisch ${round}` } }),
      server.call("POST", `${path}/messages`, { body: call.messages.map((message) => ({ ...message, id: `${message["id"]}-${round}` })) }),
      server.call("PUT", `${path}/recording`, { body: call.recording, headers: sound }),
    ];
    const rounds = [1, 2, 3, 4].flatMap(coming);
    const erased = erase(server, call.id);
    await Promise.all([...rounds, erased, ...[5, 6, 7, 8].flatMap(coming)]);
    await server.project();
    expect(await leftOf(server, call, [await erased])).toEqual([]);
    expect((await server.call("GET", path)).status).not.toBe(200);
  });
});

/** Another record of the same call, below one that may itself be on its way. */
function late(record: Json, round: number, index: number): Json {
  const id = `Zwiebelfisch-${round}-${index}`;
  const { telnyx_session_id, cost, currency, cli, note } = record;
  const told = { ...{ id, cost, currency, cli, note }, conversation_id: `Zwiebelfisch-${round}-${index - (index % 2)}` };
  return index % 2 === 1 ? { record_type: "inference", ...told } : { record_type: "ai-voice-assistant", ...told, telnyx_session_id };
}

async function treeOf(whole: () => Promise<Json>): Promise<unknown> {
  const { tree, owned_cost, tree_cost, event_count } = await whole();
  return { tree, owned_cost, tree_cost, event_count };
}
