import { describe, expect, it } from "vitest";
import { drawTree, moneyText, summarizeTree, type TreeAnswer, type TreeNodeAnswer } from "./drawTree.ts";

const node = (recordType: string, eventCost: string, cumulativeCost: string, more: Partial<TreeNodeAnswer> = {}): TreeNodeAnswer => ({
  record_type: recordType,
  id: `${recordType}-1`,
  product: recordType,
  cost: { event_cost: eventCost, cumulative_cost: cumulativeCost, currency: "USD" },
  cost_status: "reported",
  cost_rollup: true,
  original_cost: null,
  control: null,
  overhead_cost: null,
  shared: false,
  started_at: null,
  children: [],
  ...more,
});

const turns = ["0.001000", "0.001500", "0.002900", "0.003300", "0.003400"].map((cost) => node("inference", cost, cost));
const assistant = node("ai-voice-assistant", "0.180000", "0.192100", { children: turns });
const guide = node("call-session", "0.000000", "0.212800", {
  product: "siptrunking-cdrs",
  children: [
    node("recording", "0.005100", "0.005100"),
    node("webrtc", "0.005200", "0.005200"),
    node("sip-trunking", "0.005200", "0.005200"),
    node("call-control", "0.005200", "0.197300", { children: [assistant] }),
  ],
});
const plain = { colors: false, ids: false };
const draw = (root: TreeNodeAnswer, options = plain): string => drawTree({ root }, options);

describe("drawTree", () => {
  it("draws the guide's example as the guide does", () => {
    expect(draw(guide)).toBe(
      [
        "call-session (SIP Trunking)  event: $0.0000  cumulative: $0.2128",
        "├── recording                event: $0.0051  cumulative: $0.0051",
        "├── webrtc                   event: $0.0052  cumulative: $0.0052",
        "├── sip-trunking             event: $0.0052  cumulative: $0.0052",
        "└── call-control             event: $0.0052  cumulative: $0.1973",
        "    └── ai-voice-assistant   event: $0.1800  cumulative: $0.1921",
        "        ├── inference        event: $0.0010",
        "        ├── inference        event: $0.0015",
        "        ├── inference        event: $0.0029",
        "        ├── inference        event: $0.0033",
        "        └── inference        event: $0.0034",
      ].join("\n"),
    );
  });

  it("keeps decimal points in line when some costs are finer or larger", () => {
    const lines = draw(
      node("call-control", "12.500000", "12.500167", { children: [node("text-to-speech", "0.0001666", "0.0001666")] }),
    ).split("\n");
    const points = lines.map((line) => line.indexOf("."));
    expect(points[0]).toBe(points[1]);
    expect(lines[1]).toContain("$0.0001666");
    expect(lines[0]).toContain("$12.5000 ");
  });

  it("never shows an unknown cost as zero", () => {
    const text = draw(node("call-control", "0.000000", "0.000000", { cost_status: "unknown" }));
    expect(text).toContain("event: unknown");
    expect(text.split("cumulative")[0]).not.toContain("$");
  });

  it("shows other currencies with their code, and what was converted", () => {
    const original = { amount: "0.010000", currency: "EUR" };
    const converted = draw(node("sip-trunking", "0.010840", "0.010840", { original_cost: original }));
    expect(converted).toContain("$0.01084");
    expect(converted).toContain("was EUR 0.0100");
    const unconverted = draw(node("sip-trunking", "0.000000", "0.000000", { original_cost: original, cost_status: "unconverted" }));
    expect(unconverted).toContain("event: EUR 0.0100");
    expect(unconverted).toContain("no exchange rate");
  });

  it("marks what is shared, not added, or a control", () => {
    expect(draw(node("conference-participant", "0.002000", "0.002000", { shared: true }))).toMatch(/shared$/);
    expect(draw(node("recording", "0.002000", "0.002000", { cost_rollup: false }))).toMatch(/not added to its parent$/);
    expect(draw(node("call-cost", "0.000000", "0.000000", { control: { stated: "0.010000", parts: "0.011000" } }))).toMatch(
      /states \$0\.0100, its parts are \$0\.0110$/,
    );
    expect(draw(node("inference", "0.000000", "0.000000", { overhead_cost: "0.002000" }))).toMatch(
      /analysis of the session, \$0.0020 besides/,
    );
  });

  it("shows ids when asked, and colours only when told to", () => {
    expect(draw(guide, { colors: false, ids: true })).toContain("recording-1");
    expect(draw(guide)).not.toContain("\u001b[");
    expect(draw(guide, { colors: true, ids: false })).toContain("\u001b[");
  });
});

describe("moneyText", () => {
  it("has at least four places and stays exact", () => {
    expect(moneyText("0.212800", "USD")).toBe("$0.2128");
    expect(moneyText("-3.000000001", "USD")).toBe("-$3.000000001");
    expect(moneyText("83.200000", "IDR")).toBe("IDR 83.2000");
  });
});

describe("summarizeTree", () => {
  const meta = { event_count: 11, products: ["inference"], truncated: false, unknown_cost_count: 0, shared_count: 0, unconverted: [] };
  const answer: TreeAnswer = { root: guide, cost: { total: "0.212800", currency: "USD" }, meta };

  it("says the total, the events and the products", () => {
    expect(summarizeTree(answer)).toEqual(["Total $0.2128, 11 events: inference"]);
  });

  it("says what the total lacks", () => {
    const lacking = { ...answer, meta: { ...meta, unknown_cost_count: 2, unconverted: [{}], shared_count: 1, truncated: true } };
    expect(summarizeTree(lacking).length).toBe(5);
  });
});
