/** Recordings that are told by an address: fetched once, tried again, and never from inside. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { engines } from "./support/databases.ts";
import {
  OTHER_SOUND,
  path,
  play,
  put,
  type RecordingServer,
  SOUND,
  source,
  start,
  storedObjects,
  type View,
  withKey,
} from "./support/recordings.ts";

const incoming = async (server: RecordingServer): Promise<string> =>
  (await readdir(server.folder)).find((name) => name.startsWith("incoming-")) ?? "none";

describe.each(engines)("a recording that is told by an address, on $name,", (engine) => {
  it("is fetched from the address that was given for it", async () => {
    await using server = await start(engine);
    await using elsewhere = await source((_request, reply) => reply.end(SOUND));
    const referred = await put(server, "s", { url: elsewhere.url });
    expect([referred.status, referred.body.source_url]).toEqual([200, elsewhere.url]);
    expect((await play(server, path("s"), withKey)).bytes.equals(SOUND)).toBe(true);
    const { body } = await server.call<View>("GET", `${path("s")}/waveform`);
    expect(body).toMatchObject({
      state: "stored",
      source_url: elsewhere.url,
      content_type: "audio/wav",
      duration_ms: 1_000,
      size_bytes: SOUND.length,
    });
  });

  it("is fetched though nobody asks for it, after failures as well, which are told", async () => {
    await using server = await start(engine);
    let isWell = false;
    await using elsewhere = await source((_request, reply) => (isWell ? reply.end(SOUND) : reply.writeHead(503).end()));
    await put(server, "s", { url: elsewhere.url });
    const status = async () => (await server.call<View>("GET", `${path("s")}/waveform`)).body;
    await vi.waitFor(async () => expect((await status()).error).toMatchObject({ code: "FETCH_FAILED" }), { timeout: 10_000 });
    const played = await play(server, path("s"), withKey);
    expect([played.status, played.code]).toEqual([502, "FETCH_FAILED"]);
    isWell = true;
    server.time.ms += 10_000;
    await vi.waitFor(async () => expect(await status()).toMatchObject({ state: "stored", error: null }), { timeout: 10_000 });
  });

  it("that is no sound where it was said to be is told as failed for good", async () => {
    await using server = await start(engine);
    await using elsewhere = await source((_request, reply) => reply.end("<html>"));
    await put(server, "s", { url: elsewhere.url });
    const status = async () => (await server.call<View>("GET", `${path("s")}/waveform`)).body;
    await vi.waitFor(async () => expect(await status()).toMatchObject({ state: "failed", error: { code: "RECORDING_INVALID" } }), {
      timeout: 10_000,
    });
    expect(await storedObjects(server)).toEqual([]);
  });

  it("that was uploaded is not lost to a reference that was slower", async () => {
    await using server = await start(engine);
    let finish = (): void => {};
    const asked = Promise.withResolvers<void>();
    await using elsewhere = await source((_request, reply) => {
      finish = () => reply.end(SOUND);
      asked.resolve();
    });
    await put(server, "s", { url: elsewhere.url });
    await asked.promise;
    await put(server, "s", OTHER_SOUND);
    finish();
    await vi.waitFor(async () => expect(await readdir(join(server.folder, await incoming(server)))).toEqual([]), { timeout: 10_000 });
    expect((await play(server, path("s"), withKey)).bytes.equals(OTHER_SOUND)).toBe(true);
    expect(await storedObjects(server)).toHaveLength(1);
  });

  it.each(["http://127.0.0.2/a.wav", "http://169.254.169.254/", "http://localhost/a.wav", "file:///etc/passwd", "nonsense"])(
    "is never fetched from inside: %s",
    async (url) => {
      await using server = await start(engine);
      const refused = await put(server, "s", { url });
      expect([refused.status, refused.body.error.code]).toEqual([400, "ADDRESS_REFUSED"]);
      expect((await play(server, path("s"), withKey)).code).toBe("RECORDING_NOT_FOUND");
    },
  );

  it("is in a file of this machine until it is fetched, so that it survives the process", async () => {
    await using server = await start(engine);
    await using elsewhere = await source((_request, reply) => reply.writeHead(503).end());
    await put(server, "s", { url: elsewhere.url });
    const folder = join(server.folder, await incoming(server));
    const [file = ""] = (await readdir(folder)).filter((name) => name.endsWith(".fetch.json"));
    expect(JSON.parse(await readFile(join(folder, file), "utf8"))).toMatchObject({ sessionId: "s", url: elsewhere.url });
  });
});
