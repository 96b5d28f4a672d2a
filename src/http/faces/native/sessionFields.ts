import type { WordKind } from "../../../domain/sessionWords.ts";
import type { SessionColumn } from "../../../store/conversationStore.ts";

/**
 * How a field of a session can be asked about. `text`: `name=a,b`; `words`: the same, in any provider's spelling; `choice`:
 * one of a few; `time`: `…_after` and `…_before` without its `_at`; `integer`, `decimal`, `money`: `…_min` and `…_max`; `flag`: true or false.
 */
export type FieldKind = "text" | "phone" | "choice" | "time" | "integer" | "decimal" | "money" | "flag";

export interface SessionField {
  /** As filters and `sort` name it. */
  readonly name: string;
  readonly column: SessionColumn;
  readonly kind: FieldKind;
  readonly about: string;
  /** Providers' words of this kind are understood as well. */
  readonly words?: WordKind;
}

const field = (name: string, column: SessionColumn, kind: FieldKind, about: string, words?: WordKind): SessionField => ({
  ...{ name, column, kind, about },
  ...(words === undefined ? {} : { words }),
});

/** Every column of a summary, as the native API names it. */
export const SESSION_FIELDS: readonly SessionField[] = [
  field("id", "id", "text", "Id of the session."),
  field("state", "state", "choice", "open, ended, settling or settled."),
  field("type", "type", "choice", "Kind of session, such as voice or chat.", "type"),
  field("platform", "platform", "choice", "Such as phone, web, whatsapp or sip.", "platform"),
  field("channel", "channel", "choice", "Such as voice, web or sip.", "channel"),
  field("direction", "direction", "choice", "inbound or outbound.", "direction"),
  field("status", "status", "choice", "How it went, such as completed, failed, no_answer, busy or voicemail.", "status"),
  field("disconnect_reason", "disconnectReason", "choice", "Why it ended, such as user_hangup.", "disconnectReason"),
  field("telephony_type", "telephonyType", "text", "As it was sent."),
  field("agent_id", "agentId", "text", "Id of the agent."),
  field("agent_name", "agentName", "text", "Name of the agent."),
  field("caller_number", "callerNumber", "phone", "Number of the caller."),
  field("callee_number", "calleeNumber", "phone", "Number that was called."),
  field("customer_number", "customerNumber", "phone", "Number of the customer, whoever called."),
  field("room_name", "roomName", "text", "Name of the media room."),
  field("root_record_type", "rootType", "text", "Record type of the root."),
  field("root_id", "rootId", "text", "Id of the root record."),
  field("created_at", "createdMs", "time", "When the session came to be."),
  field("started_at", "startedMs", "time", "When it started."),
  field("answered_at", "answeredMs", "time", "When it was answered."),
  field("ended_at", "endedMs", "time", "When it ended."),
  field("duration_ms", "durationMs", "integer", "From its start to its end."),
  field("last_activity_at", "lastActivityMs", "time", "The last that is known to have happened in it."),
  field("updated_at", "updatedMs", "time", "When something was last learned of it."),
  field("settled_at", "settledMs", "time", "When its costs settled."),
  field("owned_cost", "ownedCostNanos", "money", "Cost of the records that it owns."),
  field("tree_cost", "treeCostNanos", "money", "Cost of its tree, shared records included."),
  field("cost_status", "costStatus", "choice", "none, reported, rated, estimated, unconverted or unknown."),
  field("unknown_cost_count", "unknownCostCount", "integer", "Records whose cost is unknown."),
  field("unconverted_count", "unconvertedCount", "integer", "Records in a currency without an exchange rate."),
  field("event_count", "eventCount", "integer", "Records that it owns."),
  field("message_count", "messageCount", "integer", "Messages of its transcript."),
  field("latency_p50_ms", "latencyP50Ms", "decimal", "Median of its turns' end-to-end times."),
  field("latency_p95_ms", "latencyP95Ms", "decimal", "95th percentile of its turns' end-to-end times."),
  field("mos_inbound", "mosInbound", "decimal", "Mean opinion score of the inbound media."),
  field("mos_outbound", "mosOutbound", "decimal", "Mean opinion score of the outbound media."),
  field("jitter_inbound_ms", "jitterInboundMs", "decimal", "Jitter of the inbound media."),
  field("jitter_outbound_ms", "jitterOutboundMs", "decimal", "Jitter of the outbound media."),
  field("packet_loss_inbound", "packetLossInbound", "decimal", "Packet loss of the inbound media, from 0 to 1."),
  field("packet_loss_outbound", "packetLossOutbound", "decimal", "Packet loss of the outbound media, from 0 to 1."),
  field("outcome", "outcome", "choice", "Outcome that the analysis found: RESOLVED, PARTIALLY_RESOLVED, UNRESOLVED or NOT_APPLICABLE."),
  field("sentiment", "sentiment", "choice", "Sentiment that the analysis found: POSITIVE, NEUTRAL or NEGATIVE."),
  field("intent", "intent", "text", "Intent that the analysis found."),
  field("has_recording", "hasRecording", "flag", "Whether it has a recording."),
  field("backfilled", "isBackfilled", "flag", "Whether it had ended more than 24 hours before it was first heard of."),
  field("provider_managed", "providerManaged", "flag", "Whether the telephony is the provider's own."),
  field("revision_count", "revisionCount", "integer", "How often told costs have changed."),
  field("missing_count", "missingCount", "integer", "Expected record types that did not come."),
];

const byName: ReadonlyMap<string, SessionField> = new Map(SESSION_FIELDS.map((known) => [known.name, known]));

export const sessionField = (name: string): SessionField | undefined => byName.get(name);
