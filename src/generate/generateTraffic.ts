import type { JsonObject } from "../domain/json.ts";
import { ArrivalQueue } from "./arrivalQueue.ts";
import { planSessions, type SessionsRequest } from "./planSessions.ts";

/**
 * Invented traffic in order of arrival, as a platform's records come in: mostly minutes after the fact, some hours late
 * and out of order, some corrected afterwards, some twice, a few that belong to nothing. The same request gives the
 * same records, byte for byte; `generateSessions` gives them too, session by session. Memory stays flat: only records
 * that are still on their way are held.
 */
export function* generateTraffic(request: SessionsRequest): Generator<JsonObject, void, void> {
  const underWay = new ArrivalQueue();
  for (const { startMs, arrivals, unrelated } of planSessions(request)) {
    // No record of a later session arrives before that session's start.
    yield* underWay.takeUntil(startMs);
    for (const { arrivalMs, record } of [...arrivals, ...unrelated]) underWay.add(arrivalMs, record);
  }
  yield* underWay.takeUntil(Number.POSITIVE_INFINITY);
}
