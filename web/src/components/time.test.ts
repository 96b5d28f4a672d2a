import { describe, expect, it } from "vitest";
import { durationText } from "./time.tsx";

describe("a length of time", () => {
  it.each([
    [0, "0 ms"],
    [999, "999 ms"],
    [1_040, "1.0 s"],
    [12_400, "12 s"],
    [59_600, "1:00"],
    [93_000, "1:33"],
    [7_450_000, "2:04:10"],
    [86_399_000, "23:59:59"],
    [273_600_000, "3 d 04:00"],
    [32_472_144_000_000, "375,835 d 00:00"],
  ])("of %d ms is told as %s", (durationMs, told) => {
    expect(durationText(durationMs)).toBe(told);
  });
});
