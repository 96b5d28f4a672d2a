import { describe, expect, it } from "vitest";
import { AppError } from "../../../domain/errors.ts";
import { contactConditions, type ListParameters, pageOf, parseListQuery, parsePhone } from "./query.ts";

const refusal = (ask: () => unknown): AppError => {
  try {
    ask();
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error("it was not refused");
};

describe("a list of calls", () => {
  it("is of all calls, newest first, twenty at a time, unless told otherwise", () => {
    expect(parseListQuery({})).toEqual({
      conditions: [],
      sort: { column: "startedMs", descending: true },
      pageNumber: 1,
      pageSize: 20,
    });
  });

  it("takes every filter, and all of them hold", () => {
    const { conditions } = parseListQuery({
      agent_id: "a1",
      caller_number: "+14155550100",
      search: "renew",
      started_after: "2026-06-11T00:00:00Z",
      started_before: "2026-06-12",
    });
    expect(conditions).toEqual([
      { column: "agentId", oneOf: ["a1"] },
      { column: "callerNumber", oneOf: ["+14155550100"] },
      { anyColumn: ["id", "callerNumber", "calleeNumber", "customerNumber", "agentName"], contains: "renew" },
      { column: "startedMs", from: Date.UTC(2026, 5, 11), before: Date.UTC(2026, 5, 12) },
    ]);
    expect(parseListQuery({ status: "completed", channel: "voice" }).conditions).toHaveLength(3);
  });

  it("takes blanks for fields of an empty form", () => {
    const blank: ListParameters = { agent_id: "", status: " ", channel: "", caller_number: "", search: "", sort_by: "", sort_order: "" };
    expect(parseListQuery({ ...blank, started_after: "", started_before: "" })).toEqual(parseListQuery({}));
  });

  it("reads plus signs that were not encoded, of numbers and of times", () => {
    expect(parseListQuery({ caller_number: " 14155550100" }).conditions).toEqual([{ column: "callerNumber", oneOf: ["+14155550100"] }]);
    expect(parseListQuery({ started_after: "2026-06-11T05:30:00 05:30" }).conditions).toEqual([
      { column: "startedMs", from: Date.UTC(2026, 5, 11) },
    ]);
  });

  it("is sorted by the names of either casing", () => {
    const sort = { column: "durationMs", descending: false };
    expect(parseListQuery({ sort_by: "duration_sec", sort_order: "asc" }).sort).toEqual(sort);
    expect(parseListQuery({ sort_by: "durationSec", sort_order: "ASC" }).sort).toEqual(sort);
  });

  it.each<[string, ListParameters]>([
    ["sort_by", { sort_by: "mood" }],
    ["sort_by", { sort_by: "toString" }],
    ["sort_order", { sort_order: "up" }],
    ["started_after", { started_after: "yesterday" }],
    ["started_before", { started_before: "2026-02-31" }],
  ])("refuses a %s that means nothing, and names it", (field, given) => {
    expect(refusal(() => parseListQuery(given))).toMatchObject({ code: "PARAMETER_INVALID", field });
  });

  it("has pages of at most 2,000 calls", () => {
    expect(parseListQuery({ page: 3, page_size: 2_000 })).toMatchObject({ pageNumber: 3, pageSize: 2_000 });
    expect(parseListQuery({ page_size: 5_000 }).pageSize).toBe(2_000);
    expect(pageOf({ page_size: 500 }, 100)).toEqual({ pageNumber: 1, pageSize: 100 });
  });
});

describe("a number", () => {
  it("is E.164, its plus sign encoded or not", () => {
    expect(parsePhone("+14155550100")).toBe("+14155550100");
    expect(parsePhone(" 14155550100")).toBe("+14155550100");
  });

  it.each(["", "14155550100", "+0123", "+1 415 555", "sip:a@b", "+12345678901234567"])('"%s" is refused', (given) => {
    expect(refusal(() => parsePhone(given))).toMatchObject({ code: "PARAMETER_INVALID", field: "phone" });
  });
});

describe("a contact", () => {
  it("is known by its number, whoever called, or by the id that calls were given", () => {
    expect(contactConditions("+14155550100")).toEqual([
      { anyColumn: ["callerNumber", "calleeNumber", "customerNumber"], equals: "+14155550100" },
    ]);
    expect(contactConditions("contact-7")).toEqual([{ alias: "contact-7" }]);
    expect(contactConditions("4155550100")).toEqual([{ alias: "4155550100" }]);
  });
});
