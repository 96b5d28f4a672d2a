/** Signing in to the page: what its cookie opens, what closes it, and what it never reaches. */
import { Writable } from "node:stream";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { compose } from "../src/app/compose.ts";
import { readConfig } from "../src/app/config.ts";
import { LINK_LIFE_MS, SIGN_IN_LIFE_MS } from "../src/http/web/webSessions.ts";
import { engines } from "./support/databases.ts";
import { VirtualClock } from "./support/delivery.ts";
import { ADMIN_KEY, type Answer, OPERATOR_KEY, startTestServer, type TestServer } from "./support/server.ts";

const OWN = { "sec-fetch-site": "same-origin" };

const signIn = (server: TestServer, key: string, headers: Record<string, string> = OWN): Promise<Answer> =>
  server.call("POST", "/web/sign-in", { key: null, body: { key }, headers });

const open = (server: TestServer, token: string, headers: Record<string, string> = OWN): Promise<Answer> =>
  server.call("POST", "/web/open", { key: null, body: { token }, headers });

const cookieLine = (answer: Answer): string => String(answer.headers["set-cookie"] ?? "");
const cookieOf = (answer: Answer): string => cookieLine(answer).split(";")[0] ?? "";

const withCookie = (server: TestServer, cookie: string, url = "/v1/organization", headers: Record<string, string> = OWN): Promise<Answer> =>
  server.call("GET", url, { key: null, headers: { cookie, ...headers } });

const codeOf = (answer: Answer): string => (answer.body as { error: { code: string } }).error.code;

describe.each(engines)("the page's sign-in on $name", (engine) => {
  it("opens the API to the cookie as it does to the key, and tells who is signed in", async () => {
    await using server = await startTestServer(engine);
    const answer = await signIn(server, ADMIN_KEY);
    expect(answer.status).toBe(200);
    expect(cookieLine(answer)).toMatch(/^calltree_session=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/);
    expect((await withCookie(server, cookieOf(answer))).body).toMatchObject({ id: "default" });
    const me = await withCookie(server, cookieOf(answer), "/web/me");
    expect(me.body).toMatchObject({ organization: { id: "default", currency: "USD" }, scopes: ["ingest", "read", "admin"] });
    expect(me.text).not.toContain(ADMIN_KEY);
  });

  it("refuses an unknown key, a revoked one, the operator's, and one that may not read", async () => {
    await using server = await startTestServer(engine);
    expect(codeOf(await signIn(server, "ct_unknown-unknown-unknown"))).toBe("KEY_INVALID");
    const made = await server.call<{ id: string; secret: string }>("POST", "/v1/keys", { body: { name: "k", scopes: ["ingest"] } });
    expect(codeOf(await signIn(server, made.body.secret))).toBe("SCOPE_MISSING");
    expect(codeOf(await signIn(server, OPERATOR_KEY))).toBe("SCOPE_MISSING");
    await server.call("DELETE", `/v1/keys/${made.body.id}`);
    expect(codeOf(await signIn(server, made.body.secret))).toBe("KEY_INVALID");
  });

  it("refuses an address after twenty wrong keys or links in a minute, says when to come back, and then takes the right key again", async () => {
    const clock = new VirtualClock();
    await using server = await startTestServer(engine, { clock });
    for (let count = 0; count < 30; count++) expect((await signIn(server, ADMIN_KEY)).status).toBe(200);
    const guesses = Array.from({ length: 10 }, (_, index) => `guess-${index}`);
    for (const guess of guesses) {
      expect(codeOf(await signIn(server, guess))).toBe("KEY_INVALID");
      expect(codeOf(await open(server, guess))).toBe("SIGN_IN_LINK_INVALID");
    }
    const refused = await signIn(server, ADMIN_KEY);
    expect([refused.status, codeOf(refused), refused.headers["retry-after"]]).toEqual([429, "SIGN_IN_LIMITED", "60"]);
    expect(codeOf(await open(server, server.calltree.newSignInToken(ADMIN_KEY)))).toBe("SIGN_IN_LIMITED");
    clock.set(clock.nowMs() + 60_000);
    expect((await signIn(server, ADMIN_KEY)).status).toBe(200);
  });

  it("counts wrong keys for each viewer behind a proxy that is trusted, and believes nobody else", async () => {
    await using server = await startTestServer(engine, { settings: { TRUSTED_PROXIES: "127.0.0.0/8" } });
    const from = (address: string, key: string) => signIn(server, key, { ...OWN, "x-forwarded-for": address });
    for (let count = 0; count < 20; count++) await from("203.0.114.7", "ct_wrong-wrong-wrong-wrong");
    expect(codeOf(await from("203.0.114.7", ADMIN_KEY))).toBe("SIGN_IN_LIMITED");
    // What the viewer wrote itself stands before what the proxy added.
    expect(codeOf(await from("198.51.101.9, 203.0.114.7", ADMIN_KEY))).toBe("SIGN_IN_LIMITED");
    expect((await from("203.0.114.8", ADMIN_KEY)).status).toBe(200);
    await using direct = await startTestServer(engine);
    const spoofed = (number: number, key: string) => signIn(direct, key, { ...OWN, "x-forwarded-for": `203.0.114.${number}` });
    for (let count = 0; count < 20; count++) await spoofed(count, "ct_wrong-wrong-wrong-wrong");
    expect(codeOf(await spoofed(99, ADMIN_KEY))).toBe("SIGN_IN_LIMITED");
  });

  it("ends with the key, at once", async () => {
    await using server = await startTestServer(engine);
    const made = await server.call<{ id: string; secret: string }>("POST", "/v1/keys", { body: { name: "k", scopes: ["read"] } });
    const cookie = cookieOf(await signIn(server, made.body.secret));
    expect((await withCookie(server, cookie)).status).toBe(200);
    await server.call("DELETE", `/v1/keys/${made.body.id}`);
    expect((await withCookie(server, cookie)).status).toBe(401);
    expect((await withCookie(server, cookie, "/web/me")).status).toBe(401);
  });

  it("may do no more than its key, and sees nothing of another organization", async () => {
    await using server = await startTestServer(engine);
    const stranger = await server.newOrganization(["read"]);
    await server.call("PUT", "/v1/sessions/call-1", { body: {} });
    await server.project();
    const cookie = cookieOf(await signIn(server, stranger.key));
    expect((await withCookie(server, cookie, "/v1/sessions")).body).toMatchObject({ data: [] });
    expect((await withCookie(server, cookie, "/v1/sessions/call-1")).status).toBe(404);
    const written = await server.call("PUT", "/v1/sessions/call-2", { key: null, headers: { cookie, ...OWN }, body: {} });
    expect(codeOf(written)).toBe("SCOPE_MISSING");
  });

  it("ends when it is signed out, and after twelve hours", async () => {
    const clock = new VirtualClock();
    await using server = await startTestServer(engine, { clock });
    const first = cookieOf(await signIn(server, ADMIN_KEY));
    const out = await server.call("POST", "/web/sign-out", { key: null, headers: { cookie: first, ...OWN } });
    expect(out.status).toBe(204);
    expect(cookieLine(out)).toContain("Max-Age=0");
    expect(codeOf(await withCookie(server, first))).toBe("SIGN_IN_ENDED");
    const second = cookieOf(await signIn(server, ADMIN_KEY));
    clock.set(clock.nowMs() + SIGN_IN_LIFE_MS - 1);
    expect((await withCookie(server, second)).status).toBe(200);
    clock.set(clock.nowMs() + 1);
    expect(codeOf(await withCookie(server, second))).toBe("SIGN_IN_ENDED");
  });

  it("takes a link once, within ten minutes", async () => {
    const clock = new VirtualClock();
    await using server = await startTestServer(engine, { clock });
    const token = server.calltree.newSignInToken(ADMIN_KEY);
    const opened = await open(server, token);
    expect(opened.status).toBe(200);
    expect((await withCookie(server, cookieOf(opened))).status).toBe(200);
    expect(codeOf(await open(server, token))).toBe("SIGN_IN_LINK_INVALID");
    expect(codeOf(await open(server, "never-made"))).toBe("SIGN_IN_LINK_INVALID");
    const late = server.calltree.newSignInToken(ADMIN_KEY);
    clock.set(clock.nowMs() + LINK_LIFE_MS);
    expect(codeOf(await open(server, late))).toBe("SIGN_IN_LINK_INVALID");
  });

  it("does not let another site use up a link", async () => {
    await using server = await startTestServer(engine);
    const token = server.calltree.newSignInToken(ADMIN_KEY);
    expect(codeOf(await open(server, token, { "sec-fetch-site": "cross-site" }))).toBe("ORIGIN_REFUSED");
    expect((await open(server, token)).status).toBe(200);
  });

  it.each([
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
    { "sec-fetch-site": "cross-site", origin: "http://localhost:80" },
    { origin: "https://elsewhere.example" },
    { origin: "http://localhost:80.elsewhere.example" },
    { origin: "null" },
    {},
  ])("refuses to change anything for %j", async (headers) => {
    await using server = await startTestServer(engine);
    const cookie = cookieOf(await signIn(server, ADMIN_KEY));
    const given: Record<string, string> = { cookie, ...(headers as Record<string, string>) };
    expect(codeOf(await server.call("PUT", "/v1/sessions/call-1", { key: null, headers: given, body: {} }))).toBe("ORIGIN_REFUSED");
    expect(codeOf(await signIn(server, ADMIN_KEY, given))).toBe("ORIGIN_REFUSED");
    expect(codeOf(await server.call("POST", "/web/sign-out", { key: null, headers: given }))).toBe("ORIGIN_REFUSED");
    expect((await withCookie(server, cookie)).status).toBe(200);
  });

  it("refuses what a tab asks for that shows another key, and reads nothing for it", async () => {
    await using server = await startTestServer(engine);
    const answer = await signIn(server, ADMIN_KEY);
    const cookie = cookieOf(answer);
    const { key_id } = answer.body as { key_id: string };
    const shown = (id: string) => ({ ...OWN, "calltree-key": id });
    for (const url of ["/v1/organization", "/web/me"]) {
      expect((await withCookie(server, cookie, url, shown(key_id))).status).toBe(200);
      expect(codeOf(await withCookie(server, cookie, url, shown("key_other")))).toBe("SIGNED_IN_AS_ANOTHER");
    }
  });

  it("lets its own page change things, by either header", async () => {
    await using server = await startTestServer(engine);
    const cookie = cookieOf(await signIn(server, ADMIN_KEY));
    for (const headers of [OWN, { host: "calls.test:8733", origin: "http://calls.test:8733" }]) {
      const given = { cookie, ...(headers as Record<string, string>) };
      expect((await server.call("PUT", "/v1/sessions/call-1", { key: null, headers: given, body: {} })).status).toBe(200);
    }
  });

  it("opens no other face, and no bearer that is the cookie's token", async () => {
    await using server = await startTestServer(engine);
    const cookie = cookieOf(await signIn(server, ADMIN_KEY));
    for (const url of ["/v2/session_analysis/metadata", "/api/v1/calling/calls", "/api/v1/chat/sessions", "/v1/chat/sessions"])
      expect([url, (await withCookie(server, cookie, url)).status]).not.toEqual([url, 200]);
    const asKey = await server.call("GET", "/v1/organization", { key: cookie.split("=")[1] ?? "" });
    expect(codeOf(asKey)).toBe("KEY_INVALID");
  });

  it("is marked Secure where the browser came over TLS", async () => {
    await using server = await startTestServer(engine);
    expect(cookieLine(await signIn(server, ADMIN_KEY, { ...OWN, "x-forwarded-proto": "https" }))).toContain("; Secure");
    await using known = await startTestServer(engine, { settings: { PUBLIC_URL: "https://calls.example.com" } });
    expect(cookieLine(await signIn(known, ADMIN_KEY, { origin: "https://calls.example.com" }))).toContain("; Secure");
  });

  it("leaves no key, cookie or link in the log, at its most talkative", async () => {
    const database = await engine.open();
    const lines: string[] = [];
    const sink = new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(String(chunk));
        done();
      },
    });
    const config = readConfig({ DATABASE_URL: database.url, CALLTREE_ADMIN_KEY: ADMIN_KEY, READ_THREADS: "0", PROJECTION_EVERY_MS: "0" });
    const calltree = await compose(config, pino({ level: "trace" }, sink), new VirtualClock());
    const link = calltree.newSignInToken(ADMIN_KEY);
    const post = (url: string, payload: object) => calltree.app.inject({ method: "POST", url, headers: OWN, payload });
    const answer = await post("/web/sign-in", { key: ADMIN_KEY });
    await post("/web/sign-in", { key: `${ADMIN_KEY}x` });
    await post("/web/open", { token: link });
    await post("/web/open", { token: link });
    const token = String(answer.headers["set-cookie"]).slice("calltree_session=".length, 60);
    await calltree.app.inject({ url: "/v1/organization", headers: { cookie: `calltree_session=${token.split(";")[0]}` } });
    await calltree.close();
    await database.dispose();
    expect(lines.length).toBeGreaterThan(0);
    for (const secret of [ADMIN_KEY, link, token.slice(0, 43)]) expect(lines.join("")).not.toContain(secret);
  });
});
