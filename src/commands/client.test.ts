import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiPath, openRemote, readAnswer, urlOf } from "./client.ts";

let server: Server;
let address: string;
const seen: { method: string; url: string; key: string | undefined; type: string | undefined; body: string }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const body = await textOf(request);
    const { authorization, "content-type": type } = request.headers;
    seen.push({ method: request.method ?? "", url: request.url ?? "", key: authorization, type, body });
    if (request.url === "/v1/away") response.writeHead(302, { location: "/v1/elsewhere" }).end();
    else response.writeHead(200, { "content-type": "application/json" }).end('{"ok":true}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

describe("openRemote", () => {
  it("sends bytes as they are, under the type that they have", async () => {
    await using client = openRemote(address, "secret-key");
    // The middle of a larger buffer: neither what stands before nor after it is sent.
    const content = new Uint8Array(new TextEncoder().encode("..RIFF..").buffer, 2, 4);
    await client.request({ method: "PUT", path: "/v1/sessions/1/recording", bytes: { contentType: "audio/wav", content } });
    expect(seen.at(-1)).toMatchObject({ method: "PUT", type: "audio/wav", body: "RIFF" });
  });

  it("sends the key, the query and the body", async () => {
    await using client = openRemote(`${address}/`, "secret-key");
    expect(await client.request({ method: "POST", path: "/v1/keys", query: { a: 1, b: undefined }, body: { name: "n" } })).toEqual({
      ok: true,
    });
    expect(seen.at(-1)).toEqual({
      method: "POST",
      url: "/v1/keys?a=1",
      key: "Bearer secret-key",
      type: "application/json",
      body: '{"name":"n"}',
    });
    await client.request({ method: "POST", path: "/v1/records", lines: '{"id":"a"}\n' });
    expect(seen.at(-1)).toMatchObject({ type: "application/x-ndjson", body: '{"id":"a"}\n' });
  });

  it("follows no redirect, so that the key stays with the server it was meant for", async () => {
    await using client = openRemote(address, "secret-key");
    await expect(client.request({ method: "GET", path: "/v1/away" })).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(seen.at(-1)?.url).toBe("/v1/away");
  });

  it("says so when nothing answers", async () => {
    await using client = openRemote("http://127.0.0.1:1", "secret-key");
    await expect(client.request({ method: "GET", path: "/v1/keys" })).rejects.toMatchObject({ kind: "unavailable" });
  });

  it("refuses addresses and keys that cannot be right", () => {
    for (const wrong of ["localhost:8733", "ftp://localhost", "", "http://user:word@localhost"]) {
      expect(() => openRemote(wrong, "key")).toThrow(expect.objectContaining({ code: "COMMAND_INVALID" }));
    }
    expect(() => openRemote(address, undefined)).toThrow(expect.objectContaining({ code: "KEY_MISSING" }));
    expect(() => openRemote(address, "two words")).toThrow(expect.objectContaining({ code: "COMMAND_INVALID" }));
  });
});

describe("readAnswer", () => {
  const refusal = (code: string): string => JSON.stringify({ error: { code, message: "Why.", field: "id" } });

  it("throws the server's own error", () => {
    expect(() => readAnswer(404, refusal("RECORD_NOT_FOUND"), "server", undefined)).toThrow(
      expect.objectContaining({ code: "RECORD_NOT_FOUND", message: "Why.", field: "id" }),
    );
    expect(() => readAnswer(429, refusal("INGEST_OVERLOADED"), "server", "3")).toThrow(expect.objectContaining({ retryAfterSec: 3 }));
  });

  it("keeps an error it does not know", () => {
    expect(() => readAnswer(418, refusal("LATER_ADDED"), "server", undefined)).toThrow("LATER_ADDED: Why.");
  });

  it("refuses what is not a Calltree server's answer", () => {
    for (const [status, text] of [
      [502, "<html>"],
      [200, "<html>"],
      [500, '{"error":"x"}'],
      [200, "[]"],
    ] as const) {
      expect(() => readAnswer(status, text, "server", undefined)).toThrow(expect.objectContaining({ code: "STORE_UNAVAILABLE" }));
    }
  });

  it("takes an answer without a body", () => {
    expect(readAnswer(204, "", "server", undefined)).toEqual({});
  });
});

describe("paths", () => {
  it("encodes each part", () => {
    expect(apiPath("trees", "call-session", "a/b c")).toBe("/v1/trees/call-session/a%2Fb%20c");
    expect(urlOf({ method: "GET", path: "/v1/records", query: { record_type: "a&b", limit: 5, cursor: undefined } })).toBe(
      "/v1/records?record_type=a%26b&limit=5",
    );
  });
});
