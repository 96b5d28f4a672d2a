import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sumOf } from "../../decimal.ts";
import { dimensionOf, listOf, rangeOf, readCostsSearch, sessionsBehind, usageFilters } from "./search.ts";
import { toldApart } from "./toldApart.ts";
import {
  currenciesShown,
  groupsOf,
  intervalOf,
  missingRates,
  OTHER,
  seriesOf,
  startsOf,
  togetherOf,
  type UsageRow,
  undatedOf,
  unknownCounts,
} from "./usage.ts";

const NOW_MS = Date.UTC(2026, 10, 21, 12);
const DAY_MS = 86_400_000;

const row = (product: string, day: string | null, cost: string, currency = "USD"): UsageRow => ({
  ...{ product, day, cost, currency },
  ...{ record_count: 1, unknown_cost_count: 0 },
});

const ROWS = [
  row("a", "2026-11-01", "0.01"),
  row("b", "2026-11-01", "1000000.000000001"),
  row("a", "2026-11-03", "-0.005"),
  row("a", "2026-11-03", "77", "EUR"),
  row("a", null, "3"),
];

describe("costs by something", () => {
  it("are exact sums, dearest first, of one currency alone", () => {
    expect(groupsOf(ROWS, "product", "USD").map(({ value, cost, recordCount }) => [value, cost, recordCount])).toEqual([
      ["b", "1000000.000000001", 1],
      ["a", "3.005000", 3],
    ]);
    expect(groupsOf(ROWS, "product", "EUR").map(({ cost }) => cost)).toEqual(["77.000000"]);
  });

  it("by day stand in the order of the days, what has no time last", () => {
    expect(groupsOf(ROWS, "day", "USD").map(({ value }) => value)).toEqual(["2026-11-03", "2026-11-01", null]);
  });
});

describe("the series of a chart", () => {
  const starts = startsOf(ROWS, "day", {}, NOW_MS);
  const asked = { dimension: "product", currency: "USD", interval: "day" } as const;

  it("and what has no time are together all of it", () => {
    const charted = seriesOf(ROWS, asked, starts, String).flatMap(({ amounts }) => amounts);
    expect(undatedOf(ROWS, "USD", "day")).toBe("3.000000");
    expect(undatedOf(ROWS, "EUR", "day")).toBeUndefined();
    expect(sumOf([...charted, "3"])).toBe(sumOf(groupsOf(ROWS, "product", "USD").map(({ cost }) => cost)));
  });

  it("know in which bucket records of unknown cost are, of their currency alone", () => {
    const unknown = { ...row("a", "2026-11-03", "0"), unknown_cost_count: 2 };
    const others = [
      { ...unknown, currency: "EUR" },
      { ...unknown, day: null },
    ];
    expect(unknownCounts([...ROWS, unknown, ...others], "USD", "day", starts)).toEqual([0, 0, 2]);
  });

  it("have every day from the first to the last, those without charges too", () => {
    expect(starts.map((startMs) => new Date(startMs).toISOString().slice(8, 10))).toEqual(["01", "02", "03"]);
    expect(seriesOf(ROWS, asked, starts, String)).toEqual([
      { key: '"b"', name: "b", amounts: ["1000000.000000001", "0.000000", "0.000000"] },
      { key: '"a"', name: "a", amounts: ["0.010000", "0.000000", "-0.005000"] },
    ]);
  });

  it("go on until now where the time has a beginning and no end", () => {
    expect(startsOf(ROWS, "day", { from: "2026-10-30T05:00:00Z" }, NOW_MS)).toHaveLength(23);
    expect(startsOf([], "day", { from: "2026-10-30T05:00:00Z" }, NOW_MS)).toEqual([]);
  });

  it("hold all that was charged, though one record is dated far ahead", () => {
    const rows = [...ROWS, row("a", "2999-01-01", "5")];
    const series = seriesOf(rows, asked, startsOf(rows, "day", {}, NOW_MS), String);
    expect(sumOf(series.flatMap(({ amounts }) => amounts))).toBe("1000005.005000001");
  });

  it("are eight at most, and together they are all of it, to the last digit", () => {
    const nanos = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map(
      (value) =>
        `${value < 0n ? "-" : ""}${String(value < 0n ? -value : value)
          .padStart(10, "0")
          .replace(/(\d{9})$/, ".$1")}`,
    );
    const charge = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.constantFrom("2026-11-01", "2026-11-02", "2026-11-03"), nanos);
    fc.assert(
      fc.property(fc.array(charge, { minLength: 1 }), (charges) => {
        const rows = charges.map(([product, day, cost]) => row(`p${product}`, day, cost));
        const series = seriesOf(rows, asked, startsOf(rows, "day", {}, NOW_MS), String);
        expect(series.length).toBeLessThanOrEqual(8);
        expect(sumOf(series.flatMap(({ amounts }) => amounts))).toBe(sumOf(rows.map(({ cost }) => cost)));
      }),
    );
  });

  it("keep a value that is called like the rest apart from it", () => {
    const rows = Array.from({ length: 12 }, (_none, index) => row(index === 0 ? OTHER : `p${index}`, "2026-11-01", `${20 - index}`));
    expect(seriesOf(rows, asked, startsOf(rows, "day", {}, NOW_MS), String).map(({ name }) => name)).toEqual([
      ...["other", "p1", "p2", "p3", "p4", "p5", "p6"],
      "Other (5)",
    ]);
  });
});

describe("the steps of the time axis", () => {
  it("are hours within two days and days beyond", () => {
    expect(intervalOf({ from: new Date(NOW_MS - 2 * DAY_MS).toISOString() }, [], NOW_MS)).toBe("hour");
    expect(intervalOf({ from: new Date(NOW_MS - 3 * DAY_MS).toISOString() }, [], NOW_MS)).toBe("day");
    expect(intervalOf({}, ["2026-11-01"], NOW_MS)).toBe("hour");
    expect(intervalOf({}, ["2025-10-01", "2026-11-01"], NOW_MS)).toBe("day");
    expect(intervalOf({}, [], NOW_MS)).toBe("day");
  });
});

describe("missing exchange rates", () => {
  const rows = [
    row("", "2026-11-01", "1", "EUR"),
    row("", "2026-11-05", "2", "EUR"),
    row("", "2026-11-02", "5", "IDR"),
    row("", "2026-11-01", "9"),
  ];
  const rate = (currency: string, effective_at: string) => ({ currency, rate: "1", effective_at });

  it("are those of days before the first rate, or of every day", () => {
    const missing = missingRates(rows, [rate("EUR", "2026-11-03T00:00:00.000Z")], "USD");
    expect(missing.map(({ currency, firstDay, lastDay, cost, recordCount }) => [currency, firstDay, lastDay, cost, recordCount])).toEqual([
      ["EUR", "2026-11-01", "2026-11-01", "1.000000", 1],
      ["IDR", "2026-11-02", "2026-11-02", "5.000000", 1],
    ]);
  });

  it("are none where a rate holds always", () => {
    const always = "0000-01-01T00:00:00.000Z";
    expect(missingRates(rows, [rate("EUR", always), rate("IDR", always)], "USD")).toEqual([]);
  });
});

describe("the costs' address", () => {
  it("keeps what it knows and asks the API for the same", () => {
    const search = readCostsSearch({ by: "model", product: "x", agent_id: 7, within: "24h", other: 1 });
    expect(search).toEqual({ by: "model", product: "x", agent_id: "7", within: "24h" });
    expect(usageFilters(search, rangeOf(search, NOW_MS))).toEqual({
      ...{ from: "2026-11-20T12:00:00.000Z", to: "2026-11-21T12:05:00.000Z" },
      ...{ product: "x", agent_id: "7" },
    });
  });

  it("passes over a time that it does not understand", () => expect(rangeOf({ within: "constructor" }, NOW_MS)).toEqual({}));

  it("falls back where it holds what there is not", () => {
    expect(dimensionOf({ by: "moon" })).toBe("product");
    expect(listOf({ list: "moon" })).toBe("unknown");
    expect(listOf({ list: "records" })).toBe("unknown");
    expect(listOf({ list: "records", record_type: "call" })).toBe("records");
  });

  it("leads to the sessions of the same time and product", () => {
    expect(sessionsBehind({ within: "7d", product: "x", model: "m", by: "day" })).toEqual({ within: "7d", product: "x" });
  });
});

describe("what is shown of many", () => {
  const sums = ["USD", "EUR", "GBP", "JPY", "INR", "CHF", "SEK"].map((currency) => ({
    ...{ currency, cost: "1", record_count: 1, unknown_cost_count: 0 },
  }));

  it("is five currencies and the chosen one, until all are asked for", () => {
    const { shown, restCount } = currenciesShown(sums, "SEK", false);
    expect([shown.map(({ currency }) => currency), restCount]).toEqual([["USD", "EUR", "GBP", "JPY", "INR", "SEK"], 1]);
    expect(currenciesShown(sums, "SEK", true)).toEqual({ shown: sums, restCount: 0 });
  });

  it("is the sum of the list, each currency for itself, and nothing of unknown costs", () => {
    const costs = [
      { amount: "0.1", currency: "EUR" },
      { amount: "0.1", currency: "USD" },
      { amount: "0.2", currency: "USD" },
      { amount: null, currency: "CHF" },
    ];
    expect(togetherOf(costs)).toEqual([
      { currency: "USD", amount: "0.300000" },
      { currency: "EUR", amount: "0.100000" },
    ]);
  });

  it("is the id too, of agents that are called the same", () => {
    const names = new Map([
      ["a1", "Billing"],
      ["a2", "Billing"],
      ["a3", "Booking"],
    ]);
    expect([...toldApart(names).values()]).toEqual(["Billing (a1)", "Billing (a2)", "Booking"]);
  });
});
