/** An organization's own types, exchange rates and controls, through HTTP, with records that were there before. */
import { describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

interface Node {
  id: string;
  record_type: string;
  cost: { event_cost: string; cumulative_cost: string };
  cost_status: string;
  shared: boolean;
  original_cost: { amount: string; currency: string } | null;
  control: { stated: string; parts: string; difference: string } | null;
  children: Node[];
}
interface Tree {
  cost: { total: string; currency: string };
  root: Node;
  meta: { event_count: number; unconverted: { id: string }[]; unknown_cost_count: number };
}

const tree = async (server: TestServer, path: string): Promise<Tree> => (await server.call<Tree>("GET", `/v1/trees/${path}`)).body;
const send = (server: TestServer, body: unknown) => server.call<{ counts: Record<string, number> }>("POST", "/v1/records", { body });
const define = (server: TestServer, name: string, body: unknown) => server.call("PUT", `/v1/record-types/${name}`, { body });
const underSession = { record_type: "call-session", local_field: "call_id", parent_field: "telnyx_session_id" };

describe.each(engines)("own record types on $name", (engine) => {
  it("find the records that were stored before their mappings were", async () => {
    await using server = await startTestServer(engine);
    await define(server, "campaign", { cost_fields: ["fee"], session_root: true });
    await define(server, "dialer-fee", { cost_fields: ["fee"] });
    await send(server, [
      { record_type: "campaign", id: "c1", fee: "1" },
      ...Array.from({ length: 1_200 }, (_, index) => ({ record_type: "dialer-fee", id: `f${index}`, campaign_id: "c1", fee: "0.01" })),
    ]);
    expect((await tree(server, "campaign/c1")).cost.total).toBe("1.000000");
    const changed = await define(server, "dialer-fee", {
      cost_fields: ["fee"],
      parents: [{ record_type: "campaign", local_field: "campaign_id", parent_field: "id" }],
    });
    expect(changed.status).toBe(200);
    await server.calltree.rereads.idle();
    const whole = await tree(server, "campaign/c1?max_depth=1");
    expect(whole.cost.total).toBe("13.000000");
    expect(whole.meta.event_count).toBe(1_201);
    expect((await server.call("GET", "/v1/record-types/dialer-fee")).body).toMatchObject({ rereading_since: null });
  });

  it("read stored records as far as a new definition fits them, and leave word of what it does not fit", async () => {
    await using server = await startTestServer(engine);
    await define(server, "gig", { cost_fields: ["fee"] });
    await send(server, [{ record_type: "gig", id: "g1", fee: "1", amount: "oops", when: "yesterday", call_id: "s1" }]);
    await define(server, "gig", { cost_fields: ["amount"], time_fields: ["when"], parents: [underSession] });
    await server.calltree.rereads.idle();
    const session = await tree(server, "call-session/s1");
    expect(session.root.children).toMatchObject([{ id: "g1", cost_status: "unknown", cost: { event_cost: "0.000000" } }]);
    expect((await server.call("GET", "/v1/audit")).text).toContain("gig: 2 fields of stored records could not be read");
  });

  it("read the models of stored records again when they say anew where those are", async () => {
    await using server = await startTestServer(engine);
    await define(server, "render", {});
    await send(server, { record_type: "render", id: "r1", cost: "1", engine: "v2" });
    expect((await server.call("GET", "/v1/usage?group_by=model")).body).toMatchObject({ data: [{ model: null, cost: "1.000000" }] });
    expect((await define(server, "render", { model_fields: ["engine"] })).body).toMatchObject({ model_fields: ["engine"] });
    await server.calltree.rereads.idle();
    expect((await server.call("GET", "/v1/usage?group_by=model")).body).toMatchObject({ data: [{ model: "v2", cost: "1.000000" }] });
  });

  it("keep their id fields while they have records, so that no import counts twice", async () => {
    await using server = await startTestServer(engine);
    await define(server, "fee", {});
    expect((await define(server, "fee", { id_fields: ["key"] })).status).toBe(200);
    await send(server, { record_type: "fee", key: "k1", id: "f1", cost: "1" });
    const refused = await define(server, "fee", { id_fields: ["id"] });
    expect([refused.status, refused.body]).toMatchObject([409, { error: { code: "RECORD_TYPE_IN_USE", field: "id_fields" } }]);
  });

  it("leave to the orphans what only an edge that trees do not follow would own", async () => {
    await using server = await startTestServer(engine);
    await define(server, "aside", { parents: [{ ...underSession, traversal_enabled: false }] });
    await send(server, { record_type: "aside", id: "a1", call_id: "s1", cost: "100" });
    const orphans = await server.call<{ data: { id: string }[] }>("GET", "/v1/orphans");
    expect(orphans.body.data).toMatchObject([{ id: "a1" }]);
  });

  it("can stand above a built-in type without taking its other parents away", async () => {
    await using server = await startTestServer(engine);
    await define(server, "campaign", { cost_fields: [], session_root: true });
    await define(server, "recording", { parents: [{ record_type: "campaign", local_field: "campaign_id", parent_field: "id" }] });
    await send(server, [
      { record_type: "campaign", id: "c1" },
      { record_type: "recording", id: "r1", campaign_id: "c1", telnyx_session_id: "s1", cost: "2" },
      { record_type: "recording", id: "r2", telnyx_session_id: "s1", cost: "3" },
    ]);
    expect((await tree(server, "campaign/c1")).cost.total).toBe("2.000000");
    expect((await tree(server, "call-session/s1")).cost.total).toBe("5.000000");
  });

  it("may be their own parents: a cycle is cut at its earliest record and nothing is lost or counted twice", async () => {
    await using server = await startTestServer(engine);
    await define(server, "span", { parents: [{ record_type: "span", local_field: "parent_id", parent_field: "id" }, underSession] });
    const span = (id: string, parent_id: string, minute: number) => ({
      record_type: "span",
      id,
      parent_id,
      call_id: "s1",
      cost: "1",
      started_at: `2026-03-17T10:0${minute}:00Z`,
    });
    await send(server, [span("a", "c", 1), span("b", "a", 2), span("c", "b", 3)]);
    const session = await tree(server, "call-session/s1");
    expect(session.cost.total).toBe("3.000000");
    expect(session.root.children.map((child) => child.id)).toEqual(["a"]);
    expect((await tree(server, "span/a")).cost.total).toBe("3.000000");
    // Seen from within the cycle, the record whose owner was cut off is shown too, as shared.
    const inner = await tree(server, "span/b");
    expect(inner.cost.total).toBe("3.000000");
    expect(inner.root.children[0]?.children[0]).toMatchObject({ id: "a", shared: true, children: [] });
  });

  it("compare a control with its parts and never add it", async () => {
    await using server = await startTestServer(engine);
    await define(server, "call-total", { role: "control", parents: [underSession] });
    await send(server, [
      { record_type: "recording", id: "r1", telnyx_session_id: "s1", cost: "2" },
      { record_type: "call-total", id: "t1", call_id: "s1", cost: "2.5" },
    ]);
    const session = await tree(server, "call-session/s1");
    expect(session.cost.total).toBe("2.000000");
    expect(session.root.children.find((child) => child.id === "t1")).toMatchObject({
      cost: { event_cost: "0.000000" },
      control: { stated: "2.500000", parts: "2.000000", difference: "0.500000" },
    });
  });

  it.each([
    ["an unknown parent", "x", { parents: [{ record_type: "nonsense", local_field: "a", parent_field: "b" }] }, 400],
    ["a reserved name", "metadata", {}, 400],
    ["a built-in type's place", "recording", { cost_fields: ["price"] }, 409],
    ["an unknown member", "x", { colour: "blue" }, 400],
  ])("refuse %s", async (_name, name, body, status) => {
    await using server = await startTestServer(engine);
    expect((await define(server, name, body)).status).toBe(status);
  });
});

describe.each(engines)("currencies on $name", (engine) => {
  it("are converted at the record's own time, and told apart where there is no rate", async () => {
    await using server = await startTestServer(engine);
    await server.call("PUT", "/v1/exchange-rates", {
      body: [
        { currency: "EUR", rate: "1.1" },
        { currency: "EUR", rate: "1.2", effective_at: "2026-03-01T00:00:00Z" },
      ],
    });
    const recording = (id: string, cost: string, currency: string, started_at: string) => ({
      record_type: "recording",
      id,
      telnyx_session_id: "s1",
      cost,
      currency,
      started_at,
    });
    await send(server, [
      recording("early", "1", "EUR", "2026-02-28T23:59:59Z"),
      recording("late", "1", "EUR", "2026-03-01T00:00:00Z"),
      recording("rupiah", "16000", "IDR", "2026-03-01T00:00:00Z"),
      recording("dollar", "1", "USD", "2026-03-01T00:00:00Z"),
    ]);
    const session = await tree(server, "call-session/s1");
    expect(session.cost).toEqual({ total: "3.300000", currency: "USD" });
    expect(session.meta.unconverted).toMatchObject([{ id: "rupiah" }]);
    expect(session.root.children.find((child) => child.id === "late")).toMatchObject({
      original_cost: { amount: "1.000000", currency: "EUR" },
      cost_status: "reported",
    });
    await server.call("PUT", "/v1/exchange-rates", { body: [{ currency: "IDR", rate: "0.0000625" }] });
    expect((await tree(server, "call-session/s1")).cost.total).toBe("4.300000");
  });

  it("cannot change once records or rates have been told in them", async () => {
    await using server = await startTestServer(engine);
    expect((await server.call("PATCH", "/v1/organization", { body: { currency: "eur" } })).body).toMatchObject({ currency: "EUR" });
    await send(server, { record_type: "recording", id: "r1", telnyx_session_id: "s1", cost: "1" });
    const refused = await server.call("PATCH", "/v1/organization", { body: { currency: "GBP" } });
    expect([refused.status, refused.body]).toMatchObject([409, { error: { code: "CURRENCY_IN_USE" } }]);
    expect((await server.call("PATCH", "/v1/organization", { body: { name: "Renamed" } })).status).toBe(200);
  });

  it.each(["-1", "0", "abc", "1,1", ""])("refuse %j as a rate", async (rate) => {
    await using server = await startTestServer(engine);
    const answer = await server.call("PUT", "/v1/exchange-rates", { body: [{ currency: "EUR", rate }] });
    expect(answer.status).toBe(400);
  });
});

describe.each(engines)("date_time on $name", (engine) => {
  it("finds a root within 48 hours and no other, also a virtual one with a member of no time", async () => {
    await using server = await startTestServer(engine);
    await send(server, [
      { record_type: "recording", id: "r1", telnyx_session_id: "s1", cost: "1", started_at: "2026-03-17T10:00:00Z" },
      { record_type: "recording", id: "r2", telnyx_session_id: "s1", cost: "1" },
      { record_type: "recording", id: "r3", telnyx_session_id: "s2", cost: "1" },
    ]);
    const status = async (path: string) => (await server.call("GET", `/v1/trees/${path}`)).status;
    expect(await status("call-session/s1?date_time=2026-03-15")).toBe(200);
    expect(await status("call-session/s1?date_time=2026-03-19T10:00:00Z")).toBe(200);
    expect(await status("call-session/s1?date_time=2026-03-19T10:00:01Z")).toBe(404);
    expect(await status("call-session/s1?date_time=1999-01-01")).toBe(404);
    expect(await status("call-session/s2?date_time=1999-01-01")).toBe(200);
    expect(await status("call-session/s1?date_time=soon")).toBe(400);
  });

  it("leaves an event to be found by its conversation, one record a turn", async () => {
    await using server = await startTestServer(engine);
    const turn = (id: string, message_id: string, cost: string) => ({
      record_type: "ai-messaging-assistant",
      id,
      message_id,
      conversation_id: "c1",
      cost,
    });
    await send(server, [{ record_type: "message", uuid: "m1", cost: "1" }, turn("t1", "m1", "0.1"), turn("t2", "m2", "0.2")]);
    expect((await tree(server, "message/m1")).cost.total).toBe("1.100000");
    expect((await tree(server, "ai-messaging-assistant/c1")).root.id).toBe("t1");
    expect((await tree(server, "ai-messaging-assistant/t2")).cost.total).toBe("0.200000");
  });
});
