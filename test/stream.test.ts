/** Event streams over real sockets: what changes is told once to those who may know, and again to those who come back. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines, sqlite } from "./support/databases.ts";
import { EventReader } from "./support/eventReader.ts";
import { ADMIN_KEY, startTestServer, type TestServer } from "./support/server.ts";
import { ISSUER, startIdentityProvider } from "./support/tokens.ts";

const AGNTIX = "/v1/chat/events/stream";
const NATIVE = "/v1/stream";

describe.each(engines)("event streams on $name", (engine) => {
  let server: TestServer;
  let address: string;
  const put = async (id: string, facts: object, key = ADMIN_KEY): Promise<void> => {
    expect((await server.call("PUT", `/v1/sessions/${id}`, { key, body: facts })).status).toBe(200);
  };
  const say = async (id: string, messages: readonly object[]): Promise<void> => {
    expect((await server.call("POST", `/v1/sessions/${id}/messages`, { body: messages })).status).toBe(200);
  };
  const agntix = (headers: Record<string, string> = {}): Promise<EventReader> =>
    EventReader.open(`${address}${AGNTIX}`, { "x-api-key": ADMIN_KEY, ...headers });
  const native = (headers: Record<string, string> = {}): Promise<EventReader> =>
    EventReader.open(`${address}${NATIVE}`, { authorization: `Bearer ${ADMIN_KEY}`, ...headers });

  beforeAll(async () => {
    server = await startTestServer(engine);
    address = await server.listen();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it("tells a session from its start to its end, with its messages, as Agntix's contract has it", async () => {
    await using events = await agntix();
    await put("one", { platform: "phone", type: "voice" });
    const [started] = await events.take(1);
    expect(started).toMatchObject({ event: "session.started", data: { id: "one", state: "OPEN", eventType: "session.started" } });
    await say("one", [
      { id: "m1", role: "user", content: "Hi" },
      { id: "m2", role: "tool", content: "", tool_call: { name: "book", arguments: {}, result: 1 } },
    ]);
    const [said, called] = await events.take(2);
    expect(said).toMatchObject({ event: "message.added", data: { id: "m1", sessionId: "one", role: "USER", content: "Hi" } });
    expect(said?.data).not.toHaveProperty("toolCall");
    expect(called).toMatchObject({ data: { role: "TOOL", toolCall: { name: "book", result: 1 } } });
    await server.call("POST", "/v1/sessions/one/end", { body: {} });
    let last = await events.next();
    while (last?.event === "session.updated") last = await events.next();
    const read = await fetch(`${address}/api/v1/chat/sessions/one`, { headers: { "x-api-key": ADMIN_KEY } });
    expect(last).toMatchObject({ event: "session.ended", data: (await read.json()) as object });
  });

  it("tells native listeners what changed and where to read it, records too", async () => {
    await using events = await native();
    await put("two", {});
    expect(await events.next()).toMatchObject({
      event: "session",
      data: { kind: "created", id: "two", links: { self: "/v1/sessions/two" } },
    });
    const record = { record_type: "inference", id: "i1", cost: "0.1" };
    const send = async (more: object): Promise<void> => void (await server.call("POST", "/v1/records", { body: { ...record, ...more } }));
    await send({});
    const [made] = await events.take(1);
    expect(made).toMatchObject({ event: "event", data: { record_type: "inference", id: "i1", kind: "new" } });
    await send({ cost: "0.2" });
    expect((await events.next())?.data).toMatchObject({ id: "i1", kind: "changed" });
  });

  it("tells those who come back what they missed, in order and before what is new, without a second time", async () => {
    const first = await agntix();
    await put("three", {});
    const [started] = await first.take(1);
    await first[Symbol.asyncDispose]();
    await say("three", [{ id: "m1", role: "user", content: "1" }]);
    await say("three", [{ id: "m2", role: "user", content: "2" }]);
    await using again = await agntix({ "last-event-id": started?.id ?? "" });
    const texts = (await again.take(2)).map(({ data }) => data["content"]);
    await say("three", [{ id: "m3", role: "user", content: "3" }]);
    expect([...texts, (await again.next())?.data["content"]]).toEqual(["1", "2", "3"]);
  });

  it("knows where a listener stood that was cut off before its first event, by header and by parameter", async () => {
    const quiet = await native();
    const { lastEventId } = quiet;
    await quiet[Symbol.asyncDispose]();
    await put("four", {});
    await server.call("POST", "/v1/records", { body: { record_type: "inference", id: "i4", cost: "0.1" } });
    await using again = await native({ "last-event-id": lastEventId });
    expect((await again.take(2)).map(({ data }) => data["id"])).toEqual(["four", "i4"]);
    await using byParameter = await EventReader.open(`${address}${NATIVE}?last_event_id=${encodeURIComponent(lastEventId)}`, {
      authorization: `Bearer ${ADMIN_KEY}`,
    });
    expect((await byParameter.next())?.data["id"]).toBe("four");
  });

  it("starts from now for an id that was never given out", async () => {
    await using events = await agntix({ "last-event-id": "from long ago" });
    await put("five", {});
    expect((await events.next())?.data["id"]).toBe("five");
  });

  it("tells nothing of another organization", async () => {
    const other = await server.newOrganization();
    await using theirs = await EventReader.open(`${address}${AGNTIX}`, { "x-api-key": other.key });
    await using ours = await native();
    await put("ours-1", {});
    expect((await ours.next())?.data["id"]).toBe("ours-1");
    await put("theirs-1", {}, other.key);
    expect((await theirs.next())?.data["id"]).toBe("theirs-1");
    await put("ours-2", {});
    expect((await ours.next())?.data["id"]).toBe("ours-2");
  });

  it("refuses a listener without a key, and one that may not read", async () => {
    const status = async (path: string, headers: Record<string, string>) => (await fetch(`${address}${path}`, { headers })).status;
    const { body } = await server.call<{ secret: string }>("POST", "/v1/keys", { body: { name: "in", scopes: ["ingest"] } });
    expect(await status(AGNTIX, {})).toBe(401);
    expect(await status(NATIVE, {})).toBe(401);
    expect(await status(AGNTIX, { authorization: `Bearer ${ADMIN_KEY}` })).toBe(401);
    expect(await status(AGNTIX, { "x-api-key": body.secret })).toBe(403);
    expect(await status(NATIVE, { authorization: `Bearer ${body.secret}` })).toBe(403);
  });
});

describe("an event stream", () => {
  it("takes a key or a token as ?token=, carries the server's security headers and the limits, and is not opened by HEAD", async () => {
    await using provider = await startIdentityProvider();
    const settings = { AGNTIX_JWKS_URL: provider.jwksUrl, AGNTIX_JWT_ISSUER: ISSUER, OUTGOING_ALLOW: "127.0.0.1" };
    await using server = await startTestServer(sqlite, { settings });
    const address = await server.listen();
    for (const token of [ADMIN_KEY, await provider.token(Date.now())]) {
      const answer = await fetch(`${address}${AGNTIX}?token=${encodeURIComponent(token)}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(Number(answer.headers.get("x-ratelimit-reset"))).toBeGreaterThan(Date.now() / 1_000);
      await answer.body?.cancel();
    }
    expect((await fetch(`${address}${AGNTIX}?token=unheard`)).status).toBe(401);
    expect((await fetch(`${address}${AGNTIX}?token=${ADMIN_KEY}`, { method: "HEAD" })).status).toBe(404);
  });

  it("is refused with Retry-After beyond STREAMS_MAX, and ends when the server stops", async () => {
    const server = await startTestServer(sqlite, { settings: { STREAMS_MAX: "2" } });
    const address = await server.listen();
    const headers = { "x-api-key": ADMIN_KEY };
    const open = await Promise.all([0, 1].map(() => EventReader.open(`${address}${AGNTIX}`, headers)));
    const refused = await fetch(`${address}${AGNTIX}`, { headers });
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(((await refused.json()) as { error: object }).error).toMatchObject({ code: "RATE_LIMITED", status: 429 });
    const closed = server[Symbol.asyncDispose]();
    for (const events of open) expect(await events.next()).toBeUndefined();
    await closed;
  });
});
