import { describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { ADMIN_KEY, OPERATOR_KEY, startTestServer } from "./support/server.ts";

const record = { record_type: "recording", id: "secret-id", telnyx_session_id: "secret-session", cost: "0.0051", note: "secret-note" };

/** Every route that reads something by organization, with the first organization's ids in it. */
const READS: readonly (readonly ["GET" | "POST", string, unknown?])[] = [
  ["GET", "/v1/records"],
  ["GET", "/v1/records?record_type=recording"],
  ["GET", "/v1/records/recording/secret-id"],
  ["GET", "/v1/records/recording/secret-id/history"],
  ["GET", "/v1/records/recording/secret-id/links"],
  ["GET", "/v1/orphans"],
  ["GET", "/v1/trees/call-session/secret-session"],
  ["GET", "/v1/trees/recording/secret-id"],
  ["POST", "/v1/trees", { events: [{ record_type: "recording", id: "secret-id" }] }],
  ["GET", "/v1/record-types"],
  ["GET", "/v1/record-types/secret-type"],
  ["GET", "/v1/exchange-rates"],
  ["GET", "/v1/organization"],
  ["GET", "/v1/keys"],
  ["GET", "/v1/audit"],
  ["GET", "/v1/sessions"],
  ["GET", "/v1/sessions?format=csv"],
  ["GET", "/v1/sessions?alias=secret-session"],
  ["GET", "/v1/sessions/secret-session"],
  ["GET", "/v1/sessions/secret-session/messages"],
  ["GET", "/v1/sessions/secret-session/revisions"],
  ["GET", "/v1/usage?group_by=record_type,agent"],
  ["GET", "/v1/usage?group_by=day&format=ndjson"],
  ["GET", "/v1/agents/secret-agent/medians"],
  ["GET", "/v2/session_analysis/metadata"],
  ["GET", "/v2/session_analysis/metadata/secret-type"],
  ["GET", "/v2/session_analysis/call-session/secret-session"],
  ["GET", "/v2/session_analysis/recording/secret-id"],
  ["GET", "/v2/detail_records?filter[record_type]=recording"],
  ["GET", "/v2/detail_records?record_type=recording&id=secret-id"],
  ["GET", "/v2/detail_records/options"],
];

describe.each(engines)("keys and organizations on $name", (engine) => {
  it("show another organization nothing, on any route", async () => {
    await using server = await startTestServer(engine);
    await server.call("POST", "/v1/records", { body: record });
    const facts = { agent: { id: "secret-agent", name: "secret-note" }, metadata: { note: "secret-note" } };
    await server.call("PUT", "/v1/sessions/secret-session", { body: facts });
    await server.call("POST", "/v1/sessions/secret-session/messages", { body: [{ id: "m", role: "user", content: "secret-note" }] });
    await server.project();
    await server.call("PUT", "/v1/record-types/secret-type", { body: { description: "secret-note" } });
    await server.call("PUT", "/v1/exchange-rates", { body: [{ currency: "XTS", rate: "1.5" }] });
    await server.call("POST", "/v1/keys", { body: { name: "secret-note", scopes: ["read"] } });
    const stranger = await server.newOrganization();
    for (const [method, url, body] of READS) {
      const own = await server.call(method, url, { body });
      expect(own.status, url).toBe(200);
      const answer = await server.call(method, url, { key: stranger.key, body });
      const asked = JSON.stringify([url, body ?? null]);
      const told = answer.text
        .replaceAll("secret-id", (match) => (asked.includes(match) ? "" : match))
        .replaceAll("secret-session", "")
        .replaceAll("secret-agent", (match) => (asked.includes(match) ? "" : match))
        .replaceAll("secret-type", (match) => (asked.includes(match) ? "" : match));
      expect(told, `${method} ${url}`).not.toMatch(/secret|XTS|0\.0051/);
    }
    const event = await server.call("GET", "/v1/records/recording/secret-id", { key: stranger.key });
    expect(event.status).toBe(404);
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
    const tree = await server.call<{ cost: { total: string } }>("GET", "/v1/trees/call-session/secret-session", { key: stranger.key });
    expect(tree.body.cost.total).toBe("7.000000");
  });

  it("cannot revoke a key of another organization", async () => {
    await using server = await startTestServer(engine);
    const stranger = await server.newOrganization();
    const own = await server.call<{ id: string }>("POST", "/v1/keys", { body: { name: "k", scopes: ["read"] } });
    expect((await server.call("DELETE", `/v1/keys/${own.body.id}`, { key: stranger.key })).status).toBe(404);
    expect((await server.call("DELETE", `/v1/keys/${own.body.id}`)).status).toBe(204);
  });

  it("answer 401 without a key or with a wrong one, on every route of every face", async () => {
    await using server = await startTestServer(engine);
    for (const [method, url, body] of READS) {
      for (const key of [null, "ct_wrong"]) expect((await server.call(method, url, { key, body })).status, url).toBe(401);
    }
  });

  it("answer 403 where the scope is missing", async () => {
    await using server = await startTestServer(engine);
    const ingest = await server.newOrganization(["ingest"]);
    const read = await server.newOrganization(["read"]);
    for (const [method, url, body] of READS) expect((await server.call(method, url, { key: ingest.key, body })).status, url).toBe(403);
    expect((await server.call("POST", "/v1/records", { key: read.key, body: record })).status).toBe(403);
    expect((await server.call("GET", "/v1/keys", { key: read.key })).status).toBe(403);
    expect((await server.call("GET", "/v1/organizations")).status).toBe(403);
    expect((await server.call("GET", "/v1/records", { key: OPERATOR_KEY })).status).toBe(403);
  });

  it("show a secret once, keep only its hash, and stop taking it when it is revoked", async () => {
    await using server = await startTestServer(engine);
    const made = await server.call<{ id: string; secret: string }>("POST", "/v1/keys", { body: { name: "k", scopes: ["read"] } });
    expect(made.status).toBe(201);
    expect((await server.call("GET", "/v1/organization", { key: made.body.secret })).status).toBe(200);
    expect((await server.call("GET", "/v1/keys")).text).not.toContain(made.body.secret);
    await server.call("DELETE", `/v1/keys/${made.body.id}`);
    expect((await server.call("GET", "/v1/organization", { key: made.body.secret })).status).toBe(401);
  });

  it("tell when a key was last used", async () => {
    await using server = await startTestServer(engine);
    await server.calltree.saveLastUsed();
    const keys = await server.call<{ data: { name: string; last_used_at: string | null }[] }>("GET", "/v1/keys");
    await server.calltree.saveLastUsed();
    const later = await server.call<{ data: { name: string; last_used_at: string | null }[] }>("GET", "/v1/keys");
    expect(keys.status).toBe(200);
    expect(later.body.data.find((key) => key.name === "First admin key")?.last_used_at).not.toBeNull();
  });

  it("are counted a minute, with the usual headers, and get 429 past the limit", async () => {
    await using server = await startTestServer(engine, { settings: { RATE_LIMIT_PER_MINUTE: "2" } });
    const first = await server.call("GET", "/v1/organization");
    expect(first.headers).toMatchObject({ "x-ratelimit-limit": "2", "x-ratelimit-remaining": "1", "x-ratelimit-reset": expect.anything() });
    await server.call("GET", "/v1/organization");
    const third = await server.call("GET", "/v1/organization");
    expect([third.status, third.body]).toMatchObject([429, { error: { code: "RATE_LIMITED" } }]);
    expect(Number(third.headers["retry-after"])).toBeGreaterThan(0);
    const face = await server.call("GET", "/v2/session_analysis/metadata");
    expect([face.status, face.body]).toMatchObject([429, { errors: [{ code: "10011" }] }]);
    expect((await server.call("GET", "/v1/organizations", { key: OPERATOR_KEY })).status).toBe(200);
  });
});

describe("a server's first start", () => {
  it("makes the keys once: a second start on the same database makes none", async () => {
    const [engine] = engines;
    if (engine === undefined) throw new Error("no engine");
    await using server = await startTestServer(engine);
    expect(server.calltree.firstKeys).toEqual({ operatorKey: null, adminKey: null });
    expect((await server.call("GET", "/v1/organization", { key: ADMIN_KEY })).status).toBe(200);
  });
});
