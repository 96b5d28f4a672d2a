import { expect, it } from "vitest";
import { summaryOf } from "../../domain/sessionFixtures.ts";
import type { SessionHour } from "../conversationStore.ts";
import { listed, type MakeOrganization, type UseStore } from "./conversationDrafts.ts";

const HOUR_MS = 3_600_000;
const inOrder = (hours: readonly SessionHour[]): SessionHour[] =>
  hours.toSorted((a, b) => a.hourMs - b.hourMs || (a.latencyP95Ms ?? -1) - (b.latencyP95Ms ?? -1));

export function describeSessionSeries(store: UseStore, organization: MakeOrganization): void {
  it("tells of the sessions of each hour, by latency, and counts those without a start where they came to be", async () => {
    const one = await organization();
    await listed(store(), one, [
      summaryOf("a", { startedMs: 0, ownedCostNanos: 5n, unknownCostCount: 1, latency: { p50: 1, p95: 800.4 } }),
      summaryOf("b", { startedMs: HOUR_MS - 1, ownedCostNanos: 7n, unknownCostCount: 2, latency: { p50: 1, p95: 799.5 } }),
      summaryOf("c", { startedMs: HOUR_MS - 1, createdMs: 9 * HOUR_MS, ownedCostNanos: 11n }),
      summaryOf("d", { startedMs: null, createdMs: HOUR_MS, ownedCostNanos: -3n }),
      summaryOf("e", { startedMs: -1, ownedCostNanos: 1n }),
    ]);
    const hour = (given: Partial<SessionHour>) => ({ count: 1, latencyP95Ms: null, ownedCostNanos: 0n, unknownCostCount: 0, ...given });
    expect(inOrder(await store().sessionHours({ organization: one, conditions: [] }))).toEqual([
      hour({ hourMs: -HOUR_MS, ownedCostNanos: 1n }),
      hour({ hourMs: 0, ownedCostNanos: 11n }),
      hour({ hourMs: 0, count: 2, latencyP95Ms: 800, ownedCostNanos: 12n, unknownCostCount: 3 }),
      hour({ hourMs: HOUR_MS, ownedCostNanos: -3n }),
    ]);
  });

  it("tells only of what the conditions match, and of no other organization", async () => {
    const [one, other] = [await organization(), await organization()];
    await listed(store(), one, [summaryOf("a", { startedMs: 0 }), summaryOf("b", { startedMs: 0, state: "settled" })]);
    const hours = await store().sessionHours({ organization: one, conditions: [{ column: "state", oneOf: ["settled"] }] });
    expect(hours.map(({ count }) => count)).toEqual([1]);
    expect(await store().sessionHours({ organization: other, conditions: [] })).toEqual([]);
    expect(await store().sessionHours({ organization: "nobody", conditions: [] })).toEqual([]);
  });

  it("sums an hour exactly, past 64 bits too", async () => {
    const one = await organization();
    const huge = 9_223_372_036_854_775_807n;
    await listed(store(), one, [
      summaryOf("a", { startedMs: 0, ownedCostNanos: huge }),
      summaryOf("b", { startedMs: 1, ownedCostNanos: huge }),
      summaryOf("c", { startedMs: HOUR_MS, ownedCostNanos: -huge }),
      summaryOf("d", { startedMs: HOUR_MS, ownedCostNanos: -huge }),
    ]);
    const hours = inOrder(await store().sessionHours({ organization: one, conditions: [] }));
    expect(hours.map(({ ownedCostNanos }) => ownedCostNanos)).toEqual([2n * huge, -2n * huge]);
  });
}
