import { describe, expect, it } from "vitest";
import { AppError } from "../../../domain/errors.ts";
import { decodeSessionCursor, encodeSessionCursor } from "./sessionCursor.ts";

type Question = Parameters<typeof encodeSessionCursor>[0];
const sort = (column: Question["sort"]["column"], descending = false, conditions: Question["conditions"] = []): Question => ({
  sort: { column, descending },
  conditions,
});
/** Of no filters. */
const MARK: unknown = JSON.parse(Buffer.from(encodeSessionCursor(sort("startedMs"), { sortValue: 5, key: 7 }), "base64url").toString())[4];
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return "no error";
};
const forged = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("a cursor of sessions", () => {
  it.each([
    ["agentName", 'Zoë "x" — 你'],
    ["startedMs", 1_773_741_600_000],
    ["ownedCostNanos", 2n ** 70n],
    ["ownedCostNanos", -5n],
    ["mosInbound", 4.35],
    ["hasRecording", false],
    ["agentId", null],
  ] as const)("gives back where a page by %s ended", (column, sortValue) => {
    const cursor = encodeSessionCursor(sort(column, true), { sortValue, key: 7 });
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(decodeSessionCursor(cursor, sort(column, true))).toEqual({ value: sortValue, key: 7 });
  });

  it("reads whole numbers that a store gives as bigints", () => {
    const cursor = encodeSessionCursor(sort("startedMs"), { sortValue: 5n, key: 7 });
    expect(decodeSessionCursor(cursor, sort("startedMs"))).toEqual({ value: 5, key: 7 });
  });

  it("is refused for another order", () => {
    const cursor = encodeSessionCursor(sort("startedMs"), { sortValue: 5, key: 7 });
    expect(codeOf(() => decodeSessionCursor(cursor, sort("startedMs", true)))).toBe("CURSOR_INVALID");
    expect(codeOf(() => decodeSessionCursor(cursor, sort("endedMs")))).toBe("CURSOR_INVALID");
  });

  it("is refused with other filters", () => {
    const ended: Question["conditions"] = [{ column: "state", oneOf: ["ended"] }];
    const costly: Question["conditions"] = [{ column: "ownedCostNanos", from: 5n }];
    const cursor = encodeSessionCursor(sort("startedMs", false, ended), { sortValue: 5, key: 7 });
    expect(decodeSessionCursor(cursor, sort("startedMs", false, ended))).toEqual({ value: 5, key: 7 });
    expect(codeOf(() => decodeSessionCursor(cursor, sort("startedMs")))).toBe("CURSOR_INVALID");
    expect(codeOf(() => decodeSessionCursor(cursor, sort("startedMs", false, costly)))).toBe("CURSOR_INVALID");
  });

  it.each([
    "",
    "k5",
    "!!!",
    forged(5),
    forged(["startedMs", 0, 5]),
    forged(["startedMs", 0, "5", 7, MARK]),
    forged(["startedMs", 0, 5.5, 7, MARK]),
    forged(["startedMs", 0, 5, -1, MARK]),
    forged(["startedMs", 0, 5, "7", MARK]),
    forged(["startedMs", 0, {}, 7, MARK]),
  ])("is refused when nobody gave it: %j", (cursor) => {
    expect(codeOf(() => decodeSessionCursor(cursor, sort("startedMs")))).toBe("CURSOR_INVALID");
  });

  it.each([
    ["ownedCostNanos", { n: "1; DROP" }],
    ["ownedCostNanos", 5],
    ["hasRecording", 1],
    ["agentId", 5],
    ["agentId", "a\0b"],
    ["mosInbound", "4"],
  ] as const)("is refused with a value of another kind than %s has: %j", (column, value) => {
    expect(codeOf(() => decodeSessionCursor(forged([column, 0, value, 7, MARK]), sort(column)))).toBe("CURSOR_INVALID");
  });
});
