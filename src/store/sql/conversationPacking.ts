/**
 * What goes to the writer is made here, in the calling thread: text and flat rows cross between threads at little cost, and the
 * one writer has less to do.
 */
import type { Message, ProductCost, SessionSummary } from "../../domain/session.ts";
import type { MessageOutcome, Projection, SessionWrite, StoredMessage } from "../conversationStore.ts";
import type { Schema } from "./schema.ts";
import { type ColumnValue, summaryValues } from "./sessionColumns.ts";
import { bigintsAsText } from "./sessionRow.ts";

export interface PackedMessage {
  readonly id: string;
  readonly role: string;
  readonly content: string;
  readonly start_ms: number | null;
  readonly end_ms: number | null;
  readonly created_ms: number | null;
  readonly details: string;
}

export interface PackedSummary {
  readonly row: Readonly<Record<string, ColumnValue>>;
  readonly detail: string;
  readonly agentId: string | null;
}

export interface PackedProjection extends Omit<Projection, "summary"> {
  readonly summary: PackedSummary | null;
}

/** How messages reach the writer. */
export type AddPackedMessages = (
  organization: string,
  id: string,
  messages: readonly PackedMessage[],
  written: SessionWrite,
) => Promise<MessageOutcome[]>;

export function packMessage({ id, role, content, startMs, endMs, createdMs, interrupted, latency, toolCall }: Message): PackedMessage {
  const details = JSON.stringify({ interrupted, latency, toolCall });
  return { id, role, content: storableText(content), start_ms: startMs, end_ms: endMs, created_ms: createdMs, details };
}

/** PostgreSQL keeps no NUL and neither engine half a surrogate pair; what comes back must equal what is compared with it. */
export const storableText = (text: string): string => text.toWellFormed().replaceAll("\0", "\uFFFD");

type MessageRow = {
  readonly [Column in keyof Schema["message"]]: Schema["message"][Column] extends string | number | null
    ? Schema["message"][Column]
    : number | bigint;
};

export function unpackMessage(row: MessageRow): StoredMessage {
  const { interrupted, latency, toolCall } = JSON.parse(row.details) as Pick<Message, "interrupted" | "latency" | "toolCall">;
  return {
    key: Number(row.message_key),
    sessionKey: Number(row.session_key),
    receivedMs: Number(row.received_ms),
    id: row.id,
    role: row.role as Message["role"],
    content: row.content,
    startMs: row.start_ms,
    endMs: row.end_ms,
    createdMs: row.created_ms,
    interrupted,
    latency,
    toolCall,
  };
}

export function packProjection({ summary, ...rest }: Projection): PackedProjection {
  if (summary === null) return { ...rest, summary };
  const detail = JSON.stringify(summary, bigintsAsText);
  return { ...rest, summary: { row: summaryValues(summary), detail, agentId: summary.facts.agentId } };
}

/** Gives back exactly the summary that was packed. */
export function unpackSummary(detail: string): SessionSummary {
  const summary = JSON.parse(detail) as SessionSummary;
  return {
    ...summary,
    ownedCostNanos: BigInt(summary.ownedCostNanos),
    treeCostNanos: BigInt(summary.treeCostNanos),
    costByProduct: summary.costByProduct.map((part): ProductCost => ({ ...part, costNanos: BigInt(part.costNanos) })),
  };
}
