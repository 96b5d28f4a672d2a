import { describe, expect, it } from "vitest";
import { hasFilters, nextSort, readSessionSearch, toQuery } from "./search.ts";

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
    expect(query).toEqual({ sort: "-started_at", started_after: "2026-05-04T11:00:00.000Z" });
  });

  it("passes over times that are none, and ranges that do not exist", () => {
    expect(toQuery({ after: "soon", within: "forever" }, NOON_MS)).toEqual({ sort: "-started_at" });
  });

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
