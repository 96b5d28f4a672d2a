/** Agntix's contract over real HTTP: the black-box assertions that sessions and messages are held to. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { ADMIN_KEY, startTestServer, type TestServer } from "./support/server.ts";
import { type IdentityProvider, ISSUER, startIdentityProvider } from "./support/tokens.ts";

type Json = Record<string, unknown>;
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

const SESSION_ID = "4981804c-2658-4893-84ff-9c2fa90fb3c2";
/** The instant that the sample of the contract was last updated. */
const NOW_MS = Date.parse("2026-04-08T05:00:01.130Z");
const TALK_ID = "talk";
const AGENT_ID = "40235145-aa3d-443e-9d0c-841dd0716a2f";
const ROOM = `outbound_sip_${AGENT_ID}^__^7yoamyb`;
const VARIABLES = { crmContactId: "CRM-7728", customerName: "Alex Morgan" };
const FACTS = {
  agent: { id: AGENT_ID },
  type: "voice",
  platform: "phone",
  direction: "outbound",
  customer_number: "+971501234567",
  room_name: ROOM,
  variables: VARIABLES,
  created_at: "2026-04-08T05:00:01.130Z",
  ended_at: "2026-04-08T05:00:10.546Z",
};
/** The sample with an `analysis` in which every part is switched off, and with our own address in `recordingUrl`. */
const SAMPLE = {
  id: SESSION_ID,
  type: "VOICE",
  platform: "PHONE",
  direction: "OUTBOUND",
  state: "CLOSED",
  agentId: AGENT_ID,
  createdAt: "2026-04-08T05:00:01.130Z",
  lastActivityAt: "2026-04-08T05:00:01.130Z",
  endedAt: "2026-04-08T05:00:10.546Z",
  updatedAt: "2026-04-08T05:00:01.130Z",
  metadata: { customerPhoneNumber: "+971501234567", roomName: ROOM, sessionVariables: VARIABLES },
  analysis: {},
};
const FAMILIES = ["/api/v1/chat/sessions", "/v1/chat/chat/sessions"];
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

describe.each(engines)("Agntix's contract on $name", (engine) => {
  let server: TestServer;
  let provider: IdentityProvider;
  let address: string;
  const ask = async (path: string, headers: Record<string, string> = { "x-api-key": ADMIN_KEY }): Promise<Answer> => {
    const answer = await fetch(`${address}${path}`, { headers });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Json };
  };
  const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
  const put = async (id: string, facts: Json, key = ADMIN_KEY): Promise<void> => {
    expect((await server.call("PUT", `/v1/sessions/${id}`, { key, body: facts })).status).toBe(200);
  };

  beforeAll(async () => {
    provider = await startIdentityProvider();
    const settings = { AGNTIX_JWKS_URL: provider.jwksUrl, AGNTIX_JWT_ISSUER: ISSUER, OUTGOING_ALLOW: "127.0.0.1" };
    server = await startTestServer(engine, { clock: { nowMs: () => NOW_MS }, settings });
    address = await server.listen();
    await put(SESSION_ID, FACTS);
    const said = [
      { id: "m3", role: "tool", content: "", start_ms: 3_000, tool_call: { id: "t", name: "book", arguments: { day: 3 }, result: [true] } },
      { id: "m1", role: "system", content: "Be brief.", start_ms: 0 },
      { id: "m2", role: "assistant", content: "Hello!", start_ms: 1_000 },
      { id: "m4", role: "user", content: "Wednesday afternoon works.", start_ms: 5_000 },
      { id: "m5", role: "assistant", content: "Done.", start_ms: 7_000 },
    ];
    await put(TALK_ID, FACTS);
    expect((await server.call("POST", `/v1/sessions/${TALK_ID}/messages`, { body: said })).status).toBe(200);
    await server.project();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });

  it("1. refuses a request without credentials with 401 UNAUTHORIZED and a request id", async () => {
    for (const path of [`${FAMILIES[0]}/${SESSION_ID}`, `${FAMILIES[1]}`, "/v1/chat/events/stream"]) {
      const { status, body } = await ask(path, {});
      expect(status).toBe(401);
      expect(body["error"]).toMatchObject({ code: "UNAUTHORIZED", message: "Authentication required.", status: 401 });
      const { requestId } = body["error"] as Json;
      expect(requestId).toMatch(/\S/);
      expect(body["meta"]).toEqual({ requestId, timestamp: new Date(NOW_MS).toISOString() });
    }
  });

  it("2. takes a key in x-api-key alone, and refuses one that may not read with 403", async () => {
    const path = `${FAMILIES[0]}/${SESSION_ID}`;
    expect((await ask(path)).status).toBe(200);
    expect((await ask(path, bearer(ADMIN_KEY))).status).toBe(401);
    expect((await ask(path, { "x-api-key": "unheard" })).status).toBe(401);
    const key = await server.call<{ secret: string }>("POST", "/v1/keys", { body: { name: "in", scopes: ["ingest"] } });
    const refused = await ask(path, { "x-api-key": key.body.secret });
    expect(refused).toMatchObject({ status: 403, body: { error: { code: "FORBIDDEN", status: 403 } } });
    expect(refused.headers.get("x-ratelimit-limit")).toMatch(/^\d+$/);
  });

  it("2. takes a token of the organization, and no other", async () => {
    const path = `${FAMILIES[0]}/${SESSION_ID}`;
    expect((await ask(path, bearer(await provider.token(NOW_MS)))).status).toBe(200);
    const refused = {
      expired: await provider.token(NOW_MS - 600_000),
      forged: await provider.forgedToken(NOW_MS),
      otherIssuer: await provider.token(NOW_MS, { iss: "https://elsewhere.example" }),
      unsigned: `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from('{"org_id":"default"}').toString("base64url")}.`,
    };
    for (const [name, token] of Object.entries(refused)) expect((await ask(path, bearer(token))).status, name).toBe(401);
    for (const payload of [{ org_id: "org_unheard" }, { org_id: 7 }]) {
      expect((await ask(path, bearer(await provider.token(NOW_MS, payload)))).status).toBe(403);
    }
    expect((await ask(path, { "x-api-key": await provider.token(NOW_MS) })).status).toBe(401);
  });

  it.each(FAMILIES)("3. to 6. answers the sample of the contract, bare and field for field, under %s", async (family) => {
    const { status, body } = await ask(`${family}/${SESSION_ID}`);
    expect(status).toBe(200);
    expect(body).toEqual({ ...SAMPLE, recordingUrl: `${address}/sessions/${SESSION_ID}` });
    expect(Object.keys(body)).toHaveLength(13);
    for (const name of ["createdAt", "lastActivityAt", "endedAt", "updatedAt"]) expect(body[name]).toMatch(TIME);
    expect(Date.parse(String(body["createdAt"]))).toBeLessThanOrEqual(Date.parse(String(body["endedAt"])));
  });

  it("3. to 6. leaves out what only a closed session has, and echoes variables as they were given", async () => {
    const variables = '{"n":1,"exact":12345678901234567890,"deep":{"a":[null,true,"x"]},"":""}';
    await put("open-1", JSON.parse(`{"variables": {}, "platform": "web", "type": "chat"}`) as Json);
    const facts = `{"variables": ${variables}}`;
    await server.call("PUT", "/v1/sessions/open-1", { body: facts });
    const answer = await fetch(`${address}${FAMILIES[0]}/open-1`, { headers: { "x-api-key": ADMIN_KEY } });
    const text = await answer.text();
    expect(text).toContain(`"sessionVariables":${variables}`);
    const body = JSON.parse(text) as Json;
    expect(body).toMatchObject({ state: "OPEN", type: "CHAT", platform: "WEB" });
    for (const name of ["endedAt", "analysis", "recordingUrl"]) expect(body).not.toHaveProperty(name);
  });

  it("7. has an `analysis` without any part where every part is switched off (8 to 10: agntixAnalysis.test.ts)", async () => {
    expect((await ask(`${FAMILIES[0]}/${SESSION_ID}`)).body["analysis"]).toEqual({});
  });

  it("11. answers 404 SESSION_NOT_FOUND for an id that is unknown, another organization's, or erased", async () => {
    const other = await server.newOrganization();
    await put("theirs", FACTS, other.key);
    await put("gone", FACTS);
    expect((await server.call("DELETE", "/v1/sessions/gone")).status).toBe(200);
    for (const id of ["unheard", "theirs", "gone"]) {
      for (const tail of ["", "/messages"]) {
        const answer = await ask(`${FAMILIES[0]}/${id}${tail}`);
        expect(answer).toMatchObject({ status: 404, body: { error: { code: "SESSION_NOT_FOUND", status: 404 } } });
      }
    }
  });

  it("11. answers addresses that it does not have in its own words", async () => {
    for (const path of ["/api/v1/chat/unheard", "/v1/chat/chat", "/v1/chat/unheard"]) {
      expect(await ask(path)).toMatchObject({ status: 404, body: { error: { code: "NOT_FOUND", status: 404 } } });
    }
  });

  it("12. lists messages in the order they were said, in pages that are counted right", async () => {
    const path = `${FAMILIES[0]}/${TALK_ID}/messages`;
    const whole = (await ask(path)).body as unknown as { data: Json[]; pagination: Json };
    expect(whole.pagination).toEqual({ page: 1, limit: 50, total: 5, totalPages: 1 });
    expect(whole.data.map(({ role }) => role)).toEqual(["SYSTEM", "ASSISTANT", "TOOL", "USER", "ASSISTANT"]);
    const times = whole.data.map(({ createdAt }) => String(createdAt));
    expect(times).toEqual(times.toSorted());
    expect(whole.data[2]).toMatchObject({
      content: "",
      images: null,
      metadata: null,
      toolCall: { id: "t", name: "book", arguments: { day: 3 }, result: [true] },
    });
    expect(whole.data.filter((row) => "toolCall" in row)).toHaveLength(1);
    const pages = await Promise.all([1, 2, 3, 4].map((page) => ask(`${path}?page=${page}&limit=2`)));
    expect(pages.map(({ body }) => (body["pagination"] as Json)["totalPages"])).toEqual([3, 3, 3, 3]);
    expect(pages.flatMap(({ body }) => body["data"])).toEqual(whole.data);
  });

  it.each(["", `/${TALK_ID}/messages`])("13. clamps pages and sizes in silence, and says what it took (%s)", async (tail) => {
    const taken = async (query: string): Promise<unknown> => {
      const { status, body } = await ask(`${FAMILIES[1]}${tail}?${query}`);
      expect(status).toBe(200);
      const { page, limit } = body["pagination"] as Json;
      expect(body["meta"]).toMatchObject({ currentPage: page, pageSize: limit });
      return [page, limit];
    };
    const fallback = tail === "" ? 20 : 50;
    expect(await taken("limit=0")).toEqual([1, 1]);
    expect(await taken("limit=100000")).toEqual([1, 100]);
    expect(await taken("page=-1")).toEqual([1, fallback]);
    expect(await taken("limit=abc&page=1.9")).toEqual([1, fallback]);
    expect(await taken("pageSize=7")).toEqual([1, 7]);
  });

  it("tells the limits on every authenticated answer, and the instant of their reset", async () => {
    for (const path of [`${FAMILIES[0]}/${SESSION_ID}`, `${FAMILIES[0]}/unheard`, FAMILIES[1] ?? ""]) {
      const { headers } = await ask(path);
      expect(Number(headers.get("x-ratelimit-limit"))).toBe(60_000);
      expect(Number(headers.get("x-ratelimit-remaining"))).toBeLessThan(60_000);
      const reset = Number(headers.get("x-ratelimit-reset"));
      expect(reset).toBeGreaterThan(NOW_MS / 1_000);
      expect(reset).toBeLessThanOrEqual(NOW_MS / 1_000 + 61);
    }
  });
});
