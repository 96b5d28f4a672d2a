import { describe, expect, it } from "vitest";
import { pagingEnvelope, readPaging, readSessionsQuestion } from "./listQuery.ts";

describe("Agntix's paging", () => {
  it.each([
    [{}, { page: 1, limit: 20 }],
    [
      { page: "3", limit: "7" },
      { page: 3, limit: 7 },
    ],
    [{ pageSize: "9" }, { page: 1, limit: 9 }],
    [
      { limit: "5", pageSize: "9" },
      { page: 1, limit: 5 },
    ],
    [
      { page: "0", limit: "0" },
      { page: 1, limit: 1 },
    ],
    [
      { page: "-4", limit: "-1" },
      { page: 1, limit: 1 },
    ],
    [
      { page: "Infinity", limit: "1e9" },
      { page: 1_000_000, limit: 100 },
    ],
    [
      { page: "x", limit: " " },
      { page: 1, limit: 20 },
    ],
  ])("takes %j as %j", (query, taken) => {
    expect(readPaging(query, 20)).toEqual(taken);
  });

  it("counts pages in both envelopes", () => {
    const told = pagingEnvelope({ page: 2, limit: 10 }, 21);
    expect(told.pagination).toEqual({ page: 2, limit: 10, total: 21, totalPages: 3 });
    expect(told.meta).toEqual({ currentPage: 2, pageSize: 10, totalPages: 3, totalCount: 21 });
    expect(pagingEnvelope({ page: 1, limit: 10 }, 0).pagination.totalPages).toBe(0);
  });
});

describe("Agntix's filters", () => {
  it("are newest first and everything when nothing is asked for", () => {
    expect(readSessionsQuestion({ state: "", agentId: " " })).toEqual({
      conditions: [],
      sort: { column: "createdMs", descending: true },
    });
  });

  it("take an instant as a bound with itself inside, and a day with all of it", () => {
    const bounds = (query: Record<string, string>) => readSessionsQuestion(query).conditions;
    const dayMs = Date.parse("2026-03-01T00:00:00Z");
    expect(bounds({ startDate: "2026-03-01" })).toEqual([{ column: "createdMs", from: dayMs }]);
    expect(bounds({ endDate: "2026-03-01" })).toEqual([{ column: "createdMs", before: dayMs + 86_400_000 }]);
    expect(bounds({ endDate: "2026-03-01T00:00:00Z" })).toEqual([{ column: "createdMs", before: dayMs + 1 }]);
  });

  it("count reported minutes strictly", () => {
    expect(readSessionsQuestion({ minReportedMinutes: "1.5" }).conditions).toEqual([{ column: "durationMs", above: 90_000 }]);
  });

  it.each([
    ["state", "FAX"],
    ["platform", "FAX"],
    ["sessiontype", "FAX"],
    ["startDate", "soon"],
    ["minReportedMinutes", "long"],
  ])("refuse a %s of %s and name it", (name, text) => {
    expect(() => readSessionsQuestion({ [name]: text })).toThrow(expect.objectContaining({ code: "FILTER_INVALID", field: name }));
  });

  it("sort by the fields of the contract, and by no others", () => {
    expect(readSessionsQuestion({ sort: "endedAt:desc" }).sort).toEqual({ column: "endedMs", descending: true });
    expect(readSessionsQuestion({ sort: "createdAt" }).sort).toEqual({ column: "createdMs", descending: false });
    for (const sort of ["cost:asc", "createdAt:up", "createdAt:asc:x", "constructor:asc"]) {
      expect(() => readSessionsQuestion({ sort })).toThrow(expect.objectContaining({ code: "FIELD_UNKNOWN" }));
    }
  });
});
