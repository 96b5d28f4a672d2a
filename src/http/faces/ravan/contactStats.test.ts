import { expect, it } from "vitest";
import { percentage } from "./contactStats.ts";

it.each([
  [0, 0, 0],
  [0, 3, 0],
  [1, 3, 33.3],
  [2, 3, 66.7],
  [3, 3, 100],
  [1, 1_000, 0.1],
])("%s of %s are %s per cent", (part, whole, share) => {
  expect(percentage(part, whole)).toBe(share);
});
