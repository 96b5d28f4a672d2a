import { describe, expect, it } from "vitest";
import { ApiError } from "../../api/client.ts";
import { isGone, wasErased } from "./gone.ts";

const answered = (status: number): ApiError => new ApiError(status, "CODE", "message", "fix");

describe("a session that cannot be read", () => {
  it.each([404, 410])("is gone after status %d, however much of it was read before", (status) => {
    expect(isGone(answered(status))).toBe(true);
    expect(wasErased(answered(status), true)).toBe(true);
  });

  it.each([0, 403, 429, 500, 503])("is not gone after status %d: what was read of it stays", (status) => {
    expect(isGone(answered(status))).toBe(false);
    expect(wasErased(answered(status), true)).toBe(false);
  });

  it("was erased only where it is known to have been there", () => {
    expect(wasErased(answered(410), false)).toBe(true);
    expect(wasErased(answered(404), false)).toBe(false);
    expect(wasErased(null, true)).toBe(false);
  });
});
