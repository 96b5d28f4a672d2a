import type { OfficeStore } from "../store/officeStore.ts";
import type { AttemptCounts } from "./sender.ts";

/** What an operator watches. */
export interface DeliveryStats {
  readonly pending: number;
  readonly dead: number;
  readonly failingEndpoints: number;
  /** For how long the delivery that is due the longest has been due; 0: none is overdue. */
  readonly overdueMs: number;
  /** Made by this process since it began. */
  readonly attempts: AttemptCounts;
}

export async function readStats(
  office: Pick<OfficeStore, "deliveryCounts" | "endpoints" | "nextDueMs">,
  attempts: AttemptCounts,
  nowMs: number,
): Promise<DeliveryStats> {
  const [counts, dueMs] = await Promise.all([office.deliveryCounts(null), office.nextDueMs()]);
  const total = (wanted: string): number => counts.reduce((sum, { status, count }) => sum + (status === wanted ? count : 0), 0);
  // An endpoint that was ever tried has deliveries, so these are all organizations that may have a failing one.
  const endpoints = await Promise.all([...new Set(counts.map(({ organization }) => organization))].map((id) => office.endpoints(id)));
  return {
    pending: total("pending"),
    dead: total("dead"),
    failingEndpoints: endpoints.flat().filter(({ failingSinceMs, stoppedMs }) => failingSinceMs !== null || stoppedMs !== null).length,
    overdueMs: dueMs === null ? 0 : Math.max(0, nowMs - dueMs),
    attempts,
  };
}
