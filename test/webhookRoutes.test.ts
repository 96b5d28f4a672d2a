/** Webhook endpoints through the API; what is sent and how is promised in delivery*.test.ts. */
import { describe, expect, it } from "vitest";
import { eventsOfFormat } from "../src/delivery/events.ts";
import { WEBHOOK_EVENTS } from "../src/http/faces/native/webhookSchemas.ts";
import { engines } from "./support/databases.ts";
import { startTestServer } from "./support/server.ts";
import { add, deliveries, isGenuine, type MadeEndpoint, OWN_SECRET, settings, tell, webhookReceiver } from "./support/webhookRoutes.ts";

const receiver = webhookReceiver();

describe("the events that an endpoint can name", () => {
  it("are those that are delivered", () => {
    for (const format of ["native", "agntix", "ravan"] as const)
      expect(WEBHOOK_EVENTS[format].toSorted()).toEqual(eventsOfFormat(format).toSorted());
  });
});

describe.each(engines)("webhook endpoints on $name", (engine) => {
  it("show their secret once, and only its end afterwards", async () => {
    await using server = await startTestServer(engine, { settings });
    const made = await add(server, receiver.url, { events: ["session.ended"], description: "CRM", rate_per_sec: 5 });
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
    expect((await add(server, receiver.url, { secret: OWN_SECRET })).secret).toBe(OWN_SECRET);
    const bytes = (count: number): string => `whsec_${Buffer.alloc(count, 7).toString("base64")}`;
    for (const secret of [bytes(24), bytes(64)]) expect((await add(server, receiver.url, { secret })).secret).toBe(secret);
    for (const secret of [bytes(23), bytes(65), "whsec_", OWN_SECRET.slice(6), `${OWN_SECRET}!`, OWN_SECRET.slice(0, -1), ""]) {
      const refused = await server.call("POST", "/v1/endpoints", { body: { url: receiver.url, secret } });
      expect([secret, refused.status, refused.body]).toEqual([secret, 400, expect.objectContaining({ error: expect.anything() })]);
      expect(refused.body).toMatchObject({ error: { code: "ENDPOINT_INVALID", field: "secret" } });
    }
  });

  it("refuse addresses that lead inside, and plain http but to hosts that were named", async () => {
    await using server = await startTestServer(engine, { settings });
    const { id } = await add(server, receiver.url);
    await add(server, receiver.url, { url: "http://hooks.example.internal/x" });
    await add(server, receiver.url, { url: "https://203.0.114.7/x" });
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
    expect((await server.call("GET", `/v1/endpoints/${id}`)).body).toMatchObject({ url: receiver.url });
  });

  it("take only events of their format", async () => {
    await using server = await startTestServer(engine, { settings });
    const { id } = await add(server, receiver.url, { format: "agntix", events: ["session.created"] });
    expect((await server.call("PATCH", `/v1/endpoints/${id}`, { body: { events: ["session.ended"] } })).status).toBe(200);
    for (const [format, event] of [
      ["agntix", "session.settled"],
      ["ravan", "session.ended"],
      ["native", "call.completed"],
      ["native", "toString"],
    ]) {
      const refused = await server.call("POST", "/v1/endpoints", { body: { url: receiver.url, format, events: [event] } });
      expect(refused).toMatchObject({ status: 400, body: { error: { code: "ENDPOINT_INVALID", field: "events.0" } } });
    }
    const refused = await server.call("PATCH", `/v1/endpoints/${id}`, { body: { events: ["session.ended", "session.settled"] } });
    expect(refused.body).toMatchObject({ error: { code: "ENDPOINT_INVALID", field: "events.1" } });
    for (const body of [{}, { format: "native" }, { rate_per_sec: 0 }, { rate_per_sec: 1_001 }, { paused: "yes" }, { secret: OWN_SECRET }])
      expect([body, (await server.call("PATCH", `/v1/endpoints/${id}`, { body })).status]).toEqual([body, 400]);
  });

  it("cannot be made without a secret key, and say so", async () => {
    await using server = await startTestServer(engine, { settings: { OUTGOING_ALLOW: "127.0.0.1" } });
    const refused = await server.call("POST", "/v1/endpoints", { body: { url: receiver.url } });
    expect(refused).toMatchObject({ status: 409, body: { error: { code: "SECRET_KEY_MISSING" } } });
    expect((await server.call("GET", "/v1/endpoints")).body).toMatchObject({ data: [] });
  });

  it("belong to their organization, and only an admin changes them", async () => {
    await using server = await startTestServer(engine, { settings });
    const { id } = await add(server, receiver.url);
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
    expect((await server.call("POST", "/v1/endpoints", { key: reader.key, body: { url: receiver.url } })).status).toBe(403);
    expect((await server.call("GET", "/v1/endpoints", { key: reader.key })).body).toMatchObject({ data: [] });
  });

  it("rotate with an overlap: both secrets verify until it is over, and none but the new one afterwards", async () => {
    const clock = { now: Date.parse("2026-06-01T12:00:00Z"), nowMs: () => clock.now };
    await using server = await startTestServer(engine, { settings, clock });
    receiver.answer = 204;
    const made = await add(server, receiver.url, { events: ["session.created"] });
    const rotate = (body?: object) =>
      server.call<MadeEndpoint>("POST", `/v1/endpoints/${made.id}/rotate-secret`, body === undefined ? {} : { body });
    clock.now += 1_000;
    const rotated = (await rotate({ overlap_sec: 60 })).body;
    expect(rotated).toMatchObject({
      secrets: [{ expires_at: null }, { hint: made.secret_hint, expires_at: "2026-06-01T12:01:01.000Z" }],
    });
    const verifying = async (id: string): Promise<boolean[]> => {
      receiver.received.length = 0;
      await tell(server, id);
      const [request] = receiver.received;
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
    receiver.answer = 204;
    const { id } = await add(server, receiver.url, { events: ["session.created"], paused: true });
    receiver.received.length = 0;
    await tell(server, "waits");
    expect([receiver.received.length, (await server.call("GET", `/v1/endpoints/${id}`)).body]).toMatchObject([
      0,
      { status: "paused", pending_count: 1 },
    ]);
    expect((await server.call("POST", `/v1/endpoints/${id}/resume`)).body).toMatchObject({ status: "active", paused: false });
    await server.calltree.projection.followUp();
    expect(receiver.received).toHaveLength(1);
    expect((await server.call("GET", `/v1/endpoints/${id}`)).body).toMatchObject({ pending_count: 0, last_success_at: expect.any(String) });
  });

  it("are shown as failing, as stopped, and as active again once resumed", async () => {
    const clock = { now: Date.parse("2026-06-01T12:00:00Z"), nowMs: () => clock.now };
    await using server = await startTestServer(engine, { settings, clock });
    const { id } = await add(server, receiver.url, { events: ["session.created"] });
    const view = async () => (await server.call("GET", `/v1/endpoints/${id}`)).body;
    receiver.answer = 500;
    await tell(server, "fails");
    expect(await view()).toMatchObject({
      status: "failing",
      failure_count: 1,
      failing_since: expect.any(String),
      last_failure: expect.any(String),
    });
    receiver.answer = 410;
    await tell(server, "gone");
    expect(await view()).toMatchObject({ status: "stopped", stopped_at: expect.any(String), pending_count: 2 });
    receiver.answer = 204;
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
    const { id } = await add(server, receiver.url, { events: ["session.created"], paused: true });
    await tell(server, "cancelled");
    expect((await server.call("DELETE", `/v1/endpoints/${id}`)).status).toBe(204);
    expect((await server.call("DELETE", `/v1/endpoints/${id}`)).status).toBe(404);
    expect((await server.call("GET", "/v1/endpoints")).body).toMatchObject({ data: [] });
    expect(await deliveries(server)).toMatchObject([{ session_id: "cancelled", status: "cancelled" }]);
  });
});
