/** The list of sessions in Agntix's contract: its filters find exactly what shows, and its pages hold while sessions come in. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { ADMIN_KEY, startTestServer, type TestServer } from "./support/server.ts";

type Json = Record<string, unknown>;
interface List {
  readonly data: readonly Json[];
  readonly pagination: { readonly page: number; readonly limit: number; readonly total: number; readonly totalPages: number };
}

const LIST = "/v1/chat/chat/sessions";
const at = (minute: number): string => new Date(Date.parse("2026-05-01T10:00:00Z") + minute * 60_000).toISOString();

/** Six sessions that differ in all that can be asked for. */
const SESSIONS: Readonly<Record<string, Json>> = {
  s1: { agent: { id: "a" }, platform: "phone", direction: "inbound", caller_number: "+4930111", callee_number: "+1999", ended_at: at(9) },
  s2: { agent: { id: "a" }, platform: "sip", direction: "outbound", caller_number: "+1999", callee_number: "+4930222", ended_at: at(4) },
  s3: { agent: { id: "b" }, platform: "web", type: "chat" },
  s4: { agent: { id: "b" }, channel: "web", ended_at: at(5) },
  s5: { platform: "whatsapp", type: "chat", customer_number: "+4930333", external_ids: { campaign_id: "spring" } },
  s6: { platform: "teams" },
};

describe.each(engines)("Agntix's list of sessions on $name", (engine) => {
  let server: TestServer;
  const list = async (query: string, key = ADMIN_KEY): Promise<List> => {
    const answer = await server.call<List>("GET", `${LIST}?${query}`, { key: null, headers: { "x-api-key": key } });
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  };
  const ids = async (query: string): Promise<unknown[]> => (await list(query)).data.map(({ id }) => id);
  const put = async (id: string, facts: Json, key = ADMIN_KEY): Promise<void> => {
    expect((await server.call("PUT", `/v1/sessions/${id}`, { key, body: facts })).status).toBe(200);
  };

  beforeAll(async () => {
    server = await startTestServer(engine, { clock: { nowMs: () => Date.parse(at(10)) } });
    for (const [index, [id, facts]] of Object.entries(SESSIONS).entries()) await put(id, { created_at: at(index), ...facts });
    await server.project();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it.each([
    ["", ["s6", "s5", "s4", "s3", "s2", "s1"]],
    ["sort=createdAt:asc", ["s1", "s2", "s3", "s4", "s5", "s6"]],
    ["agentId=a", ["s2", "s1"]],
    ["state=OPEN", ["s6", "s5", "s3"]],
    ["state=CLOSED", ["s4", "s2", "s1"]],
    ["platform=PHONE", ["s6", "s2", "s1"]],
    ["platform=WEB", ["s4", "s3"]],
    ["platform=WHATSAPP", ["s5"]],
    ["type=CHAT", ["s5", "s3"]],
    ["sessiontype=VOICE", ["s6", "s4", "s2", "s1"]],
    [`startDate=${at(2)}&endDate=${at(4)}`, ["s5", "s4", "s3"]],
    ["startDate=2026-05-02", []],
    ["endDate=2026-05-01", ["s6", "s5", "s4", "s3", "s2", "s1"]],
    ["minReportedMinutes=3", ["s1"]],
    ["customerPhoneNumber=4930", ["s5", "s2", "s1"]],
    ["customerPhoneNumber=1999", []],
    ["outgoingPhoneNumber=1999", ["s2"]],
    ["campaignId=spring", ["s5"]],
    ["agentId=b&state=CLOSED", ["s4"]],
    ["agentId=unheard", []],
  ])("finds by %j", async (query, found) => {
    expect(await ids(query)).toEqual(found);
    expect((await list(query)).pagination.total).toBe(found.length);
  });

  it("shows of each platform and type what is found by it", async () => {
    const { data } = await list("");
    for (const name of ["platform", "type", "state"]) {
      for (const word of new Set(data.map((session) => String(session[name])))) {
        const shown = data.filter((session) => session[name] === word).map(({ id }) => id);
        expect(await ids(`${name}=${word}`), word).toEqual(shown);
      }
    }
  });

  it("refuses a filter or an order that it does not know with 422", async () => {
    for (const query of ["state=FAX", "startDate=soon", "sort=cost:asc"]) {
      const answer = await server.call("GET", `${LIST}?${query}`, { key: null, headers: { "x-api-key": ADMIN_KEY } });
      expect(answer).toMatchObject({ status: 422, body: { error: { code: "VALIDATION_ERROR", status: 422 } } });
    }
  });

  it("keeps its pages disjoint and complete while sessions come in", async () => {
    const other = await server.newOrganization();
    for (let index = 0; index < 7; index++) await put(`p${index}`, { created_at: at(index) }, other.key);
    const seen: unknown[] = [];
    for (let page = 1; page <= 4; page++) {
      const { data, pagination } = await list(`page=${page}&limit=2`, other.key);
      expect(pagination).toEqual({ page, limit: 2, total: 7, totalPages: 4 });
      seen.push(...data.map(({ id }) => id));
      await put(`late${page}`, { created_at: at(20 + page) }, other.key);
    }
    expect(seen).toEqual(["p6", "p5", "p4", "p3", "p2", "p1", "p0"]);
    expect((await list("page=1&limit=2", other.key)).pagination.total).toBe(11);
    expect((await list("page=99&limit=2", other.key)).data).toEqual([]);
  });
});
