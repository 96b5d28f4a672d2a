import { describe, expect, it } from "vitest";
import { arrivedText } from "./arrived.ts";

describe("the share of deliveries that arrived", () => {
  it("is rounded down, so that 100 % means all", () => {
    expect(arrivedText({ failing_since: null }, { delivered: 199, finished: 200 })).toBe("99 % of the last 200");
    expect(arrivedText({ failing_since: null }, undefined)).toBe("none yet");
  });

  it("is not told of an endpoint that fails, beside whose failures it would be untrue", () => {
    expect(arrivedText({ failing_since: "2026-05-01T10:00:00Z" }, { delivered: 1, finished: 1 })).toBeNull();
  });
});
