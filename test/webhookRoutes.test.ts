/** Webhook endpoints and deliveries through the API; what is sent and how is promised in delivery*.test.ts. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventsOfFormat } from "../src/delivery/events.ts";
import { WEBHOOK_EVENTS } from "../src/http/faces/native/webhookSchemas.ts";
import { engines } from "./support/databases.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

const SECRET_KEY = "a".repeat(64);
const OWN_SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const settings = { CALLTREE_SECRET_KEY: SECRET_KEY, OUTGOING_ALLOW: "127.0.0.1,hooks.example.internal" };

interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
}
interface Made {
  readonly id: string;
  readonly secret: string;
  readonly secret_hint: string;
}

let receiver: Server;
let address: string;
const received: Received[] = [];
let answer = 204;
beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    received.push({ headers: request.headers as Record<string, string>, body });
    response.writeHead(answer, { "set-cookie": "secret-cookie=1" }).end("thank you");
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterAll(() => new Promise((resolve) => receiver.close(resolve)));

const add = async (server: TestServer, body: object = {}): Promise<Made> => {
  const made = await server.call<Made>("POST", "/v1/endpoints", { body: { url: address, ...body } });
  expect([made.status, made.text]).toEqual([201, made.text]);
  return made.body;
};
/** Tells of a session, and delivers all that is told. */
const tell = async (server: TestServer, id: string): Promise<void> => {
  await server.call("PUT", `/v1/sessions/${id}`, { body: { direction: "inbound", ended: true } });
  await server.project();
  expect(await server.calltree.projection.followUp()).toBe(true);
};
interface DeliveryRow {
  readonly id: string;
  readonly message_id: string;
  readonly event: string;
  readonly session_id: string | null;
  readonly status: string;
  readonly replay_of: string | null;
}
const deliveries = async (server: TestServer, query = ""): Promise<DeliveryRow[]> =>
  (await server.call<{ data: DeliveryRow[] }>("GET", `/v1/deliveries${query}`)).body.data;

describe("the events that an endpoint can name", () => {
  it("are those that are delivered", () => {
    for (const format of ["native", "agntix", "ravan"] as const)
      expect(WEBHOOK_EVENTS[format].toSorted()).toEqual(eventsOfFormat(format).toSorted());
  });
});

describe.each(engines)("webhook endpoints on $name", (engine) => {
  it("show their secret once, and only its end afterwards", async () => {
    await using server = await startTestServer(engine, { settings });
    const made = await add(server, { events: ["session.ended"], description: "CRM", rate_per_sec: 5 });
    expect(made).toMatchObject({ format: "native", events: ["session.ended"], description: "CRM", rate_per_sec: 5, status: "active" });
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const { secret, ...view } = made;
    expect(view.secret_hint).toBe(`…${secret.slice(-5, -1)}`);
    expect((await server.call("GET", `/v1/endpoints/${made.id}`)).body).toEqual(view);
    const list = await server.call("GET", "/v1/endpoints");
    expect(list.body).toEqual({ data: [view], next_cursor: null, totals: { endpoints: 1 } });
    const audit = await server.call("GET", "/v1/audit");
    expect(audit.text).toContain("endpoint.created");
    expect(audit.text + list.text).not.toContain(secret.slice(6, -5));
  });

  it("keep a secret of one's own, and refuse one that is too short, too long or no base64", async () => {
    await using server = await startTestServer(engine, { settings });
    expect((await add(server, { secret: OWN_SECRET })).secret).toBe(OWN_SECRET);
    const bytes = (count: number): string => `whsec_${Buffer.alloc(count, 7).toString("base64")}`;
    for (const secret of [bytes(24), bytes(64)]) expect((await add(server, { secret })).secret).toBe(secret);
    for (const secret of [bytes(23), bytes(65), "whsec_", OWN_SECRET.slice(6), `${OWN_SECRET}!`, OWN_SECRET.slice(0, -1), ""]) {
      const refused = await server.call("POST", "/v1/endpoints", { body: { url: address, secret } });
      expect([secret, refused.status, refused.body]).toEqual([secret, 400, expect.objectContaining({ error: expect.anything() })]);
      expect(refused.body).toMatchObject({ error: { code: "ENDPOINT_INVALID", field: "secret" } });
    }
  });

  it("refuse addresses that lead inside, and plain http but to hosts that were named", async () => {
    await using server = await startTestServer(engine, { settings });
    const { id } = await add(server);
    await add(server, { url: "http://hooks.example.internal/x" });
    await add(server, { url: "https://203.0.114.7/x" });
    const wrong = [
      "http://203.0.114.7/x",
      "https://10.0.0.1/x",
      "https://localhost/x",
      "ftp://203.0.114.7/",
      "https://169.254.169.254/",
      "x",
    ];
    for (const url of [...wrong, "https://203.0.114.7/#x", "https://user:word@203.0.114.7/"]) {
      for (const [method, path] of [["POST", "/v1/endpoints"] as const, ["PATCH", `/v1/endpoints/${id}`] as const]) {
        const refused = await server.call(method, path, { body: { url } });
        expect([url, refused.status]).toEqual([url, 400]);
        expect(refused.body).toMatchObject({ error: { code: "ADDRESS_REFUSED", field: "url" } });
      }
    }
    expect((await server.call("GET", `/v1/endpoints/${id}`)).body).toMatchObject({ url: address });
  });

  it("take only events of their format", async () => {
    await using server = await startTestServer(engine, { settings });
    const { id } = await add(server, { format: "agntix", events: ["session.created"] });
    expect((await server.call("PATCH", `/v1/endpoints/${id}`, { body: { events: ["session.ended"] } })).status).toBe(200);
    for (const [format, event] of [
      ["agntix", "session.settled"],
      ["ravan", "session.ended"],
      ["native", "call.completed"],
      ["native", "toString"],
    ]) {
      const refused = await server.call("POST", "/v1/endpoints", { body: { url: address, format, events: [event] } });
      expect(refused).toMatchObject({ status: 400, body: { error: { code: "ENDPOINT_INVALID", field: "events.0" } } });
    }
    const refused = await server.call("PATCH", `/v1/endpoints/${id}`, { body: { events: ["session.ended", "session.settled"] } });
    expect(refused.body).toMatchObject({ error: { code: "ENDPOINT_INVALID", field: "events.1" } });
    for (const body of [{}, { format: "native" }, { rate_per_sec: 0 }, { rate_per_sec: 1_001 }, { paused: "yes" }, { secret: OWN_SECRET }])
      expect([body, (await server.call("PATCH", `/v1/endpoints/${id}`, { body })).status]).toEqual([body, 400]);
  });

  it("cannot be made without a secret key, and say so", async () => {
    await using server = await startTestServer(engine, { settings: { OUTGOING_ALLOW: "127.0.0.1" } });
    const refused = await server.call("POST", "/v1/endpoints", { body: { url: address } });
    expect(refused).toMatchObject({ status: 409, body: { error: { code: "SECRET_KEY_MISSING" } } });
    expect((await server.call("GET", "/v1/endpoints")).body).toMatchObject({ data: [] });
  });

  it("belong to their organization, and only an admin changes them", async () => {
    await using server = await startTestServer(engine, { settings });
    const { id } = await add(server);
    const other = await server.newOrganization();
    for (const [method, path] of [
      ["GET", ""],
      ["PATCH", ""],
      ["DELETE", ""],
      ["POST", "/test"],
      ["POST", "/resume"],
      ["POST", "/rotate-secret"],
    ] as const) {
      const body = method === "PATCH" ? { body: { paused: true } } : {};
      const refused = await server.call(method, `/v1/endpoints/${id}${path}`, { key: other.key, ...body });
      expect([path, refused.status, refused.body]).toMatchObject([path, 404, { error: { code: "ENDPOINT_NOT_FOUND" } }]);
    }
    const reader = await server.newOrganization(["read"]);
    expect((await server.call("POST", "/v1/endpoints", { key: reader.key, body: { url: address } })).status).toBe(403);
    expect((await server.call("GET", "/v1/endpoints", { key: reader.key })).body).toMatchObject({ data: [] });
  });

  it("rotate with an overlap: both secrets verify until it is over, and none but the new one afterwards", async () => {
    const clock = { now: Date.parse("2026-06-01T12:00:00Z"), nowMs: () => clock.now };
    await using server = await startTestServer(engine, { settings, clock });
    answer = 204;
    const made = await add(server, { events: ["session.created"] });
    const rotate = (body?: object) =>
      server.call<Made>("POST", `/v1/endpoints/${made.id}/rotate-secret`, body === undefined ? {} : { body });
    clock.now += 1_000;
    const rotated = (await rotate({ overlap_sec: 60 })).body;
    expect(rotated).toMatchObject({
      secrets: [{ expires_at: null }, { hint: made.secret_hint, expires_at: "2026-06-01T12:01:01.000Z" }],
    });
    const verifying = async (id: string): Promise<boolean[]> => {
      received.length = 0;
      await tell(server, id);
      const [request] = received;
      if (request === undefined) throw new Error("nothing was delivered");
      return [made.secret, rotated.secret].map((secret) => isGenuine(secret, request));
    };
    expect(await verifying("during")).toEqual([true, true]);
    clock.now += 61_000;
    expect(await verifying("after")).toEqual([false, true]);
    expect((await server.call("GET", `/v1/endpoints/${made.id}`)).body).toMatchObject({ secrets: [{ expires_at: null }] });
    const last = (await rotate({ overlap_sec: 0, secret: OWN_SECRET })).body;
    expect(last).toMatchObject({ secret: OWN_SECRET, secrets: [{ expires_at: null }] });
    expect((await rotate()).body).toMatchObject({ secrets: [{}, { expires_at: new Date(clock.now + 86_400_000).toISOString() }] });
    for (const overlap of [-1, 30 * 86_400 + 1, 1.5, "60"]) expect((await rotate({ overlap_sec: overlap })).status).toBe(400);
    for (let turn = 0; turn < 8; turn++) expect((await rotate({})).status).toBe(200);
    expect((await rotate({})).body).toMatchObject({ error: { code: "ENDPOINT_INVALID", field: "overlap_sec" } });
  });

  it("hold deliveries back while they are paused, and tell how many wait", async () => {
    await using server = await startTestServer(engine, { settings });
    answer = 204;
    const { id } = await add(server, { events: ["session.created"], paused: true });
    received.length = 0;
    await tell(server, "waits");
    expect([received.length, (await server.call("GET", `/v1/endpoints/${id}`)).body]).toMatchObject([
      0,
      { status: "paused", pending_count: 1 },
    ]);
    expect((await server.call("POST", `/v1/endpoints/${id}/resume`)).body).toMatchObject({ status: "active", paused: false });
    await server.calltree.projection.followUp();
    expect(received).toHaveLength(1);
    expect((await server.call("GET", `/v1/endpoints/${id}`)).body).toMatchObject({ pending_count: 0, last_success_at: expect.any(String) });
  });

  it("are shown as failing, as stopped, and as active again once resumed", async () => {
    const clock = { now: Date.parse("2026-06-01T12:00:00Z"), nowMs: () => clock.now };
    await using server = await startTestServer(engine, { settings, clock });
    const { id } = await add(server, { events: ["session.created"] });
    const view = async () => (await server.call("GET", `/v1/endpoints/${id}`)).body;
    answer = 500;
    await tell(server, "fails");
    expect(await view()).toMatchObject({
      status: "failing",
      failure_count: 1,
      failing_since: expect.any(String),
      last_failure: expect.any(String),
    });
    answer = 410;
    await tell(server, "gone");
    expect(await view()).toMatchObject({ status: "stopped", stopped_at: expect.any(String), pending_count: 2 });
    answer = 204;
    expect((await server.call("POST", `/v1/endpoints/${id}/resume`)).body).toMatchObject({
      status: "active",
      failure_count: 0,
      stopped_at: null,
    });
    // The sender looks at endpoints anew every second.
    clock.now += 1_500;
    await server.calltree.projection.followUp();
    expect(await view()).toMatchObject({ status: "active", pending_count: 0, last_success_at: expect.any(String) });
    expect(await deliveries(server, "?status=delivered")).toHaveLength(2);
  });

  it("are gone when they were removed, and what waited is cancelled", async () => {
    await using server = await startTestServer(engine, { settings });
    const { id } = await add(server, { events: ["session.created"], paused: true });
    await tell(server, "cancelled");
    expect((await server.call("DELETE", `/v1/endpoints/${id}`)).status).toBe(204);
    expect((await server.call("DELETE", `/v1/endpoints/${id}`)).status).toBe(404);
    expect((await server.call("GET", "/v1/endpoints")).body).toMatchObject({ data: [] });
    expect(await deliveries(server)).toMatchObject([{ session_id: "cancelled", status: "cancelled" }]);
  });
});

describe.each(engines)("deliveries on $name", (engine) => {
  it("are listed newest first, by page and by filter, and shown with body and attempts", async () => {
    await using server = await startTestServer(engine, { settings });
    answer = 204;
    const { id: endpointId } = await add(server, { events: ["session.created", "session.ended"] });
    for (const id of ["d1", "d2", "d3"]) await tell(server, id);
    const all = await deliveries(server);
    expect(all.map(({ session_id, event }) => `${session_id} ${event}`)).toEqual([
      ...["d3 session.ended", "d3 session.created", "d2 session.ended", "d2 session.created", "d1 session.ended", "d1 session.created"],
    ]);
    const paged: DeliveryRow[] = [];
    for (let cursor = ""; ; ) {
      const page = await server.call<{ data: DeliveryRow[]; next_cursor: string | null }>("GET", `/v1/deliveries?limit=4${cursor}`);
      paged.push(...page.body.data);
      if (page.body.next_cursor === null) break;
      cursor = `&cursor=${page.body.next_cursor}`;
    }
    expect(paged).toEqual(all);
    expect(await deliveries(server, "?session_id=d2&event=session.ended")).toEqual([all[2]]);
    expect(await deliveries(server, `?endpoint_id=${endpointId}&status=delivered`)).toEqual(all);
    for (const none of ["?status=dead", "?endpoint_id=ep_other", "?created_to=2020-01-01", "?created_from=2099-01-01"])
      expect([none, await deliveries(server, none)]).toEqual([none, []]);
    const whole = await server.call("GET", `/v1/deliveries/${all[0]?.id}`);
    expect(whole.body).toMatchObject({
      ...all[0],
      body: received.at(-1)?.body,
      attempts: [{ number: 1, status: 204, failure: null, latency_ms: expect.any(Number) }],
    });
    expect(whole.text).not.toContain("secret-cookie");
  });

  it("are counted as pending and dead of what is asked for, whatever its status, or not counted at all", async () => {
    await using server = await startTestServer(engine, { settings });
    const { id } = await add(server, { events: ["session.created"], paused: true });
    await add(server, { events: ["session.created"], paused: true });
    await tell(server, "waits");
    const totals = async (query: string) => (await server.call("GET", `/v1/deliveries${query}`)).body["totals"];
    for (const query of ["", "?status=delivered", "?limit=1"])
      expect([query, await totals(query)]).toEqual([query, { pending: 2, dead: 0 }]);
    expect(await totals(`?endpoint_id=${id}&status=dead`)).toEqual({ pending: 1, dead: 0 });
    for (const query of ["session_id=waits", "event=session.created", "created_from=2020-01-01", `created_to=2099-01-01&endpoint_id=${id}`])
      expect([query, await totals(`?${query}`)]).toEqual([query, null]);
  });

  it("refuse what no filter can mean, and what is not theirs", async () => {
    await using server = await startTestServer(engine, { settings });
    for (const query of [
      "status=lost",
      "created_from=yesterday",
      "created_to=2026-02-30",
      "cursor=x",
      "limit=0",
      "limit=501",
      "colour=red",
    ])
      expect([query, (await server.call("GET", `/v1/deliveries?${query}`)).status]).toEqual([query, 400]);
    expect((await server.call("GET", "/v1/deliveries/dl_none")).body).toMatchObject({ error: { code: "DELIVERY_NOT_FOUND" } });
    expect((await server.call("POST", "/v1/deliveries/dl_none/replay")).body).toMatchObject({ error: { code: "DELIVERY_NOT_FOUND" } });
    for (const body of [
      {},
      { status: "dead" },
      { endpoint_id: "x" },
      { session_id: "" },
      { session_id: 5 },
      { event: "session.ended", session_id: "x" },
    ])
      expect([body, (await server.call("POST", "/v1/deliveries/replay", { body })).status]).toEqual([body, 400]);
    await add(server);
    await tell(server, "mine");
    const [mine] = await deliveries(server);
    const other = await server.newOrganization();
    expect((await server.call("GET", "/v1/deliveries", { key: other.key })).body).toMatchObject({
      data: [],
      totals: { pending: 0, dead: 0 },
    });
    expect((await server.call("GET", `/v1/deliveries/${mine?.id}`, { key: other.key })).status).toBe(404);
    expect((await server.call("POST", `/v1/deliveries/${mine?.id}/replay`, { key: other.key })).status).toBe(404);
    const many = await server.call("POST", "/v1/deliveries/replay", { key: other.key, body: { session_id: "mine" } });
    expect(many.body).toEqual({ replayed: 0, skipped: 0, complete: true });
  });

  it("are sent again one by one, and all of a session or a time, under the same id and with the same body", async () => {
    await using server = await startTestServer(engine, { settings });
    answer = 204;
    await add(server, { events: ["session.created", "session.ended"] });
    for (const id of ["r1", "r2"]) await tell(server, id);
    const [newest] = await deliveries(server);
    const sent = received.at(-1);
    received.length = 0;
    const replayed = await server.call<DeliveryRow>("POST", `/v1/deliveries/${newest?.id}/replay`);
    expect(replayed).toMatchObject({ status: 202, body: { replay_of: newest?.id, message_id: newest?.message_id, status: "pending" } });
    await server.calltree.projection.followUp();
    expect(received.map(({ body }) => body)).toEqual([sent?.body]);
    expect(received[0]?.headers["webhook-id"]).toBe(sent?.headers["webhook-id"]);
    received.length = 0;
    const ofSession = await server.call("POST", "/v1/deliveries/replay", { body: { session_id: "r1" } });
    expect(ofSession).toMatchObject({ status: 202, body: { replayed: 2, skipped: 0, complete: true } });
    await server.calltree.projection.followUp();
    expect(received.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual(["session.created", "session.ended"]);
    const ofTime = await server.call("POST", "/v1/deliveries/replay", { body: { created_from: "2020-01-01T00:00:00Z" } });
    expect(ofTime.body).toMatchObject({ replayed: 4, complete: true });
    expect((await server.call("GET", "/v1/audit")).text).toContain("deliveries.replayed");
  });

  it("of a test arrive signed, whatever events the endpoint wants", async () => {
    await using server = await startTestServer(engine, { settings });
    answer = 204;
    received.length = 0;
    const { id, secret } = await add(server, { events: ["session.merged"] });
    const asked = await server.call<DeliveryRow>("POST", `/v1/endpoints/${id}/test`);
    expect(asked).toMatchObject({ status: 202, body: { event: "endpoint.test", status: "pending", session_id: null } });
    await server.calltree.projection.followUp();
    expect((await server.call("GET", `/v1/deliveries/${asked.body.id}`)).body).toMatchObject({
      status: "delivered",
      attempts: [{ status: 204 }],
    });
    const [request] = received;
    expect(request === undefined ? null : isGenuine(secret, request)).toBe(true);
    expect(request === undefined ? null : isGenuine(OWN_SECRET, request)).toBe(false);
  });
});

function isGenuine(secret: string, { headers, body }: Received): boolean {
  // The library compares with the real time, which a server with a test's clock does not keep to.
  const atMs = Number(headers["webhook-timestamp"]) * 1_000;
  const expected = new Webhook(secret).sign(headers["webhook-id"] ?? "", new Date(atMs), body);
  return (headers["webhook-signature"] ?? "").split(" ").includes(expected);
}
