import { describe, expect, it } from "vitest";
import { formatNanos } from "../domain/money.ts";
import { Registry } from "../domain/registry.ts";
import { convertAtRates } from "./currency.ts";
import { mapping, nodeOf, nodesOf, read, record, shapeOf, treeOf, typeOf } from "./treeFixtures.ts";

const time = (second: number): string => new Date(Date.parse("2026-03-17T14:00:00Z") + second * 1_000).toISOString();
const session = { telnyx_session_id: "S" };
const control = (id: string, leg: string, more = {}) =>
  read({ record_type: "call-control", id, telnyx_leg_id: leg, started_at: time(1), cost: "0.0052", ...session, ...more });

const guide = () => [
  read({ record_type: "recording", id: "rec", started_at: time(1), finished_at: time(152), cost: "0.0051", ...session }),
  read({ record_type: "webrtc", id: "web", telnyx_leg_id: "W", started_at: time(2), cost: "0.0052", ...session }),
  read({ record_type: "sip-trunking", id: "sip", telnyx_leg_id: "L", started_at: time(3), cost: "0.0052", ...session }),
  control("cc", "L", { started_at: time(4) }),
  read({ record_type: "ai-voice-assistant", conversation_id: "C", telnyx_leg_id: "L", created_at: time(5), cost: "0.18", ...session }),
  ...["0.0010", "0.0015", "0.0029", "0.0033", "0.0034"].map((cost, turn) =>
    read({ record_type: "inference", id: `i${turn}`, conversation_id: "C", created_at: time(10 + turn), cost }),
  ),
];

describe("the guide's worked example", () => {
  it("adds up to the guide's figures at every node", async () => {
    const tree = await treeOf(guide(), ["call-session", "S"]);
    expect(formatNanos(tree.totalNanos)).toBe("0.212800");
    expect(tree.eventCount).toBe(11);
    expect(formatNanos(nodeOf(tree, "cc").cumulativeCostNanos)).toBe("0.197300");
    expect(formatNanos(nodeOf(tree, "C").cumulativeCostNanos)).toBe("0.192100");
    expect(tree.products).toEqual([
      "ai-voice-assistant",
      "callcontrol-cdrs",
      "inference",
      "recording-cdrs",
      "siptrunking-cdrs",
      "webrtc-cdrs",
    ]);
    expect(shapeOf(tree)).toEqual([
      ...["S > rec", "S > web", "S > sip", "S > cc", "cc > C", "C > i0", "C > i1", "C > i2", "C > i3", "C > i4"],
    ]);
  });

  it("lasts from its members' first instant to their last, and costs nothing by itself", async () => {
    const { root } = await treeOf(guide(), ["call-session", "S"]);
    expect(root).toMatchObject({ record: null, via: null, parent: null, eventCostNanos: 0n, costStatus: "reported" });
    expect([root.timeMs, root.endMs]).toEqual([Date.parse(time(1)), Date.parse(time(152))]);
  });

  it("takes three rounds of look-ups at most, and never asks for a value twice", async () => {
    const rounds: (readonly string[])[] = [];
    await treeOf(guide(), ["call-session", "S"], { onLookUp: (values) => rounds.push(values) });
    expect(rounds.length).toBeLessThanOrEqual(3);
    expect(new Set(rounds.flat()).size).toBe(rounds.flat().length);
  });
});

describe("owners in a tree", () => {
  const assistant = (leg: string, id = "C") =>
    read({ record_type: "ai-voice-assistant", conversation_id: id, telnyx_leg_id: leg, cost: "0.18", ...session });

  it("hang a child under its session while its leg's record is late, and under its leg once that is there", async () => {
    const late = await treeOf([control("a", "A"), assistant("B")], ["call-session", "S"]);
    expect(shapeOf(late)).toEqual(["S > a", "S > C"]);
    const complete = await treeOf([control("a", "A"), assistant("B"), control("b", "B")], ["call-session", "S"]);
    expect(shapeOf(complete)).toEqual(["S > a", "S > b", "b > C"]);
  });

  it("never let leg B's child fall to leg A's record", async () => {
    const tree = await treeOf([control("a", "A"), assistant("B")], ["call-control", "a"]);
    expect(tree.eventCount).toBe(1);
  });

  it("let a child without a leg fall to the session's earliest leg", async () => {
    const child = read({ record_type: "amd", id: "amd", cost: "0.01", ...session });
    const legs = [control("b", "B", { started_at: time(2) }), control("a", "A"), control("none", "N", { started_at: null })];
    expect(shapeOf(await treeOf([...legs, child], ["call-session", "S"]))).toEqual(["S > a", "S > b", "S > none", "a > amd"]);
    expect(nodeOf(await treeOf([...legs, child], ["call-control", "b"]), "amd").shared).toBe(true);
  });

  it.each([["00000000-0000-0000-0000-000000000000"], [""], ["  "]])("never link by the value %j", async (leg) => {
    const tree = await treeOf([control("a", leg), assistant(leg)], ["call-control", "a"]);
    // Without a usable leg, the session's id is the most specific that there is.
    expect(nodeOf(tree, "C").via).toMatchObject({ localField: "telnyx_session_id" });
  });

  it("compare values as exact text", async () => {
    const tree = await treeOf([control("a", "LEG"), assistant("leg")], ["call-control", "a"]);
    expect(tree.eventCount).toBe(1);
  });

  it("show a conference participant under its conference, and under its call as shared", async () => {
    const conference = read({ record_type: "conference", id: "conf" });
    const participant = read({ record_type: "conference-participant", id: "p", conference_id: "conf", cost: "0.02", ...session });
    const records = [conference, participant, control("a", "A")];
    expect(shapeOf(await treeOf(records, ["conference", "conf"]))).toEqual(["conf > p"]);
    const call = await treeOf(records, ["call-session", "S"]);
    expect(shapeOf(call)).toEqual(["S > a", "S > p*"]);
    expect(call.sharedCount).toBe(1);
    expect(formatNanos(call.totalNanos)).toBe("0.025200");
  });
});

describe("virtual roots", () => {
  const real = read({ record_type: "call-session", id: "real", telnyx_session_id: "S", started_at: time(0) });

  it("give way to a real record of their type", async () => {
    for (const id of ["S", "real"]) {
      const tree = await treeOf([real, control("a", "A")], ["call-session", id]);
      expect(tree.root.record?.key).toBe(real.key);
      expect(shapeOf(tree)).toEqual(["real > a"]);
    }
  });

  it("hold what names them by either of their fields", async () => {
    const other = read({ record_type: "recording", id: "rec", call_session_id: "S", cost: "1" });
    expect(shapeOf(await treeOf([control("a", "A"), other], ["call-session", "S"]))).toEqual(["S > a", "S > rec"]);
  });
});

describe("edges", () => {
  const tree = (edge: object) => {
    const registry = new Registry([typeOf("top", []), typeOf("part", [mapping("top", "up", "id", edge)])]);
    return treeOf([record("top", "t", { id: "t" }), record("part", "p", { up: "t" })], ["top", "t"], { registry });
  };
  it("without roll-up show the child and do not add its cost", async () => {
    expect(await tree({ costRollup: false })).toMatchObject({ eventCount: 2, totalNanos: 1n });
  });
  it("that are not followed show nothing", async () => {
    expect(await tree({ traversalEnabled: false })).toMatchObject({ eventCount: 1, totalNanos: 1n });
  });
});

describe("limits", () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => control(`c${index}`, `L${index}`));
  it("allow a tree of exactly the most nodes", async () => {
    expect((await treeOf(many(9), ["call-session", "S"], { treeNodesMax: 10 })).eventCount).toBe(10);
  });
  it("refuse one more, and say how many and by which value", async () => {
    await expect(treeOf(many(10), ["call-session", "S"], { treeNodesMax: 10 })).rejects.toMatchObject({
      code: "TREE_TOO_LARGE",
      message: expect.stringMatching(/11 .*"S"/),
    });
  });
  it("do not count what stands beside the tree", async () => {
    expect((await treeOf(many(50), ["call-control", "c7"], { treeNodesMax: 10 })).eventCount).toBe(1);
  });
  it("report values that more records share than is likely, and no others", async () => {
    expect((await treeOf(many(4), ["call-session", "S"], { hotValueRecords: 3 })).hotValues).toEqual(["S"]);
    expect((await treeOf(many(3), ["call-session", "S"], { hotValueRecords: 3 })).hotValues).toEqual([]);
  });
});

describe("currencies and costs that are not plain", () => {
  const rates = [{ currency: "EUR", rate: "1.5", effectiveMs: Date.parse(time(0)) }];
  const asked = { convert: convertAtRates(rates) };
  it("convert at the record's own time and keep what it said", async () => {
    const tree = await treeOf([control("a", "A", { currency: "EUR" })], ["call-session", "S"], asked);
    expect(nodeOf(tree, "a")).toMatchObject({ eventCostNanos: 7_800_000n, original: { nanos: 5_200_000n, currency: "EUR" } });
  });
  it("leave out and list what has no rate", async () => {
    const early = control("a", "A", { currency: "EUR", started_at: time(-5) });
    const tree = await treeOf([early, control("b", "B", { currency: "GBP" })], ["call-session", "S"], asked);
    expect(tree.unconverted.map(({ id, costStatus }) => [id, costStatus])).toEqual([
      ["a", "unconverted"],
      ["b", "unconverted"],
    ]);
    expect(tree.totalNanos).toBe(0n);
    expect(nodeOf(tree, "b").original).toEqual({ nanos: 5_200_000n, currency: "GBP" });
  });
  it("take the time of arrival where a record has none, and the tree's currency where it names none", async () => {
    const timeless = control("a", "A", { currency: "EUR", started_at: null });
    expect(nodeOf(await treeOf([timeless], ["call-session", "S"], asked), "a").costStatus).toBe("reported");
    expect(nodeOf(await treeOf([control("b", "B")], ["call-session", "S"], asked), "b").original).toBeNull();
  });
  it("count unknown costs", async () => {
    const tree = await treeOf([control("a", "A", { cost: null }), control("b", "B")], ["call-session", "S"]);
    expect(tree).toMatchObject({ unknownCostCount: 1, totalNanos: 5_200_000n });
    expect(nodeOf(tree, "a")).toMatchObject({ costStatus: "unknown", eventCostNanos: 0n, original: null });
  });
});

it("shows what an analysis cost, and adds it to nothing", async () => {
  const registry = new Registry([typeOf("top", []), typeOf("part", [mapping("top", "up", "id")])]);
  const top = record("top", "t", { id: "t" }, { costNanos: 7n });
  const known = record("part", "p", { up: "t" }, { costNanos: 4n, role: "overhead" });
  const unknown = record("part", "q", { up: "t" }, { costNanos: null, costStatus: "unknown", role: "overhead" });
  const tree = await treeOf([top, known, unknown], ["top", "t"], { registry });
  expect(nodeOf(tree, "p")).toMatchObject({ eventCostNanos: 0n, cumulativeCostNanos: 0n, overheadNanos: 4n });
  expect(tree).toMatchObject({ totalNanos: 7n, unknownCostCount: 0, eventCount: 3 });
});

describe("controls", () => {
  const registry = new Registry([
    typeOf("top", []),
    typeOf("total", [mapping("top", "up", "id")], { role: "control" }),
    typeOf("part", [mapping("total", "up", "id"), mapping("top", "up", "id")]),
  ]);
  const top = record("top", "t", { id: "t" }, { costNanos: 7n });
  const total = record("total", "x", { id: "x", up: "t" }, { costNanos: 9n, role: "control" });
  it("are compared with the charges below them and never added", async () => {
    const parts = [record("part", "p", { up: "x" }, { costNanos: 4n }), record("part", "q", { up: "x" }, { costNanos: 4n })];
    const tree = await treeOf([top, total, ...parts], ["top", "t"], { registry });
    expect(nodeOf(tree, "x")).toMatchObject({ eventCostNanos: 0n, control: { statedNanos: 9n, partsNanos: 8n } });
    expect(tree.totalNanos).toBe(15n);
  });
  it("without children restate all that they hang among", async () => {
    const tree = await treeOf([top, total, record("part", "p", { up: "t" }, { costNanos: 4n })], ["top", "t"], { registry });
    expect(nodeOf(tree, "x").control).toEqual({ statedNanos: 9n, partsNanos: 11n });
    expect(nodesOf(tree).filter((node) => node.control !== null)).toHaveLength(1);
  });
  it("state nothing where their cost is unknown", async () => {
    const tree = await treeOf([top, { ...total, costNanos: null, costStatus: "unknown" }], ["top", "t"], { registry });
    expect(nodeOf(tree, "x").control).toEqual({ statedNanos: null, partsNanos: 7n });
  });
});
