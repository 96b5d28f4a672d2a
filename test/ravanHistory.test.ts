/** What the Ravan face has besides calls and their list: contacts, the history of a number, recordings. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { callId, fullCall, getJson, type Json, putCalls, putFullCall } from "./support/ravan.ts";
import { ADMIN_KEY, startTestServer, type TestServer } from "./support/server.ts";

describe.each(engines)("the Ravan face on $name", (engine) => {
  let server: TestServer;
  let url: string;
  const get = (path: string, headers: Record<string, string> = { "X-Api-Key": ADMIN_KEY }) => getJson(`${url}${path}`, headers);

  beforeAll(async () => {
    server = await startTestServer(engine);
    url = await server.listen();
    await putFullCall(server);
    await putCalls(server);
    await server.project();
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  describe("contacts", () => {
    it("are known by the id that calls were given, or by a number on either side", async () => {
      const idsOf = async (contact: string) => {
        const { status, body } = await get(`/api/v1/contacts/${contact}/calls`);
        return [status, (body["data"] as Json[]).map((item) => item["id"])];
      };
      expect(await idsOf("contact-7")).toEqual([200, [fullCall.id]]);
      expect(await idsOf("contact-8")).toEqual([200, [callId(10)]]);
      expect(await idsOf("%2B14155550101")).toEqual([200, [callId(7), callId(5), callId(3), callId(2)]]);
      expect(await idsOf("+14155550101")).toEqual([200, [callId(7), callId(5), callId(3), callId(2)]]);
      expect(await idsOf("nobody")).toEqual([200, []]);
    });

    it("have counts over all their calls, whose shares are of all of them", async () => {
      const { status, body } = await get("/api/v1/contacts/+14155550101/calls/stats");
      expect([status, body["success"], body["data"]]).toEqual([
        200,
        true,
        {
          total_calls: 4,
          total_duration_sec: 60,
          completed_pct: 25,
          failed_pct: 0,
          no_answer_pct: 25,
          avg_duration_sec: 15,
          last_call_at: "2026-06-17T09:30:00Z",
        },
      ]);
    });

    it("whom nobody called have counts of zero", async () => {
      const { body } = await get("/api/v1/contacts/nobody/calls/stats");
      expect(body["data"]).toEqual({
        total_calls: 0,
        total_duration_sec: 0,
        completed_pct: 0,
        failed_pct: 0,
        no_answer_pct: 0,
        avg_duration_sec: 0,
        last_call_at: "",
      });
    });

    it("of another organization have no calls, and need a key", async () => {
      const stranger = await server.newOrganization(["read"]);
      const headers = { "X-Api-Key": stranger.key };
      expect((await get("/api/v1/contacts/contact-7/calls", headers)).body["data"]).toEqual([]);
      expect((await get("/api/v1/contacts/contact-7/calls/stats", headers)).body["data"]).toMatchObject({ total_calls: 0 });
      for (const path of ["/api/v1/contacts/contact-7/calls", "/api/v1/contacts/contact-7/calls/stats"]) {
        expect((await get(path, { Authorization: `Bearer ${ADMIN_KEY}` })).status).toBe(401);
      }
    });

    it("are no numbers that cannot be", async () => {
      const { status, body } = await get("/api/v1/contacts/+0/calls");
      expect([status, body["code"]]).toEqual([400, 3]);
    });
  });

  describe("the history of a number", () => {
    it("has its calls on either side, at the top level of the answer", async () => {
      const { status, body } = await get("/api/v1/calling/phone-history?phone=%2B14155550101&page_size=3");
      expect(status).toBe(200);
      expect(Object.keys(body)).toEqual(["success", "message", "phone", "total_count", "page", "page_size", "calls"]);
      expect(body).toMatchObject({ success: true, phone: "+14155550101", total_count: 4, page: 1, page_size: 3 });
      expect((body["calls"] as Json[]).map((call) => call["id"])).toEqual([callId(7), callId(5), callId(3)]);
      const rest = await get("/api/v1/calling/phone-history?phone=%2B14155550101&page_size=3&page=2");
      expect((rest.body["calls"] as Json[]).map((call) => call["id"])).toEqual([callId(2)]);
    });

    it("has transcripts when they are asked for", async () => {
      const path = "/api/v1/calling/phone-history?phone=%2B14155550199";
      const [silent] = (await get(path)).body["calls"] as Json[];
      const [call] = (await get(`${path}&include_transcripts=true`)).body["calls"] as Json[];
      expect(silent?.["transcripts"]).toEqual([]);
      const { transcripts } = (call ?? {}) as { transcripts?: Json[] };
      expect(transcripts?.[1]).toEqual({
        id: "m2",
        message: { role: "user", content: "I want to renew." },
        timestamp_ms: 3_200,
        call_session_id: fullCall.id,
        created_at: "2026-06-11T09:30:03.200Z",
      });
      expect(call).toMatchObject({
        cost_total: "9.30",
        model_cost: 4.2,
        twilio_cost: 5.1,
        credit_breakdown: { model_credits: 4.2, provider_credits: 0, telephony_base_credits: 5.1 },
      });
    });

    it("has pages of at most a hundred", async () => {
      const { body } = await get("/api/v1/calling/phone-history?phone=+14155550101&page_size=500");
      expect(body["page_size"]).toBe(100);
    });

    it.each(["", "?phone=", "?phone=4155550101", "?phone=%2B14155550101&page=0", "?phone=%2B14155550101&include_transcripts=perhaps"])(
      "refuses %s with code 3",
      async (query) => {
        const { status, body } = await get(`/api/v1/calling/phone-history${query}`);
        expect([status, body["code"], body["details"]]).toEqual([400, 3, []]);
      },
    );

    it("needs a key or a JWT", async () => {
      const path = "/api/v1/calling/phone-history?phone=%2B14155550101";
      for (const headers of [{}, { Authorization: "Bearer nonsense" }, { Authorization: `Bearer ${ADMIN_KEY}` }]) {
        expect((await get(path, headers as Record<string, string>)).status).toBe(401);
      }
    });
  });

  describe("recordings", () => {
    const addressOf = async (): Promise<string> => {
      const { body } = await get(`/api/v1/calling/call-sessions-detail/${fullCall.id}`);
      return String((body["data"] as Json)["recording_url"]);
    };

    it("play from their address without any header, in parts too", async () => {
      const address = await addressOf();
      const whole = await fetch(address);
      expect([whole.status, whole.headers.get("content-type")]).toEqual([200, "audio/wav"]);
      expect((await whole.bytes()).length).toBe(1_644);
      const part = await fetch(address, { headers: { Range: "bytes=0-3" } });
      expect([part.status, await part.text()]).toEqual([206, "RIFF"]);
    });

    it("play with the key as well", async () => {
      const path = `${url}/api/v1/calling/sessions/${fullCall.id}/recording`;
      expect((await fetch(path, { headers: { "X-Api-Key": ADMIN_KEY } })).status).toBe(200);
      expect((await fetch(path)).status).toBe(401);
      expect((await fetch(path, { headers: { Authorization: `Bearer ${ADMIN_KEY}` } })).status).toBe(401);
    });

    it("do not play for another call, another organization, or a token that was touched", async () => {
      const address = await addressOf();
      const stranger = await server.newOrganization(["read"]);
      const path = `${url}/api/v1/calling/sessions/${fullCall.id}/recording`;
      const { status, body } = await getJson(address.replace(fullCall.id, callId(2)), {});
      expect([status, body["code"]]).toEqual([401, 16]);
      expect((await getJson(path, { "X-Api-Key": stranger.key })).status).toBe(404);
      expect((await getJson(`${path}?token=guessed`, {})).status).toBe(401);
      expect((await getJson(`${address.slice(0, -2)}xx`, {})).status).toBe(401);
    });

    it("have no address where there is none", async () => {
      const { body } = await get(`/api/v1/calling/call-sessions-detail/${callId(2)}`);
      expect((body["data"] as Json)["recording_url"]).toBe("");
      const answer = await get(`/api/v1/calling/sessions/${callId(2)}/recording`);
      expect([answer.status, answer.body["code"]]).toEqual([404, 5]);
    });
  });

  it("answers unknown addresses in its own words", async () => {
    for (const path of ["/api/v1/calling/nothing", "/api/v1/contacts", "/api/v1/contacts/x/mood"]) {
      const { status, body } = await get(path);
      expect([status, body["success"], body["code"], body["details"]]).toEqual([404, false, 5, []]);
    }
  });

  it("refuses a key without the scope, and the operator's", async () => {
    const { key } = await server.newOrganization(["ingest"]);
    const { status, body } = await get("/api/v1/calling/call-sessions", { "X-Api-Key": key });
    expect([status, body["code"], (body["error"] as Json)["code"]]).toEqual([403, 7, "FORBIDDEN"]);
  });

  it("answers or refuses, whatever is asked for", async () => {
    const nasty = ["__proto__", "\u0000", "\u202e", "'; DROP TABLE session;--", "%", "_", "\\", "9".repeat(40), "1e999", "-1", "🙂", "a/b"];
    const names = ["page", "page_size", "agent_id", "status", "channel", "caller_number", "search", "sort_by", "started_after"];
    const paths = nasty.flatMap((text) => {
      const value = encodeURIComponent(text);
      const queries = names.map((name) => `/api/v1/calling/call-sessions?${name}=${value}`);
      const others = [`call-sessions-detail/${value}`, `sessions/${value}/recording`, `sessions/x/recording?token=${value}`];
      const contacts = [`/api/v1/contacts/${value}/calls`, `/api/v1/contacts/${value}/calls/stats`];
      return [...queries, ...others.map((path) => `/api/v1/calling/${path}`), ...contacts, `/api/v1/calling/phone-history?phone=${value}`];
    });
    for (const path of paths) {
      const { status, body } = await get(path);
      expect([200, 400, 401, 404], path).toContain(status);
      expect(body["success"], path).toBe(status === 200);
    }
  });

  it("does not know an erased call", async () => {
    await server.call("PUT", `/v1/sessions/${callId(77)}`, { body: { ended_at: "2026-06-11T09:30:00Z", caller_number: "+14155550177" } });
    expect((await get(`/api/v1/calling/call-sessions-detail/${callId(77)}`)).status).toBe(200);
    expect((await server.call("DELETE", `/v1/sessions/${callId(77)}`)).status).toBe(200);
    const { status, body } = await get(`/api/v1/calling/call-sessions-detail/${callId(77)}`);
    expect([status, body["code"]]).toEqual([404, 5]);
    expect((await get("/api/v1/calling/phone-history?phone=%2B14155550177")).body["total_count"]).toBe(0);
  });

  it("is silent about what its costs are in, but multiplies them by the organization's credits", async () => {
    const other = await server.newOrganization();
    const call = { key: other.key };
    await server.call("PATCH", "/v1/organization", { ...call, body: { credits_per_unit: "100" } });
    await server.call("PUT", `/v1/sessions/${callId(50)}`, {
      ...call,
      body: { provider_managed: false, ended_at: "2026-06-11T09:30:00Z" },
    });
    const common = { telnyx_session_id: callId(50), currency: "USD" };
    const records = [
      { record_type: "call-control", id: "leg-50", cost: "0.005", ...common },
      { record_type: "ai-voice-assistant", conversation_id: "conversation-50", cost: "0.0123", ...common },
    ];
    await server.call("POST", "/v1/records", { ...call, body: records });
    await server.project();
    const { body } = await get(`/api/v1/calling/call-sessions-detail/${callId(50)}`, { "X-Api-Key": other.key });
    expect(body["data"]).toMatchObject({
      cost_total: "1.23",
      credit_breakdown: { model_credits: 1.23, provider_credits: 0, total_credits: 1.23, provider_managed: false },
    });
  });
});
