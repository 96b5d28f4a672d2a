import { describe, expect, it } from "vitest";
import { ATTEMPTS_MAX, nextAttemptMs, RETRY_AFTER_MS, readRetryAfter } from "./schedule.ts";

const NOW = Date.parse("2026-05-04T10:00:00Z");
const HOUR_MS = 3_600_000;
const middle = (): number => 0.5;

describe("the schedule of retries", () => {
  it("grows over 28 hours", () => {
    const total = RETRY_AFTER_MS.reduce((sum, pause) => sum + pause, 0);
    expect(total / HOUR_MS).toBeGreaterThan(28);
    expect(total / HOUR_MS).toBeLessThan(28.1);
    expect([...RETRY_AFTER_MS]).toEqual([...RETRY_AFTER_MS].sort((a, b) => a - b));
  });

  it("tries 12 times and then no more", () => {
    expect(ATTEMPTS_MAX).toBe(12);
    const waits = Array.from({ length: 12 }, (_, index) => nextAttemptMs(index + 1, NOW, null, middle));
    expect(waits.slice(0, 11)).toEqual(RETRY_AFTER_MS.map((pause) => NOW + pause));
    expect(waits[11]).toBeNull();
  });

  it.each([
    [0, 0.9],
    [0.999999, 1.1],
  ])("keeps its jitter within a tenth: random %d", (random, share) => {
    expect(nextAttemptMs(5, NOW, null, () => random)).toBeCloseTo(NOW + 1_800_000 * share, -2);
  });

  it("outlasts a day of downtime with the least jitter", () => {
    expect(RETRY_AFTER_MS.reduce((sum, pause) => sum + pause * 0.9, 0)).toBeGreaterThan(25 * HOUR_MS);
  });

  it("waits as long as the receiver asks where that is longer, and not less than planned where it is shorter", () => {
    expect(nextAttemptMs(1, NOW, HOUR_MS, middle)).toBe(NOW + HOUR_MS);
    expect(nextAttemptMs(6, NOW, 1_000, middle)).toBe(NOW + HOUR_MS);
  });

  it("gives up after the last attempt, whatever the receiver asks", () => {
    expect(nextAttemptMs(ATTEMPTS_MAX, NOW, HOUR_MS, middle)).toBeNull();
  });
});

describe("Retry-After", () => {
  it.each([
    ["120", 120_000],
    [" 7 ", 7_000],
    ["Mon, 04 May 2026 10:30:00 GMT", 1_801_000],
    ["999999", 24 * HOUR_MS],
    ["Fri, 01 Jan 2100 00:00:00 GMT", 24 * HOUR_MS],
  ])("reads %s", (header, waitMs) => {
    expect(readRetryAfter(header, NOW)).toBe(waitMs);
  });

  it.each([undefined, "", "0", "-5", "1.5", "soon", "1e3", "2026-05-04T10:30:00Z", "Mon, 04 May 2026 09:00:00 GMT", "99999999999999"])(
    "leaves alone what says nothing: %s",
    (header) => {
      expect(readRetryAfter(header, NOW)).toBeNull();
    },
  );
});
