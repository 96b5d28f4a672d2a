/** The whole session in one answer, erasure, rebuilding, and who may do what, through HTTP on both engines. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { OPERATOR_KEY, startTestServer, type TestServer } from "./support/server.ts";
import { FACTS, type Whole } from "./support/sessionFacts.ts";

const NOW_MS = Date.parse("2026-06-01T12:00:00Z");

interface ErrorBody {
  readonly error: { readonly code: string };
}

describe.each(engines)("a whole session on $name", (engine) => {
  let server: TestServer;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "calltree-recordings-"));
    server = await startTestServer(engine, { clock: { nowMs: () => NOW_MS }, settings: { RECORDINGS_URL: `file:${folder}` } });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const put = (id: string, body: unknown) => server.call("PUT", `/v1/sessions/${id}`, { body });
  const read = async (id: string): Promise<Whole> => (await server.call<Whole>("GET", `/v1/sessions/${id}`)).body;

  it("tells everything in one answer: records, tree, and what was said of them", async () => {
    const record = { record_type: "sip-trunking", id: "leg-1", telnyx_session_id: "one", cost: "0.25", started_at: "2026-06-01T11:00:02Z" };
    await server.call("POST", "/v1/records", { body: [record, { ...record, record_type: "recording", id: "rec-1", cost: null }] });
    await put("one", { ...FACTS, external_ids: {} });
    await server.project();
    const tree = await server.call("GET", "/v1/trees/call-session/one");
    const whole = await server.call<Whole>("GET", "/v1/sessions/one");
    expect(whole.body).toMatchObject({
      state: "settling",
      root: { record_type: "call-session", id: "one" },
      owned_cost: "0.250000",
      tree_cost: "0.250000",
      cost_status: "unknown",
      unknown_cost_count: 1,
      event_count: 2,
      revisions: [],
    });
    expect(whole.text).toContain(`"tree":${tree.text}`);
    const none = await server.call<Whole>("GET", "/v1/sessions/one?include=");
    expect(Object.keys(none.body)).not.toEqual(expect.arrayContaining(["tree"]));
    expect(none.body["metadata"]).toEqual({ ticket: 42 });
    const some = await server.call<Whole>("GET", "/v1/sessions/one?include=transcript,%20recording");
    expect(["transcript", "recording", "tree", "revisions"].map((part) => part in some.body)).toEqual([true, true, false, false]);
    expect((await server.call("GET", "/v1/sessions/one?include=everything")).status).toBe(400);
  });

  it("tells where its recording plays, and of what kind that is", async () => {
    await put("heard", FACTS);
    const sound = Buffer.alloc(44 + 16_000);
    sound.write("RIFF", 0);
    sound.writeUInt32LE(36 + 16_000, 4);
    sound.write("WAVEfmt ", 8);
    for (const [offset, value] of [
      [16, 16],
      [24, 8_000],
      [28, 16_000],
      [40, 16_000],
    ] as const)
      sound.writeUInt32LE(value, offset);
    for (const [offset, value] of [
      [20, 1],
      [22, 1],
      [32, 2],
      [34, 16],
    ] as const)
      sound.writeUInt16LE(value, offset);
    sound.write("data", 36);
    const kept = await server.call("PUT", "/v1/sessions/heard/recording", { body: sound, headers: { "content-type": "audio/wav" } });
    expect(kept.status).toBeLessThan(300);
    await server.project();
    const { recording, has_recording: hasRecording } = (await read("heard")) as unknown as {
      recording: { url: string };
      has_recording: boolean;
    };
    expect(recording).toMatchObject({ url: expect.stringMatching(/\/v1\/sessions\/heard\/recording\?token=/), size_bytes: 16_044 });
    expect(hasRecording).toBe(true);
    const played = await server.call("GET", new URL(recording.url).pathname + new URL(recording.url).search, { key: null });
    expect([played.status, played.headers["content-type"]]).toEqual([200, expect.stringMatching(/^audio\//)]);
  });

  it("is erased for good: nothing is told of it any more, and its id is refused", async () => {
    await put("person", { ...FACTS, external_ids: { sid: "CA-person" }, caller_number: "+15559999" });
    await server.call("POST", "/v1/sessions/person/messages", { body: [{ id: "m1", role: "user", content: "secretword" }] });
    await server.project();
    const erased = await server.call<{ id: string; erased: Record<string, number> }>("DELETE", "/v1/sessions/person");
    expect([erased.status, erased.body.erased]).toEqual([200, { sessions: 1, records: 0, messages: 1, recordings: 0 }]);
    expect((await server.call<ErrorBody>("GET", "/v1/sessions/person")).body.error.code).toBe("SESSION_ERASED");
    for (const [method, path] of [
      ["PUT", ""],
      ["POST", "/end"],
    ] as const) {
      expect((await server.call<ErrorBody>(method, `/v1/sessions/person${path}`, { body: {} })).status).toBe(410);
    }
    expect((await server.call("POST", "/v1/sessions/person/messages", { body: [{ id: "m2", role: "user" }] })).status).toBe(410);
    await server.project();
    for (const url of ["/v1/sessions?limit=500", "/v1/sessions?format=ndjson", `/v1/sessions/${erased.body.id}`]) {
      expect((await server.call("GET", url)).text, url).not.toMatch(/person|\+15559999|secretword/);
    }
    expect((await server.call("DELETE", "/v1/sessions/never-heard-of")).status).toBe(404);
  });

  it("shows another organization nothing, and takes nothing from it", async () => {
    await put("private", FACTS);
    const stranger = await server.newOrganization();
    for (const path of ["", "/messages", "/revisions"]) {
      expect((await server.call("GET", `/v1/sessions/private${path}`, { key: stranger.key })).status, path).toBe(404);
    }
    expect((await server.call("DELETE", "/v1/sessions/private", { key: stranger.key })).status).toBe(404);
    await server.call("PUT", "/v1/sessions/private", { key: stranger.key, body: { status: "failed" } });
    expect((await read("private"))["status"]).toBe("completed");
  });

  it("asks for the right scope", async () => {
    const [readOnly, ingestOnly] = [await server.newOrganization(["read"]), await server.newOrganization(["ingest"])];
    expect((await server.call("PUT", "/v1/sessions/x", { key: readOnly.key, body: {} })).status).toBe(403);
    expect((await server.call("POST", "/v1/sessions/x/end", { key: readOnly.key })).status).toBe(403);
    expect((await server.call("POST", "/v1/sessions/x/messages", { key: readOnly.key, body: [] })).status).toBe(403);
    expect((await server.call("DELETE", "/v1/sessions/x", { key: ingestOnly.key })).status).toBe(403);
    expect((await server.call("GET", "/v1/projection", { key: readOnly.key })).status).toBe(403);
    expect((await server.call("POST", "/v1/rebuild")).status).toBe(403);
  });

  it("is the same after a rebuild", async () => {
    await put("rebuilt", FACTS);
    await server.project();
    const before = await server.call("GET", "/v1/sessions?limit=500&sort=id");
    const started = await server.call<{ running: boolean }>("POST", "/v1/rebuild", { key: OPERATOR_KEY });
    expect([started.status, started.body.running]).toEqual([202, true]);
    await server.project();
    expect((await server.call("GET", "/v1/rebuild", { key: OPERATOR_KEY })).body).toMatchObject({ running: false });
    expect((await server.call("GET", "/v1/projection", { key: OPERATOR_KEY })).body).toMatchObject({ behind: 0, dirty_sessions: 0 });
    expect((await server.call("GET", "/v1/projection")).status).toBe(200);
    expect((await server.call("GET", "/v1/sessions?limit=500&sort=id")).text).toBe(before.text);
  });
});
