import type { ProductCost, SessionFacts, SessionSummary } from "../../../domain/session.ts";
import { foldFacts } from "../../../domain/sessionFacts.ts";
import { summaryOf } from "../../../domain/sessionFixtures.ts";

/** Sessions for the tests of this face: nothing is known of them but what a test says. */
export function callSummary({
  facts = {},
  ...more
}: Omit<Partial<SessionSummary>, "facts"> & { readonly facts?: Partial<SessionFacts> } = {}): SessionSummary {
  const createdMs = Date.UTC(2026, 5, 11, 9, 29, 58);
  const times = { createdMs, lastActivityMs: createdMs, updatedMs: createdMs };
  return summaryOf("019e0000-0000-7000-8000-000000000001", { ...times, state: "ended", facts: { ...foldFacts([]), ...facts }, ...more });
}

export const productCost = (product: string, group: string, costNanos: bigint): ProductCost => ({
  product,
  group,
  costNanos,
  eventCount: 1,
});
