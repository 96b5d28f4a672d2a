import { describe, expect, it } from "vitest";
import { ownAddress } from "./ownAddress.ts";

describe("the address after signing in", () => {
  it("is the one that was asked for", () => {
    expect(ownAddress("/sessions?q=lamp")).toBe("/sessions?q=lamp");
  });

  it.each([
    undefined,
    "",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "https://elsewhere.example",
    "javascript:alert(1)",
    "/sign-in?from=x",
    "/open",
    "/\t/elsewhere.example",
    "/.//elsewhere.example",
    "/sessions/..//elsewhere.example",
  ])("is the sessions for %j", (from) => {
    expect(ownAddress(from)).toBe("/sessions");
  });
});
