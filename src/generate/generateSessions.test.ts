import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isJsonObject, type JsonObject } from "../domain/json.ts";
import { readMessages } from "../domain/messages.ts";
import { readRecord } from "../domain/record.ts";
import { BUILT_IN_RECORD_TYPES } from "../domain/recordTypes.ts";
import { Registry } from "../domain/registry.ts";
import { aliasesOf, checkFacts, foldFacts } from "../domain/sessionFacts.ts";
import { parseIsoMs } from "../domain/time.ts";
import { sessionsOf } from "../tree/owners.ts";
import { type GeneratedSession, generateSessions } from "./generateSessions.ts";
import { generateTraffic } from "./generateTraffic.ts";

const startMs = Date.parse("2026-03-01T00:00:00Z");
const sessions = (count: number, seed: number): GeneratedSession[] => [...generateSessions({ sessions: count, seed, startMs })];
const many = sessions(800, 42);
const told = many.filter((session) => session.facts !== null);
const textOf = (made: readonly GeneratedSession[]): string =>
  JSON.stringify(made.map((session) => ({ ...session, recording: Buffer.from(session.recording ?? []).toString("base64") })));
const messagesOf = (made: readonly GeneratedSession[]): JsonObject[] => made.flatMap((session) => [...session.messages]);
const objectOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});
const saidLast = ({ facts, end }: GeneratedSession): JsonObject => ({ ...facts, ...end });
const factsOf = (session: GeneratedSession) =>
  foldFacts([session.facts, session.end].flatMap((body) => (body === null ? [] : [{ receivedMs: startMs, body }])));

describe("generateSessions", () => {
  it("gives the same bytes for the same request, recordings included", () => {
    expect(textOf(sessions(60, 7))).toBe(textOf(sessions(60, 7)));
  });

  it("gives other sessions for another seed", () => {
    expect(textOf(sessions(5, 1))).not.toBe(textOf(sessions(5, 2)));
  });

  it("gives nothing for no sessions", () => {
    expect(sessions(0, 1)).toEqual([]);
  });

  it("gives the very records of generateTraffic, in order of time", () => {
    const texts = (records: readonly JsonObject[]): string[] => records.map((record) => JSON.stringify(record)).toSorted();
    const traffic = [...generateTraffic({ sessions: 800, seed: 42, startMs })];
    expect(texts(many.flatMap(({ records, unrelated }) => [...records, ...unrelated]))).toEqual(texts(traffic));
    const starts = many.map((session) => session.startMs);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  });

  it("gives every session an id of its own, and some none, whose records are all there is", () => {
    const ids = told.map((session) => session.id);
    expect(new Set(ids).size).toBe(ids.length);
    const untold = many.filter((session) => session.facts === null);
    expect(untold.length).toBeGreaterThan(50);
    for (const { id, records, messages, end, recording } of untold) {
      expect({ id, messages, end, recording }).toEqual({ id: null, messages: [], end: null, recording: null });
      expect(records.length).toBeGreaterThan(0);
    }
  });

  it("writes only facts and messages that the server takes", () => {
    for (const session of told) {
      checkFacts(session.facts ?? {});
      if (session.end !== null) checkFacts(session.end);
      expect(readMessages(session.messages).length).toBe(session.messages.length);
    }
  });

  it("ties every told session to one root among its records", () => {
    const registry = new Registry(BUILT_IN_RECORD_TYPES);
    const stored = (record: JsonObject, key: number) => ({
      ...readRecord(record, JSON.stringify(record), registry, (text) => hash("sha256", text, "hex")),
      ...{ key, receivedMs: startMs, source: "api" },
    });
    for (const session of told) {
      const [value, ...others] = aliasesOf(session.facts ?? {});
      expect(others).toEqual([]);
      const drafts = Map.groupBy(session.records.map(stored), ({ type, id }) => `${type} ${id}`);
      const groups = sessionsOf(
        [...drafts.values()].flatMap((versions) => versions.slice(-1)),
        registry,
      );
      const found = groups.filter(
        ({ root, records }) => root.id === value || records.some((record) => record.links.some((link) => link[1] === value)),
      );
      expect(found.length, session.id ?? "").toBe(1);
      expect(found[0]?.isSession).toBe(true);
      const rooted = objectOf(session.facts?.["root"]);
      if (rooted["id"] !== undefined) expect(rooted).toEqual({ record_type: found[0]?.root.type.name, id: found[0]?.root.id });
    }
  });

  it("speaks six languages in their own scripts", () => {
    const languages = new Set(told.map(({ facts }) => objectOf(facts?.["metadata"])["language"]).filter((code) => code !== undefined));
    expect([...languages].sort()).toEqual(["ar", "de", "en", "es", "fr", "hi"]);
    const words = messagesOf(told).map((message) => String(message["content"]));
    expect(words.some((text) => /\p{Script=Devanagari}{3}/u.test(text))).toBe(true);
    expect(words.some((text) => /\p{Script=Arabic}{3}/u.test(text))).toBe(true);
  });

  it("ends calls in every way that calls end", () => {
    const statuses = new Set(told.map((session) => factsOf(session).status));
    expect([...statuses].sort()).toEqual(["busy", "completed", "failed", "no_answer", null, "voicemail"].sort());
    const sent = new Set(told.map((session) => saidLast(session)["status"]));
    for (const status of ["abandoned", "transferred"]) expect(sent).toContain(status);
    const reasons = new Set(told.map((session) => factsOf(session).disconnectReason));
    for (const reason of ["user_hangup", "agent_hangup", "timeout", "error"]) expect(reasons).toContain(reason);
  });

  it("comes by telephone, web, WhatsApp and SIP, inbound and outbound, spoken and written, with several agents", () => {
    const seen = (name: string): unknown[] => [...new Set(told.map(({ facts }) => facts?.[name]))];
    expect(seen("platform").toSorted()).toEqual(["phone", "sip", "web", "whatsapp"]);
    for (const direction of ["inbound", "outbound"]) expect(seen("direction")).toContain(direction);
    expect(seen("type").toSorted()).toEqual(["chat", "voice"]);
    const agents = new Set(told.map(({ facts }) => objectOf(facts?.["agent"])["name"]).filter((name) => name !== undefined));
    expect(agents.size).toBe(7);
  });

  it("lets some conversations go on", () => {
    const open = told.filter((session) => !factsOf(session).isEnded);
    expect(open.length).toBeGreaterThan(0);
    for (const session of open) expect(session.end).toBeNull();
  });
});

describe("generated times", () => {
  const messages = messagesOf(told);

  it("adds up each turn's latency", () => {
    const latencies = messages.flatMap((message) => (isJsonObject(message["latency"]) ? [message["latency"]] : []));
    expect(latencies.length).toBeGreaterThan(500);
    for (const latency of latencies) {
      const parts = ["stt_ms", "llm_ms", "tts_ms"].map((name) => Number(latency[name] ?? 0));
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(latency["total_ms"]);
      for (const part of parts) expect(part).toBeGreaterThanOrEqual(0);
    }
  });

  it("never lets two speak at once, and keeps every call's words inside the call", () => {
    for (const session of told) {
      const { startedMs, endedMs } = factsOf(session);
      let silentMs = 0;
      for (const message of session.messages.filter(({ start_ms }) => start_ms !== undefined)) {
        expect(Number(message["start_ms"])).toBeGreaterThanOrEqual(silentMs);
        silentMs = Number(message["end_ms"]);
      }
      if (endedMs !== null) expect((startedMs ?? 0) + silentMs).toBeLessThanOrEqual(endedMs);
    }
  });

  it("answers after the start and before the end", () => {
    for (const { createdMs, startedMs, answeredMs, endedMs } of told.map(factsOf)) {
      expect(createdMs).toBeLessThan(startedMs ?? 0);
      if (answeredMs !== null) expect(answeredMs).toBeGreaterThanOrEqual(startedMs ?? Number.NaN);
      if (endedMs !== null) expect(endedMs).toBeGreaterThan(answeredMs ?? startedMs ?? Number.NaN);
    }
    expect(parseIsoMs(String(messages[0]?.["created_at"]))).toBeTypeOf("number");
  });

  it("cuts some words short, calls tools with arguments and results, and leaves no place unfilled", () => {
    expect(messages.some((message) => message["interrupted"] === true && String(message["content"]).endsWith("—"))).toBe(true);
    const calls = messages.flatMap((message) => (isJsonObject(message["tool_call"]) ? [message["tool_call"]] : []));
    expect(new Set(calls.map((call) => call["name"])).size).toBeGreaterThan(10);
    for (const call of calls) expect(Object.keys(objectOf(call["result"])).length).toBeGreaterThan(0);
    expect(JSON.stringify(messages)).not.toMatch(/\{(name|company|street|day|time|amount|order|digits|number)\}/);
  });

  it("puts a transferred call's second leg under the same call", () => {
    const call = told.find((session) => saidLast(session)["disconnect_reason"] === "call_transfer" && session.facts?.["type"] === "voice");
    const legs = (call?.records ?? []).filter((record) => record["record_type"] === "call-control");
    expect(new Set(legs.map((leg) => leg["telnyx_leg_id"])).size).toBe(2);
    expect(new Set(legs.map((leg) => leg["telnyx_session_id"])).size).toBe(1);
  });
});
