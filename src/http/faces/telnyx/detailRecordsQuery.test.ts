import { describe, expect, it } from "vitest";
import { AppError } from "../../../domain/errors.ts";
import { optionsTypeOf, parseDetailRecordsQuery, type Query } from "./detailRecordsQuery.ts";

const parse = (query: Query) => parseDetailRecordsQuery("org", query);
const type = { "filter[record_type]": "call-control" };

function refusal(query: Query): AppError {
  try {
    parse(query);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("the query was taken");
}

describe("a search for detail records", () => {
  it("asks for the first twenty, newest first, when nothing else is said", () => {
    expect(parse(type)).toEqual({ organization: "org", recordType: "call-control", filters: [], sort: [], pageNumber: 1, pageSize: 20 });
  });

  it("reads filters with and without an operator", () => {
    const { filters } = parse({ ...type, "filter[cli]": "+1555", "filter[cost][gte]": "0.1", "filter[status][eq]": "" });
    expect(filters).toEqual([
      { field: "cli", operator: "eq", value: "+1555" },
      { field: "cost", operator: "gte", value: "0.1" },
      { field: "status", operator: "eq", value: "" },
    ]);
  });

  it("reads the unbracketed form that links carry", () => {
    expect(parse({ record_type: "webrtc", id: "a" })).toMatchObject({
      recordType: "webrtc",
      filters: [{ field: "id", operator: "eq", value: "a" }],
    });
  });

  it("reads a date range apart from the filters", () => {
    expect(parse({ ...type, "filter[date_range]": "last_week" })).toMatchObject({ dateRange: "last_week", filters: [] });
  });

  it("reads sort fields joined by commas, repeated, or both", () => {
    expect(parse({ ...type, sort: "-started_at,id" }).sort).toEqual(["-started_at", "id"]);
    expect(parse({ ...type, sort: ["-cost,id", "cli"] }).sort).toEqual(["-cost", "id", "cli"]);
  });

  it("takes a larger page for one of fifty", () => {
    expect(parse({ ...type, "page[size]": 250 }).pageSize).toBe(50);
  });

  it.each<Query>([
    {},
    { "filter[record_type]": "" },
    { "filter[record_type][]": "call-control" },
    { ...type, "filter[record_type][in]": "call-control,webrtc" },
  ])("says that the record type is missing in %j", (query) => {
    expect(refusal(query).message).toBe("Record type is missing");
  });

  it.each<Query>([{ "filter[record_type]": ["call-control", "webrtc"] }, { ...type, record_type: "webrtc" }])(
    "refuses several types at once: %j",
    (query) => {
      expect(refusal(query).message).toContain("one record type");
    },
  );

  it.each(["filter[started_at][after]", "filter[started_at][]", "filter[date_range][gte]", "filter[date_range][end_time]"])(
    "says that %s is no filter, and which are",
    (name) => {
      expect(refusal({ ...type, [name]: "2026-03-17" }).message).toMatch(/^No FilterType with name \w* was found\. .*Valid ones: /);
    },
  );

  it.each(["page_size", "page[limit]", "limit", "filter", "filter[a][b][c]", "started_at"])("refuses the unknown parameter %s", (name) => {
    const error = refusal({ ...type, [name]: "1" });
    expect([error.code, error.field]).toEqual(["PARAMETER_INVALID", name]);
  });

  it("refuses a filter given twice, and says how to ask for either", () => {
    expect(refusal({ ...type, "filter[cli]": ["a", "b"] }).message).toContain("filter[FIELD][in]=a,b");
  });
});

describe("a question for options", () => {
  it("is about all types, or about one", () => {
    expect(optionsTypeOf({})).toBeUndefined();
    expect(optionsTypeOf({ "filter[record_type]": "fax" })).toBe("fax");
  });

  it("takes nothing else", () => {
    expect(() => optionsTypeOf({ sort: "id" })).toThrow('There is no parameter "sort"');
  });
});
