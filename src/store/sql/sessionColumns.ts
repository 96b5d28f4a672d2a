import type { SessionSummary } from "../../domain/session.ts";
import type { SessionColumn } from "../conversationStore.ts";
import type { SummaryColumn } from "./conversationSchema.ts";

export type ColumnKind = "text" | "integer" | "money" | "real" | "boolean";

/** A value as both engines keep it; booleans are 0 and 1. */
export type ColumnValue = string | number | bigint | null;

interface ColumnEntry {
  readonly kind: ColumnKind;
  readonly value: (summary: SessionSummary) => string | number | bigint | boolean | null;
}

const text = (value: ColumnEntry["value"]): ColumnEntry => ({ kind: "text", value });
const integer = (value: ColumnEntry["value"]): ColumnEntry => ({ kind: "integer", value });
const money = (value: ColumnEntry["value"]): ColumnEntry => ({ kind: "money", value });
const real = (value: ColumnEntry["value"]): ColumnEntry => ({ kind: "real", value });
const boolean = (value: ColumnEntry["value"]): ColumnEntry => ({ kind: "boolean", value });

/** What each column of a list holds, and where a summary has it. */
const COLUMNS: Readonly<Record<SessionColumn, ColumnEntry>> = {
  id: text((summary) => summary.id),
  state: text((summary) => summary.state),
  type: text(({ facts }) => facts.type),
  platform: text(({ facts }) => facts.platform),
  channel: text(({ facts }) => facts.channel),
  direction: text(({ facts }) => facts.direction),
  status: text(({ facts }) => facts.status),
  disconnectReason: text(({ facts }) => facts.disconnectReason),
  telephonyType: text(({ facts }) => facts.telephonyType),
  agentId: text(({ facts }) => facts.agentId),
  agentName: text(({ facts }) => facts.agentName),
  callerNumber: text(({ facts }) => facts.callerNumber),
  calleeNumber: text(({ facts }) => facts.calleeNumber),
  customerNumber: text(({ facts }) => facts.customerNumber),
  roomName: text(({ facts }) => facts.roomName),
  rootType: text(({ root }) => root?.type ?? null),
  rootId: text(({ root }) => root?.id ?? null),
  createdMs: integer((summary) => summary.createdMs),
  startedMs: integer((summary) => summary.startedMs),
  answeredMs: integer(({ facts }) => facts.answeredMs),
  endedMs: integer((summary) => summary.endedMs),
  durationMs: integer((summary) => summary.durationMs),
  lastActivityMs: integer((summary) => summary.lastActivityMs),
  updatedMs: integer((summary) => summary.updatedMs),
  settledMs: integer((summary) => summary.settledMs),
  ownedCostNanos: money((summary) => summary.ownedCostNanos),
  treeCostNanos: money((summary) => summary.treeCostNanos),
  costStatus: text((summary) => summary.costStatus),
  unknownCostCount: integer((summary) => summary.unknownCostCount),
  unconvertedCount: integer((summary) => summary.unconvertedCount),
  eventCount: integer((summary) => summary.eventCount),
  messageCount: integer((summary) => summary.messageCount),
  latencyP50Ms: real(({ latency }) => latency?.p50 ?? null),
  latencyP95Ms: real(({ latency }) => latency?.p95 ?? null),
  mosInbound: real(({ facts }) => facts.quality.inbound?.mos ?? null),
  mosOutbound: real(({ facts }) => facts.quality.outbound?.mos ?? null),
  jitterInboundMs: real(({ facts }) => facts.quality.inbound?.jitterMs ?? null),
  jitterOutboundMs: real(({ facts }) => facts.quality.outbound?.jitterMs ?? null),
  packetLossInbound: real(({ facts }) => facts.quality.inbound?.packetLoss ?? null),
  packetLossOutbound: real(({ facts }) => facts.quality.outbound?.packetLoss ?? null),
  outcome: text((summary) => summary.outcome),
  sentiment: text((summary) => summary.sentiment),
  intent: text((summary) => summary.intent),
  hasRecording: boolean((summary) => summary.hasRecording),
  isBackfilled: boolean((summary) => summary.isBackfilled),
  providerManaged: boolean(({ facts }) => facts.providerManaged),
  revisionCount: integer((summary) => summary.revisionCount),
  missingCount: integer(({ missing }) => missing.length),
};
const COLUMN_NAMES = Object.keys(COLUMNS) as SessionColumn[];

/** `latencyP50Ms` is `latency_p50_ms`. */
export const sqlNameOf = (column: SessionColumn): SummaryColumn =>
  column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) as SummaryColumn;

const SQL_NAMES = new Map(COLUMN_NAMES.map((column) => [column, sqlNameOf(column)]));

export const kindOf = (column: SessionColumn): ColumnKind => COLUMNS[column].kind;

/** Slugs are found between commas. */
export const productsText = (products: readonly string[]): string => `,${products.map((product) => `${product},`).join("")}`;

/** The narrow row of a summary, by SQL name, `products` included. */
export function summaryValues(summary: SessionSummary): Record<string, ColumnValue> {
  const values: Record<string, ColumnValue> = { products: productsText(summary.products) };
  for (const [column, name] of SQL_NAMES) values[name] = toColumnValue(COLUMNS[column].value(summary), COLUMNS[column].kind);
  return values;
}

function toColumnValue(value: string | number | bigint | boolean | null, kind: ColumnKind): ColumnValue {
  if (typeof value === "boolean") return value ? 1 : 0;
  // PostgreSQL keeps no NUL.
  if (typeof value === "string") return value.replaceAll("\0", "\uFFFD");
  // Where a sum of fractions got in, the column still holds whole numbers, in PostgreSQL as in SQLite.
  return kind === "integer" && typeof value === "number" ? Math.round(value) : value;
}

/** A column's value as the port gives it, from what a driver gave. */
export function fromColumnValue(value: unknown, column: SessionColumn): string | number | bigint | boolean | null {
  if (value === null || value === undefined) return null;
  switch (kindOf(column)) {
    case "text":
      return String(value);
    case "boolean":
      return Number(value) === 1;
    case "money":
      return BigInt(value as bigint);
    default:
      return Number(value);
  }
}
