import { describe, expect, it } from "vitest";
import { TokenBucket } from "./tokenBucket.ts";

/** Starts in one second, asked for every millisecond. */
const startsIn = (bucket: TokenBucket, fromMs: number): number =>
  Array.from({ length: 1_000 }, (_, ms) => bucket.take(fromMs + ms)).filter((isTaken) => isTaken).length;

describe("a rate", () => {
  it.each([1, 5, 50, 500])("of %d a second is reached, and hardly passed in any second", (perSec) => {
    const bucket = new TokenBucket(perSec, 0);
    for (const second of [0, 1, 2]) {
      const starts = startsIn(bucket, second * 1_000);
      expect(starts).toBeGreaterThanOrEqual(perSec - 1);
      expect(starts).toBeLessThanOrEqual(Math.ceil(perSec * 1.1) + 1);
    }
  });

  it("tells when the next may start", () => {
    const bucket = new TokenBucket(2, 0);
    expect(bucket.nextMs(0)).toBe(0);
    expect(bucket.take(0)).toBe(true);
    expect(bucket.take(0)).toBe(false);
    expect(bucket.nextMs(100)).toBe(500);
    expect(bucket.take(499)).toBe(false);
    expect(bucket.take(500)).toBe(true);
  });

  it("saves up no more than a burst while nothing goes", () => {
    const bucket = new TokenBucket(100, 0);
    expect(Array.from({ length: 100 }, () => bucket.take(3_600_000)).filter((isTaken) => isTaken)).toHaveLength(10);
  });

  it("holds nothing back where there is none", () => {
    const bucket = new TokenBucket(Number.POSITIVE_INFINITY, 0);
    expect(startsIn(bucket, 0)).toBe(1_000);
    expect(bucket.nextMs(5)).toBe(5);
  });
});
