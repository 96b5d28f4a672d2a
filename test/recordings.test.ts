/** Recordings over real HTTP and real stores: in by upload, out whole and in parts, and never to anybody else. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { engines, sqlite } from "./support/databases.ts";
import { OTHER_SOUND, path, play, put, type Refusal, SOUND, start, storedObjects, type View, withKey } from "./support/recordings.ts";
import { ADMIN_KEY, OPERATOR_KEY } from "./support/server.ts";

describe.each(engines)("a recording on $name", (engine) => {
  it("comes back byte for byte with what is known of it", async () => {
    await using server = await start(engine);
    const stored = await put(server, "call/1 ü", SOUND, ADMIN_KEY, "text/html");
    expect(stored.status).toBe(200);
    const sha256 = createHash("sha256").update(SOUND).digest("hex");
    expect(stored.body).toMatchObject({
      session_id: "call/1 ü",
      state: "stored",
      content_type: "audio/wav",
      size_bytes: SOUND.length,
      sha256,
      error: null,
    });
    const played = await play(server, path("call/1 ü"), withKey);
    expect([played.status, played.bytes.equals(SOUND)]).toEqual([200, true]);
    expect(played.headers).toMatchObject({
      "content-type": "audio/wav",
      "content-length": String(SOUND.length),
      "accept-ranges": "bytes",
      etag: `"${sha256}"`,
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-cache",
      "content-disposition": 'inline; filename="recording-call_1_.wav"',
    });
    const waveform = await server.call<View>("GET", `${path("call/1 ü")}/waveform`);
    expect(waveform.body.duration_ms).toBe(1_000);
    expect(waveform.body.channels?.map((channel) => Math.max(...channel))).toEqual([127, 0]);
  });

  it("is played in parts, so that a player can seek", async () => {
    await using server = await start(engine);
    await put(server, "s", SOUND);
    const parts: [string, number, number][] = [
      ["bytes=0-", 0, SOUND.length],
      ["bytes=100-199", 100, 200],
      ["bytes=-50", SOUND.length - 50, SOUND.length],
      [`bytes=${SOUND.length - 1}-`, SOUND.length - 1, SOUND.length],
    ];
    for (const [range, from, to] of parts) {
      const part = await play(server, path("s"), { ...withKey, range });
      expect([part.status, part.bytes.equals(SOUND.subarray(from, to))], range).toEqual([206, true]);
      expect(part.headers).toMatchObject({
        "content-range": `bytes ${from}-${to - 1}/${SOUND.length}`,
        "content-length": String(to - from),
      });
    }
    const past = await play(server, path("s"), { ...withKey, range: `bytes=${SOUND.length}-` });
    expect([past.status, past.code, past.headers["content-range"]]).toEqual([416, "RANGE_INVALID", `bytes */${SOUND.length}`]);
  });

  it("is played in parts only while it is the same recording", async () => {
    await using server = await start(engine);
    const { sha256 } = (await put(server, "s", SOUND)).body;
    const range = "bytes=0-9";
    expect((await play(server, path("s"), { ...withKey, range, "if-range": `"${sha256}"` })).status).toBe(206);
    expect((await play(server, path("s"), { ...withKey, range, "if-range": '"another"' })).status).toBe(200);
    const unchanged = await play(server, path("s"), { ...withKey, "if-none-match": `"${sha256}"` });
    expect([unchanged.status, unchanged.bytes.length]).toEqual([304, 0]);
  });

  it("tells its size by HEAD, whole and in part, without a byte of it", async () => {
    await using server = await start(engine);
    await put(server, "s", SOUND);
    const whole = await play(server, path("s"), withKey, "HEAD");
    expect([whole.status, whole.headers["content-length"], whole.bytes.length]).toEqual([200, String(SOUND.length), 0]);
    const part = await play(server, path("s"), { ...withKey, range: "bytes=0-9" }, "HEAD");
    expect([part.status, part.headers["content-length"], part.bytes.length]).toEqual([206, "10", 0]);
  });

  it("takes the place of the one before, whose bytes are gone", async () => {
    await using server = await start(engine);
    await put(server, "s", SOUND);
    await put(server, "s", OTHER_SOUND);
    expect((await play(server, path("s"), withKey)).bytes.equals(OTHER_SOUND)).toBe(true);
    expect(await storedObjects(server)).toHaveLength(1);
  });

  it("is refused when its bytes are no sound, and leaves nothing behind", async () => {
    await using server = await start(engine);
    const page = await put(server, "s", Buffer.from("<!doctype html><script>alert(1)</script>"), ADMIN_KEY, "audio/wav");
    expect([page.status, page.body.error.code]).toEqual([415, "RECORDING_INVALID"]);
    expect((await put(server, "s", Buffer.alloc(0))).status).toBe(415);
    expect((await play(server, path("s"), withKey)).code).toBe("RECORDING_NOT_FOUND");
    expect(await storedObjects(server)).toEqual([]);
  });

  it("is refused past the limit, whether its length is said or not", async () => {
    await using server = await start(engine, { RECORDING_BYTES_MAX: "10000" });
    const said = await put(server, "s", SOUND);
    expect([said.status, said.body.error.code]).toEqual([413, "RECORDING_TOO_LARGE"]);
    const address = await server.listen();
    const unsaid = await fetch(`${address}${path("s")}`, {
      method: "PUT",
      headers: { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "audio/wav" },
      body: new Blob([new Uint8Array(SOUND)]).stream(),
      duplex: "half",
    } as RequestInit);
    expect([unsaid.status, ((await unsaid.json()) as Refusal).error.code]).toEqual([413, "RECORDING_TOO_LARGE"]);
    expect(await storedObjects(server)).toEqual([]);
  });

  it("of one organization is never anybody else's, by key or by token", async () => {
    await using server = await start(engine);
    const other = await server.newOrganization();
    const mine = (await put(server, "s", SOUND)).body;
    const theirKey = { authorization: `Bearer ${other.key}` };
    expect((await play(server, path("s"), theirKey)).code).toBe("RECORDING_NOT_FOUND");
    expect((await server.call<Refusal>("GET", `${path("s")}/waveform`, { key: other.key })).body.error.code).toBe("RECORDING_NOT_FOUND");
    const theirs = (await put(server, "s", OTHER_SOUND, other.key)).body;
    expect((await play(server, path("s"), withKey)).bytes.equals(SOUND)).toBe(true);
    expect((await play(server, path("s"), theirKey)).bytes.equals(OTHER_SOUND)).toBe(true);
    expect((await play(server, mine.url)).bytes.equals(SOUND)).toBe(true);
    expect((await play(server, theirs.url)).bytes.equals(OTHER_SOUND)).toBe(true);
    // A token wins over a key that is sent beside it, and opens no other session.
    expect((await play(server, theirs.url, withKey)).bytes.equals(OTHER_SOUND)).toBe(true);
    await put(server, "t", SOUND);
    expect((await play(server, `${path("t")}?token=${new URL(mine.url).searchParams.get("token")}`)).code).toBe("RECORDING_TOKEN_INVALID");
  });

  it("plays by its signed address alone until that expires, over a change of keys as well", async () => {
    await using server = await start(engine, { RECORDING_ADDRESS_SEC: "60", PUBLIC_URL: "https://calls.example.com/" });
    const { url } = (await put(server, "s", SOUND)).body;
    expect(url).toMatch(/^https:\/\/calls\.example\.com\/v1\/sessions\/s\/recording\?token=/);
    const rotated = await server.call("POST", "/v1/recording-keys", { key: OPERATOR_KEY });
    expect(rotated.status).toBe(201);
    expect((await server.call("POST", "/v1/recording-keys")).status).toBe(403);
    const fresh = (await server.call<View>("GET", `${path("s")}/waveform`)).body.url;
    expect(fresh).not.toBe(url);
    for (const address of [url, fresh]) expect((await play(server, address)).status).toBe(200);
    server.time.ms += 60_000;
    for (const address of [url, fresh]) {
      const expired = await play(server, address);
      expect([expired.status, expired.code]).toEqual([401, "RECORDING_TOKEN_INVALID"]);
    }
  });

  it("is refused without a key, and with one of the wrong scope", async () => {
    await using server = await start(engine);
    const ingest = await server.newOrganization(["ingest"]);
    const read = await server.newOrganization(["read"]);
    expect((await play(server, path("s"))).code).toBe("KEY_MISSING");
    expect((await play(server, path("s"), { authorization: `Bearer ${ingest.key}` })).code).toBe("SCOPE_MISSING");
    expect((await put(server, "s", SOUND, read.key)).body.error.code).toBe("SCOPE_MISSING");
    expect((await put(server, "s", SOUND, ingest.key)).status).toBe(200);
  });

  it("is refused as JSON of another form", async () => {
    await using server = await start(engine);
    for (const body of [{}, { url: 5 }, { url: "https://example.com/a.wav", more: 1 }, []]) {
      const refused = await put(server, "s", body);
      expect([refused.status, refused.body.error.code]).toEqual([400, "BODY_INVALID"]);
    }
    expect((await put(server, "a\u0001b", SOUND)).body.error.code).toBe("SESSION_ID_INVALID");
  });

  it("of an erased session is gone, and none comes again", async () => {
    await using server = await start(engine);
    await put(server, "s", SOUND);
    const { url } = (await server.call<View>("GET", `${path("s")}/waveform`)).body;
    expect((await server.call("DELETE", "/v1/sessions/s")).status).toBeLessThan(300);
    expect((await play(server, url)).code).toBe("RECORDING_NOT_FOUND");
    const again = await put(server, "s", SOUND);
    expect([again.status, again.body.error.code]).toEqual([410, "SESSION_ERASED"]);
    expect(await storedObjects(server)).toEqual([]);
  });

  it("shows in its session", async () => {
    await using server = await start(engine);
    await put(server, "s", SOUND);
    await server.call("PUT", "/v1/sessions/s", { body: { type: "voice" } });
    const { body } = await server.call<{ recording: { url: string } | null }>("GET", "/v1/sessions/s");
    expect((await play(server, body.recording?.url ?? "")).bytes.equals(SOUND)).toBe(true);
  });
});

describe("the keys of signed addresses", () => {
  it("rest encrypted when the server has a secret key", async () => {
    await using server = await start(sqlite, { CALLTREE_SECRET_KEY: "ab".repeat(32) });
    const { url } = (await put(server, "s", SOUND)).body;
    const stored = await server.calltree.stores.office.serverValue("recording_keys");
    expect(stored).toMatch(/^sealed:/);
    expect(stored).not.toContain(new URL(url).searchParams.get("token")?.split(".")[0]);
  });
});
