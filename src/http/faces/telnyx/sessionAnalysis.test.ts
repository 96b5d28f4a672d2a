import { describe, expect, it } from "vitest";
import { BUILT_IN_RECORD_TYPES } from "../../../domain/recordTypes.ts";
import { Registry } from "../../../domain/registry.ts";
import type { Tree, TreeNode } from "../../../tree/tree.ts";
import { lifeOf } from "./sessionAnalysis.ts";

const registry = new Registry(BUILT_IN_RECORD_TYPES);

interface Given {
  readonly type: string;
  readonly timeMs?: number | null;
  readonly endMs?: number | null;
  readonly receivedMs?: number;
  readonly isVirtual?: boolean;
  readonly children?: readonly TreeNode[];
}

const node = ({ type, timeMs = null, endMs = null, receivedMs = 1_000, isVirtual = false, children = [] }: Given): TreeNode => ({
  ...{ type: registry.require(type), id: "x", timeMs, endMs, via: null, parent: null, shared: false, eventCostNanos: 0n },
  ...{ cumulativeCostNanos: 0n, costStatus: "reported", original: null, control: null, overheadNanos: null, children },
  record: isVirtual
    ? null
    : {
        ...{ type, id: "x", key: 1, timeMs, endMs, costNanos: 0n, costStatus: "reported", currency: null },
        role: "charge",
        links: [],
        receivedMs,
      },
});

const treeOf = (root: TreeNode): Tree => ({
  ...{ root, currency: "USD", totalNanos: 0n, eventCount: 1, products: [], unknownCostCount: 0, unconverted: [], sharedCount: 0 },
  hotValues: [],
});
const life = (given: Given) => lifeOf(treeOf(node(given)));

describe("the life of a session", () => {
  it("ends when the root's own record says so, whatever else is open", () => {
    const children = [node({ type: "ai-voice-assistant", timeMs: 20 })];
    expect(life({ type: "call-control", timeMs: 10, endMs: 50, children })).toEqual({ createdMs: 10, completedMs: 50 });
  });

  it("goes on while a part that takes time has no end", () => {
    const children = [node({ type: "call-control", timeMs: 20 }), node({ type: "webrtc", timeMs: 10, endMs: 90 })];
    expect(life({ type: "call-session", isVirtual: true, timeMs: 10, endMs: 90, children }).completedMs).toBeNull();
  });

  it("ends with its last part when nothing is open", () => {
    const children = [node({ type: "call-control", timeMs: 20, endMs: 90, children: [node({ type: "amd", timeMs: 30 })] })];
    expect(life({ type: "call-session", isVirtual: true, timeMs: 20, endMs: 90, children })).toEqual({ createdMs: 20, completedMs: 90 });
  });

  it("does not wait for the end of what happens in an instant", () => {
    expect(life({ type: "message", timeMs: 7 })).toEqual({ createdMs: 7, completedMs: 7 });
  });

  it("began at the earliest time below a root that has none", () => {
    const children = [node({ type: "amd", timeMs: 30 }), node({ type: "amd", timeMs: 20 })];
    expect(life({ type: "call-control", children }).createdMs).toBe(20);
  });

  it("began when its first record arrived, where no record has a time", () => {
    const children = [node({ type: "amd", receivedMs: 400 })];
    expect(life({ type: "call-control", receivedMs: 500, children }).createdMs).toBe(400);
  });
});
