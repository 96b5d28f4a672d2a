/** What becomes of keys: shown once, counted, revoked. */
import { describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { ADMIN_KEY, OPERATOR_KEY, startTestServer } from "./support/server.ts";

describe.each(engines)("keys on $name", (engine) => {
  it("cannot revoke a key of another organization", async () => {
    await using server = await startTestServer(engine);
    const stranger = await server.newOrganization();
    const own = await server.call<{ id: string }>("POST", "/v1/keys", { body: { name: "k", scopes: ["read"] } });
    expect((await server.call("DELETE", `/v1/keys/${own.body.id}`, { key: stranger.key })).status).toBe(404);
    expect((await server.call("DELETE", `/v1/keys/${own.body.id}`)).status).toBe(204);
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
