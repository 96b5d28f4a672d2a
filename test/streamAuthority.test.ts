/** An event stream lasts no longer than what opened it: a key, a sign-in, a token. */
import { describe, expect, it } from "vitest";
import { SIGN_IN_LIFE_MS } from "../src/http/web/webSessions.ts";
import { engines, sqlite } from "./support/databases.ts";
import { VirtualClock } from "./support/delivery.ts";
import { EventReader } from "./support/eventReader.ts";
import { ADMIN_KEY, startTestServer, type TestServer } from "./support/server.ts";
import { ISSUER, startIdentityProvider } from "./support/tokens.ts";

const OWN = { "sec-fetch-site": "same-origin" };
const AGNTIX = "/v1/chat/events/stream";
/** A key that ended in another server is remembered for two seconds, and asked for every second. */
const ELSEWHERE_MS = 3_000;
const SLOW_MACHINE_MS = 2_000;

const newKey = async (server: TestServer): Promise<{ id: string; secret: string }> =>
  (await server.call<{ id: string; secret: string }>("POST", "/v1/keys", { body: { name: "k", scopes: ["read"] } })).body;

async function cookieFor(server: TestServer, key: string): Promise<string> {
  const answer = await server.call("POST", "/web/sign-in", { key: null, body: { key }, headers: OWN });
  return String(answer.headers["set-cookie"]).split(";")[0] ?? "";
}

const opened = (address: string, headers: Record<string, string>, path = "/v1/stream"): Promise<EventReader> =>
  EventReader.open(`${address}${path}`, headers);
const byCookie = (address: string, cookie: string): Promise<EventReader> => opened(address, { cookie, ...OWN });

describe.each(engines)("an event stream on $name", (engine) => {
  it("ends when its key is revoked, opened by the key on either face or by a cookie, and others go on", async () => {
    await using server = await startTestServer(engine);
    const address = await server.listen();
    const { id, secret } = await newKey(server);
    await using theirs = await opened(address, { authorization: `Bearer ${ADMIN_KEY}` });
    const streams = [
      await opened(address, { authorization: `Bearer ${secret}` }),
      await byCookie(address, await cookieFor(server, secret)),
      await opened(address, { "x-api-key": secret }, AGNTIX),
      await opened(address, {}, `${AGNTIX}?token=${secret}`),
    ];
    await server.call("DELETE", `/v1/keys/${id}`);
    await server.call("PUT", "/v1/sessions/after", { body: {} });
    for (const stream of streams) expect(await stream.next()).toBeUndefined();
    expect((await theirs.next())?.data["id"]).toBe("after");
  });

  it("ends within three seconds of its key's end in another server", async () => {
    await using server = await startTestServer(engine);
    const { id, secret } = await newKey(server);
    await using stream = await opened(await server.listen(), { authorization: `Bearer ${secret}` });
    // As another server writes it: this one's keyring hears nothing.
    await server.calltree.stores.office.revokeKey("default", id, Date.now());
    const revokedMs = performance.now();
    expect(await stream.next()).toBeUndefined();
    expect(performance.now() - revokedMs).toBeLessThan(ELSEWHERE_MS + SLOW_MACHINE_MS);
  });

  it("ends at sign-out, at another sign-in of the same browser, and after twelve hours", async () => {
    const clock = new VirtualClock();
    await using server = await startTestServer(engine, { clock });
    const address = await server.listen();
    const [first, second, third] = [
      await cookieFor(server, ADMIN_KEY),
      await cookieFor(server, ADMIN_KEY),
      await cookieFor(server, ADMIN_KEY),
    ];
    const [signedOut, replaced, old] = [await byCookie(address, first), await byCookie(address, second), await byCookie(address, third)];
    await server.call("POST", "/web/sign-out", { key: null, headers: { cookie: first, ...OWN } });
    expect(await signedOut.next()).toBeUndefined();
    await server.call("POST", "/web/sign-in", { key: null, body: { key: ADMIN_KEY }, headers: { cookie: second, ...OWN } });
    expect(await replaced.next()).toBeUndefined();
    await server.call("PUT", "/v1/sessions/meanwhile", { body: {} });
    expect((await old.next())?.data["id"]).toBe("meanwhile");
    clock.set(clock.nowMs() + SIGN_IN_LIFE_MS);
    expect(await old.next()).toBeUndefined();
  });
});

describe("an event stream", () => {
  it("ends with the time of the token that opened it", async () => {
    await using provider = await startIdentityProvider();
    const clock = new VirtualClock();
    const settings = { AGNTIX_JWKS_URL: provider.jwksUrl, AGNTIX_JWT_ISSUER: ISSUER, OUTGOING_ALLOW: "127.0.0.1" };
    await using server = await startTestServer(sqlite, { settings, clock });
    const token = await provider.token(clock.nowMs());
    await using stream = await opened(await server.listen(), { authorization: `Bearer ${token}` }, AGNTIX);
    await server.call("PUT", "/v1/sessions/meanwhile", { body: {} });
    expect((await stream.next())?.data["id"]).toBe("meanwhile");
    clock.set(clock.nowMs() + 310_000);
    let event = await stream.next();
    while (event?.event === "session.updated") event = await stream.next();
    expect(event).toBeUndefined();
  });
});
