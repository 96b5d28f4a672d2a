/** Rubbish on every route: never a 500, never a crash, never a word about the inside. */
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { ADMIN_KEY, OPERATOR_KEY, startTestServer, type TestServer } from "./support/server.ts";

const INSIDE = /at .*\.(ts|js):\d|node_modules|sqlite|SQLITE|postgres|kysely|SELECT |INSERT /;

async function expectClean(
  server: TestServer,
  method: Parameters<TestServer["call"]>[0],
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
  key = ADMIN_KEY,
): Promise<void> {
  const answer = await server.call(method, url, { body, headers, key });
  expect(answer.status, `${method} ${url}: ${answer.text}`).toBeLessThan(500);
  if (answer.status >= 400) expect(answer.text, `${method} ${url}`).not.toMatch(INSIDE);
}

const routesOf = (server: TestServer): { method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"; url: string }[] => {
  const document = server.calltree.app.swagger() as { paths: Record<string, Record<string, unknown>> };
  return Object.entries(document.paths).flatMap(([url, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase() as "GET", url })),
  );
};

const NASTY_TEXTS = [
  "__proto__",
  "constructor",
  "toString",
  "\u0000",
  "\ud800",
  "%00",
  "%",
  "%zz",
  "../../etc/passwd",
  "'; DROP TABLE record;--",
  "\u202e",
  "x".repeat(2_000),
  "NaN",
  "-1",
  "1e999",
  "9".repeat(40),
  "null",
  " ",
  "[]",
  "{}",
  "a/b",
  "🙂",
];
const nastyText = fc.oneof(fc.constantFrom(...NASTY_TEXTS), fc.string({ unit: "binary", maxLength: 300 }));
const nastyJson = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    '{"record_type":"recording","id":"a\\u0000b"}',
    '{"record_type":"recording","id":"\\ud800"}',
    '{"record_type":"recording","id":"ok","note":"\\u0000\\ud800"}',
    '{"record_type":"recording","id":"ok","telnyx_session_id":"\\u0000"}',
    '{"record_type":"recording","id":"ok","\\u0000":1,"currency":"usd"}',
    '{"__proto__":{"polluted":true},"record_type":"recording","id":"p"}',
    '{"constructor":{"prototype":{"polluted":true}},"record_type":"recording","id":"c"}',
    '{"record_type":"constructor","id":"1"}',
    '{"record_type":"recording","id":"1","cost":1e400}',
    '{"record_type":"recording","id":"1","cost":123456789012345678901234567890}',
    '{"record_type":"recording","id":"1","started_at":"9999-12-31T23:59:59Z","version":1e308}',
    '{"record_type":"recording","id":"1","started_at":"0001-01-01"}',
    `${"[".repeat(50_000)}${"]".repeat(50_000)}`,
    `{"record_type":"recording","id":"1","deep":${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}}`,
    "{",
    "",
    "nul",
    '"text"',
    "\ufeff{}",
    "[1,",
    '{"a":1}{"b":2}',
  ),
);

describe.each(engines)("bad input on $name", (engine) => {
  it("gets a clear refusal in every path and query parameter", { timeout: 180_000 }, async () => {
    await using server = await startTestServer(engine, { settings: { RATE_LIMIT_PER_MINUTE: "10000000" } });
    for (const { method, url } of routesOf(server)) {
      await fc.assert(
        fc.asyncProperty(nastyText, nastyText, nastyText, async (first, second, third) => {
          const path = [first, second, third].reduce((filled, text) => filled.replace(/\{\w+\}/, () => encodeSafely(text) || "x"), url);
          const query = `?${encodeSafely(second)}=${encodeSafely(third)}&limit=${encodeSafely(first)}&cursor=${encodeSafely(second)}&max_depth=${encodeSafely(third)}&date_time=${encodeSafely(first)}`;
          await expectClean(server, method, path + query, method === "GET" ? undefined : "{}");
        }),
        { numRuns: 15 },
      );
    }
  });

  it("gets a clear refusal in every body", { timeout: 180_000 }, async () => {
    await using server = await startTestServer(engine, { settings: { RATE_LIMIT_PER_MINUTE: "10000000" } });
    for (const { method, url } of routesOf(server).filter((route) => route.method !== "GET")) {
      const path = url.replace(/\{\w+\}/g, "x");
      await fc.assert(
        fc.asyncProperty(nastyJson, fc.boolean(), async (value, isPacked) => {
          const text = typeof value === "string" ? value : JSON.stringify(value);
          const body = isPacked ? gzipSync(text) : text;
          const packed: Record<string, string> = isPacked ? { "content-encoding": "gzip" } : {};
          for (const type of ["application/json", "application/x-ndjson", "text/plain"]) {
            await expectClean(server, method, path, body, { "content-type": type, ...packed });
            await expectClean(server, method, path, body, { "content-type": type, ...packed }, OPERATOR_KEY);
          }
        }),
        { numRuns: 25 },
      );
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect((await server.call("GET", "/readyz")).status).toBe(200);
    expect((await server.call("GET", "/v1/records?limit=500")).status).toBe(200);
  });

  it("gets a clear refusal in headers and methods", async () => {
    await using server = await startTestServer(engine);
    for (const headers of [
      { authorization: "Basic x" },
      { authorization: "Bearer" },
      { "content-encoding": "br" },
      { "content-type": "application/json; charset=utf-16" },
      { "content-length": "5" },
    ]) {
      await expectClean(server, "POST", "/v1/records", "[]", headers as Record<string, string>);
    }
    expect((await server.call("DELETE", "/v1/records")).status).toBe(404);
    expect((await server.call("GET", "/v1/trees/recording/%E0%A4%A")).status).toBe(400);
    expect((await server.call("GET", "/v2/session_analysis/%E0%A4%A/x")).body).toMatchObject({ errors: [{}] });
  });
});

function encodeSafely(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
