import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packRows } from "./packRows.ts";

const span = (startMs: number, endMs: number) => ({ startMs, endMs });

describe("packing events into rows", () => {
  it("puts what follows into the same row and what overlaps below", () => {
    const items = [span(0, 100), span(0, 10), span(10, 30), span(20, 40)];
    expect(packRows(items, ({ endMs }) => endMs).rowOf).toEqual([0, 1, 1, 2]);
  });

  it("keeps the room that an item needs beyond its end", () => {
    const items = [span(0, 0), span(5, 5), span(20, 20)];
    expect(packRows(items, ({ endMs }) => endMs + 10).rowOf).toEqual([0, 1, 0]);
  });

  it("never lets two of a row overlap, and loses none", () => {
    const spans = fc.array(fc.tuple(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 200 })), { maxLength: 200 });
    fc.assert(
      fc.property(spans, (given) => {
        const items = given.map(([startMs, length]) => span(startMs, startMs + length)).sort((a, b) => a.startMs - b.startMs);
        const { rows } = packRows(items, ({ endMs }) => endMs);
        expect(rows.flat().length).toBe(items.length);
        for (const row of rows)
          for (const [index, item] of row.entries()) expect(row[index - 1]?.endMs ?? 0).toBeLessThanOrEqual(item.startMs);
      }),
    );
  });

  it("takes 5,000 events that all overlap within a moment", () => {
    const items = Array.from({ length: 5_000 }, (_none, index) => span(index, index + 400));
    const beganMs = performance.now();
    expect(packRows(items, ({ endMs }) => endMs).rows).toHaveLength(400);
    expect(performance.now() - beganMs).toBeLessThan(1_000);
  });
});
