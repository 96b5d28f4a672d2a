import { formatNanos } from "../../../domain/money.ts";
import type { RecordName } from "../../../domain/record.ts";
import type { QualityFacts, Revision, SessionSummary, SessionTotals } from "../../../domain/session.ts";
import { formatTime, formatTimeOrNull } from "../../../domain/time.ts";
import type { Turn } from "../../../reads/readSession.ts";
import type { Recording, SessionListTotals } from "../../../store/conversationStore.ts";

/**
 * What every place tells of a session: lists, exports, answers to writes, and the beginning of the whole session. Only
 * `variables` and `metadata`, which may be large, stand in the whole session alone.
 */
export function sessionHead(summary: SessionSummary) {
  const { facts } = summary;
  return {
    id: summary.id,
    state: summary.state,
    agent: facts.agentId === null && facts.agentName === null ? null : { id: facts.agentId, name: facts.agentName },
    type: facts.type,
    platform: facts.platform,
    channel: facts.channel,
    direction: facts.direction,
    status: facts.status,
    disconnect_reason: facts.disconnectReason,
    caller_number: facts.callerNumber,
    callee_number: facts.calleeNumber,
    customer_number: facts.customerNumber,
    room_name: facts.roomName,
    telephony_type: facts.telephonyType,
    provider_managed: facts.providerManaged,
    ...timesOf(summary),
    root: nameView(summary.root),
    ...moneyOf(summary),
    event_count: summary.eventCount,
    shared_count: summary.sharedCount,
    message_count: summary.messageCount,
    products: summary.products,
    cost_by_product: summary.costByProduct.map(({ product, group, costNanos, eventCount }) => ({
      product,
      group,
      cost: formatNanos(costNanos),
      event_count: eventCount,
    })),
    missing: summary.missing,
    latency: summary.latency === null ? null : { p50_ms: summary.latency.p50, p95_ms: summary.latency.p95 },
    quality: { inbound: qualityView(facts.quality.inbound), outbound: qualityView(facts.quality.outbound) },
    outcome: summary.outcome,
    sentiment: summary.sentiment,
    intent: summary.intent,
    has_recording: summary.hasRecording,
    backfilled: summary.isBackfilled,
    revision_count: summary.revisionCount,
    merged_from: summary.mergedFrom,
    external_ids: facts.externalIds,
  };
}

const timesOf = (summary: SessionSummary) => ({
  created_at: formatTime(summary.createdMs),
  started_at: formatTimeOrNull(summary.startedMs),
  answered_at: formatTimeOrNull(summary.facts.answeredMs),
  ended_at: formatTimeOrNull(summary.endedMs),
  duration_ms: summary.durationMs,
  last_activity_at: formatTime(summary.lastActivityMs),
  updated_at: formatTime(summary.updatedMs),
  settled_at: formatTimeOrNull(summary.settledMs),
});

const moneyOf = (summary: SessionSummary) => ({
  owned_cost: formatNanos(summary.ownedCostNanos),
  tree_cost: formatNanos(summary.treeCostNanos),
  currency: summary.currency,
  cost_status: summary.costStatus,
  unknown_cost_count: summary.unknownCostCount,
  unconverted_count: summary.unconvertedCount,
});

const nameView = (name: RecordName | null) => (name === null ? null : { record_type: name.type, id: name.id });

const qualityView = (quality: QualityFacts | null) =>
  quality === null ? null : { mos: quality.mos, jitter_ms: quality.jitterMs, packet_loss: quality.packetLoss };

export const sessionTotalsView = (totals: SessionListTotals, currency: string) => ({
  count: totals.count,
  owned_cost: formatNanos(totals.ownedCostNanos),
  tree_cost: formatNanos(totals.treeCostNanos),
  currency,
  duration_ms: totals.durationMs,
  unknown_cost_count: totals.unknownCostCount,
  unconverted_count: totals.unconvertedCount,
  message_count: totals.messageCount,
});

/** One message of the transcript, as JSON text: what a tool was given and gave back goes out as it came in. */
export function turnJson(turn: Turn): string {
  const { latency, toolCall } = turn;
  const view = {
    id: turn.id,
    role: turn.role,
    content: turn.content,
    at: formatTime(turn.atMs),
    offset_ms: turn.offsetMs,
    start_ms: turn.startMs,
    end_ms: turn.endMs,
    created_at: formatTimeOrNull(turn.createdMs),
    interrupted: turn.interrupted,
    latency: latency === null ? null : { stt_ms: latency.sttMs, llm_ms: latency.llmMs, tts_ms: latency.ttsMs, total_ms: latency.totalMs },
  };
  if (toolCall === null) return JSON.stringify({ ...view, tool_call: null });
  const call =
    `{"id":${JSON.stringify(toolCall.id)},"name":${JSON.stringify(toolCall.name)},` +
    `"arguments":${toolCall.argumentsJson},"result":${toolCall.resultJson}}`;
  return withMembers(view, { tool_call: call });
}

/** The JSON text of an object, with more members given as JSON text already. */
export function withMembers(view: object, members: Readonly<Record<string, string>>): string {
  const told = JSON.stringify(view).slice(1, -1);
  const more = Object.entries(members).map(([name, json]) => `${JSON.stringify(name)}:${json}`);
  return `{${[...(told === "" ? [] : [told]), ...more].join(",")}}`;
}

export const revisionView = (revision: Revision) => ({
  number: revision.number,
  at: formatTime(revision.atMs),
  currency: revision.currency,
  before: totalsView(revision.before),
  after: totalsView(revision.after),
  causes: revision.causes.map(nameView),
});

const totalsView = (totals: SessionTotals) => ({
  owned_cost: formatNanos(totals.ownedCostNanos),
  tree_cost: formatNanos(totals.treeCostNanos),
  event_count: totals.eventCount,
  unknown_cost_count: totals.unknownCostCount,
  unconverted_count: totals.unconvertedCount,
});

/** What is known of a recording; the address to play it is signed where the request is answered. */
export const recordingView = (recording: Recording) => ({
  content_type: recording.contentType,
  duration_ms: recording.durationMs,
  size_bytes: recording.sizeBytes,
  sha256: recording.sha256,
  received_at: formatTime(recording.receivedMs),
  waveform_url: recording.peaks === null ? null : `/v1/sessions/${encodeURIComponent(recording.sessionId)}/recording/waveform`,
});
