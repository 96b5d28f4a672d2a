import { describe, expect, it } from "vitest";
import { RecordTypes } from "../recordTypes.ts";
import { costing, node } from "../treeFixtures.ts";
import { layOut } from "./layout.ts";
import { measureBy, readMeasure } from "./measures.ts";
import { weigh } from "./weigh.ts";
import { cellText, moneyText, noteTexts, sumText, type Telling } from "./words.ts";

const types = new RecordTypes([
  {
    name: "t",
    group: "Voice",
    quantity_fields: [
      { field: "tokens", unit: "token" },
      { field: "completion_tokens", unit: "token" },
    ],
  },
  { name: "u", group: "Voice", quantity_fields: [] },
  { name: "v", group: "Video", quantity_fields: [] },
]);
const telling: Telling = { measure: "cost", types, total: "2.000000", incomplete: new Map() };

describe("the registry of a tree", () => {
  it("keeps its groups in order, each once, and has one for types that it does not know", () => {
    expect(types.groups).toEqual(["Voice", "Video"]);
    expect(types.groupOf({ record_type: "u" })).toBe("Voice");
    expect(types.groupOf({ record_type: "nowhere" })).toBe("Other Products");
  });

  it("reads the first field that holds a quantity, as number or as text, and nothing else", () => {
    const tokens = (record: Record<string, unknown>) => types.quantityOf({ record_type: "t", record }, "token");
    expect([tokens({ tokens: 12 }), tokens({ tokens: "7" }), tokens({ tokens: null, completion_tokens: 3 })]).toEqual([12, 7, 3]);
    for (const value of ["", " ", "many", -1, Number.NaN, true, {}, [5]]) expect([value, tokens({ tokens: value })]).toEqual([value, null]);
    expect(types.quantityOf({ record_type: "nowhere", record: { tokens: 1 } }, "token")).toBeNull();
  });
});

describe("the words of an icicle", () => {
  it("name a record, its money, its shares and why that is known", () => {
    const child = node("b", costing("0.500000"));
    const parent = node("a", { cost: { event_cost: "0.500000", cumulative_cost: "1.000000", currency: "USD" }, children: [child] });
    const [, cell] = layOut(weigh(parent, measureBy("cost", types)), 500).cells;
    if (cell === undefined) throw new Error("the child is not drawn");
    expect(cellText(cell, parent, telling)).toBe(
      "t 0.50, b, p, own 0.50 USD, with all below 0.50 USD, 25.0% of the session, 50.0% of t, the record says it",
    );
  });

  it("say that a cost is not known, and that one is a credit", () => {
    const children = [node("c", costing("-1.000000")), node("d", { cost_status: "unknown" })];
    const root = node("root", { children });
    const { cells } = layOut(weigh(root, measureBy("cost", types)), 500);
    const texts = cells.map((cell) => cellText(cell, root, telling));
    expect(texts[1]).toContain("own −1.00 USD, a credit");
    expect(texts[2]).toContain("own cost unknown");
    expect(texts[2]).not.toContain("own 0.00");
  });

  it("say that a sum is not all, and that nothing of one is known", () => {
    const children = [node("c", costing("1.000000")), node("d", { cost_status: "unknown" })];
    const root = node("root", { ...costing("1.000000"), children });
    const incomplete = new Map([
      ["t/root", "unknown"],
      ["t/d", "unknown"],
    ] as const);
    expect([root, ...children].map((told) => sumText(told, { ...telling, incomplete }, "USD"))).toEqual([
      "≥ 1.00 USD",
      "1.00 USD",
      "unknown",
    ]);
  });

  it("write money as short as it can be without losing a digit", () => {
    expect([moneyText("1234.500000", "USD"), moneyText("0.000001"), moneyText("-0.012000"), moneyText("0.000000")]).toEqual([
      "1,234.50 USD",
      "0.000001",
      "−0.012",
      "0.00",
    ]);
  });

  it("tell what is not drawn, and nothing where all is", () => {
    const none = { freeCount: 0, apartCount: 0, notAddedCount: 0, unknownCount: 0, creditCount: 0 };
    expect(noteTexts("cost", none)).toEqual([]);
    expect(noteTexts("cost", { ...none, freeCount: 12 })).toEqual(["12 records free, not drawn."]);
    expect(noteTexts("time", none)[0]).toContain("Times overlap");
    expect(noteTexts("cost", { ...none, unknownCount: 1 })[0]).toContain("1 cost is not known");
  });

  it("take the cost for what an address does not name rightly", () => {
    expect([readMeasure("tokens"), readMeasure("money"), readMeasure(undefined)]).toEqual(["tokens", "cost", "cost"]);
  });
});
