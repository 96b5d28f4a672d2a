import type { ProductCost, SessionFacts, SessionSummary } from "../../../domain/session.ts";
import { foldFacts } from "../../../domain/sessionFacts.ts";

/** Sessions for the tests of this face: nothing is known of them but what a test says. */
export function callSummary({
  facts = {},
  ...more
}: Omit<Partial<SessionSummary>, "facts"> & { readonly facts?: Partial<SessionFacts> } = {}): SessionSummary {
  return {
    id: "019e0000-0000-7000-8000-000000000001",
    state: "ended",
    facts: { ...foldFacts([]), ...facts },
    createdMs: Date.UTC(2026, 5, 11, 9, 29, 58),
    startedMs: null,
    endedMs: null,
    durationMs: null,
    lastActivityMs: Date.UTC(2026, 5, 11, 9, 29, 58),
    updatedMs: Date.UTC(2026, 5, 11, 9, 29, 58),
    settledMs: null,
    root: null,
    currency: "USD",
    ownedCostNanos: 0n,
    treeCostNanos: 0n,
    costStatus: "none",
    unknownCostCount: 0,
    unconvertedCount: 0,
    eventCount: 0,
    sharedCount: 0,
    messageCount: 0,
    products: [],
    costByProduct: [],
    missing: [],
    hasRecording: false,
    latency: null,
    outcome: null,
    sentiment: null,
    intent: null,
    isBackfilled: false,
    revisionCount: 0,
    mergedFrom: [],
    ...more,
  };
}

export const productCost = (product: string, group: string, costNanos: bigint): ProductCost => ({
  product,
  group,
  costNanos,
  eventCount: 1,
});
