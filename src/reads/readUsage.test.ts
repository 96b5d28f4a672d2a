import { describe, expect, it } from "vitest";
import type { UsageRow } from "../store/usage.ts";
import { withoutAgent } from "./readUsage.ts";

const row = (given: Partial<UsageRow>): UsageRow => ({ currency: "USD", costNanos: 0n, recordCount: 0, unknownCount: 0, ...given });

describe("what no agent's session owns", () => {
  it("is all of a group less the agents' parts, so that both together are all", () => {
    const all = [row({ type: "inference", costNanos: 10n, recordCount: 4, unknownCount: 1 })];
    const ofAgents = [
      row({ type: "inference", agentId: "a", costNanos: 3n, recordCount: 1 }),
      row({ type: "inference", agentId: "b", costNanos: 5n, recordCount: 2, unknownCount: 1 }),
    ];
    expect(withoutAgent(all, ofAgents)).toEqual([
      { type: "inference", currency: "USD", agentId: null, costNanos: 2n, recordCount: 1, unknownCount: 0 },
    ]);
  });

  it("is no row where agents own everything", () => {
    const all = [row({ costNanos: 3n, recordCount: 1 })];
    expect(withoutAgent(all, [row({ agentId: "a", costNanos: 3n, recordCount: 1 })])).toEqual([]);
  });

  it("keeps types, models, times and currencies apart, those that are null too", () => {
    const all = [
      row({ type: "t", model: null, timeMs: null, costNanos: 1n, recordCount: 1 }),
      row({ type: "t", model: "null", timeMs: null, costNanos: 2n, recordCount: 1 }),
      row({ type: "t", model: null, timeMs: 0, costNanos: 4n, recordCount: 1 }),
      row({ type: "t", model: null, timeMs: null, currency: null, costNanos: 8n, recordCount: 1 }),
    ];
    expect(withoutAgent(all, []).map(({ costNanos }) => costNanos)).toEqual([1n, 2n, 4n, 8n]);
  });

  it("goes below zero rather than losing money, while agents' parts are ahead of a correction", () => {
    const rest = withoutAgent([row({ costNanos: 1n, recordCount: 1 })], [row({ agentId: "a", costNanos: 3n, recordCount: 1 })]);
    expect(rest).toEqual([{ currency: "USD", agentId: null, costNanos: -2n, recordCount: 0, unknownCount: 0 }]);
  });
});
