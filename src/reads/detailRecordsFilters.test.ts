import { describe, expect, it } from "vitest";
import { AppError } from "../domain/errors.ts";
import { BUILT_IN_RECORD_TYPES } from "../domain/recordTypes.ts";
import { Registry } from "../domain/registry.ts";
import type { RecordWithBody } from "../store/recordStore.ts";
import { compileFilter, type FilterOperator } from "./detailRecordsFilters.ts";
import { ReadableRow } from "./detailRecordsValues.ts";

const registry = new Registry(BUILT_IN_RECORD_TYPES);

function compile(typeName: string, field: string, operator: FilterOperator, value: string) {
  return compileFilter(registry, registry.require(typeName), { field, operator, value });
}

const rowOf = (body: string): ReadableRow => {
  const row: RecordWithBody = {
    ...{ type: "call-control", id: "a", key: 1, timeMs: null, endMs: null, costNanos: null, costStatus: "unknown", currency: null },
    ...{ role: "charge", quantity: null, unit: null, model: null, links: [], receivedMs: 0, source: "api", body },
  };
  return new ReadableRow(row);
};

/** Whether a call-control record with this JSON passes. */
function passes(body: string, field: string, operator: FilterOperator, value: string): boolean {
  const { test } = compile("call-control", field, operator, value);
  if (test === undefined) throw new Error("the store answers this filter alone");
  return test(rowOf(body));
}

describe("what the store is asked for", () => {
  it("is an id, alone", () => {
    expect(compile("message", "id", "eq", "x")).toEqual({ conditions: [{ column: "id", equals: "x" }] });
  });

  it("is the value of a link field, alone", () => {
    expect(compile("call-control", "telnyx_session_id", "eq", "s")).toEqual({
      conditions: [{ column: "link", field: "telnyx_session_id", equals: "s" }],
    });
  });

  it.each(["00000000-0000-0000-0000-000000000000", "true", ""])("is not the value %j, which never links", (value) => {
    expect(compile("call-control", "telnyx_session_id", "eq", value)).toMatchObject({ conditions: [] });
  });

  it("is a window of time, alone, where a bound is a whole millisecond that needs no second look", () => {
    const timeMs = Date.UTC(2026, 2, 17, 10);
    expect(compile("call-control", "started_at", "gte", "2026-03-17T10:00:00Z")).toEqual({
      conditions: [{ column: "timeMs", from: timeMs }],
    });
    expect(compile("call-control", "started_at", "lt", "2026-03-17T10:00:00Z")).toEqual({
      conditions: [{ column: "timeMs", before: timeMs }],
    });
  });

  it("leaves the bound's own millisecond in doubt where it may hold finer times", () => {
    const timeMs = Date.UTC(2026, 2, 17, 10);
    expect(compile("call-control", "started_at", "gt", "2026-03-17T10:00:00Z")).toMatchObject({
      conditions: [{ column: "timeMs", from: timeMs }],
      edgeMs: timeMs,
      withoutEdge: [{ column: "timeMs", from: timeMs + 1 }],
    });
    expect(compile("call-control", "started_at", "lt", "2026-03-17T10:00:00.0005Z")).toMatchObject({
      conditions: [{ column: "timeMs", before: timeMs + 1 }],
      edgeMs: timeMs,
      withoutEdge: [{ column: "timeMs", before: timeMs }],
    });
  });
});

describe("equality", () => {
  it("is that of exact text", () => {
    expect(passes('{"cli":"+1555"}', "cli", "eq", "+1555")).toBe(true);
    expect(passes('{"cli":"+1555"}', "cli", "eq", "1555")).toBe(false);
    expect(passes('{"hangup_cause":"NORMAL"}', "hangup_cause", "eq", "normal")).toBe(false);
  });

  it("is that of value for money, quantities and JSON numbers", () => {
    expect(passes('{"cost":"0.0"}', "cost", "eq", "0")).toBe(true);
    expect(passes('{"cost":"1.687E-4"}', "cost", "eq", "0.0001687")).toBe(true);
    expect(passes('{"connected":1}', "connected", "eq", "1.0")).toBe(true);
    expect(passes('{"cost":"0.10000000000000000001"}', "cost", "eq", "0.1")).toBe(false);
  });

  it("keeps numerals apart that a double cannot tell apart", () => {
    expect(passes('{"connection_id":12345678901234567891}', "connection_id", "eq", "12345678901234567892")).toBe(false);
    expect(passes('{"connection_id":12345678901234567891}', "connection_id", "eq", "12345678901234567891")).toBe(true);
  });

  it("is that of instants for times", () => {
    expect(passes('{"answered_at":"2026-03-17T09:00:00Z"}', "answered_at", "eq", "2026-03-17T10:00:00+01:00")).toBe(true);
    expect(passes('{"started_at":"2026-03-17T09:00:00.000001Z"}', "started_at", "eq", "2026-03-17T09:00:00Z")).toBe(false);
  });

  it("of nothing is null, absent or blank", () => {
    for (const body of ['{"tags":null}', "{}", '{"tags":" "}', '{"tags":[]}']) expect(passes(body, "tags", "eq", "")).toBe(true);
    for (const body of ['{"tags":"a"}', '{"tags":0}', '{"tags":false}', '{"tags":{}}']) expect(passes(body, "tags", "eq", "")).toBe(false);
  });

  it("with an array is with any element, or with all of them joined", () => {
    const body = '{"tags":["a","b"]}';
    expect(passes(body, "tags", "eq", "b")).toBe(true);
    expect(passes(body, "tags", "eq", "a,b")).toBe(true);
    expect(passes(body, "tags", "eq", "b,a")).toBe(false);
  });

  it("takes commas as part of the value, and `in` takes them apart", () => {
    expect(passes('{"tags":"a,b"}', "tags", "eq", "a,b")).toBe(true);
    expect(passes('{"tags":"a"}', "tags", "eq", "a,b")).toBe(false);
    expect(passes('{"tags":"a"}', "tags", "in", "a, b")).toBe(true);
    expect(passes('{"tags":"c"}', "tags", "in", "a,b")).toBe(false);
  });
});

describe("comparison", () => {
  it("of numbers is by value, however they are written", () => {
    expect(passes('{"cost":"9"}', "cost", "lt", "10")).toBe(true);
    expect(passes('{"cost":1e-3}', "cost", "gt", "0.00099")).toBe(true);
    expect(passes('{"cost":"0.0052"}', "cost", "lte", "0.00520")).toBe(true);
    expect(passes('{"cost":"0.0052"}', "cost", "gt", "0.00520")).toBe(false);
  });

  it("of times is by instant, to less than a millisecond", () => {
    expect(passes('{"started_at":"2026-03-17T10:00:00.000700Z"}', "started_at", "gt", "2026-03-17T10:00:00.000500Z")).toBe(true);
    expect(passes('{"started_at":"2026-03-17T10:00:00.000500Z"}', "started_at", "lte", "2026-03-17T10:00:00Z")).toBe(false);
  });

  it("goes by the next time field where a record lacks the first", () => {
    expect(passes('{"created_at":"2026-03-17T10:00:01Z"}', "started_at", "gt", "2026-03-17T10:00:00Z")).toBe(true);
  });

  it("never holds between values of different kinds, or with nothing", () => {
    expect(passes('{"hangup_cause":"NORMAL"}', "hangup_cause", "gt", "5")).toBe(false);
    expect(passes('{"cost":null}', "cost", "lt", "5")).toBe(false);
    expect(passes("{}", "cost", "lt", "5")).toBe(false);
  });

  it.each(["started_at", "finished_at", "answered_at"])("refuses what is no time for %s", (field) => {
    expect(() => compile("call-control", field, "gte", "1773741600")).toThrow("needs a time");
    expect(() => compile("call-control", field, "lt", "yesterday")).toThrow("needs a time");
  });
});

describe("a search in text", () => {
  it("looks at the begin, the end, or anywhere", () => {
    const body = '{"hangup_cause":"NORMAL_CLEARING","call_sec":152}';
    expect(passes(body, "hangup_cause", "starts_with", "NORMAL")).toBe(true);
    expect(passes(body, "hangup_cause", "ends_with", "NORMAL")).toBe(false);
    expect(passes(body, "hangup_cause", "contains", "L_C")).toBe(true);
    expect(passes(body, "call_sec", "contains", "5")).toBe(true);
    expect(passes(body, "cli", "contains", "5")).toBe(false);
  });

  it("takes the signs of patterns as they are", () => {
    expect(passes('{"cli":"a%b"}', "cli", "contains", "%")).toBe(true);
    expect(passes('{"cli":"ab"}', "cli", "contains", "_")).toBe(false);
    expect(passes('{"cli":"ab"}', "cli", "contains", ".*")).toBe(false);
  });

  it.each<FilterOperator>(["gt", "gte", "lt", "lte", "contains", "starts_with", "ends_with"])("refuses %s of nothing", (operator) => {
    expect(() => compile("call-control", "cli", operator, "")).toThrow(AppError);
  });

  it("refuses what no id can be", () => {
    expect(() => compile("call-control", "id", "eq", "")).toThrow("is not an id");
    expect(() => compile("call-control", "id", "eq", "x".repeat(257))).toThrow("is not an id");
  });
});
