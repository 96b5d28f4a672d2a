import { describe, expect, it } from "vitest";
import { hasFilters, isUnderstood, nextSort, queryAt, readSessionSearch, toQuery } from "./search.ts";

const NOON_MS = Date.UTC(2026, 4, 4, 12, 0, 30);

describe("the sessions' address", () => {
  it("keeps filters, turns numbers into text, and leaves out everything else", () => {
    expect(readSessionSearch({ q: "refund", agent: 42, state: "", other: "x", outcome: ["a"], unknown_cost: true })).toEqual({
      q: "refund",
      agent: "42",
      unknown_cost: "true",
    });
  });

  it("asks for the newest first where nothing is chosen", () => {
    expect(toQuery({}, NOON_MS)).toEqual({ sort: "-started_at" });
  });

  it("asks for a moving range by whole minutes, and passes over fixed times beside it", () => {
    const query = toQuery({ within: "1h", before: "2026-01-01T00:00" }, NOON_MS);
    expect(query).toEqual({
      sort: "-started_at",
      started_after: "2026-05-04T11:00:00.000Z",
      started_before: "2026-05-04T12:05:00.000Z",
    });
  });

  it("passes over times that are none, and ranges that do not exist", () => {
    expect(toQuery({ after: "soon", within: "forever" }, NOON_MS)).toEqual({ sort: "-started_at" });
  });

  it("lets the end of a moving range go on with the clock, and no other end", () => {
    const later = queryAt(toQuery({ within: "1h" }, NOON_MS), { within: "1h" }, NOON_MS + 3_600_000);
    expect(later).toMatchObject({ started_after: "2026-05-04T11:00:00.000Z", started_before: "2026-05-04T13:05:00.000Z" });
    const fixed = toQuery({ before: "2026-01-01T00:00Z" }, NOON_MS);
    expect(queryAt(fixed, { before: "2026-01-01T00:00Z" }, NOON_MS + 3_600_000)).toEqual(fixed);
  });

  it.each([
    ["within", "constructor"],
    ["within", "__proto__"],
    ["within", "1y"],
    ["after", "2026-99-99"],
    ["after", "2026-02-30"],
    ["before", "1"],
    ["cost_min", "abc"],
    ["cost_max", "0,05"],
    ["length_min", "1,000"],
    ["latency_min", "slow"],
    ["unknown_cost", "maybe"],
    ["recording", "constructor"],
  ] as const)("asks for nothing by %s=%s, and knows that it is not understood", (name, text) => {
    expect(toQuery({ [name]: text }, NOON_MS)).toEqual({ sort: "-started_at" });
    expect(readSessionSearch({ [name]: text })).toEqual({ [name]: text });
    expect(isUnderstood(name, text)).toBe(false);
  });

  it.each([
    ["within", "7d"],
    ["after", "2026-02-28"],
    ["before", "2026-02-28T12:30"],
    ["cost_min", "1,000"],
    ["length_min", "1:30"],
    ["recording", "false"],
    ["state", "constructor"],
    ["cost_min", undefined],
  ] as const)("understands %s=%s", (name, text) => expect(isUnderstood(name, text)).toBe(true));

  it("looks for numbers as they are kept", () =>
    expect(toQuery({ number: "(312) 555-0142" }, NOON_MS)).toMatchObject({ number_contains: "3125550142" }));

  it("goes from largest first to smallest first to the usual order", () => {
    expect(nextSort(undefined, "owned_cost")).toBe("-owned_cost");
    expect(nextSort("-owned_cost", "owned_cost")).toBe("owned_cost");
    expect(nextSort("owned_cost", "owned_cost")).toBeUndefined();
  });

  it("is not filtered by its order", () => {
    expect(hasFilters({ sort: "owned_cost" })).toBe(false);
    expect(hasFilters({ sort: "owned_cost", q: "x" })).toBe(true);
  });
});
