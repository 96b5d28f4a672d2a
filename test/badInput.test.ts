/** Rubbish on every route of every face: never a 500, never a crash, never a word about the inside. */
import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Engine, engines, sqlite } from "./support/databases.ts";
import { type Method, type OpenApi, type Operation, operationsOf } from "./support/openApi.ts";
import { ADMIN_KEY, OPERATOR_KEY, startTestServer, type TestServer } from "./support/server.ts";

const INSIDE = /at .*\.(ts|js):\d|node_modules|sqlite|SQLITE|postgres|kysely|SELECT |INSERT /;
const MEBIBYTE = 1_048_576;
const PARAMETERS_AT_ONCE = 20;

const start = (engine: Engine): Promise<TestServer> =>
  startTestServer(engine, { settings: { RATE_LIMIT_PER_MINUTE: "10000000", STREAMS_MAX: "1", CALLTREE_SECRET_KEY: "e".repeat(64) } });

/** With a key in every place where a face may look for one, so that it is the input that is refused. */
async function expectClean(
  server: TestServer,
  method: Method,
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
  key = ADMIN_KEY,
): Promise<number> {
  const answer = await server.call(method, url, { body, headers: { "x-api-key": key, ...headers }, key });
  const asked = `${method} ${url.slice(0, 500)}`;
  expect(answer.status, `${asked}: ${answer.text}`).toBeLessThan(500);
  if (answer.status < 400) return answer.status;
  expect(answer.text, asked).not.toMatch(INSIDE);
  expect(() => JSON.parse(answer.text), `${asked}: ${answer.text}`).not.toThrow();
  return answer.status;
}

/** An event stream never ends; what is wrong with the question is refused before it begins. */
const operations = (server: TestServer): Operation[] =>
  operationsOf(server.calltree.app.swagger() as unknown as OpenApi).filter(({ path }) => !path.endsWith("/stream"));

const NASTY_TEXTS = [
  ...["__proto__", "constructor", "toString", "\u0000", "\ud800", "%00", "%", "%zz", "../../etc/passwd", "'; DROP TABLE record;--"],
  ...["\u202e", "x".repeat(2_000), "NaN", "-1", "0", "1e999", "9".repeat(40), "-9223372036854775809", "0x10", "null", "undefined", " ", ""],
  ...["[]", "{}", "a/b", "🙂", "*", '"', "%25", "_", "AND OR NOT", "a*b(c:", "2026-02-30", "9999-12-31T23:59:59Z", "-271821-04-20", "true"],
];
const nastyText = fc.oneof(fc.constantFrom(...NASTY_TEXTS), fc.string({ unit: "binary", maxLength: 300 }));
const nastyBody = fc.oneof(
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
    '{"record_type":"inference","id":"n","model":"\\u0000","tokens":"\\u0000","conversation_id":"\\ud800","cost":"0.1"}',
    '{"record_type":"call-control","id":"n","telnyx_session_id":"\\ud800","call_control_id":"a\\u0000","billed_sec":"\\ud800"}',
    '{"record_type":"call-session","id":"n","telnyx_session_id":".","call_session_id":"\\u0001"}',
    '{"record_type":"recording","id":"1","cost":1e400}',
    '{"record_type":"recording","id":"1","cost":123456789012345678901234567890}',
    '{"record_type":"recording","id":"1","started_at":"9999-12-31T23:59:59Z","version":1e308}',
    '{"record_type":"recording","id":"1","started_at":"0001-01-01"}',
    '{"agent":{"id":"\\u0000"},"metadata":{"\\u0000":"\\ud800"},"variables":{"__proto__":1}}',
    '{"metadata":{"__proto__":{"polluted":true}},"external_ids":{"__proto__":"x","constructor":"y"}}',
    '{"started_at":"9999-12-31T23:59:59.999Z","ended_at":"0001-01-01T00:00:00Z","quality":{"inbound":{"mos":1e308}}}',
    '{"root":{"record_type":"constructor","id":"__proto__"},"external_ids":{"a":1e400}}',
    '[{"id":"\\u0000","role":"user","content":"\\u0000\\ud800"}]',
    '[{"id":"m","role":"user","content":"x","start_ms":1e308,"latency":{"total_ms":1e400}}]',
    '[{"id":"m","role":"tool","content":"","tool_call":{"name":"__proto__","arguments":{"__proto__":1},"result":"\\u0000"}}]',
    '{"ended_at":"2026-13-01","status":{"__proto__":1}}',
    '{"url":"http://169.254.169.254/latest"}',
    '{"url":"file:///etc/passwd"}',
    '{"url":"https://203.0.114.7/\\u0000","description":"\\ud800","events":[]}',
    '{"url":"https://203.0.114.7/","format":"native","events":["__proto__"],"secret":"whsec_\\u0000"}',
    '{"url":"https://203.0.114.7/","format":"constructor","rate_per_sec":1e400}',
    '{"overlap_sec":1e400,"paused":"\\u0000"}',
    '{"session_id":"\\u0000","created_from":"\\ud800"}',
    '{"session_id":"\\ud800"}',
    '{"agent_id":"\\u0000","q":"\\ud800"}',
    '{"agent_name_contains":"\\ud800%","alias":["\\u0000"],"preview":true}',
    '{"owned_cost_min":"1e400","duration_ms_min":9007199254740993,"preview":true}',
    '{"base_url":"https://203.0.114.7/v1","model":"\\u0000","api_key":"\\u0000"}',
    '{"base_url":"https://203.0.114.7/v1\\u0000","model":"m","input_price":"1e999","timeout_ms":1e400}',
    '{"analysis":{"extraction":{"fields":[{"name":"__proto__","type":"string"},{"name":"\\u0000","type":"enum"}]}}}',
    '{"analysis":{"intent":{"custom_intents":["\\ud800"]},"constructor":{},"resolution":{"definitions":[{"priority":1e400}]}}}',
    '{"url":"http://[::ffff:127.0.0.1]/\\u0000"}',
    `${"[".repeat(50_000)}${"]".repeat(50_000)}`,
    `{"record_type":"recording","id":"1","deep":${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}}`,
    `{"metadata":${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}}`,
    "{",
    "",
    "nul",
    '"text"',
    "\ufeff{}",
    "[1,",
    '{"a":1}{"b":2}',
  ),
);
const BROKEN_UTF8 = Buffer.from([...Buffer.from('{"note":"'), 0xc3, 0x28, 0xff, ...Buffer.from('"}')]);
const CONTENT_TYPES = [
  ...["application/json", "application/x-ndjson", "text/plain", "application/octet-stream", "audio/wav", "application/xml"],
  ...["multipart/form-data; boundary=x", "application/json; charset=utf-16", "application/x-www-form-urlencoded", "/", "a/b;\u00e9"],
];

const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());
const filled = (path: string, ...texts: readonly string[]): string =>
  texts.reduce((url, text) => url.replace(/\{\w+\}/, () => encoded(text) || "x"), path).replaceAll(/\{\w+\}/g, "x");
const bodyFor = (method: Method): string | undefined => (method === "GET" || method === "DELETE" ? undefined : "{}");

describe.each(engines)("bad input on $name", (engine) => {
  it("gets a clear refusal in every path and query parameter", { timeout: 240_000 }, async () => {
    await using server = await start(engine);
    for (const { method, path, query } of operations(server)) {
      for (let from = 0; from === 0 || from < query.length; from += PARAMETERS_AT_ONCE) {
        const names = [...query.slice(from, from + PARAMETERS_AT_ONCE), "unheard_of"];
        const values = fc.array(nastyText, { minLength: names.length, maxLength: names.length });
        await fc.assert(
          fc.asyncProperty(nastyText, nastyText, values, fc.nat(names.length), async (first, second, texts, chosen) => {
            // One alone, so that no other is refused before it; and all together.
            const alone = `?${encoded(names[chosen] ?? second)}=${encoded(texts[0] ?? "")}`;
            const together = `?${names.map((name, index) => `${encoded(name)}=${encoded(texts[index] ?? "")}`).join("&")}`;
            for (const asked of [alone, together]) await expectClean(server, method, filled(path, first, second) + asked, bodyFor(method));
          }),
          { numRuns: 12 },
        );
      }
    }
  });

  it("gets a clear refusal in every single query parameter, whatever it says", { timeout: 240_000 }, async () => {
    await using server = await start(engine);
    const names = (operation: Operation) =>
      operation.query.length > 30 ? operation.query.filter((_, index) => index % 7 === 0) : operation.query;
    for (const operation of operations(server)) {
      for (const name of names(operation)) {
        for (const text of NASTY_TEXTS.filter((_, index) => index % 2 === name.length % 2)) {
          await expectClean(
            server,
            operation.method,
            `${filled(operation.path)}?${encoded(name)}=${encoded(text)}`,
            bodyFor(operation.method),
          );
        }
        await expectClean(
          server,
          operation.method,
          `${filled(operation.path)}?${encoded(name)}=1&${encoded(name)}=2&${encoded(name)}[x]=3`,
          bodyFor(operation.method),
        );
      }
    }
  });

  it("gets a clear refusal in every body", { timeout: 240_000 }, async () => {
    await using server = await start(engine);
    for (const [index, { method, path }] of operations(server).entries()) {
      if (method === "GET") continue;
      // Each has ids of its own: one of them erases sessions, and what is erased takes nothing in any more.
      const url = filled(path, `x${index}`);
      await fc.assert(
        fc.asyncProperty(nastyBody, fc.boolean(), async (value, isPacked) => {
          const text = typeof value === "string" ? value : JSON.stringify(value);
          const body = isPacked ? gzipSync(text) : text;
          const packed: Record<string, string> = isPacked ? { "content-encoding": "gzip" } : {};
          for (const type of ["application/json", "application/x-ndjson", "text/plain"]) {
            await expectClean(server, method, url, body, { "content-type": type, ...packed });
            await expectClean(server, method, url, body, { "content-type": type, ...packed }, OPERATOR_KEY);
          }
        }),
        { numRuns: 25 },
      );
      for (const type of CONTENT_TYPES) {
        for (const body of [BROKEN_UTF8, randomBytes(500), Buffer.alloc(0), "{}"]) {
          await expectClean(server, method, url, body, { "content-type": type });
        }
      }
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    await server.project();
    for (const url of [
      "/readyz",
      "/v1/records?limit=500",
      "/v1/sessions?limit=500",
      "/api/v1/calling/call-sessions",
      "/api/v1/chat/sessions",
    ])
      expect([url, await expectClean(server, "GET", url, undefined)]).toEqual([url, 200]);
  });
});

/** What is refused before any store is asked. */
describe("bad input at the door", () => {
  it("gets a clear refusal however long or many its parameters are, also of a stream", { timeout: 120_000 }, async () => {
    await using server = await start(sqlite);
    const streams = operationsOf(server.calltree.app.swagger() as unknown as OpenApi).filter(({ path }) => path.endsWith("/stream"));
    const [long, longest] = ["x".repeat(MEBIBYTE / 8), "x".repeat(10 * MEBIBYTE)];
    const faces = new Set<string>();
    const many = Array.from({ length: 20_000 }, (_, index) => `p${index}=${index}`).join("&");
    for (const { face, method, path, query } of operations(server)) {
      const url = filled(path);
      await expectClean(server, method, `${url}?${many}`, bodyFor(method));
      const name = query[0] ?? "q";
      await expectClean(server, method, `${url}?${encoded(name)}=${faces.has(face) ? long : longest}`, bodyFor(method));
      faces.add(face);
      await expectClean(server, method, `${url}?${Array.from({ length: 5_000 }, () => `${encoded(name)}=1`).join("&")}`, bodyFor(method));
      if (path.includes("{"))
        expect(await expectClean(server, method, filled(path, "x".repeat(5_000)), bodyFor(method))).toBeGreaterThanOrEqual(400);
    }
    const address = await server.listen();
    expect((await fetch(`${address}/v1/sessions?q=${long}`)).status).toBe(431);
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
    for (const { path } of streams) {
      expect(await expectClean(server, "GET", `${path}?last_event_id=${"x".repeat(1_000)}`, undefined)).toBeGreaterThanOrEqual(400);
      expect(await expectClean(server, "GET", `${path}?last_event_id=%00`, undefined)).toBeGreaterThanOrEqual(400);
    }
  });

  it("gets a clear refusal in headers and methods", async () => {
    await using server = await start(sqlite);
    for (const headers of [
      { authorization: "Basic x", "x-api-key": "" },
      { authorization: "Bearer", "x-api-key": "\u00e9" },
      { "content-encoding": "br" },
      { "content-type": "application/json; charset=utf-16" },
      { "content-length": "5" },
      { range: "bytes=99999999999999999999-" },
      { "if-range": "\u00e9", range: "bytes=-" },
      { "last-event-id": "9".repeat(500) },
      { host: "a b" },
      { "x-forwarded-for": "x".repeat(10_000) },
    ]) {
      for (const { method, path } of operations(server)) await expectClean(server, method, filled(path), bodyFor(method), headers as never);
    }
    for (const { path } of operations(server)) {
      for (const method of ["PATCH", "DELETE", "PUT", "POST"] as const) await expectClean(server, method, filled(path), bodyFor(method));
    }
    expect((await server.call("DELETE", "/v1/records")).status).toBe(404);
    expect((await server.call("GET", "/v1/trees/recording/%E0%A4%A")).status).toBe(400);
    expect((await server.call("GET", "/v2/session_analysis/%E0%A4%A/x")).body).toMatchObject({ errors: [{}] });
    expect((await server.call("GET", "/api/v1/calling/call-sessions-detail/%E0%A4%A")).body).toMatchObject({ success: false });
    expect((await server.call("GET", "/api/v1/chat/sessions/%E0%A4%A")).body).toMatchObject({ error: { code: "VALIDATION_ERROR" } });
  });

  it("gets the security headers with every refusal, and what needs a key is kept nowhere", async () => {
    await using server = await start(sqlite);
    for (const url of ["/sessions/%zz", "/v1/%zz", "/v1/nothing", "/v1/sessions?limit=x", "/v2/%zz", "/api/v1/%zz", "/v1/organization"]) {
      const { headers } = await server.call("GET", url);
      expect([url, headers["content-security-policy"]]).toEqual([url, "default-src 'none'; frame-ancestors 'none'"]);
      expect([url, headers["x-content-type-options"], headers["referrer-policy"]]).toEqual([url, "nosniff", "no-referrer"]);
      expect([url, headers["cache-control"]]).toEqual([url, url.startsWith("/sessions") ? undefined : "no-store"]);
    }
    // Another spelling of the same route.
    const spelled = await server.call("GET", "/%761/organization");
    expect([spelled.status, spelled.headers["cache-control"]]).toEqual([200, "no-store"]);
  });
});
