import { describe, expect, it } from "vitest";
import type { TreeNode } from "../../../api/native.generated.ts";
import { amountText, costAt, costText, leftOutAt, nanosOf, runningCost } from "./runningCost.ts";

interface Given {
  readonly own: string;
  readonly all?: string;
  readonly endedAt?: string | null;
  readonly isAdded?: boolean;
  readonly children?: readonly TreeNode[];
}

const node = ({ own, all = own, endedAt = "2026-01-01T00:00:01.000Z", isAdded = true, children = [] }: Given): TreeNode => ({
  ...{ id: own, record_type: "t", product: "", event_name: "", relationship: null, cost_status: "reported", cost_rollup: isAdded },
  ...{ original_cost: null, control: null, overhead_cost: null, role: "charge", virtual: false, shared: false },
  cost: { event_cost: own, cumulative_cost: all, currency: "USD" },
  ...{ started_at: endedAt, ended_at: endedAt, links: { self: "", records: "" }, record: {}, children },
});

const START_MS = Date.parse("2026-01-01T00:00:00Z");
const endOf = ({ ended_at }: TreeNode): number | null => (ended_at === null ? null : Date.parse(ended_at) - START_MS);
const at = (second: number): string => `2026-01-01T00:00:0${second}.000Z`;

describe("amounts as nanos", () => {
  it.each(["0.000000", "0.000001", "-0.000000001", "12.345678", "9999999999999999999.123456789"])("keep %s as it is", (amount) => {
    expect(amountText(nanosOf(amount))).toBe(amount);
  });

  it.each(["", "1e3", "1.", ".5", "1.0000000001", "NaN", "1,5"])("refuse %o", (amount) => {
    expect(() => nanosOf(amount)).toThrow(SyntaxError);
  });
});

describe("the running cost", () => {
  it("adds each record when it ends, exactly, and ends at the tree's total", () => {
    const children = [node({ own: "0.1", endedAt: at(2) }), node({ own: "0.2", endedAt: at(1) }), node({ own: "0.7", endedAt: at(2) })];
    const cost = runningCost(node({ own: "0.3", all: "1.3", endedAt: at(4), children }), endOf);
    expect([0, 1_000, 1_999, 2_000, 3_999, 4_000].map((atMs) => amountText(costAt(cost, atMs, 5_000)))).toEqual([
      "0.000000",
      "0.200000",
      "0.200000",
      "1.000000",
      "1.000000",
      "1.300000",
    ]);
    expect(amountText(cost.totalNanos)).toBe("1.300000");
    expect(cost.steps).toHaveLength(3);
  });

  it("leaves out what its parent does not add", () => {
    const apart = node({ own: "5", isAdded: false, children: [node({ own: "5" })] });
    expect(amountText(runningCost(node({ own: "1", children: [apart] }), endOf).totalNanos)).toBe("1.000000");
  });

  it("counts what has no time at the end, and says how much", () => {
    const cost = runningCost(node({ own: "1", all: "3", children: [node({ own: "2", endedAt: null })] }), endOf);
    expect(amountText(costAt(cost, 4_999, 5_000))).toBe("1.000000");
    expect(amountText(costAt(cost, 5_000, 5_000))).toBe("3.000000");
    expect(amountText(cost.untimedNanos)).toBe("2.000000");
  });

  it("counts what a cut tree hides with the record that it hangs under", () => {
    const cost = runningCost(node({ own: "1", all: "4" }), endOf);
    expect(amountText(costAt(cost, 1_000, 9_000))).toBe("4.000000");
  });

  it("goes down again for a refund", () => {
    const cost = runningCost(node({ own: "1", all: "0.25", children: [node({ own: "-0.75", endedAt: at(3) })] }), endOf);
    expect(cost.steps.map(({ sumNanos }) => amountText(sumNanos))).toEqual(["1.000000", "0.250000"]);
  });

  it("says from when on it lacks a cost, and why", () => {
    const children = [
      { ...node({ own: "0", endedAt: at(2) }), cost_status: "unconverted" as const },
      { ...node({ own: "0", endedAt: null }), cost_status: "unknown" as const },
    ];
    const cost = runningCost(node({ own: "1", endedAt: at(3), children }), endOf);
    expect([1_999, 2_000, 3_000, 9_000].map((atMs) => costText(cost, atMs, 9_000, "USD"))).toEqual([
      "0.000000 USD",
      "unknown",
      "≥ 1.000000 USD",
      "≥ 1.000000 USD",
    ]);
    expect(leftOutAt(runningCost(node({ own: "1" }), endOf), 9_000, 9_000)).toBeUndefined();
  });

  it("is nothing where there is no record", () => {
    expect(costAt(runningCost(null, endOf), 5, 0)).toBe(0n);
  });
});
