/** The fifteen black-box assertions on Ravan's contract, in their order, and its sample. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { callId, fullCall, getJson, type Json, putCalls, putFullCall } from "./support/ravan.ts";
import { ADMIN_KEY, startTestServer, type TestServer } from "./support/server.ts";

const NEWEST_KEYS = [
  ...["id", "agent_id", "agent_name", "organization_id", "caller_number", "callee_number", "channel", "status", "recording_url"],
  ...["duration_sec", "cost_total", "credit_breakdown", "disconnect_reason", "metadata", "post_call_analysis_result"],
  ...["started_at", "ended_at", "created_at", "transcripts"],
];
const ITEM_KEYS = [
  ...["id", "agentId", "organizationId", "roomId", "callerNumber", "calleeNumber", "callerName", "callerEmail", "channel"],
  ...["status", "summary", "metadata", "errorMessage", "disconnectReason", "promptDynamicVariables", "extractDynamicVariables"],
  ...["callLatencyMs", "startedAt", "endedAt", "durationSec", "createdAt", "recordingUrl", "costTotal", "agentName"],
  ...["postCallAnalysisResult", "creditBreakdown"],
];
const BREAKDOWN_KEYS = [
  ...["channel", "duration_sec", "model_credits", "provider_credits", "provider_managed", "telephony_type", "total_credits"],
];
const UTC_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());

describe.each(engines)("the Ravan contract on $name", (engine) => {
  let server: TestServer;
  let url: string;
  const detailPath = `/api/v1/calling/call-sessions-detail/${fullCall.id}`;
  const get = (path: string, headers: Record<string, string> = { "X-Api-Key": ADMIN_KEY }) => getJson(`${url}${path}`, headers);
  const list = async (query: string) => {
    const { status, body } = await get(`/api/v1/calling/call-sessions?${query}`);
    expect(status, query).toBe(200);
    return body["data"] as { callSessions: Json[]; totalCount: number };
  };
  const idsOf = async (query: string): Promise<unknown[]> => (await list(query)).callSessions.map((item) => item["id"]);

  beforeAll(async () => {
    server = await startTestServer(engine);
    url = await server.listen();
    await putFullCall(server);
    await putCalls(server);
    await server.project();
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  it("1: refuses a detail without a key in words valid under both shapes of errors", async () => {
    const { status, type, body } = await get(detailPath, {});
    expect([status, type]).toEqual([401, "application/json; charset=utf-8"]);
    expect(body).toMatchObject({ success: false, code: 16, details: [], error: { code: "UNAUTHENTICATED", details: {} } });
    expect(body["message"]).not.toBe("");
  });

  it("2: refuses a wrong key, and the right one sent only as a bearer", async () => {
    for (const headers of [{ "X-Api-Key": "wrong" }, { Authorization: `Bearer ${ADMIN_KEY}` }]) {
      const { status, body } = await get(detailPath, headers as Record<string, string>);
      expect([status, body["code"], body["details"]]).toEqual([401, 16, []]);
    }
  });

  it("3: takes the key's header in any case", async () => {
    for (const name of ["x-api-key", "X-API-KEY", "X-Api-Key"]) expect((await get(detailPath, { [name]: ADMIN_KEY })).status).toBe(200);
  });

  it("4: answers a known id with the envelope and all 19 newest keys, also where nothing is known", async () => {
    for (const id of [fullCall.id, callId(9)]) {
      const { status, body } = await get(`/api/v1/calling/call-sessions-detail/${id}`);
      expect([status, body["success"], typeof body["message"]]).toEqual([200, true, "string"]);
      expect(Object.keys(body["data"] as object)).toEqual(expect.arrayContaining(NEWEST_KEYS));
    }
  });

  it("5: tells durations and offsets as integers, and the cost as decimal text", async () => {
    const data = (await get(detailPath)).body["data"] as Json & { transcripts: { timestamp_ms: number }[] };
    for (const value of [data["duration_sec"], ...data.transcripts.map((entry) => entry.timestamp_ms)]) {
      expect(Number.isInteger(value)).toBe(true);
    }
    expect(data["cost_total"]).toMatch(/^-?\d+(\.\d+)?$/);
  });

  it("6: has exactly the seven keys of credits, whose total is the sum of its parts", async () => {
    for (const id of [fullCall.id, callId(2), callId(9)]) {
      const data = (await get(`/api/v1/calling/call-sessions-detail/${id}`)).body["data"] as Json;
      const breakdown = data["credit_breakdown"] as Json;
      expect(Object.keys(breakdown)).toEqual(BREAKDOWN_KEYS);
      expect(BREAKDOWN_KEYS.map((key) => typeof breakdown[key])).toEqual([
        ...["string", "number", "number", "number", "boolean", "string", "number"],
      ]);
      const { model_credits: model, provider_credits: provider, total_credits: total } = breakdown;
      expect(Number(model) + Number(provider)).toBeCloseTo(Number(total), 9);
      expect(Number(data["cost_total"])).toBe(total);
    }
  });

  it("7: never has null for metadata, analysis or transcript", async () => {
    const data = (await get(`/api/v1/calling/call-sessions-detail/${callId(9)}`)).body["data"] as Json;
    expect([data["metadata"], data["post_call_analysis_result"], data["transcripts"]]).toEqual([{}, {}, []]);
  });

  it("8: tells what agent and user said, in the order of its offsets", async () => {
    const { transcripts } = (await get(detailPath)).body["data"] as { transcripts: { id: string; message: Json; timestamp_ms: number }[] };
    expect(transcripts.map(({ id, message, timestamp_ms }) => [id, message, timestamp_ms])).toEqual([
      ["m1", { role: "agent", content: "Hello!" }, 0],
      ["m2", { role: "user", content: "I want to renew." }, 3_200],
      ["m4", { role: "agent", content: "Done." }, 5_800],
    ]);
  });

  it("9: tells times in UTC whose difference is the duration", async () => {
    const data = (await get(detailPath)).body["data"] as Record<string, string> & { duration_sec: number };
    for (const name of ["started_at", "ended_at", "created_at"]) expect(data[name]).toMatch(UTC_TIME);
    const seconds = (Date.parse(data["ended_at"] ?? "") - Date.parse(data["started_at"] ?? "")) / 1_000;
    expect(seconds).toBeGreaterThanOrEqual(0);
    expect(Math.round(seconds)).toBe(data.duration_sec);
  });

  it("10: gives metadata back unchanged, in detail and list", async () => {
    const path = `${url}${detailPath}`;
    const answer = await fetch(path, { headers: { "X-Api-Key": ADMIN_KEY } });
    expect(await answer.text()).toContain(`"metadata":${fullCall.metadataJson}`);
    const listed = await fetch(`${url}/api/v1/calling/call-sessions?search=${fullCall.id}`, { headers: { "X-Api-Key": ADMIN_KEY } });
    expect(await listed.text()).toContain(`"metadata":${fullCall.metadataJson}`);
  });

  it("11: refuses what is no UUID with code 3, and does not know another organization's calls", async () => {
    const bad = await get("/api/v1/calling/call-sessions-detail/abc");
    expect([bad.status, bad.body["code"], bad.body["message"]]).toEqual([400, 3, 'invalid uuid "abc": invalid UUID length: 3']);
    const stranger = await server.newOrganization(["read"]);
    const unknown = await get("/api/v1/calling/call-sessions-detail/019e0000-0000-7000-8000-ffffffffffff");
    const hidden = await get(detailPath, { "X-Api-Key": stranger.key });
    expect([unknown.status, unknown.body["code"], hidden.status, hidden.body["code"]]).toEqual([404, 5, 404, 5]);
    expect(hidden.body["message"]).toBe(String(unknown.body["message"]).replace("019e0000-0000-7000-8000-ffffffffffff", fullCall.id));
  });

  it("12: lists items of the 26 camel-case keys, with inner keys of credits in snake case", async () => {
    const { callSessions } = await list("page_size=100");
    expect(callSessions.length).toBeGreaterThan(5);
    for (const item of callSessions) {
      expect(Object.keys(item).toSorted()).toEqual(ITEM_KEYS.toSorted());
      expect(Object.keys(item["creditBreakdown"] as object)).toEqual(BREAKDOWN_KEYS);
    }
  });

  it("13: has pages that are disjoint and together the whole, while calls come in", async () => {
    const whole = await list("page_size=2000&agent_id=agent-1");
    const paged: unknown[] = [];
    for (let page = 1; page <= whole.totalCount; page++) {
      const { callSessions, totalCount } = await list(`page_size=1&agent_id=agent-1&page=${page}`);
      expect([callSessions.length, totalCount]).toEqual([1, whole.totalCount]);
      paged.push(callSessions[0]?.["id"]);
      const late = { agent: { id: "agent-1" }, started_at: "2027-01-01T00:00:00Z", ended_at: "2027-01-01T00:01:00Z" };
      await server.call("PUT", `/v1/sessions/late-${engine.name}-${page}`, { body: late });
    }
    expect(paged).toEqual(whole.callSessions.map((item) => item["id"]));
    expect(new Set(paged).size).toBe(whole.totalCount);
    const past = await get("/api/v1/calling/call-sessions?page_size=1&agent_id=agent-1&page=5000");
    expect([past.status, (past.body["data"] as Json)["callSessions"]]).toEqual([200, []]);
    expect((await list("page_size=1&agent_id=agent-1")).totalCount).toBe(2 * whole.totalCount);
  });

  it("14: filters exactly, all filters together, and sorts both ways", async () => {
    const { callSessions: all } = await list("page_size=2000&started_before=2026-12-31");
    const filters: [string, (item: Json) => boolean][] = [
      ["agent_id=agent-1", (item) => item["agentId"] === "agent-1"],
      ...["completed", "failed", "no_answer", "busy", "voicemail", "in_progress", "ringing"].map(
        (status): [string, (item: Json) => boolean] => [`status=${status}`, (item) => item["status"] === status],
      ),
      ...["voice", "web", "sip"].map((channel): [string, (item: Json) => boolean] => [
        `channel=${channel}`,
        (item) => item["channel"] === channel,
      ]),
      ["channel=phone", (item) => item["channel"] === "voice"],
      ["caller_number=%2B14155550101", (item) => item["callerNumber"] === "+14155550101"],
      ["started_after=2026-06-14T00:00:00Z", (item) => String(item["startedAt"]) >= "2026-06-14"],
      ["started_after=2026-06-12T09:30:00Z", (item) => String(item["startedAt"]) >= "2026-06-12T09:30:00Z"],
      ["search=tanya", (item) => item["agentName"] === "Tanya"],
    ];
    const combined: typeof filters = filters.flatMap(([query, holds]) =>
      filters.map(([other, alsoHolds]): (typeof filters)[number] => [`${query}&${other}`, (item) => holds(item) && alsoHolds(item)]),
    );
    const names = (query: string) => query.split("&").map((part) => part.split("=")[0]);
    for (const [query, holds] of [...filters, ...combined.filter(([both]) => new Set(names(both)).size === 2)]) {
      const expected = all.filter(holds).map((item) => item["id"]);
      expect(await idsOf(`page_size=2000&started_before=2026-12-31&${query}`), query).toEqual(expected);
    }
    for (const [query, holds] of filters) expect(all.filter(holds).length, `some call is ${query}`).toBeGreaterThan(0);
    const ascending = await idsOf("page_size=2000&started_before=2026-12-31&sort_by=started_at&sort_order=asc");
    expect(ascending).toEqual((await idsOf("page_size=2000&started_before=2026-12-31&sort_by=started_at&sort_order=desc")).toReversed());
  });

  it("15: agrees with itself: detail, list item and the contact's calls", async () => {
    const data = (await get(detailPath)).body["data"] as Json;
    const [item] = (await list(`search=${fullCall.id}`)).callSessions;
    const inCamelCase = Object.entries(data).map(([name, value]) => [camelCase(name), value] as const);
    const shared = inCamelCase.filter(([name]) => ITEM_KEYS.includes(name) && name !== "recordingUrl");
    expect(shared.length).toBeGreaterThanOrEqual(NEWEST_KEYS.length - 2);
    for (const [name, value] of shared) expect(item?.[name], name).toEqual(value);
    const { status, body } = await get("/api/v1/contacts/contact-7/calls");
    const withoutAddress = ({ recordingUrl: _address, ...others }: Json) => others;
    expect([status, (body["data"] as Json[]).map(withoutAddress)]).toEqual([200, [withoutAddress(item ?? {})]]);
  });

  it("gives the published sample back field for field", async () => {
    const { body } = await get(detailPath);
    const { recording_url: address, ...data } = body["data"] as Json;
    expect({ ...body, data }).toEqual(fullCall.answer);
    expect(address).toMatch(new RegExp(`^${url}/api/v1/calling/sessions/${fullCall.id}/recording\\?token=.+$`));
  });
});
