/** From open to settled, and what happens to numbers that change afterwards, through HTTP on both engines. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { OPERATOR_KEY, startTestServer, type TestServer } from "./support/server.ts";

const START_MS = Date.parse("2026-06-01T12:00:00Z");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (timeMs: number): string => new Date(timeMs).toISOString();

interface Session {
  readonly id: string;
  readonly state: string;
  readonly owned_cost: string;
  readonly missing: readonly string[];
  readonly settled_at: string | null;
  readonly merged_into: string | null;
  readonly merged_from: readonly string[];
  readonly revisions: readonly {
    readonly number: number;
    readonly before: { readonly owned_cost: string };
    readonly after: { readonly owned_cost: string };
    readonly causes: readonly { readonly record_type: string; readonly id: string }[];
  }[];
}

describe.each(engines)("the life of a session on $name", (engine) => {
  let server: TestServer;
  let key: string;
  let nowMs = START_MS;
  beforeAll(async () => {
    server = await startTestServer(engine, { clock: { nowMs: () => nowMs } });
  });
  beforeEach(async () => {
    nowMs = START_MS;
    ({ key } = await server.newOrganization());
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const send = async (method: "PUT" | "POST" | "DELETE", path: string, body?: unknown): Promise<number> =>
    (await server.call(method, path, { key, ...(body === undefined ? {} : { body }) })).status;
  const leg = (cost: string, more: Record<string, unknown> = {}) => ({
    ...{ record_type: "sip-trunking", id: "leg", telnyx_session_id: "call", cost, started_at: at(START_MS - MINUTE), ...more },
  });
  const read = async (id: string): Promise<Session> => {
    await server.project();
    return (await server.call<Session>("GET", `/v1/sessions/${id}`, { key })).body;
  };
  const pass = (ms: number): void => {
    nowMs += ms;
  };

  it("goes from open over ended and settling to settled", async () => {
    await send("PUT", "/v1/sessions/call", { started_at: at(START_MS - MINUTE) });
    expect((await read("call")).state).toBe("open");
    await send("POST", "/v1/sessions/call/end", { ended_at: at(START_MS) });
    expect((await read("call")).state).toBe("ended");
    await send("POST", "/v1/records", leg("0.50"));
    expect((await read("call")).state).toBe("settling");
    pass(10 * MINUTE);
    expect(await read("call")).toMatchObject({ state: "settled", settled_at: at(START_MS + 10 * MINUTE), revisions: [] });
  });

  it("tells numbers that change after it settled as revisions, with what caused them, and settles again", async () => {
    await send("PUT", "/v1/sessions/call", { started_at: at(START_MS - MINUTE), ended_at: at(START_MS) });
    await send("POST", "/v1/records", leg("0.50"));
    pass(10 * MINUTE);
    await read("call");
    pass(HOUR);
    await send("POST", "/v1/records", leg("0.75"));
    const corrected = await read("call");
    expect(corrected).toMatchObject({ state: "settling", settled_at: null, owned_cost: "0.750000" });
    pass(HOUR);
    await send("POST", "/v1/records", { ...leg("0.01"), id: "late" });
    const { revisions } = await read("call");
    expect(revisions).toMatchObject([
      {
        number: 1,
        before: { owned_cost: "0.500000" },
        after: { owned_cost: "0.750000" },
        causes: [{ record_type: "sip-trunking", id: "leg" }],
      },
      {
        number: 2,
        before: { owned_cost: "0.750000" },
        after: { owned_cost: "0.760000" },
        causes: [{ record_type: "sip-trunking", id: "late" }],
      },
    ]);
    pass(HOUR);
    const again = await read("call");
    expect(again).toMatchObject({ state: "settled", settled_at: at(nowMs - HOUR + 10 * MINUTE) });
    await send("POST", "/v1/records", leg("0.75"));
    expect((await read("call")).revisions).toHaveLength(2);
  });

  it("is revised when a rate changes what its money is worth", async () => {
    await send("PUT", "/v1/exchange-rates", [{ currency: "EUR", rate: "1.1" }]);
    await send("PUT", "/v1/sessions/call", { started_at: at(START_MS - MINUTE), ended_at: at(START_MS) });
    await send("POST", "/v1/records", leg("1.00", { currency: "EUR" }));
    pass(10 * MINUTE);
    expect(await read("call")).toMatchObject({ state: "settled", owned_cost: "1.100000" });
    await send("PUT", "/v1/exchange-rates", [{ currency: "EUR", rate: "1.2" }]);
    expect((await read("call")).revisions).toMatchObject([{ before: { owned_cost: "1.100000" }, after: { owned_cost: "1.200000" } }]);
  });

  it("waits for what its agent's sessions are complete with, and settles without it at the horizon", async () => {
    await send("PUT", "/v1/agents/a", { expected_record_types: ["sip-trunking", "recording"] });
    await send("PUT", "/v1/sessions/call", { agent: { id: "a" }, started_at: at(START_MS - MINUTE), ended_at: at(START_MS) });
    await send("POST", "/v1/records", leg("0.50"));
    pass(HOUR);
    expect(await read("call")).toMatchObject({ state: "settling", missing: ["recording"] });
    pass(72 * HOUR);
    expect(await read("call")).toMatchObject({ state: "settled", missing: ["recording"] });
    await send("PUT", "/v1/sessions/other", { agent: { id: "a" }, ended_at: at(nowMs) });
    await send("PUT", "/v1/agents/a", { expected_record_types: [] });
    pass(10 * MINUTE);
    expect(await read("other")).toMatchObject({ state: "settled", missing: [] });
  });

  it("lives on under the older id when two turn out to be one, and the other id goes on to answer", async () => {
    await send("POST", "/v1/records", leg("0.50"));
    await server.project();
    await send("PUT", "/v1/sessions/mine", { agent: { id: "a" }, external_ids: { leg: "call" } });
    expect(await read("call")).toMatchObject({ id: "call", merged_into: null, merged_from: ["mine"], agent: { id: "a" } });
    expect(await read("mine")).toMatchObject({ id: "call", merged_into: "call", owned_cost: "0.500000" });
    const list = await server.call<{ data: { id: string }[] }>("GET", "/v1/sessions", { key });
    expect(list.body.data.map(({ id }) => id)).toEqual(["call"]);
    await send("PUT", "/v1/sessions/mine", { external_ids: { leg: null } });
    expect(await read("mine")).toMatchObject({ id: "mine", merged_into: null, owned_cost: "0.000000" });
    expect(await read("call")).toMatchObject({ merged_from: [], agent: null });
  });

  it("tells its old numbers while everything is made again", async () => {
    await send("PUT", "/v1/sessions/call", { started_at: at(START_MS - MINUTE), ended_at: at(START_MS) });
    await send("POST", "/v1/records", leg("0.50"));
    const before = await read("call");
    expect((await server.call("POST", "/v1/rebuild", { key: OPERATOR_KEY })).status).toBe(202);
    await server.calltree.projection.project("default", []);
    expect((await server.call<Session>("GET", "/v1/sessions/call", { key })).body).toEqual(before);
    await server.project();
    expect((await server.call<Session>("GET", "/v1/sessions/call", { key })).body).toEqual(before);
  });

  it("refuses facts of an erased call under whatever id they come", async () => {
    await send("PUT", "/v1/sessions/victim", { external_ids: { leg: "call" } });
    await send("POST", "/v1/records", leg("0.50"));
    await server.project();
    expect(await send("DELETE", "/v1/sessions/victim")).toBe(200);
    expect(await send("PUT", "/v1/sessions/new", { external_ids: { leg: "call" } })).toBe(410);
    expect(await send("PUT", "/v1/sessions/new", { external_ids: { old: "victim" } })).toBe(410);
    expect(await send("PUT", "/v1/sessions/new", { external_ids: { leg: "another" } })).toBe(200);
  });

  it("is behind nothing when all is projected, as the metrics tell", async () => {
    await send("POST", "/v1/records", leg("0.50"));
    const value = async (): Promise<string | undefined> =>
      /^calltree_projection_behind_records (\d+)$/m.exec((await server.call("GET", "/metrics", { key: null })).text)?.[1];
    expect(await value()).not.toBe("0");
    await server.project();
    expect(await value()).toBe("0");
  });
});
