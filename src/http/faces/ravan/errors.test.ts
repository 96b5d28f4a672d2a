import { describe, expect, it } from "vitest";
import { AppError, type ErrorCode } from "../../../domain/errors.ts";
import { ravanError, ravanStatus } from "./errors.ts";

describe("an error of the Ravan face", () => {
  it("has the members of both documented shapes", () => {
    expect(ravanError(new AppError("KEY_MISSING", "API key is missing or invalid"))).toEqual({
      success: false,
      message: "API key is missing or invalid",
      code: 16,
      details: [],
      error: { code: "UNAUTHENTICATED", message: "API key is missing or invalid", details: {} },
    });
  });

  it.each<[ErrorCode, number, string]>([
    ["PARAMETER_INVALID", 3, "INVALID_ARGUMENT"],
    ["SESSION_NOT_FOUND", 5, "NOT_FOUND"],
    ["SESSION_ERASED", 5, "NOT_FOUND"],
    ["ROUTE_NOT_FOUND", 5, "NOT_FOUND"],
    ["SCOPE_MISSING", 7, "FORBIDDEN"],
    ["RATE_LIMITED", 8, "RESOURCE_EXHAUSTED"],
    ["RANGE_INVALID", 11, "OUT_OF_RANGE"],
    ["INTERNAL", 13, "INTERNAL_ERROR"],
    ["STORE_UNAVAILABLE", 14, "UNAVAILABLE"],
    ["FETCH_FAILED", 14, "BAD_GATEWAY"],
    ["KEY_INVALID", 16, "UNAUTHENTICATED"],
  ])("tells %s as %s %s", (thrown, code, name) => {
    expect(ravanError(new AppError(thrown, "So it is."))).toMatchObject({ code, error: { code: name } });
  });

  it("names the parameter at fault, where there is one", () => {
    const { error, details } = ravanError(new AppError("PARAMETER_INVALID", "Wrong.", { field: "page" }));
    expect([error.details, details]).toEqual([{ field: "page" }, []]);
  });

  it("of an erased session has the status of one that never was", () => {
    expect(ravanStatus(new AppError("SESSION_ERASED", "Gone."))).toBe(404);
    expect(ravanStatus(new AppError("SESSION_NOT_FOUND", "Not found."))).toBe(404);
    expect(ravanStatus(new AppError("KEY_INVALID", "Wrong."))).toBe(401);
  });
});
