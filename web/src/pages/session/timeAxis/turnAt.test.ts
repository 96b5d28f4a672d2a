import { describe, expect, it } from "vitest";
import { turnAt } from "./turnAt.ts";

const TURNS = [0, 1_000, 1_000, 4_000].map((startMs, index) => ({ id: index, startMs }));

describe("the turn at a position", () => {
  it.each([
    [-1, undefined],
    [0, 0],
    [999, 0],
    [1_000, 2],
    [3_999, 2],
    [4_000, 3],
    [99_000, 3],
  ])("at %d ms is turn %s", (atMs, id) => {
    expect(turnAt(TURNS, atMs)?.id).toBe(id);
  });

  it("is none where nothing was said", () => {
    expect(turnAt([], 5)).toBeUndefined();
  });
});
