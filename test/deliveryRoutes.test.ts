/** Deliveries of webhooks through the API: listed, counted, sent again and tried out. */
import { describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { startTestServer } from "./support/server.ts";
import { add, type DeliveryRow, deliveries, isGenuine, OWN_SECRET, settings, tell, webhookReceiver } from "./support/webhookRoutes.ts";

const receiver = webhookReceiver();

describe.each(engines)("deliveries on $name", (engine) => {
  it("are listed newest first, by page and by filter, and shown with body and attempts", async () => {
    await using server = await startTestServer(engine, { settings });
    receiver.answer = 204;
    const { id: endpointId } = await add(server, receiver.url, { events: ["session.created", "session.ended"] });
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
      body: receiver.received.at(-1)?.body,
      attempts: [{ number: 1, status: 204, failure: null, latency_ms: expect.any(Number) }],
    });
    expect(whole.text).not.toContain("secret-cookie");
  });

  it("are counted as pending and dead of what is asked for, whatever its status, or not counted at all", async () => {
    await using server = await startTestServer(engine, { settings });
    const { id } = await add(server, receiver.url, { events: ["session.created"], paused: true });
    await add(server, receiver.url, { events: ["session.created"], paused: true });
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
    await add(server, receiver.url);
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
    receiver.answer = 204;
    await add(server, receiver.url, { events: ["session.created", "session.ended"] });
    for (const id of ["r1", "r2"]) await tell(server, id);
    const [newest] = await deliveries(server);
    const sent = receiver.received.at(-1);
    receiver.received.length = 0;
    const replayed = await server.call<DeliveryRow>("POST", `/v1/deliveries/${newest?.id}/replay`);
    expect(replayed).toMatchObject({ status: 202, body: { replay_of: newest?.id, message_id: newest?.message_id, status: "pending" } });
    await server.calltree.projection.followUp();
    expect(receiver.received.map(({ body }) => body)).toEqual([sent?.body]);
    expect(receiver.received[0]?.headers["webhook-id"]).toBe(sent?.headers["webhook-id"]);
    receiver.received.length = 0;
    const ofSession = await server.call("POST", "/v1/deliveries/replay", { body: { session_id: "r1" } });
    expect(ofSession).toMatchObject({ status: 202, body: { replayed: 2, skipped: 0, complete: true } });
    await server.calltree.projection.followUp();
    expect(receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual(["session.created", "session.ended"]);
    const ofTime = await server.call("POST", "/v1/deliveries/replay", { body: { created_from: "2020-01-01T00:00:00Z" } });
    expect(ofTime.body).toMatchObject({ replayed: 4, complete: true });
    expect((await server.call("GET", "/v1/audit")).text).toContain("deliveries.replayed");
  });

  it("of a test arrive signed, whatever events the endpoint wants", async () => {
    await using server = await startTestServer(engine, { settings });
    receiver.answer = 204;
    receiver.received.length = 0;
    const { id, secret } = await add(server, receiver.url, { events: ["session.merged"] });
    const asked = await server.call<DeliveryRow>("POST", `/v1/endpoints/${id}/test`);
    expect(asked).toMatchObject({ status: 202, body: { event: "endpoint.test", status: "pending", session_id: null } });
    await server.calltree.projection.followUp();
    expect((await server.call("GET", `/v1/deliveries/${asked.body.id}`)).body).toMatchObject({
      status: "delivered",
      attempts: [{ status: 204 }],
    });
    const [request] = receiver.received;
    expect(request === undefined ? null : isGenuine(secret, request)).toBe(true);
    expect(request === undefined ? null : isGenuine(OWN_SECRET, request)).toBe(false);
  });
});
