import { describe, expect, it } from "vitest";
import { readRateLines } from "./rateLines.ts";

describe("pasted rates", () => {
  it("are read as they come out of a spreadsheet", () => {
    const { rates, lines, faults } = readRateLines(
      'currency,rate,from\neur,1.0842,2026-03-17\n\nGBP;1.27\n"INR"\t0.0119\t2026-01-01T00:00:00Z\n',
    );
    expect(faults).toEqual([]);
    expect(lines).toEqual([2, 4, 5]);
    expect(rates).toEqual([
      { currency: "EUR", rate: "1.0842", effective_at: "2026-03-17" },
      { currency: "GBP", rate: "1.27", effective_at: null },
      { currency: "INR", rate: "0.0119", effective_at: "2026-01-01T00:00:00Z" },
    ]);
  });

  it("tell each line that is wrong, and why", () => {
    const { rates, faults } = readRateLines("Euro,1\nEUR,0\nEUR,1e3\nEUR,1,tomorrow\nEUR,1,2026-01-01,more\nEUR,1");
    expect(faults.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5]);
    expect(rates).toHaveLength(1);
  });
});
