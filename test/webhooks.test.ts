/** What a server tells its receivers of a session's life, from the first fact to the last revision, on the wire. */
import { Webhook } from "svix";
import { describe, expect, it, vi } from "vitest";
import { engines } from "./support/databases.ts";
import { type Hook, hook } from "./support/delivery.ts";
import { OPERATOR_KEY } from "./support/server.ts";
import { HOUR_MS, MINUTE_MS, PUBLIC_URL, startTold } from "./support/told.ts";

type Json = Record<string, unknown>;

const bodies = (receiver: Hook): Json[] => receiver.seen.map(({ body }) => JSON.parse(body) as Json);
const dataOf = (body: Json | undefined): Json => (body?.["data"] ?? {}) as Json;
const types = (receiver: Hook): unknown[] => bodies(receiver).map((body) => body["type"]);

/** As a receiver does at that moment; throws unless every request is signed. */
function verify(secret: string, receiver: Hook): void {
  for (const { headers, body } of receiver.seen) verifyOne(secret, headers as Record<string, string>, body);
}

function verifyOne(secret: string, headers: Readonly<Record<string, string>>, body: string): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Number(headers["webhook-timestamp"]) * 1_000 });
  try {
    new Webhook(secret).verify(body, headers);
  } finally {
    vi.useRealTimers();
  }
}

const leg = (more: Json = {}): Json => ({
  record_type: "sip-trunking",
  id: "leg",
  telnyx_session_id: "call",
  cost: "1.5",
  currency: "USD",
  ...more,
});

describe.each(engines)("webhooks on $name", (engine) => {
  it("14: tell the beginning and the end of a call, signed, the end as a read of the session answers", async () => {
    await using told = await startTold(engine);
    await using receiver = await hook();
    const { secret } = await told.endpoint(receiver, { format: "agntix" });
    await told.call("call", { agent: { id: "a-1" }, variables: { crm: "C-1", n: 1 }, customer_number: "+15550100" });
    await told.pass();
    await told.ok("POST", "/v1/sessions/call/messages", [{ id: "m1", role: "user", content: "hello" }]);
    await told.end("call");
    await told.pass(HOUR_MS);
    const [created, ended, ...more] = bodies(receiver);
    expect(more).toEqual([]);
    expect(created).toMatchObject({ id: "call", eventType: "session.created", state: "OPEN", agentId: "a-1" });
    expect(created).not.toHaveProperty("analysis");
    const { eventType, ...session } = ended ?? {};
    expect(eventType).toBe("session.ended");
    const read = await told.server.call<Json>("GET", "/api/v1/chat/sessions/call", {
      headers: { "x-api-key": "test-admin-key-0123456789abcdef", "x-forwarded-proto": "https" },
      key: null,
    });
    expect(read.status).toBe(200);
    expect(session).toEqual(read.body);
    verify(secret, receiver);
    const [first] = receiver.seen;
    const headers = first?.headers as Record<string, string>;
    expect(() => verifyOne(secret, headers, `${first?.body.slice(0, -1)} `)).toThrow();
  });

  it("tell that numbers have settled, and by how much they were revised, in the order in which it happened", async () => {
    await using told = await startTold(engine);
    await using receiver = await hook();
    const { secret } = await told.endpoint(receiver);
    await told.ok("POST", "/v1/records", leg());
    await told.call("call");
    await told.end("call");
    await told.pass(HOUR_MS);
    await told.pass(HOUR_MS);
    expect(types(receiver)).toEqual(["session.created", "session.ended", "session.settled"]);
    await told.ok("POST", "/v1/records", { ...leg(), id: "late", cost: "0.25" });
    await told.pass();
    const revised = bodies(receiver).at(-1);
    expect(revised).toMatchObject({
      type: "session.revised",
      data: { id: "call", owned_cost: "1.750000", revision: { number: 1, delta: { owned_cost: "0.250000", event_count: 1 } } },
    });
    verify(secret, receiver);
    expect(new Set(receiver.ids()).size).toBe(receiver.seen.length);
    const before = receiver.seen.length;
    expect((await told.server.call("POST", "/v1/rebuild", { key: OPERATOR_KEY })).status).toBe(202);
    await told.pass(HOUR_MS);
    expect(receiver.seen.slice(before)).toEqual([]);
  });

  it("tell that two sessions turned out to be one, and never its beginning or end again", async () => {
    await using told = await startTold(engine);
    await using receiver = await hook();
    await told.endpoint(receiver);
    await told.call("one", { external_ids: { leg: "L" } });
    await told.call("two", { external_ids: { leg: "M" } });
    await told.pass();
    await told.ok("POST", "/v1/records", [
      { record_type: "call-control", id: "c", telnyx_session_id: "call", call_control_id: "L", telnyx_leg_id: "M" },
    ]);
    await told.end("one");
    await told.pass(HOUR_MS);
    const merged = bodies(receiver).filter(({ type }) => type === "session.merged");
    expect(merged).toMatchObject([{ data: { id: "one", merged_id: "two", merged_into: "one" } }]);
    expect(types(receiver).filter((type) => type === "session.created")).toHaveLength(2);
    expect(types(receiver).filter((type) => type === "session.ended")).toHaveLength(1);
  });

  it("tell a merge after the beginning of the session that lives on, whatever its receiver answered to that", async () => {
    await using told = await startTold(engine);
    let failures = 2;
    await using receiver = await hook((_request, reply) => reply.writeHead(failures-- > 0 ? 500 : 200).end());
    await told.endpoint(receiver, { events: ["session.created", "session.merged"] });
    await told.ok("POST", "/v1/records", leg());
    await told.pass();
    await told.call("two", { root: { record_type: "call-session", id: "call" } });
    await told.pass();
    await told.pass(MINUTE_MS);
    await told.pass(MINUTE_MS);
    const ofCall = bodies(receiver).filter((body) => dataOf(body)["id"] === "call");
    expect(ofCall.map(({ type }) => type)).toEqual([...["session.created", "session.created", "session.created"], "session.merged"]);
  });

  it("tell Ravan's call.completed with the transcript and a recording that plays for whoever gets it", async () => {
    await using told = await startTold(engine);
    await using receiver = await hook();
    await told.endpoint(receiver, { format: "ravan" });
    const id = "019e0000-0000-7000-8000-000000000001";
    await told.call(id, { agent: { id: "a-1", name: "Renewals" } });
    await told.ok("POST", `/v1/sessions/${id}/messages`, [
      { id: "m1", role: "assistant", content: "Hello!", start_ms: 0 },
      { id: "m2", role: "user", content: "Hi", start_ms: 900 },
    ]);
    const sound = Buffer.concat([
      Buffer.from("RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\0\0\0\0", "latin1"),
    ]);
    const kept = await told.server.call("PUT", `/v1/sessions/${id}/recording`, { body: sound, headers: { "content-type": "audio/wav" } });
    expect(kept.status).toBeLessThan(300);
    await told.end(id);
    await told.pass(HOUR_MS);
    const [completed, ...more] = bodies(receiver);
    expect(more).toEqual([]);
    expect(completed).toMatchObject({
      event: "call.completed",
      data: {
        call_session_id: id,
        agent_name: "Renewals",
        status: "completed",
        transcripts: [
          { role: "agent", timestamp_ms: 0, message: { content: "Hello!", format: "text" } },
          { role: "user", timestamp_ms: 900, message: { content: "Hi" } },
        ],
      },
    });
    const address = String(dataOf(completed)["recording_url"]);
    expect(address.startsWith(`${PUBLIC_URL}/`)).toBe(true);
    const played = await told.server.call("GET", address.slice(PUBLIC_URL.length), { key: null });
    expect([played.status, played.headers["content-type"]]).toEqual([200, "audio/wav"]);
  });

  it("tell nobody of what was over long before it came in, and only those of an event who asked for it", async () => {
    await using told = await startTold(engine);
    await using everything = await hook();
    await using settled = await hook();
    await told.endpoint(everything);
    await told.endpoint(settled, { events: ["session.settled"] });
    const longAgo = (days: number): string => new Date(told.clock.nowMs() - days * 24 * HOUR_MS).toISOString();
    await told.ok("PUT", "/v1/sessions/old", { started_at: longAgo(3), ended_at: longAgo(2), status: "completed" });
    await told.call("new");
    await told.end("new");
    await told.pass(HOUR_MS);
    await told.pass(HOUR_MS);
    expect(bodies(everything).map((body) => dataOf(body)["id"])).toEqual(["new", "new", "new"]);
    expect(types(settled)).toEqual(["session.settled"]);
  });

  it("tell of a change that revises many sessions at once in one digest", async () => {
    await using told = await startTold(engine);
    await using receiver = await hook();
    await told.endpoint(receiver);
    await told.ok("PUT", "/v1/exchange-rates", [{ currency: "EUR", rate: "1.1", effective_at: "2020-01-01T00:00:00Z" }]);
    const ids = Array.from({ length: 7 }, (_, index) => `call-${index}`);
    for (const id of ids) {
      await told.ok("POST", "/v1/records", leg({ id: `leg-${id}`, telnyx_session_id: id, currency: "EUR" }));
      await told.call(id);
      await told.end(id);
    }
    await told.pass(HOUR_MS);
    await told.pass(HOUR_MS);
    const before = receiver.seen.length;
    await told.ok("PUT", "/v1/exchange-rates", [{ currency: "EUR", rate: "1.2", effective_at: "2021-01-01T00:00:00Z" }]);
    await told.pass();
    const [digest, ...more] = bodies(receiver).slice(before);
    expect(more).toEqual([]);
    expect(digest).toMatchObject({ type: "sessions.revised", data: { session_count: 7 } });
    expect((dataOf(digest)["session_ids"] as string[]).toSorted()).toEqual(ids);
  });
});
