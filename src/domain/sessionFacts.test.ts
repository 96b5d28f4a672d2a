import { describe, expect, it } from "vitest";
import { AppError } from "./errors.ts";
import { type JsonObject, parseJson } from "./json.ts";
import { aliasesOf, checkFacts, foldFacts } from "./sessionFacts.ts";

const atMs = Date.parse("2026-06-01T12:00:00Z");
const fold = (...bodies: readonly JsonObject[]) => foldFacts(bodies.map((body, index) => ({ receivedMs: atMs + index, body })));

const faultOf = (body: JsonObject): unknown => {
  try {
    checkFacts(body);
  } catch (error) {
    return error instanceof AppError ? [error.code, error.field] : error;
  }
  return undefined;
};

describe("facts of a session", () => {
  it("are the same whichever order different members came in", () => {
    const [a, b] = [
      { agent: { id: "a1" }, ended_at: "2026-06-01T10:05:00Z" },
      { agent: { name: "Ann" }, started_at: "2026-06-01T10:00:00Z" },
    ];
    expect(fold(a, b)).toEqual(fold(b, a));
    expect(fold(a, b)).toMatchObject({ agentId: "a1", agentName: "Ann", isEnded: true });
  });

  it("keep the later word, and forget what is said to be null", () => {
    expect(fold({ room_name: "one", caller_number: "+1" }, { room_name: "two", caller_number: null })).toMatchObject({
      roomName: "two",
      callerNumber: null,
    });
  });

  it("forget an agent's name when there is another agent", () => {
    expect(fold({ agent: { id: "a1", name: "Ann" } }, { agent: { id: "a2" } })).toMatchObject({ agentId: "a2", agentName: null });
    expect(fold({ agent: { id: "a1", name: "Ann" } }, { agent: { id: "a1" } })).toMatchObject({ agentId: "a1", agentName: "Ann" });
  });

  it("merge objects member by member, quality two levels deep", () => {
    const folded = fold(
      { metadata: { a: 1, b: 2 }, quality: { inbound: { mos: 4.1, jitter_ms: 5 } } },
      { metadata: { b: 3 }, quality: { inbound: { mos: 4.4 }, outbound: { packet_loss: 0.01 } } },
    );
    expect(JSON.parse(folded.metadataJson)).toEqual({ a: 1, b: 3 });
    expect(folded.quality).toEqual({
      inbound: { mos: 4.4, jitterMs: 5, packetLoss: null },
      outbound: { mos: null, jitterMs: null, packetLoss: 0.01 },
    });
  });

  it("give variables back as they were sent: null, nesting and numerals that no double holds", () => {
    const sent = '{"variables":{"id":12345678901234567890,"none":null,"deep":{"list":[1.10]}}}';
    expect(fold(parseJson(sent) as JsonObject).variablesJson).toBe('{"id":12345678901234567890,"none":null,"deep":{"list":[1.1]}}');
  });

  it("know that a session is over by its end, by a word to that effect, or by a final status", () => {
    expect(fold({ ended: true })).toMatchObject({ isEnded: true, endedMs: atMs });
    expect(fold({ ended: true }, { ended_at: "2026-06-01T11:00:00Z" })).toMatchObject({ endedMs: Date.parse("2026-06-01T11:00:00Z") });
    expect(fold({ status: "No-Answer" })).toMatchObject({ isEnded: true, status: "no_answer", endedMs: null });
    expect(fold({ status: "ringing" })).toMatchObject({ isEnded: false });
    expect(fold({ ended_at: "2026-06-01T11:00:00Z" }, { ended_at: null })).toMatchObject({ isEnded: false, endedMs: null });
  });

  it("take the words of other providers for their own", () => {
    expect(fold({ channel: "outbound_call", platform: "PSTN", disconnect_reason: "customer_hangup", type: "VOICE" })).toMatchObject({
      ...{ channel: "voice", direction: "outbound", platform: "phone", disconnectReason: "user_hangup", type: "voice" },
    });
    expect(fold({ disconnect_reason: "Moon Phase" })).toMatchObject({ disconnectReason: "moon_phase" });
  });

  it("name every value by which the session can be found", () => {
    expect(aliasesOf({ root: { record_type: "conference", id: "c1" }, external_ids: { twilio_call_sid: "CA1", none: null } })).toEqual([
      "CA1",
      "c1",
    ]);
  });

  it.each([
    [{ agnet: {} }, "agnet"],
    [{ caller_number: 5 }, "caller_number"],
    [{ room_name: "x".repeat(1_025) }, "room_name"],
    [{ started_at: "yesterday" }, "started_at"],
    [{ ended_at: "2026-02-31T00:00:00Z" }, "ended_at"],
    [{ agent: { uuid: "1" } }, "agent.uuid"],
    [{ agent: "Ann" }, "agent"],
    [{ agent: { id: "." } }, "agent.id"],
    [{ agent: { id: ".." } }, "agent.id"],
    [{ agent: { id: "a\nb" } }, "agent.id"],
    [{ quality: { inbound: { mos: "good" } } }, "quality.inbound.mos"],
    [{ quality: { sideways: {} } }, "quality.sideways"],
    [{ quality: { outbound: { packet_loss: 50 } } }, "quality.outbound.packet_loss"],
    [{ quality: { inbound: { mos: -1 } } }, "quality.inbound.mos"],
    [{ started_at: "0001-01-01" }, "started_at"],
    [{ ended_at: "9999-01-01T00:00:00Z" }, "ended_at"],
    [{ root: { record_type: "conference" } }, "root"],
    [{ external_ids: { sid: {} } }, "external_ids.sid"],
    [{ provider_managed: "yes" }, "provider_managed"],
    [{ metadata: [1] }, "metadata"],
    [{ caller_number: "+1\u00005" }, "caller_number"],
  ])("refuse %j and name the member at fault", (body, field) => {
    expect(faultOf(body as JsonObject)).toEqual(["FACTS_INVALID", field]);
  });

  it("accept nothing at all, and null for everything", () => {
    expect(faultOf({})).toBeUndefined();
    expect(faultOf({ agent: { id: "", name: "" } })).toBeUndefined();
    expect(faultOf({ agent: null, started_at: null, metadata: null, root: null, quality: null, status: null })).toBeUndefined();
    expect(fold({ agent: null, metadata: null })).toMatchObject({ agentId: null, metadataJson: "{}" });
  });
});
