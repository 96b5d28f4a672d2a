import { Type } from "typebox";

const Json = Type.Record(Type.String(), Type.Unknown());
const Time = Type.String({ description: "ISO 8601, UTC; empty while unknown." });
const Status = Type.String({ description: "completed, failed, no_answer, busy, voicemail, in_progress, pending or ringing." });
const Channel = Type.String({ description: "voice, web or sip; empty where unknown." });
const Reason = Type.String({ description: "user_hangup, agent_hangup, timeout or error; empty where unknown." });
const RecordingUrl = Type.String({ description: "Plays with a plain GET for a limited time; empty without a recording." });
const CostTotal = Type.String({ description: "Credits, as fixed-point text: the same as `total_credits`." });

const CreditBreakdown = Type.Object({
  channel: Channel,
  duration_sec: Type.Integer(),
  model_credits: Type.Number(),
  provider_credits: Type.Number(),
  provider_managed: Type.Boolean(),
  telephony_type: Type.String(),
  total_credits: Type.Number({ description: "model_credits + provider_credits." }),
});

const transcriptMembers = {
  id: Type.String(),
  message: Type.Object({ role: Type.Enum(["agent", "user"]), content: Type.String() }),
  timestamp_ms: Type.Integer({ description: "From the start of the call." }),
};

const commonSnake = {
  id: Type.String(),
  agent_id: Type.String(),
  agent_name: Type.String(),
  organization_id: Type.String(),
  caller_number: Type.String(),
  callee_number: Type.String(),
  channel: Channel,
  status: Status,
  recording_url: RecordingUrl,
  duration_sec: Type.Integer(),
  cost_total: CostTotal,
  disconnect_reason: Reason,
  metadata: Json,
  post_call_analysis_result: Json,
  started_at: Time,
  ended_at: Time,
  created_at: Time,
  summary: Type.String(),
  call_latency_ms: Type.Integer(),
  error_message: Type.String(),
  caller_name: Type.String(),
  caller_email: Type.String(),
};

const CallItem = Type.Object(
  {
    id: Type.String(),
    agentId: Type.String(),
    organizationId: Type.String(),
    roomId: Type.String(),
    callerNumber: Type.String(),
    calleeNumber: Type.String(),
    callerName: Type.String(),
    callerEmail: Type.String(),
    channel: Channel,
    status: Status,
    summary: Type.String(),
    metadata: Json,
    errorMessage: Type.String(),
    disconnectReason: Reason,
    promptDynamicVariables: Json,
    extractDynamicVariables: Type.Union([Json, Type.Null()]),
    callLatencyMs: Type.Integer(),
    startedAt: Time,
    endedAt: Time,
    durationSec: Type.Integer(),
    createdAt: Time,
    recordingUrl: RecordingUrl,
    costTotal: CostTotal,
    agentName: Type.String(),
    postCallAnalysisResult: Json,
    creditBreakdown: CreditBreakdown,
  },
  { $id: "RavanCallItem" },
);

const head = { success: Type.Boolean(), message: Type.String() };

const CallDetail = Type.Object(
  {
    ...head,
    data: Type.Object({
      ...commonSnake,
      credit_breakdown: CreditBreakdown,
      room_id: Type.String(),
      transcripts: Type.Array(Type.Object(transcriptMembers)),
    }),
  },
  { $id: "RavanCallDetail" },
);

const CallList = Type.Object(
  {
    ...head,
    data: Type.Object({ callSessions: Type.Array(Type.Ref("RavanCallItem")), totalCount: Type.Integer() }),
    meta: Type.Object({ total: Type.Integer(), limit: Type.Integer(), offset: Type.Integer() }),
  },
  { $id: "RavanCallList" },
);

const ContactCalls = Type.Object({ ...head, data: Type.Array(Type.Ref("RavanCallItem")) }, { $id: "RavanContactCalls" });

const Percentage = Type.Number({ description: "0 to 100, with one decimal." });
const ContactCallStats = Type.Object(
  {
    ...head,
    data: Type.Object({
      total_calls: Type.Integer(),
      total_duration_sec: Type.Integer(),
      completed_pct: Percentage,
      failed_pct: Percentage,
      no_answer_pct: Percentage,
      avg_duration_sec: Type.Integer(),
      last_call_at: Time,
    }),
  },
  { $id: "RavanContactCallStats" },
);

const PhoneHistory = Type.Object(
  {
    ...head,
    phone: Type.String(),
    total_count: Type.Integer(),
    page: Type.Integer(),
    page_size: Type.Integer(),
    calls: Type.Array(
      Type.Object({
        ...commonSnake,
        twilio_cost: Type.Number({ description: "Cost of all that is no model, in the organization's currency." }),
        model_cost: Type.Number({ description: "Cost of models, in the organization's currency." }),
        credit_breakdown: Type.Object({
          model_credits: Type.Number(),
          provider_credits: Type.Number(),
          telephony_base_credits: Type.Number(),
        }),
        transcripts: Type.Array(Type.Object({ ...transcriptMembers, call_session_id: Type.String(), created_at: Time })),
      }),
    ),
  },
  { $id: "RavanPhoneHistory" },
);

const ErrorAnswer = Type.Object(
  {
    success: Type.Boolean({ default: false }),
    message: Type.String(),
    code: Type.Integer({ description: "As gRPC numbers its statuses." }),
    details: Type.Array(Type.Unknown()),
    error: Type.Object({ code: Type.String(), message: Type.String(), details: Json }),
  },
  { $id: "RavanError" },
);

/** All shapes that answers of this face refer to by name. */
export const ravanSchemas = [CallItem, CallDetail, CallList, ContactCalls, ContactCallStats, PhoneHistory, ErrorAnswer];

const failure = (description: string) => ({ ...Type.Ref("RavanError"), description });
export const refusals = {
  400: failure("A parameter is wrong: code 3."),
  401: failure("No key, or not a valid one: code 16."),
  403: failure("The key lacks the scope `read`: code 7."),
  429: failure("Too many requests: code 8."),
};
export const notFound = { 404: failure("There is none: code 5.") };
