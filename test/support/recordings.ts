/** A server with recordings in a folder of its own, for tests that send and play them. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silence, tone, wav } from "../../src/recordings/soundFixtures.ts";
import type { Engine } from "./databases.ts";
import { ADMIN_KEY, startTestServer, type TestServer } from "./server.ts";

export interface View {
  readonly session_id: string;
  readonly url: string;
  readonly state: string;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly content_type: string | null;
  readonly size_bytes: number | null;
  readonly sha256: string | null;
  readonly duration_ms: number | null;
  readonly source_url: string | null;
  readonly channels?: number[][] | null;
}
export interface Refusal {
  readonly error: { readonly code: string };
}

export const SOUND = wav(1, tone, silence);
export const OTHER_SOUND = wav(0.5, tone);

export interface RecordingServer extends TestServer {
  readonly folder: string;
  readonly time: { ms: number };
}

export async function start(engine: Engine, settings: Record<string, string> = {}): Promise<RecordingServer> {
  const folder = await mkdtemp(join(tmpdir(), "calltree-recordings-test-"));
  const time = { ms: Date.now() };
  const server = await startTestServer(engine, {
    clock: { nowMs: () => time.ms },
    settings: { RECORDINGS_URL: `file:${folder}`, OUTGOING_ALLOW: "127.0.0.1", ...settings },
  });
  const dispose = server[Symbol.asyncDispose];
  return Object.assign(server, {
    folder,
    time,
    [Symbol.asyncDispose]: async () => {
      await dispose();
      await rm(folder, { recursive: true, force: true });
    },
  });
}

export const path = (id: string): string => `/v1/sessions/${encodeURIComponent(id)}/recording`;
export const put = (server: TestServer, id: string, bytes: Buffer | object, key = ADMIN_KEY, type = "application/octet-stream") =>
  server.call<View & Refusal>("PUT", path(id), {
    key,
    body: bytes,
    ...(Buffer.isBuffer(bytes) ? { headers: { "content-type": type } } : {}),
  });

/** As a player asks: with headers of its own, bytes and not text. */
export async function play(server: TestServer, url: string, headers: Record<string, string> = {}, method: "GET" | "HEAD" = "GET") {
  const { pathname, search } = new URL(url, "http://localhost");
  const answer = await server.calltree.app.inject({ method, url: pathname + search, headers });
  const code = answer.headers["content-type"]?.toString().includes("json") ? (answer.json() as Refusal).error.code : undefined;
  return { status: answer.statusCode, headers: answer.headers, bytes: answer.rawPayload, code };
}
export const withKey = { authorization: `Bearer ${ADMIN_KEY}` };

/** Names of all stored objects, of every organization. */
export async function storedObjects(server: RecordingServer): Promise<string[]> {
  const files = await readdir(server.folder, { recursive: true, withFileTypes: true });
  return files.filter((file) => file.isFile() && !file.parentPath.includes("incoming-")).map((file) => file.name);
}

/** A sound's owner elsewhere, as a referenced address has it. */
export async function source(answer: RequestListener): Promise<AsyncDisposable & { url: string }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  return {
    url: `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}/call.wav`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
