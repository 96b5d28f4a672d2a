import type { RecordName } from "./record.ts";

/**
 * `open`: going on. `ended`: over, and no usage record has come yet. `settling`: over, and costs may still change.
 * `settled`: all that was expected has come and nothing changed for a while, or the horizon has passed (docs/sessions.md).
 */
export const SESSION_STATES = ["open", "ended", "settling", "settled"] as const;
export type SessionState = (typeof SESSION_STATES)[number];

/** The least certain of a session's own charges decides. `none`: it has no record. */
export const SESSION_COST_STATUSES = ["none", "reported", "rated", "estimated", "unconverted", "unknown"] as const;
export type SessionCostStatus = (typeof SESSION_COST_STATUSES)[number];

/** One direction of a call's media; what was not measured is null. `packetLoss` is a fraction from 0 to 1, as it was sent. */
export interface QualityFacts {
  readonly mos: number | null;
  readonly jitterMs: number | null;
  readonly packetLoss: number | null;
}

/**
 * What is known of a session from what was said about it, all bodies that were sent folded into one. Open strings as they
 * came; null: nobody said. Times in epoch ms.
 */
export interface SessionFacts {
  readonly agentId: string | null;
  readonly agentName: string | null;
  readonly type: string | null;
  readonly platform: string | null;
  readonly channel: string | null;
  readonly direction: string | null;
  readonly callerNumber: string | null;
  readonly calleeNumber: string | null;
  readonly customerNumber: string | null;
  readonly roomName: string | null;
  readonly status: string | null;
  readonly disconnectReason: string | null;
  readonly telephonyType: string | null;
  readonly providerManaged: boolean | null;
  readonly createdMs: number | null;
  readonly startedMs: number | null;
  readonly answeredMs: number | null;
  readonly endedMs: number | null;
  /** True once somebody said that the session is over, with or without saying when. */
  readonly isEnded: boolean;
  readonly quality: { readonly inbound: QualityFacts | null; readonly outbound: QualityFacts | null };
  readonly root: RecordName | null;
  readonly externalIds: Readonly<Record<string, string>>;
  /** JSON text of an object, as it was sent. */
  readonly variablesJson: string;
  readonly metadataJson: string;
}

export type MessageRole = "user" | "assistant" | "system" | "tool";

/** Milliseconds of one turn; null: not measured. */
export interface TurnLatency {
  readonly sttMs: number | null;
  readonly llmMs: number | null;
  readonly ttsMs: number | null;
  readonly totalMs: number | null;
}

export interface ToolCall {
  readonly id: string | null;
  readonly name: string;
  /** Any JSON, as text. */
  readonly argumentsJson: string;
  readonly resultJson: string;
}

/** One utterance or tool call of a session's transcript. */
export interface Message {
  /** Unique within its session. */
  readonly id: string;
  readonly role: MessageRole;
  readonly content: string;
  /** Offsets from the session's start. */
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** Epoch ms. */
  readonly createdMs: number | null;
  readonly interrupted: boolean;
  readonly latency: TurnLatency | null;
  readonly toolCall: ToolCall | null;
}

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
}

/** One product's part in a session: charges that the session owns, in the session's currency. */
export interface ProductCost {
  readonly product: string;
  /** The record types' group, such as "AI" or "Telephony"; faces split credits by it. */
  readonly group: string;
  readonly costNanos: bigint;
  readonly eventCount: number;
}

/** What lists, exports and faces tell of a session. Derived: `calltree rebuild` makes it again from truth. */
export interface SessionSummary {
  readonly id: string;
  readonly state: SessionState;
  readonly facts: SessionFacts;
  /** When the session came to be: said, else its start, else when it was first heard of. */
  readonly createdMs: number;
  readonly startedMs: number | null;
  readonly endedMs: number | null;
  readonly durationMs: number | null;
  readonly lastActivityMs: number;
  /** When its truth last changed. */
  readonly updatedMs: number;
  readonly settledMs: number | null;
  readonly root: RecordName | null;
  /** ISO 4217: the organization's. */
  readonly currency: string;
  /** Charges whose topmost owner is this session's root: what session lists and sums add up. */
  readonly ownedCostNanos: bigint;
  /** What the tree shows, records shared with other sessions included. */
  readonly treeCostNanos: bigint;
  readonly costStatus: SessionCostStatus;
  readonly unknownCostCount: number;
  readonly unconvertedCount: number;
  /** Owned records (a virtual root is none). */
  readonly eventCount: number;
  readonly sharedCount: number;
  readonly messageCount: number;
  /** Sorted product slugs of the owned records. */
  readonly products: readonly string[];
  /** Sorted by product. */
  readonly costByProduct: readonly ProductCost[];
  /** Expected record types that did not come. */
  readonly missing: readonly string[];
  readonly hasRecording: boolean;
  /** Of the turns' end-to-end times in ms. */
  readonly latency: Percentiles | null;
  readonly outcome: string | null;
  readonly sentiment: string | null;
  readonly intent: string | null;
  readonly isBackfilled: boolean;
  /** It is over, and still waits for its analysis, or for the words that one needs. */
  readonly awaitsAnalysis: boolean;
  readonly revisionCount: number;
  /** Ids of sessions that turned out to be this one. */
  readonly mergedFrom: readonly string[];
}

/** The totals of a session as they were told to the world. */
export interface SessionTotals {
  readonly ownedCostNanos: bigint;
  readonly treeCostNanos: bigint;
  readonly eventCount: number;
  readonly unknownCostCount: number;
  readonly unconvertedCount: number;
}

/** A change of numbers that had been told as settled. */
export interface Revision {
  /** From 1. */
  readonly number: number;
  readonly atMs: number;
  readonly currency: string;
  readonly before: SessionTotals;
  readonly after: SessionTotals;
  /** The records that caused it; at most REVISION_CAUSES_MAX of them. */
  readonly causes: readonly RecordName[];
}
export const REVISION_CAUSES_MAX = 100;
export const MESSAGES_MAX = 20_000;
