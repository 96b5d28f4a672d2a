/** Facts, messages and ends of sessions, through HTTP on both engines. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { FACTS, type Whole } from "./support/sessionFacts.ts";

const NOW_MS = Date.parse("2026-06-01T12:00:00Z");

interface ErrorBody {
  readonly error: { readonly code: string; readonly field: string | null };
}
describe.each(engines)("sessions on $name", (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer(engine, { clock: { nowMs: () => NOW_MS } });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const put = (id: string, body: unknown) =>
    server.call<{ outcome: string; session: Whole } & ErrorBody>("PUT", `/v1/sessions/${id}`, { body });
  const read = async (id: string): Promise<Whole> => (await server.call<Whole>("GET", `/v1/sessions/${id}`)).body;

  describe("facts", () => {
    it("say the same in any order and any number of parts", async () => {
      const members = Object.entries(FACTS);
      await put("whole", FACTS);
      for (const [name, value] of members) await put("forwards", { [name]: value });
      for (const [name, value] of members.toReversed()) await put("backwards", { [name]: value });
      const { id: _id, aliases: _aliases, updated_at: _updated, ...whole } = await read("whole");
      for (const other of ["forwards", "backwards"]) {
        const { id: _other, aliases: _others, updated_at: _when, ...told } = await read(other);
        expect(told).toEqual({ ...whole, external_ids: told["external_ids"] });
      }
    });

    it("come out in our words, with what follows from them", async () => {
      await put("words", FACTS);
      expect(await read("words")).toMatchObject({
        id: "words",
        state: "ended",
        agent: FACTS.agent,
        direction: "inbound",
        status: "completed",
        disconnect_reason: "user_hangup",
        duration_ms: 120_000,
        quality: { inbound: FACTS.quality.inbound, outbound: null },
        variables: { name: "Ada" },
        metadata: { ticket: 42 },
        owned_cost: "0.000000",
        cost_status: "none",
        tree: null,
        recording: null,
        analysis: null,
        merged_into: null,
      });
    });

    it("are there for a read that follows, and are told unchanged when they are repeated", async () => {
      const first = await put("repeat", FACTS);
      expect([first.status, first.body.outcome, first.body.session.status]).toEqual([200, "stored", "completed"]);
      const second = await put("repeat", FACTS);
      expect(second.body.outcome).toBe("unchanged");
      expect(second.body.session).toEqual(first.body.session);
    });

    it("are merged, forgotten by null, and the later word wins", async () => {
      await put("merged", FACTS);
      await put("merged", { status: null, metadata: { note: "x" }, agent: { name: "Night desk" }, caller_number: "+1" });
      expect(await read("merged")).toMatchObject({
        status: null,
        metadata: { ticket: 42, note: "x" },
        agent: { id: "agent_7", name: "Night desk" },
        caller_number: "+1",
      });
    });

    it("that are taken back are no longer what a session is found by", async () => {
      const found = async (alias: string) =>
        (await server.call<{ data: { id: string }[] }>("GET", `/v1/sessions?alias=${alias}`)).body.data.map(({ id }) => id);
      await put("linked", { external_ids: { sid: "right", ticket: "wrong" }, root: { record_type: "call-session", id: "claim-1" } });
      expect([await found("wrong"), await found("claim-1")]).toEqual([["linked"], ["linked"]]);
      await put("linked", { external_ids: { ticket: null }, root: { record_type: "call-session", id: "claim-2" } });
      expect((await read("linked"))["aliases"]).toEqual(["claim-2", "linked", "right"]);
      expect([await found("wrong"), await found("claim-1"), await found("right")]).toEqual([[], [], ["linked"]]);
      await put("linked", { external_ids: { ticket: "wrong" }, root: null });
      expect((await read("linked"))["aliases"]).toEqual(["linked", "right", "wrong"]);
    });

    it("that are taken back part two sessions that were one, each with its own ids", async () => {
      const leg = { record_type: "call-control", id: "parted-leg", telnyx_session_id: "parted-call", cost: "0.5", currency: "USD" };
      expect((await server.call("POST", "/v1/records", { body: [leg] })).status).toBe(200);
      await server.project();
      await put("misled", { external_ids: { call: "parted-call", own: "mine" } });
      await server.project();
      expect((await read("misled"))["merged_into"]).toBe("parted-call");
      expect((await read("parted-call"))["aliases"]).toEqual(["mine", "misled", "parted-call"]);
      await put("misled", { external_ids: { call: null } });
      await server.project();
      expect(await read("misled")).toMatchObject({ merged_into: null, aliases: ["mine", "misled"], owned_cost: "0.000000" });
      expect(await read("parted-call")).toMatchObject({ aliases: ["parted-call"], owned_cost: "0.500000" });
    });

    it("lose no digit", async () => {
      const text = '{"ticket":12345678901234567890,"rate":0.12345678901234567891}';
      await server.call("PUT", "/v1/sessions/digits", { body: `{"metadata":${text},"variables":${text}}` });
      const answer = await server.call("GET", "/v1/sessions/digits");
      expect(answer.text).toContain(`"metadata":${text}`);
      expect(answer.text).toContain(`"variables":${text}`);
    });

    it("find the session by what others call it", async () => {
      await put("found", { external_ids: { sid: "CA-found" } });
      const list = await server.call<{ data: { id: string }[] }>("GET", "/v1/sessions?alias=CA-found");
      expect(list.body.data.map(({ id }) => id)).toEqual(["found"]);
      expect((await read("found"))["aliases"]).toEqual(["CA-found", "found"]);
    });

    it.each([
      ["an unknown member", { nickname: "x" }, "nickname"],
      ["a time that is none", { ended_at: "later" }, "ended_at"],
      ["a number where a text belongs", { room_name: 5 }, "room_name"],
      ["a text where an object belongs", { quality: "good" }, "quality"],
      ["a root without an id", { root: { record_type: "call-session" } }, "root"],
    ])("are refused with %s, and nothing is kept", async (_what, body, field) => {
      const answer = await put("refused", body);
      expect([answer.status, answer.body.error.code, answer.body.error.field]).toEqual([400, "FACTS_INVALID", field]);
      expect((await server.call("GET", "/v1/sessions/refused")).status).toBe(404);
    });

    it("are refused where they are no object, or for an id that nobody could ask for", async () => {
      expect((await put("x", [])).body.error.code).toBe("FACTS_INVALID");
      expect((await server.call<ErrorBody>("PUT", "/v1/sessions/x", { body: "{" })).body.error.code).toBe("BODY_INVALID");
      expect((await put("x".repeat(257), {})).body.error.code).toBe("SESSION_ID_INVALID");
      expect((await put("a%0Ab", {})).body.error.code).toBe("SESSION_ID_INVALID");
    });
  });

  describe("an end", () => {
    const end = (id: string, call: Parameters<TestServer["call"]>[2] = {}) =>
      server.call<{ outcome: string; session: Whole }>("POST", `/v1/sessions/${id}/end`, call);

    it("needs no body, with or without a content type, and says it once", async () => {
      await put("over", { started_at: "2026-06-01T11:00:00Z" });
      expect((await end("over")).body.session).toMatchObject({ state: "ended", ended_at: "2026-06-01T12:00:00.000Z" });
      expect((await end("over", { headers: { "content-type": "application/json" } })).body.outcome).toBe("unchanged");
      expect((await end("over", { body: {} })).body.outcome).toBe("unchanged");
    });

    it("says when, why and how, and makes a session that is not there", async () => {
      const body = { ended_at: "2026-06-01T11:30:00Z", disconnect_reason: "timeout", status: "failed" };
      expect((await end("unheard-of", { body })).body.session).toMatchObject({
        ...body,
        ended_at: "2026-06-01T11:30:00.000Z",
        state: "ended",
      });
    });

    it("takes nothing else", async () => {
      expect((await end("over", { body: { metadata: {} } })).status).toBe(400);
      expect((await end("over", { body: { ended_at: "then" } })).status).toBe(400);
    });
  });

  describe("messages", () => {
    const send = (id: string, body: unknown) =>
      server.call<{ counts: Record<string, number>; outcomes: { id: string; outcome: string }[] } & ErrorBody>(
        "POST",
        `/v1/sessions/${id}/messages`,
        { body },
      );
    const hello = { id: "m1", role: "user", content: "Where is my order?", start_ms: 1_200, end_ms: 2_900 };
    const reply = {
      ...{ id: "m2", role: "agent", content: "One moment.", start_ms: 3_500, interrupted: true },
      latency: { stt_ms: 140, llm_ms: 420, tts_ms: 110, total_ms: 670 },
    };

    it("are kept once, told as duplicates when repeated, and corrected by other content", async () => {
      const first = await send("talk", [hello, reply]);
      expect(first.body.counts).toEqual({ stored: 2, duplicate: 0, corrected: 0 });
      const again = await send("talk", { messages: [reply, { ...hello, content: "Where is it?" }] });
      expect(again.body.outcomes).toEqual([
        { id: "m2", outcome: "duplicate" },
        { id: "m1", outcome: "corrected" },
      ]);
      await server.project();
      expect(await read("talk")).toMatchObject({ message_count: 2, latency: { p50_ms: 670, p95_ms: 670 } });
      const list = await server.call<{ data: { content: string }[] }>("GET", "/v1/sessions/talk/messages");
      expect(list.body.data.map(({ content }) => content)).toEqual(["Where is it?", "One moment."]);
    });

    it("go in all or none", async () => {
      const answer = await send("none", [hello, { ...reply, role: "narrator" }]);
      expect([answer.status, answer.body.error.code, answer.body.error.field]).toEqual([400, "MESSAGE_INVALID", "1.role"]);
      expect((await server.call("GET", "/v1/sessions/none")).status).toBe(404);
    });

    it("stand in the transcript by time, and in their list by arrival, page by page", async () => {
      await put("order", { started_at: "2026-06-01T11:00:00Z" });
      for (let index = 0; index < 7; index++) await send("order", [{ id: `m${index}`, role: "user", start_ms: 10_000 - index * 1_000 }]);
      await server.project();
      const { transcript } = await read("order");
      expect(transcript.map(({ id }) => id)).toEqual(["m6", "m5", "m4", "m3", "m2", "m1", "m0"]);
      expect(transcript[0]).toMatchObject({ at: "2026-06-01T11:00:04.000Z", offset_ms: 4_000 });
      const seen: string[] = [];
      for (let cursor = ""; ; ) {
        const page = await server.call<{ data: { id: string }[]; next_cursor: string | null; totals: { messages: number } }>(
          "GET",
          `/v1/sessions/order/messages?limit=3${cursor}`,
        );
        seen.push(...page.body.data.map(({ id }) => id));
        if (seen.length === 3) await send("order", [{ id: "late", role: "user", start_ms: 0 }]);
        if (page.body.next_cursor === null) break;
        cursor = `&cursor=${page.body.next_cursor}`;
      }
      expect(seen).toEqual(["m0", "m1", "m2", "m3", "m4", "m5", "m6", "late"]);
    });

    it("give back what a tool was given, digit for digit", async () => {
      const call = '{"id":"c1","name":"pay","arguments":{"account":12345678901234567890},"result":[0.12345678901234567891]}';
      await server.call("POST", "/v1/sessions/tool/messages", { body: `[{"id":"t1","role":"tool","tool_call":${call}}]` });
      await server.project();
      expect((await server.call("GET", "/v1/sessions/tool/messages")).text).toContain(`"tool_call":${call}`);
    });
  });
});
