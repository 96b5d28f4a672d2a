import { BUILT_IN_RECORD_TYPES } from "../src/domain/recordTypes.ts";
import { type RecordType, Registry } from "../src/domain/registry.ts";
import { buildTree } from "../src/tree/buildTree.ts";
import { HOT_VALUE_RECORDS, type TreeRecord } from "../src/tree/tree.ts";
import { median, spread } from "./report.ts";
import type { BenchOptions } from "./run.ts";

const registry = new Registry(BUILT_IN_RECORD_TYPES);
const SESSION = "bench-session";
const REPEATS = 5;

/** One call with many legs, assistants and turns: a tree of four levels. */
function recordsOfOneCall(count: number): TreeRecord[] {
  return Array.from({ length: count }, (_, index): TreeRecord => {
    const group = Math.floor(index / 100);
    const kind = index % 100;
    const facts = {
      timeMs: index,
      endMs: null,
      costNanos: 1_000_001n,
      costStatus: "reported",
      currency: null,
      role: "charge",
      receivedMs: 0,
      key: index + 1,
    } as const;
    if (kind === 0)
      return {
        ...facts,
        type: "call-control",
        id: `leg-${group}`,
        links: [
          ["telnyx_session_id", SESSION],
          ["telnyx_leg_id", `leg-${group}`],
        ],
      };
    if (kind === 1) {
      const links = [
        ["telnyx_leg_id", `leg-${group}`],
        ["telnyx_session_id", SESSION],
        ["conversation_id", `talk-${group}`],
      ] as const;
      return { ...facts, type: "ai-voice-assistant", id: `talk-${group}`, links };
    }
    return { ...facts, type: "inference", id: `turn-${index}`, links: [["conversation_id", `talk-${group}`]] };
  });
}

async function buildMs(count: number): Promise<number[]> {
  const records = recordsOfOneCall(count);
  const byValue = new Map<string, TreeRecord[]>();
  for (const record of records) {
    for (const [, value] of record.links) {
      const known = byValue.get(value);
      if (known === undefined) byValue.set(value, [record]);
      else known.push(record);
    }
  }
  const type = registry.byName("call-session") as RecordType;
  const times: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const startedMs = performance.now();
    const tree = await buildTree({
      root: { type, id: SESSION, record: null },
      registry,
      lookUp: async (values) => [...new Set(values.flatMap((value) => byValue.get(value) ?? []))],
      currency: "USD",
      convert: () => null,
      limits: { treeNodesMax: count + 1, hotValueRecords: HOT_VALUE_RECORDS },
    });
    times.push(performance.now() - startedMs);
    if (tree.totalNanos !== BigInt(count) * 1_000_001n) throw new Error("the roll-up is wrong");
  }
  return times;
}

/** Gathering, placing and rolling up, in process, without a store. */
export async function measureRollUp({ report, say }: BenchOptions): Promise<void> {
  say("rolling up 10,000 and 100,000 nodes");
  const small = await buildMs(9_999);
  const large = await buildMs(99_999);
  report({
    name: "roll-up of 100,000 nodes, in process",
    value: median(large) / 1_000,
    unit: "s",
    target: { atMost: 1.5 },
    detail: `ms over ${REPEATS} runs: ${spread(large)}`,
  });
  report({
    name: "roll-up: ten times the nodes",
    value: median(large) / median(small),
    unit: "× the time",
    target: { atMost: 12 },
    detail: `10,000 nodes: ${spread(small)} ms`,
  });
}
