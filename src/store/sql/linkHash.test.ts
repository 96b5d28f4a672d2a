import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashLinkValue } from "./linkHash.ts";

describe("the hash of a link value", () => {
  it("is a whole number that a double holds exactly, the same for the same text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const hash = hashLinkValue(value);
        expect(Number.isSafeInteger(hash) && hash >= 0).toBe(true);
        expect(hashLinkValue(value)).toBe(hash);
      }),
    );
  });

  it("never changes, for it is stored in every database", () => {
    expect(["", "a", "call-session-1", "ä😀"].map(hashLinkValue)).toMatchInlineSnapshot(`
      [
        7713113011637482,
        616644994881463,
        4334216275043742,
        3851173413967932,
      ]
    `);
  });

  it("keeps 300,000 values that differ little apart, and spreads them over all its bits", () => {
    const hashes = new Set<number>();
    const onesByBit = new Array<number>(53).fill(0);
    const count = 100_000;
    for (let index = 0; index < count; index++) {
      for (const value of [`${index}`, `session-${index}`, `${index}-leg`]) hashes.add(hashLinkValue(value));
      const bits = hashLinkValue(`v3:${index}`).toString(2).padStart(53, "0");
      for (let bit = 0; bit < 53; bit++) if (bits[bit] === "1") onesByBit[bit] = (onesByBit[bit] ?? 0) + 1;
    }
    expect(hashes.size).toBe(3 * count);
    for (const ones of onesByBit) expect(Math.abs(ones / count - 0.5)).toBeLessThan(0.02);
  });
});
