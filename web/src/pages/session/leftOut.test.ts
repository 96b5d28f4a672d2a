import { describe, expect, it } from "vitest";
import { incompleteSums, sumSign } from "./leftOut.ts";
import { node } from "./treeFixtures.ts";
import { treeRows } from "./treeRows.ts";

const unknown = (id: string, given = {}) => node(id, { cost_status: "unknown", ...given });
const sums = (root: ReturnType<typeof node>) => Object.fromEntries(incompleteSums(treeRows(root, new Set()), undefined));

describe("sums that lack a cost", () => {
  it("are those of the record and of all above it, and of no other", () => {
    const root = node("root", { children: [node("a", { children: [unknown("x")] }), node("b")] });
    expect(sums(root)).toEqual({ "t/x": "unknown", "t/a": "unknown", "t/root": "unknown" });
  });

  it("end where a record is not added to its parent, and leave out what is no charge", () => {
    const apart = unknown("x", { cost_rollup: false });
    expect(sums(node("root", { children: [apart, unknown("c", { role: "control" })] }))).toEqual({ "t/x": "unknown" });
  });

  it("tell a missing rate from an unknown cost, which says more", () => {
    const yen = node("yen", { cost_status: "unconverted" });
    expect(sums(node("root", { children: [yen] }))["t/root"]).toBe("no rate");
    for (const children of [
      [yen, unknown("x")],
      [unknown("x"), yen],
    ])
      expect(sums(node("root", { children }))["t/root"]).toBe("unknown");
  });

  it("are known of a tree that was cut by what it says of itself", () => {
    expect(incompleteSums(treeRows(node("root"), new Set()), "unknown").get("t/root")).toBe("unknown");
  });
});

describe("the sign of a sum", () => {
  it("is none where all is known, ≥ where some is, and the reason where nothing is", () => {
    expect(sumSign("0.000000", undefined)).toBe("");
    expect(sumSign("0.000001", "unknown")).toBe("≥ ");
    expect([sumSign("0.000000", "unknown"), sumSign("0.000000", "no rate")]).toEqual(["unknown", "no rate"]);
  });
});
