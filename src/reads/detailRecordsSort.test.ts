import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareRows, FirstItems, parseSort, type SortedRow } from "./detailRecordsSort.ts";
import { comparableOf } from "./detailRecordsValues.ts";

const row = (id: string, ...values: (string | null)[]): SortedRow => ({
  key: 1,
  id,
  values: values.map((value) => (value === null ? undefined : comparableOf(value))),
});
const sorted = (texts: string[], rows: SortedRow[]): string[] => rows.sort(compareRows(parseSort(texts))).map(({ id }) => id);

describe("sorting detail records", () => {
  it("sorts by each field in turn, each in its own direction", () => {
    const rows = [row("a", "1", "x"), row("b", "2", "y"), row("c", "2", "x")];
    expect(sorted(["-cost", "status"], rows)).toEqual(["c", "b", "a"]);
  });

  it("puts missing values last in both directions", () => {
    expect(sorted(["cost"], [row("none", null), row("one", "1"), row("two", "2")])).toEqual(["one", "two", "none"]);
    expect(sorted(["-cost"], [row("none", null), row("one", "1"), row("two", "2")])).toEqual(["two", "one", "none"]);
  });

  it("breaks ties by id, upwards in both directions", () => {
    expect(sorted(["-cost"], [row("b", "1.0"), row("a", "1"), row("c", "1.00")])).toEqual(["a", "b", "c"]);
  });

  it.each([[[""]], [["-"]], [Array.from({ length: 9 }, () => "cost")]])("refuses %j", (texts) => {
    expect(() => parseSort(texts)).toThrow(/`sort`/);
  });
});

describe("the first items of many", () => {
  it("are those that sorting all of them would give", () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 5_000 }), fc.integer({ min: 1, max: 60 }), (numbers, capacity) => {
        const first = new FirstItems<number>(capacity, (a, b) => a - b);
        for (const number of numbers) first.offer(number);
        expect(first.sorted()).toEqual(numbers.toSorted((a, b) => a - b).slice(0, capacity));
      }),
      { numRuns: 30 },
    );
  });
});
