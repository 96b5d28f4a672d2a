/**
 * The built-in record types, as data. Names, products and relations are those of the public Session Analysis guide
 * (its Record Types Reference) and of the detail-record schemas; where those are silent the choice is ours and
 * docs/faces/telnyx.md says so. docs/record-types.md is generated from this file.
 */
import { type ParentMapping, type QuantityField, RECORD_TYPE_DEFAULTS, type RecordType } from "./registry.ts";

type Given = Pick<RecordType, "name" | "product" | "group" | "description"> & Partial<RecordType>;

const AI = "AI & Voice Intelligence";

/** Only what thinks or speaks uses a model; a `model` on a call or a SIM card would be something else. */
const builtIn = (given: Given): RecordType => ({
  ...RECORD_TYPE_DEFAULTS,
  event: given.product,
  unitField: "rate_measured_in",
  modelFields: given.group === AI ? RECORD_TYPE_DEFAULTS.modelFields : [],
  builtIn: true,
  ...given,
});

const mapping = (parentType: string, localField: string, parentField: string, specificity: number): ParentMapping => ({
  parentType,
  localField,
  parentField,
  specificity,
  costRollup: true,
  traversalEnabled: true,
});

/** One leg goes by three names; a record carries one or more of them. */
const underCallControlLeg: readonly ParentMapping[] = [
  mapping("call-control", "telnyx_leg_id", "telnyx_leg_id", 1),
  mapping("call-control", "call_leg_id", "telnyx_leg_id", 1),
  mapping("call-control", "call_control_id", "call_control_id", 1),
  mapping("call-control", "telnyx_session_id", "telnyx_session_id", 2),
  mapping("call-control", "call_session_id", "telnyx_session_id", 2),
];
/** `telnyx_session_id` and `call_session_id` are two names of one value; a record carries either. */
const underCallSession: readonly ParentMapping[] = [
  mapping("call-session", "telnyx_session_id", "telnyx_session_id", 9),
  mapping("call-session", "call_session_id", "call_session_id", 9),
];
const underCallControl = [...underCallControlLeg, ...underCallSession];

const billedSeconds: readonly QuantityField[] = [
  { field: "billed_sec", unit: "second" },
  { field: "call_sec", unit: "second" },
];
const tokens: readonly QuantityField[] = [
  { field: "tokens", unit: "token" },
  { field: "completion_tokens", unit: "token" },
];
const money = ["cost", "rate", "rate_measured_in", "currency"];
const callFields = ["cli", "cld", "direction", "call_sec", "billed_sec", "hangup_cause", "connection_id", "tags", ...money];
const messageFields = [
  ...["user_id", "sent_at", "updated_at", "direction", "message_type", "status", "cli", "cld", "country_code", "source_country_code"],
  ...["carrier", "carrier_fee", "parts", "errors", "fteu", "on_net", "mcc", "mnc", "profile_id", "profile_name", "tags"],
  ...["delivery_status", "delivery_status_webhook_url", "delivery_status_failover_url", ...money],
];
const inferenceFields = [
  ...["model", "usecase", "user_prompt_tokens", "cached_user_prompt_tokens", "completion_tokens", "tokens", "billable"],
  ...["inference_time", "service_tier", "hardware", "billing_group_id", ...money],
];

const VOICE = "Voice & Telephony";
const MEDIA = "Media & Storage";
const CONFERENCING = "Conferencing";
const MESSAGING = "Messaging";
const VIDEO = "Video";
const OTHER = "Other Products";

const inference = (name: string, description: string, more: Partial<RecordType> = {}): RecordType =>
  builtIn({
    name,
    product: name,
    group: AI,
    description,
    quantityFields: tokens,
    parents: [
      mapping("ai-voice-assistant", "conversation_id", "conversation_id", 1),
      mapping("ai-messaging-assistant", "conversation_id", "conversation_id", 1),
    ],
    knownFields: inferenceFields,
    ...more,
  });

const room = (part: string, description: string, more: Partial<RecordType> = {}): RecordType =>
  builtIn({
    name: `room-session-${part}event`,
    product: `room-session-${part}event`,
    group: VIDEO,
    description,
    parents: [mapping("room-session-event", "room_session_id", "room_session_id", 1)],
    knownFields: ["room_id", "room_session_id", "participant_id", "duration_secs", ...money],
    quantityFields: [{ field: "duration_secs", unit: "second" }],
    ...more,
  });

export const BUILT_IN_RECORD_TYPES: readonly RecordType[] = [
  builtIn({
    name: "ai-voice-assistant",
    product: "ai-voice-assistant",
    group: AI,
    description: "AI assistant sessions",
    idFields: ["conversation_id", "id"],
    timeFields: ["created_at", "started_at"],
    endFields: ["completed_at", "finished_at"],
    quantityFields: [
      { field: "billed_sec", unit: "second" },
      { field: "duration_sec", unit: "second" },
    ],
    parents: underCallControl,
    knownFields: ["assistant_id", "duration_sec", "billed_sec", "stt_model", "tts_provider", "tts_model_id", "llm_model", ...money],
  }),
  inference("inference", "AI inference events (one per LLM turn)", { timeFields: ["created_at", "started_at"] }),
  inference("inference-speech-to-text", "STT-specific inference"),
  inference("inference-text-to-speech", "TTS-specific inference"),
  inference("summarization", "Text summarization"),
  inference("embedding", "Vector embeddings"),
  builtIn({
    name: "speech-to-text",
    product: "speech-to-text",
    group: AI,
    description: "STT transcription records",
    aliases: ["stt"],
    timeFields: ["start_time", "started_at", "created_at"],
    endFields: ["end_time", "finished_at", "completed_at"],
    quantityFields: billedSeconds,
    parents: underCallControl,
    knownFields: ["provider", "billed_sec", ...money],
  }),
  builtIn({
    name: "text-to-speech",
    product: "text-to-speech",
    group: AI,
    description: "TTS synthesis records",
    aliases: ["tts"],
    timeFields: ["created_at", "started_at"],
    quantityFields: [{ field: "number_of_characters", unit: "character" }],
    parents: underCallControl,
    knownFields: ["provider", "number_of_characters", ...money],
  }),
  builtIn({
    name: "amd",
    product: "amd",
    group: AI,
    description: "Answering machine detection invocations",
    aliases: ["amd_detail_record"],
    timeFields: ["invoked_at", "created_at"],
    quantityFields: [{ field: "invocations", unit: "invocation" }],
    parents: underCallControl,
    knownFields: [
      "feature",
      "connection_id",
      "connection_name",
      "billing_group_id",
      "billing_group_name",
      "tags",
      "is_telnyx_billable",
      "invocations",
      ...money,
    ],
  }),
  builtIn({
    name: "noise-suppression",
    product: "noise-suppression",
    group: AI,
    description: "Audio enhancement records",
    quantityFields: billedSeconds,
    parents: underCallControl,
    knownFields: money,
  }),
  builtIn({
    name: "call-session",
    product: "siptrunking-cdrs",
    event: "call-session",
    group: VOICE,
    description: "Root-level record for grouping related voice product usage records",
    idFields: ["id", "telnyx_session_id", "call_session_id"],
    costFields: [],
    virtualBy: ["telnyx_session_id", "call_session_id"],
    sessionRoot: true,
  }),
  builtIn({
    name: "call-control",
    product: "callcontrol-cdrs",
    group: VOICE,
    description: "Voice API call records",
    timeFields: ["started_at", "created_at"],
    quantityFields: billedSeconds,
    parents: underCallSession,
    knownFields: ["answered_at", "call_control_id", "connected", "attempted", ...callFields],
  }),
  builtIn({
    name: "sip-trunking",
    product: "siptrunking-cdrs",
    group: VOICE,
    description: "SIP trunking detail records",
    quantityFields: billedSeconds,
    parents: underCallSession,
    knownFields: [
      ...[
        "answered_at",
        "telnyx_leg_id",
        "call_control_id",
        "sip_call_id",
        "fs_channel_id",
        "caller_number",
        "dest_number",
        "leg_direction",
      ],
      ...["flow_source", "flow_dest", "attempted", "connected", "completed", "hangup_code", "hangup_details", "sip_invite_failure_status"],
      ...[
        "telnyx_error_code",
        "route",
        "lrn",
        "shaken_stir",
        "onnet",
        "country_iso",
        "outbound_profile_id",
        "is_callcontrol",
        ...callFields,
      ],
    ],
  }),
  builtIn({
    name: "webrtc",
    product: "webrtc-cdrs",
    group: VOICE,
    description: "WebRTC call records",
    aliases: ["webrtc_detail_record"],
    idFields: ["id", "telnyx_leg_id"],
    quantityFields: billedSeconds,
    parents: underCallSession,
    knownFields: [
      ...["telnyx_leg_id", "telnyx_call_control_id", "session_id", "auth_username", "dest_number", "caller_name", "connection_name"],
      ...["fs_channel_id", "billing_group_name", "payment_method", ...callFields],
    ],
  }),
  builtIn({
    name: "recording",
    product: "recording-cdrs",
    group: MEDIA,
    description: "Call recording CDRs",
    quantityFields: billedSeconds,
    parents: underCallSession,
    volatileFields: ["download_url", "download_urls", "recording_url", "public_recording_urls", "recording_urls"],
    knownFields: ["billed_sec", ...money],
  }),
  builtIn({
    name: "media_storage",
    product: "media_storage",
    group: MEDIA,
    description: "Stored media files",
    timeFields: ["created_at"],
    volatileFields: ["download_url"],
    knownFields: ["action_type", "asset_id", "link_channel_id", "link_channel_type", "org_id", "user_id", "webhook_id", "status", ...money],
  }),
  builtIn({
    name: "media-streaming",
    product: "media-streaming",
    group: MEDIA,
    description: "Real-time audio streams",
    quantityFields: billedSeconds,
    parents: underCallControl,
    knownFields: ["billed_sec", ...money],
  }),
  builtIn({
    name: "forking",
    product: "forking",
    group: MEDIA,
    description: "Forked media records",
    quantityFields: billedSeconds,
    parents: underCallControl,
    knownFields: ["billed_sec", ...money],
  }),
  builtIn({
    name: "conference",
    product: "conference",
    group: CONFERENCING,
    description: "Conference sessions",
    aliases: ["conference_detail_record"],
    costFields: [],
    endFields: ["ended_at"],
    quantityFields: [{ field: "participant_call_sec", unit: "second" }],
    sessionRoot: true,
    knownFields: [
      "name",
      "call_leg_id",
      "call_session_id",
      "connection_id",
      "user_id",
      "region",
      "expires_at",
      "call_sec",
      "participant_call_sec",
      "participant_count",
      "is_telnyx_billable",
    ],
  }),
  builtIn({
    name: "conference-participant",
    product: "conference-participant",
    group: CONFERENCING,
    description: "Individual participant records",
    aliases: ["conference_participant_detail_record"],
    timeFields: ["joined_at", "created_at"],
    endFields: ["left_at"],
    quantityFields: billedSeconds,
    parents: [mapping("conference", "conference_id", "id", 1), ...underCallSession],
    knownFields: [
      "call_leg_id",
      "user_id",
      "originating_number",
      "destination_number",
      "call_sec",
      "billed_sec",
      "is_telnyx_billable",
      ...money,
    ],
  }),
  builtIn({
    name: "message",
    product: "messaging",
    group: MESSAGING,
    description: "SMS/MMS message records",
    aliases: ["message_detail_record"],
    idFields: ["uuid", "id"],
    timeFields: ["created_at", "sent_at"],
    endFields: ["completed_at"],
    quantityFields: [{ field: "parts", unit: "part" }],
    sessionRoot: true,
    knownFields: messageFields,
  }),
  builtIn({
    name: "ai-messaging-assistant",
    product: "ai-messaging-assistant",
    group: MESSAGING,
    description: "AI assistant turns in a message conversation",
    aliases: ["ai-messaging-assistant-ai-messaging-assistant"],
    idFields: ["id", "conversation_id"],
    timeFields: ["created_at", "started_at"],
    modelFields: RECORD_TYPE_DEFAULTS.modelFields,
    parents: [
      mapping("message", "message_id", "uuid", 1),
      mapping("message", "message_uuid", "uuid", 1),
      mapping("message", "conversation_id", "conversation_id", 2),
    ],
    knownFields: ["assistant_id", "message_id", "llm_model", ...money],
  }),
  room("", "Video room sessions", { parents: [], sessionRoot: true, idFields: ["id", "room_session_id"] }),
  room("participant-", "Video participants", { timeFields: ["joined_at", "started_at", "created_at"], endFields: ["left_at", "ended_at"] }),
  room("recording-", "Video recordings", { volatileFields: ["download_url"] }),
  room("composition-", "Video compositions", { volatileFields: ["download_url"] }),
  builtIn({
    name: "verify",
    product: "verify-2fa",
    group: OTHER,
    description: "Verification attempts",
    aliases: ["verification_detail_record"],
    timeFields: ["created_at"],
    endFields: ["updated_at"],
    costFields: ["verify_usage_fee"],
    knownFields: [
      ...["verify_profile_id", "verify_channel_id", "verify_channel_type", "destination_phone_number", "verification_status"],
      ...["delivery_status", "verify_usage_fee", "rate", "rate_measured_in", "currency"],
    ],
  }),
  builtIn({
    name: "fax-api",
    product: "fax-api",
    group: OTHER,
    description: "Fax transmission records",
    aliases: ["fax"],
    quantityFields: [{ field: "pages", unit: "page" }, ...billedSeconds],
    parents: underCallSession,
    volatileFields: ["media_url", "stored_media_url"],
    knownFields: ["pages", "direction", "status", ...money],
  }),
  builtIn({
    name: "branded-calling",
    product: "branded-calling",
    group: OTHER,
    description: "Caller ID branding",
    parents: underCallSession,
    knownFields: money,
  }),
  builtIn({
    name: "siprec-client",
    product: "siprec-client",
    group: OTHER,
    description: "SIPREC recording sessions",
    quantityFields: billedSeconds,
    parents: underCallSession,
    knownFields: ["billed_sec", ...money],
  }),
  builtIn({
    name: "sim_card_usage",
    product: "wireless",
    group: OTHER,
    description: "SIM card data usage",
    timeFields: ["created_at"],
    endFields: ["closed_at"],
    costFields: ["data_cost"],
    quantityFields: [{ field: "downlink_data", unit: "byte" }],
    unitField: "data_unit",
    knownFields: [
      ...["sim_card_id", "sim_group_id", "sim_group_name", "sim_card_tags", "imsi", "phone_number", "ip_address", "mcc", "mnc"],
      ...["uplink_data", "downlink_data", "data_unit", "data_rate", "data_cost", "currency"],
    ],
  }),
  builtIn({
    name: "customer-service-record",
    product: "customer-service-record",
    group: OTHER,
    description: "Customer service records",
    timeFields: ["created_at"],
    knownFields: ["phone_number", "status", ...money],
  }),
];
