/** Who may do what, on every route that the server's own OpenAPI names: a new one is held to this as soon as it is there. */
import { describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { type Method, type OpenApi, type Operation, operationsOf } from "./support/openApi.ts";
import { silence } from "./support/ravan.ts";
import { ADMIN_KEY, type Answer, OPERATOR_KEY, startTestServer, type TestServer } from "./support/server.ts";
import { ISSUER, startIdentityProvider } from "./support/tokens.ts";

const NOW_MS = Date.parse("2026-06-01T12:00:00Z");
const SESSION = "5ec2e700-0000-4000-8000-000000000001";
const record = {
  record_type: "recording",
  id: "secret-id",
  telnyx_session_id: SESSION,
  cost: "0.0051",
  currency: "USD",
  note: "secret-note",
};
const frozen = { clock: { nowMs: () => NOW_MS }, settings: { RATE_LIMIT_PER_MINUTE: "1000000", CALLTREE_SECRET_KEY: "c".repeat(64) } };

const operations = (server: TestServer): Operation[] => operationsOf(server.calltree.app.swagger() as unknown as OpenApi);
const nameOf = ({ method, path }: Operation): string => `${method} ${path}`;
const isStream = ({ path }: Operation): boolean => path.endsWith("/stream");

type Needed = "ingest" | "read" | "admin" | "operator" | "operator or admin";

/** Scopes of all routes but reads, which need `read`. A route that is not here fails the test. */
const SCOPES: Readonly<Record<string, Needed>> = {
  "POST /v1/records": "ingest",
  "POST /v1/trees": "read",
  "PUT /v1/record-types/{name}": "admin",
  "GET /v1/organizations": "operator",
  "POST /v1/organizations": "operator",
  "POST /v1/organizations/{organization}/keys": "operator",
  "PATCH /v1/organization": "admin",
  "GET /v1/keys": "admin",
  "POST /v1/keys": "admin",
  "DELETE /v1/keys/{id}": "admin",
  "PUT /v1/exchange-rates": "admin",
  "GET /v1/audit": "admin",
  "PUT /v1/agents/{id}": "admin",
  "GET /v1/analysis": "admin",
  "POST /v1/analysis": "admin",
  "PUT /v1/analysis/settings": "admin",
  "POST /v1/sessions/{id}/analysis": "admin",
  "POST /v1/endpoints": "admin",
  "PATCH /v1/endpoints/{id}": "admin",
  "DELETE /v1/endpoints/{id}": "admin",
  "POST /v1/endpoints/{id}/test": "admin",
  "POST /v1/endpoints/{id}/rotate-secret": "admin",
  "POST /v1/endpoints/{id}/resume": "admin",
  "POST /v1/deliveries/{id}/replay": "admin",
  "POST /v1/deliveries/replay": "admin",
  "PUT /v1/sessions/{id}": "ingest",
  "DELETE /v1/sessions/{id}": "admin",
  "POST /v1/sessions/{id}/end": "ingest",
  "POST /v1/sessions/{id}/messages": "ingest",
  "PUT /v1/sessions/{id}/recording": "ingest",
  "POST /v1/recording-keys": "operator",
  "GET /v1/projection": "operator or admin",
  "POST /v1/sample-calls": "admin",
  "POST /v1/analysis/try": "admin",
  "POST /v1/rebuild": "operator",
  "GET /v1/rebuild": "operator",
};

function scopeOf(operation: Operation): Needed {
  const scope = SCOPES[nameOf(operation)] ?? (operation.method === "GET" ? "read" : undefined);
  if (scope === undefined) throw new Error(`say in SCOPES who may ${nameOf(operation)}`);
  return scope;
}

const QUERIES: Readonly<Record<string, string>> = {
  "/v1/usage": "?group_by=agent",
  "/v2/detail_records": "?filter[record_type]=recording",
  "/api/v1/calling/phone-history": "?phone=%2B15550100&include_transcripts=true",
};

/** The first organization's ids in the place of parameters, and what a route cannot be asked without. */
function addressOf({ path }: Operation): string {
  const ids: readonly (readonly [RegExp, string])[] = [
    [/^(\/v1\/records|\/v1\/trees|\/v2\/session_analysis)\/\{record_type\}/, "recording"],
    [/\{event_id\}|(?<=^\/v1\/(records|trees)\/recording\/)\{id\}/, "secret-id"],
    [/(?<=\/metadata\/)\{record_type\}|(?<=record-types\/)\{name\}/, "secret-type"],
    [/(?<=\/agents\/)\{id\}/, "secret-agent"],
    [/(?<=\/contacts\/)\{id\}/, "secret-contact"],
    [/(?<=\/keys\/)\{id\}/, "secret-key"],
    [/(?<=\/endpoints\/)\{id\}/, "secret-endpoint"],
    [/(?<=\/deliveries\/)\{id\}/, "secret-delivery"],
    [/\{organization\}/, "default"],
    [/\{sessionId\}|(?<=sessions(-detail)?\/)\{id\}/, SESSION],
  ];
  const filled = ids.reduce((text, [place, id]) => text.replace(place, (given) => given.replace(/\{\w+\}/, id)), path);
  if (filled.includes("{")) throw new Error(`say in addressOf what stands in ${path}`);
  return filled + (QUERIES[path] ?? "");
}

/** The same lists in other forms, and asked in other ways. */
const VARIANTS = [
  ...["/v1/records", "/v1/orphans", "/v1/sessions", `/v1/sessions/${SESSION}/messages`, `/v1/sessions/${SESSION}/revisions`].flatMap(
    (path) => [`${path}?format=csv`, `${path}?format=ndjson`],
  ),
  "/v1/records?record_type=recording",
  "/v1/records?cost_status=reported,unknown,unconverted",
  `/v1/sessions?alias=${SESSION}`,
  "/v1/sessions?q=secret",
  "/v1/sessions?format=csv&columns=id,agent_name",
  "/v1/session-series?q=secret&interval=day",
  `/v1/deliveries?session_id=${SESSION}`,
  "/v1/deliveries?endpoint_id=secret-endpoint&status=pending",
  "/v1/usage?group_by=record_type,agent",
  "/v1/usage?group_by=day&format=ndjson",
  "/v1/trees/call-session/5ec2e700-0000-4000-8000-000000000001",
  "/v2/detail_records?record_type=recording&id=secret-id",
];

/** A key where the face looks for one. */
function keyHeaders({ security }: Pick<Operation, "security">, key: string): Record<string, string> {
  return security.some((one) => Object.hasOwn(one, "apiKey")) ? { "x-api-key": key } : { authorization: `Bearer ${key}` };
}
function elsewhere({ security }: Pick<Operation, "security">, key: string): Record<string, string> {
  return security.some((one) => Object.hasOwn(one, "apiKey")) ? { authorization: `Bearer ${key}` } : { "x-api-key": key };
}

const ask = (server: TestServer, method: Method, url: string, headers: Record<string, string>, body?: unknown): Promise<Answer> =>
  server.call(method, url, { key: null, headers, ...(body === undefined ? {} : { body }) });

async function putSecrets(server: TestServer): Promise<void> {
  const facts = { agent: { id: "secret-agent", name: "secret-note" }, metadata: { note: "secret-note" }, caller_number: "+15550100" };
  const puts: readonly (readonly [Method, string, unknown, Record<string, string>?])[] = [
    ["POST", "/v1/records", record],
    ["PUT", `/v1/sessions/${SESSION}`, { ...facts, external_ids: { contact_id: "secret-contact" }, ended_at: "2026-05-01T12:00:00Z" }],
    ["POST", `/v1/sessions/${SESSION}/messages`, [{ id: "m", role: "user", content: "secret-note" }]],
    ["PUT", `/v1/sessions/${SESSION}/recording`, silence(), { "content-type": "audio/wav" }],
    ["PUT", "/v1/agents/secret-agent", { name: "secret-note", analysis: { intent: { custom_intents: ["secret-note"] } } }],
    ["PUT", "/v1/analysis/settings", { base_url: "https://203.0.114.7/secret", model: "secret-note", api_key: "secret-key" }],
    ["PUT", "/v1/record-types/secret-type", { description: "secret-note" }],
    ["PUT", "/v1/exchange-rates", [{ currency: "XTS", rate: "1.5" }]],
    ["POST", "/v1/keys", { name: "secret-note", scopes: ["read"] }],
  ];
  for (const [method, url, body, headers = {}] of puts) {
    const answer = await server.call(method, url, { body, headers });
    if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`);
  }
  await putDelivery(server);
  // The waveform is drawn in the background; who asks for it waits.
  await server.call("GET", `/v1/sessions/${SESSION}/recording/waveform`);
  await server.project();
}

/** An endpoint and what is on its way to it, under ids that an API would not give. */
async function putDelivery({ calltree }: TestServer): Promise<void> {
  const { office } = calltree.stores;
  const made = { createdMs: NOW_MS, updatedMs: NOW_MS };
  const health = { failingSinceMs: NOW_MS, failureCount: 1, lastFailure: "secret-note", lastSuccessMs: null, stoppedMs: null };
  const told = { url: "https://secret.example.com/", description: "secret-note", format: "native", events: [], ratePerSec: null } as const;
  await office.createEndpoint("default", { id: "secret-endpoint", ...told, ...made, ...health, secrets: [], isPaused: true });
  const event = { event: "session.ended", sessionId: SESSION, body: "secret-note", replayOf: null };
  const delivery = { organization: "default", id: "secret-delivery", messageId: "secret-message", endpointId: "secret-endpoint" };
  await office.addDeliveries([{ ...delivery, ...event, createdMs: NOW_MS, nextAttemptMs: NOW_MS }], null);
}

/** Every read that one organization may ask, with its address. */
const reads = (server: TestServer): { url: string; operation: Pick<Operation, "security"> }[] => [
  ...operations(server)
    .filter((operation) => operation.method === "GET" && !isStream(operation) && !scopeOf(operation).startsWith("operator"))
    .map((operation) => ({ url: addressOf(operation), operation })),
  ...VARIANTS.map((url) => ({ url, operation: { security: [{ bearer: [] }] } })),
];

describe.each(engines)("keys and organizations on $name", (engine) => {
  it("show another organization nothing, on any route", { timeout: 120_000 }, async () => {
    await using server = await startTestServer(engine, frozen);
    await putSecrets(server);
    const stranger = await server.newOrganization();
    for (const { url, operation } of reads(server)) {
      const own = await ask(server, "GET", url, keyHeaders(operation, ADMIN_KEY));
      expect([url, own.status]).toEqual([url, 200]);
      const answer = await ask(server, "GET", url, keyHeaders(operation, stranger.key));
      const told = [SESSION, "secret-id", "secret-agent", "secret-contact", "secret-type", "secret-endpoint", "secret-delivery"]
        .filter((id) => url.includes(id))
        .reduce((text, id) => text.replaceAll(id, ""), answer.text);
      expect(told, url).not.toMatch(/secret|XTS|0\.0051|5ec2e700|RIFF/);
    }
    expect((await server.call("GET", "/v1/records/recording/secret-id", { key: stranger.key })).status).toBe(404);
  });

  it("let another organization change nothing, on any route", { timeout: 120_000 }, async () => {
    await using server = await startTestServer(engine, frozen);
    await putSecrets(server);
    const stranger = await server.newOrganization();
    const isTold = ({ url }: { url: string }): boolean => !/\/v1\/(keys|audit)$/.test(url);
    const all = async (): Promise<unknown> =>
      Promise.all(
        reads(server)
          .filter(isTold)
          .map(async ({ url, operation }) => [url, (await ask(server, "GET", url, keyHeaders(operation, ADMIN_KEY))).text]),
      );
    const before = await all();
    const bodies: readonly unknown[] = [{}, [record], { url: "https://example.com/a.wav" }, { note: "changed" }];
    for (const operation of operations(server).filter(({ method }) => method !== "GET")) {
      for (const body of bodies) await ask(server, operation.method, addressOf(operation), keyHeaders(operation, stranger.key), body);
    }
    await server.project();
    expect(await all()).toEqual(before);
  });

  it("answer 401 on every route without a key, with a wrong one, and with one in another face's header", { timeout: 120_000 }, async () => {
    await using server = await startTestServer(engine, frozen);
    for (const operation of operations(server)) {
      const wrong = [{}, keyHeaders(operation, "ct_wrong"), keyHeaders(operation, ""), elsewhere(operation, ADMIN_KEY)];
      for (const headers of wrong) {
        const { status, text } = await ask(server, operation.method, addressOf(operation), headers);
        expect([nameOf(operation), headers, status, text]).toEqual([nameOf(operation), headers, 401, text]);
      }
    }
  });

  it("invite to send a Bearer exactly where one is taken", async () => {
    await using server = await startTestServer(engine, frozen);
    for (const operation of operations(server)) {
      const { headers } = await ask(server, operation.method, addressOf(operation), {});
      const takesBearer = operation.security.some((one) => Object.hasOwn(one, "bearer"));
      expect([nameOf(operation), headers["www-authenticate"]]).toEqual([
        nameOf(operation),
        takesBearer ? 'Bearer realm="calltree"' : undefined,
      ]);
    }
  });

  it("answer 403 on every route where the scope is missing", { timeout: 120_000 }, async () => {
    await using server = await startTestServer(engine, frozen);
    const keys = { operator: OPERATOR_KEY, admin: ADMIN_KEY, ingest: "", read: "" };
    for (const scope of ["ingest", "read"] as const) keys[scope] = (await server.newOrganization([scope])).key;
    for (const operation of operations(server)) {
      const needed = scopeOf(operation);
      for (const [scope, key] of Object.entries(keys)) {
        if (needed.includes(scope) || (scope === "admin" && needed !== "operator")) continue;
        const { status } = await ask(server, operation.method, addressOf(operation), keyHeaders(operation, key));
        expect([nameOf(operation), scope, status]).toEqual([nameOf(operation), scope, 403]);
      }
    }
  });

  it("take a person's token for Ravan's phone history, and nowhere else of that face", async () => {
    await using provider = await startIdentityProvider();
    const settings = { AGNTIX_JWKS_URL: provider.jwksUrl, AGNTIX_JWT_ISSUER: ISSUER, OUTGOING_ALLOW: "127.0.0.1" };
    await using server = await startTestServer(engine, { ...frozen, settings });
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    const history = "/api/v1/calling/phone-history?phone=%2B15550100";
    expect((await ask(server, "GET", history, bearer(await provider.token(NOW_MS)))).status).toBe(200);
    expect((await ask(server, "GET", history, bearer(await provider.token(NOW_MS, { org_id: "another" })))).status).toBe(403);
    for (const token of [await provider.forgedToken(NOW_MS), await provider.token(NOW_MS - 3_600_000), ADMIN_KEY])
      expect((await ask(server, "GET", history, bearer(token))).status).toBe(401);
    expect((await ask(server, "GET", "/api/v1/calling/call-sessions", bearer(await provider.token(NOW_MS)))).status).toBe(401);
  });

  it("keep the same id apart in two organizations", async () => {
    await using server = await startTestServer(engine);
    const stranger = await server.newOrganization();
    await server.call("POST", "/v1/records", { body: record });
    const answer = await server.call<{ outcomes: { outcome: string }[] }>("POST", "/v1/records", {
      key: stranger.key,
      body: { ...record, cost: "7" },
    });
    expect(answer.body.outcomes[0]?.outcome).toBe("stored");
    const tree = await server.call<{ cost: { total: string } }>("GET", `/v1/trees/call-session/${SESSION}`, { key: stranger.key });
    expect(tree.body.cost.total).toBe("7.000000");
  });
});
