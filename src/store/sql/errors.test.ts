import { describe, expect, it } from "vitest";
import { AppError } from "../../domain/errors.ts";
import { guarded, isFaultOfOneCall, isWorthRepeating, toAppError } from "./errors.ts";

const driverError = (code: string, message = "said the driver"): Error => Object.assign(new Error(message), { code });

describe("a driver's errors", () => {
  it.each([
    ["SQLITE_FULL", "STORE_FULL"],
    ["ENOSPC", "STORE_FULL"],
    ["53100", "STORE_FULL"],
    ["SQLITE_BUSY", "STORE_LOCKED"],
    ["SQLITE_BUSY_SNAPSHOT", "STORE_LOCKED"],
    ["SQLITE_LOCKED", "STORE_LOCKED"],
    ["55P03", "STORE_LOCKED"],
    ["SQLITE_CORRUPT", "STORE_UNAVAILABLE"],
    ["57P01", "STORE_UNAVAILABLE"],
    ["ECONNREFUSED", "STORE_UNAVAILABLE"],
  ])("become our own: %s is %s, with its cause", (code, expected) => {
    const error = driverError(code);
    expect(toAppError(error)).toMatchObject({ code: expected, cause: error });
  });

  it("let our own errors pass as they are", async () => {
    const own = new AppError("STORE_TOO_NEW", "newer");
    expect(toAppError(own)).toBe(own);
    await expect(guarded(() => Promise.reject(own))).rejects.toBe(own);
    await expect(guarded(() => Promise.reject(new TypeError("a slip")))).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });

  it("tell faults of one call from faults of the whole database", () => {
    const isOneCalls = (error: unknown) => isFaultOfOneCall(toAppError(error));
    expect(isOneCalls(driverError("SQLITE_CONSTRAINT"))).toBe(true);
    expect(isOneCalls(new AppError("ORGANIZATION_NOT_FOUND", "none"))).toBe(true);
    for (const code of ["SQLITE_FULL", "SQLITE_BUSY", "SQLITE_IOERR_WRITE", "57P01", "08006", "ECONNRESET"]) {
      expect(isOneCalls(driverError(code))).toBe(false);
    }
    expect(isOneCalls(new Error("Connection terminated unexpectedly"))).toBe(false);
  });

  it("name the two that are worth repeating", () => {
    expect(["40P01", "40001", "23505"].map((code) => isWorthRepeating(driverError(code)))).toEqual([true, true, false]);
    expect(isWorthRepeating(undefined)).toBe(false);
  });
});
