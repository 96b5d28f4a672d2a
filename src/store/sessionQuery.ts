import type { SessionSummary } from "../domain/session.ts";

/** Columns of a summary that lists can filter and sort by. Costs in nanos, times in epoch ms, `products` holds slugs. */
export type SessionColumn =
  | "id"
  | "state"
  | "type"
  | "platform"
  | "channel"
  | "direction"
  | "status"
  | "disconnectReason"
  | "telephonyType"
  | "agentId"
  | "agentName"
  | "callerNumber"
  | "calleeNumber"
  | "customerNumber"
  | "roomName"
  | "rootType"
  | "rootId"
  | "createdMs"
  | "startedMs"
  | "answeredMs"
  | "endedMs"
  | "durationMs"
  | "lastActivityMs"
  | "updatedMs"
  | "settledMs"
  | "ownedCostNanos"
  | "treeCostNanos"
  | "costStatus"
  | "unknownCostCount"
  | "unconvertedCount"
  | "eventCount"
  | "messageCount"
  | "latencyP50Ms"
  | "latencyP95Ms"
  | "mosInbound"
  | "mosOutbound"
  | "jitterInboundMs"
  | "jitterOutboundMs"
  | "packetLossInbound"
  | "packetLossOutbound"
  | "outcome"
  | "sentiment"
  | "intent"
  | "hasRecording"
  | "isBackfilled"
  | "providerManaged"
  | "revisionCount"
  | "missingCount";

export type SessionCondition =
  | { readonly column: SessionColumn; readonly oneOf: readonly (string | number | bigint | boolean | null)[] }
  /** None of these; a session without a value passes. */
  | { readonly column: SessionColumn; readonly noneOf: readonly string[] }
  /** All conditions of at least one of these lists hold. */
  | { readonly anyOf: readonly (readonly SessionCondition[])[] }
  /** Half open: from ≤ value < before. */
  | { readonly column: SessionColumn; readonly from?: number | bigint; readonly before?: number | bigint }
  /** Greater than. */
  | { readonly column: SessionColumn; readonly above: number | bigint }
  /** Anywhere inside, without regard to case. */
  | { readonly column: SessionColumn; readonly contains: string }
  /** The value is in one of these columns. */
  | { readonly anyColumn: readonly SessionColumn[]; readonly equals?: string; readonly contains?: string }
  | { readonly product: string }
  /** Any alias: its own id, an external id, the id of its root. */
  | { readonly alias: string }
  /** All of these words stand in the transcript (as searchWords cuts them). */
  | { readonly words: readonly string[] };

export interface SessionQuery {
  readonly organization: string;
  readonly conditions: readonly SessionCondition[];
  /** Ties go by key in the same direction; nulls last in both directions. */
  readonly sort: { readonly column: SessionColumn; readonly descending: boolean };
  readonly limit: number;
  /** Rows after this one in the order asked for: its sort value and key, as a page gave them. */
  readonly after?: { readonly value: string | number | bigint | boolean | null; readonly key: number };
  readonly offset?: number;
  /** Only sessions with a key up to this: pages by number stay disjoint while new sessions come. */
  readonly upToKey?: number;
}

export interface SessionListRow {
  readonly key: number;
  /** What `after` needs for the next page. */
  readonly sortValue: string | number | bigint | boolean | null;
  readonly summary: SessionSummary;
}

export interface SessionListTotals {
  readonly count: number;
  readonly ownedCostNanos: bigint;
  readonly treeCostNanos: bigint;
  readonly durationMs: number;
  readonly unknownCostCount: number;
  /** Records that the sums of costs lack, because they are in a currency without an exchange rate. */
  readonly unconvertedCount: number;
  readonly messageCount: number;
}

/** Sessions of one hour that had the same latency: a histogram, so that parts of it can be put together exactly. */
export interface SessionHour {
  /** Begin of the UTC hour in which they started, or came to be where no start is known. */
  readonly hourMs: number;
  /** Their 95th percentiles, to the whole ms; null: those that have none. */
  readonly latencyP95Ms: number | null;
  readonly count: number;
  readonly ownedCostNanos: bigint;
  readonly unknownCostCount: number;
}
