import { describe, expect, it } from "vitest";
import { waitsItsTurn } from "./deliveryWait.ts";

const due = "2026-03-17T10:00:00.000Z";
const dueMs = Date.parse(due);

describe("a delivery that waits", () => {
  it("waits its turn once its time is past", () => {
    expect(waitsItsTurn({ status: "pending", next_attempt_at: due }, dueMs + 1)).toBe(true);
  });

  it("waits for its time before", () => {
    expect(waitsItsTurn({ status: "pending", next_attempt_at: due }, dueMs - 1)).toBe(false);
  });

  it.each(["delivered", "dead", "cancelled"] as const)("waits for nothing when it is %s", (status) => {
    expect(waitsItsTurn({ status, next_attempt_at: due }, dueMs + 1)).toBe(false);
  });
});
