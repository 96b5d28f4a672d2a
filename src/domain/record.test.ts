import { describe, expect, it } from "vitest";
import { defineRecordType } from "./defineRecordType.ts";
import { parseJson } from "./json.ts";
import { linkValueOf, readRecord } from "./record.ts";
import { BUILT_IN_RECORD_TYPES } from "./recordTypes.ts";
import { Registry } from "./registry.ts";

const registry = new Registry(BUILT_IN_RECORD_TYPES);
const read = (value: unknown) => readRecord(value, JSON.stringify(value), registry, (text) => text);

describe("reading a record", () => {
  it("finds id, times, cost, quantity and links where its type keeps them", () => {
    const draft = read({
      record_type: "message_detail_record",
      uuid: "m1",
      created_at: "2026-03-17T10:00:00Z",
      completed_at: "2026-03-17T10:00:02Z",
      cost: "0.0051",
      currency: "usd",
      parts: 2,
    });
    expect(draft).toMatchObject({
      type: "message",
      id: "m1",
      timeMs: Date.parse("2026-03-17T10:00:00Z"),
      endMs: Date.parse("2026-03-17T10:00:02Z"),
      costNanos: 5_100_000n,
      costStatus: "reported",
      currency: "USD",
      quantity: "2",
      unit: "part",
      links: [["uuid", "m1"]],
    });
  });

  it("reads the cost fields that are not called cost", () => {
    expect(read({ record_type: "verify", id: "v", verify_usage_fee: "0.05" }).costNanos).toBe(50_000_000n);
    expect(read({ record_type: "wireless", id: "s", data_cost: 0.0013 }).costNanos).toBe(1_300_000n);
    expect(read({ record_type: "conference", id: "c" })).toMatchObject({ costNanos: 0n, costStatus: "reported" });
  });

  it("says unknown where the cost is missing, and zero where the record says it is not billed", () => {
    expect(read({ record_type: "tts", id: "t" })).toMatchObject({ costNanos: null, costStatus: "unknown" });
    expect(read({ record_type: "tts", id: "t", cost: "" })).toMatchObject({ costNanos: null, costStatus: "unknown" });
    expect(read({ record_type: "inference", id: "i", billable: false })).toMatchObject({ costNanos: 0n, costStatus: "reported" });
  });

  it("reads the model of what thinks or speaks, by the first field that names one", () => {
    const modelOf = (value: object) => read({ id: "x", conversation_id: "c", ...value }).model;
    expect(modelOf({ record_type: "inference", model: " openai/gpt-4o-mini " })).toBe("openai/gpt-4o-mini");
    const assistant = { record_type: "ai-voice-assistant", stt_model: "nova-3", tts_model_id: "natural-hd" };
    expect(modelOf({ ...assistant, llm_model: "gpt-4o" })).toBe("gpt-4o");
    expect(modelOf(assistant)).toBe("nova-3");
    expect(modelOf({ record_type: "ai-messaging-assistant", llm_model: "gpt-4o" })).toBe("gpt-4o");
    expect(modelOf({ record_type: "tts", voice: "Anna" })).toBe("Anna");
  });

  it("reads no model where there is none: blank, too long, no text, or of a type that uses none", () => {
    for (const model of [undefined, null, "", "  ", "x".repeat(129), true, {}, ["m"]]) {
      expect(read({ record_type: "inference", id: "i", model }).model).toBeNull();
    }
    expect(read({ record_type: "sim_card_usage", id: "s", model: "a telephone" }).model).toBeNull();
  });

  it("reads the model of an own type where that says", () => {
    const own = defineRecordType("render", { modelFields: ["engine"] }, registry);
    const value = { record_type: "render", id: "r", engine: "v2", model: "not this" };
    const wider = new Registry([...BUILT_IN_RECORD_TYPES, own]);
    expect(readRecord(value, JSON.stringify(value), wider, (text) => text).model).toBe("v2");
  });

  it("keeps an id that is a number past 2^53 exactly", () => {
    expect(read(parseJson('{"record_type":"recording","id":12345678901234567890}')).id).toBe("12345678901234567890");
  });

  it("takes the nil UUID and blank text for no id, and goes on to the next id field, which links too", () => {
    for (const conversation_id of ["00000000-0000-0000-0000-000000000000", "", null]) {
      const draft = read({ record_type: "ai-voice-assistant", conversation_id, id: "real" });
      expect(draft.id).toBe("real");
      expect(draft.links).toContainEqual(["conversation_id", "real"]);
    }
  });

  it.each([
    [3, 3n],
    ["3", 3n],
    [" -7 ", -7n],
    ["1770000000123456789", 1770000000123456789n],
    ["1.5", null],
    ["v2", null],
    ["99999999999999999999", null],
  ])("reads the version %j as %s", (version, expected) => {
    expect(read({ record_type: "recording", id: "r", version }).version).toBe(expected);
  });

  it("keeps every digit of a version and a time in nanoseconds that came as numbers", () => {
    const own = defineRecordType("span", { timeFormat: "epoch_ns" }, registry);
    const text = '{"record_type":"span","id":"s","started_at":1770000000123456789,"version":1770000000123456789}';
    const draft = readRecord(parseJson(text), text, new Registry([...BUILT_IN_RECORD_TYPES, own]), (canonical) => canonical);
    expect(draft).toMatchObject({ timeMs: 1_770_000_000_123, version: 1770000000123456789n });
  });

  it("gives the same content hash to the same content in another order, and to another presigned address", () => {
    const a = read({ record_type: "recording", id: "r", cost: "1", download_url: "https://a" });
    const b = read({ download_url: "https://b", cost: "1", id: "r", record_type: "recording" });
    expect(a.contentHash).toBe(b.contentHash);
  });

  it.each([
    ["not an object", 5, undefined],
    ["a list", [], undefined],
    ["no type", { id: "1" }, "record_type"],
    ["an unknown type", { record_type: "nonsense", id: "1" }, "record_type"],
    ["no id", { record_type: "recording" }, "id"],
    ["an id that is an object", { record_type: "recording", id: {} }, "id"],
    ["an id with a NUL", { record_type: "recording", id: "a\u0000b" }, "id"],
    ["an id with a lone surrogate", { record_type: "recording", id: "a\ud800" }, "id"],
    ["an id that no address can hold", { record_type: "recording", id: ".." }, "id"],
    ["the nil UUID as its only id", { record_type: "recording", id: "00000000-0000-0000-0000-000000000000" }, "id"],
    ["an id that is too long", { record_type: "recording", id: "x".repeat(257) }, "id"],
    ["a cost that is no amount", { record_type: "recording", id: "1", cost: "free" }, "cost"],
    ["a cost that is an object", { record_type: "recording", id: "1", cost: { amount: 1 } }, "cost"],
    ["a cost past 64 bits", { record_type: "recording", id: "1", cost: "9223372037" }, "cost"],
    ["a time that is none", { record_type: "recording", id: "1", started_at: "soon" }, "started_at"],
    ["a currency that is none", { record_type: "recording", id: "1", currency: "credits" }, "currency"],
    ["a prototype key", JSON.parse('{"record_type":"recording","id":"1","__proto__":{"x":1}}'), "__proto__"],
  ])("refuses %s and names the field", (_name, value, field) => {
    expect(() => read(value)).toThrow(expect.objectContaining({ field }));
  });
});

describe("link values", () => {
  it.each([null, undefined, "", "  ", "00000000-0000-0000-0000-000000000000", {}, [], true, "a\0b", "\ud800"])(
    "never link by %j",
    (value) => {
      expect(linkValueOf(value)).toBeUndefined();
    },
  );
  it("link by the exact text", () => {
    expect(linkValueOf(42)).toBe("42");
    expect(linkValueOf(" a")).toBe(" a");
  });
});
