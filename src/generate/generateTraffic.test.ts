import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import { parseAmountNanos } from "../domain/money.ts";
import { readRecord } from "../domain/record.ts";
import { BUILT_IN_RECORD_TYPES } from "../domain/recordTypes.ts";
import { Registry } from "../domain/registry.ts";
import { generateTraffic } from "./generateTraffic.ts";
import { Random } from "./random.ts";
import { planSession } from "./session.ts";
import { SESSION_KINDS } from "./sessionKinds.ts";

const registry = new Registry(BUILT_IN_RECORD_TYPES);
const startMs = Date.parse("2026-03-01T00:00:00Z");
const traffic = (sessions: number, seed: number): JsonObject[] => [...generateTraffic({ sessions, seed, startMs })];
const read = (record: JsonObject) => {
  const body = JSON.stringify(record);
  return readRecord(record, body, registry, (text) => hash("sha256", text, "hex"));
};
const many = traffic(600, 42);
const nameOf = (record: JsonObject): string => {
  const { type, id } = read(record);
  return `${type}/${id}`;
};

describe("generateTraffic", () => {
  it("gives the same bytes for the same request", () => {
    expect(JSON.stringify(traffic(40, 7))).toBe(JSON.stringify(traffic(40, 7)));
  });

  it("gives other records for another seed, beyond 32 bits too", () => {
    const texts = [1, 2, 1 + 2 ** 32].map((seed) => JSON.stringify(traffic(5, seed)));
    expect(new Set(texts).size).toBe(3);
  });

  it("gives nothing for no sessions", () => {
    expect(traffic(0, 1)).toEqual([]);
  });

  it("writes only records that the server takes", () => {
    for (const record of many) expect(() => read(record)).not.toThrow();
  });

  it("covers calls, assistants, conferences, messages, rooms and single usage in several currencies", () => {
    const types = new Set(many.map((record) => read(record).type));
    for (const type of [
      ...[
        "ai-voice-assistant",
        "inference",
        "speech-to-text",
        "text-to-speech",
        "call-control",
        "sip-trunking",
        "webrtc",
        "recording",
        "amd",
      ],
      ...[
        "conference",
        "conference-participant",
        "message",
        "ai-messaging-assistant",
        "room-session-event",
        "room-session-participant-event",
      ],
      ...["verify", "fax-api", "sim_card_usage", "noise-suppression", "room-session-recording-event"],
    ]) {
      expect(types).toContain(type);
    }
    const currencies = new Set(many.map((record) => record["currency"]).filter((code) => code !== undefined));
    expect([...currencies].sort()).toEqual(["EUR", "GBP", "IDR", "USD"]);
  });

  it("repeats some records and corrects some, sometimes ahead of the original", () => {
    const byName = Map.groupBy(many, nameOf);
    const several = [...byName.values()].filter((versions) => versions.length > 1);
    const isSame = (versions: JsonObject[]): boolean => JSON.stringify(versions[0]) === JSON.stringify(versions[1]);
    const corrected = several.filter((versions) => !isSame(versions));
    expect(several.filter(isSame).length).toBeGreaterThan(10);
    expect(corrected.length).toBeGreaterThan(10);
    for (const versions of corrected) {
      expect(parseAmountNanos(versions[0]?.["cost"])).not.toBe(parseAmountNanos(versions[1]?.["cost"]));
    }
    const overtaking = corrected.filter((versions) => String(versions[0]?.["updated_at"]) > String(versions[1]?.["updated_at"]));
    expect(overtaking.length).toBeGreaterThan(0);
    expect(overtaking.length).toBeLessThan(corrected.length / 2);
  });

  it("sends some records out of order, and some that belong to nothing", () => {
    const times = many.map((record) => read(record).timeMs ?? 0);
    expect(times.some((timeMs, index) => index > 0 && timeMs < (times[index - 1] ?? 0) - 1_800_000)).toBe(true);
    expect(many.some((record) => record["record_type"] === "inference" && record["conversation_id"] === null)).toBe(true);
  });

  it("leaves unanswered calls unbilled and writes small amounts as platforms do", () => {
    expect(many.some((record) => record["record_type"] === "sip-trunking" && record["billed_sec"] === 0 && record["cost"] === "0.0")).toBe(
      true,
    );
    expect(many.some((record) => record["record_type"] === "text-to-speech" && /^\d\.\d+E-\d$/.test(String(record["rate"])))).toBe(true);
    expect(many.some((record) => record["record_type"] === "text-to-speech" && !Object.hasOwn(record, "cost"))).toBe(true);
  });

  it("makes about eleven records of an assistant call", () => {
    const random = new Random(3);
    const make = SESSION_KINDS[0]?.[1];
    const counts = Array.from({ length: 300 }, () => make?.(planSession(random, startMs)).records.length ?? 0);
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    expect(mean).toBeGreaterThan(9);
    expect(mean).toBeLessThan(13);
  });

  it("has seven kinds of session", () => {
    expect(SESSION_KINDS.length).toBe(7);
  });
});
