import { type TSchema, Type } from "typebox";

const or = (schema: TSchema, description: string) => Type.Union([schema, Type.Null()], { description });
const text = (description: string, example: string) => or(Type.String({ examples: [example] }), description);
const time = (description: string) =>
  or(Type.String({ format: "date-time", examples: ["2026-03-17T10:00:00.000Z"] }), `${description} RFC 3339, UTC, milliseconds.`);
const milliseconds = (description: string, example: number) => or(Type.Number({ examples: [example] }), `${description} Milliseconds.`);
const moment = (description: string) =>
  Type.String({ format: "date-time", description: `${description} RFC 3339, UTC, milliseconds.`, examples: ["2026-03-17T10:00:00.000Z"] });
const flag = (description: string, example = true) => Type.Boolean({ description, examples: [example] });
const texts = (description: string, example: string) => Type.Array(Type.String({ examples: [example] }), { description });
const money = (description: string) => Type.String({ description: `${description} Exact decimal string.`, examples: ["0.212800"] });
const count = (description: string, example = 1) => Type.Integer({ description, examples: [example] });
const said = (schema: TSchema) => Type.Optional(schema);

const saidTime = (description: string) => said(text(`${description} ISO 8601.`, "2026-03-17T10:00:00Z"));
const Fraction = or(Type.Number({ examples: [0.004] }), "Packet loss, a fraction from 0 to 1.");
const Direction = (description: string) =>
  or(
    Type.Object({
      mos: said(or(Type.Number({ examples: [4.3] }), "Mean opinion score, 1 to 5.")),
      jitter_ms: said(milliseconds("Jitter.", 11.5)),
      packet_loss: said(Fraction),
    }),
    description,
  );
const Quality = Type.Object({
  inbound: said(Direction("Media that came from the other side.")),
  outbound: said(Direction("Media that was sent.")),
});
const FreeObject = (description: string, example: object) =>
  Type.Record(Type.String(), Type.Unknown(), { description, examples: [example] });
const Root = Type.Object({
  record_type: Type.String({ description: "Name, alias or product slug of a record type.", examples: ["call-session"] }),
  id: Type.String({ examples: ["7f1b2c3d"] }),
});
const ExternalIds = FreeObject("Ids that others know the session by; each finds it.", { twilio_call_sid: "CA1234" });

/** What a body of facts may say; a member that is absent keeps what was said before, null forgets it. */
export const SessionFactsBody = Type.Object(
  {
    agent: said(
      or(
        Type.Object({ id: said(text("Id of the agent.", "agent_7")), name: said(text("Name of the agent.", "Front desk")) }),
        "The agent that held the conversation.",
      ),
    ),
    type: said(text("voice or chat; other words are kept as they are.", "voice")),
    platform: said(text("phone, web, whatsapp or sip; other words are kept as they are.", "phone")),
    channel: said(text("voice, web or sip; other words are kept as they are.", "voice")),
    direction: said(text("inbound or outbound.", "inbound")),
    caller_number: said(text("Number of the caller.", "+15550100")),
    callee_number: said(text("Number that was called.", "+15550199")),
    customer_number: said(text("Number of the customer, whoever called.", "+15550100")),
    room_name: said(text("Name of the media room.", "room-42")),
    telephony_type: said(text("Kind of telephony, as your platform names it.", "twilio")),
    provider_managed: said(or(Type.Boolean({ examples: [true] }), "Whether the telephony is the provider's own.")),
    status: said(text("completed, failed, no_answer, busy, voicemail, in_progress, pending or ringing.", "completed")),
    disconnect_reason: said(text("user_hangup, agent_hangup, timeout or error.", "user_hangup")),
    created_at: saidTime("When the session came to be."),
    started_at: saidTime("When it started."),
    answered_at: saidTime("When it was answered."),
    ended_at: saidTime("When it ended."),
    ended: said(or(Type.Boolean({ examples: [true] }), "True: it is over, and nobody knows exactly when; false takes that back.")),
    quality: said(or(Quality, "Quality of the media, as measured.")),
    root: said(or(Root, "The record that the session's tree begins at, where you know it.")),
    external_ids: said(or(ExternalIds, "Ids that others know the session by; each finds it.")),
    variables: said(or(FreeObject("Variables of the conversation.", { name: "Ada" }), "Merged member by member.")),
    metadata: said(or(FreeObject("Whatever else you want to keep.", { ticket: 42 }), "Merged member by member; no digit is lost.")),
  },
  { $id: "SessionFacts", additionalProperties: false },
);

export const SessionEndBody = Type.Object(
  {
    ended_at: saidTime("When it ended; absent: when this arrived."),
    disconnect_reason: said(text("user_hangup, agent_hangup, timeout or error.", "user_hangup")),
    status: said(text("How it went.", "completed")),
  },
  { $id: "SessionEnd", additionalProperties: false },
);

const Latency = (make: (schema: TSchema) => TSchema) =>
  or(
    Type.Object({
      stt_ms: make(milliseconds("Speech to text.", 140)),
      llm_ms: make(milliseconds("Language model.", 420)),
      tts_ms: make(milliseconds("Text to speech.", 110)),
      total_ms: make(milliseconds("End to end.", 670)),
    }),
    "How long this turn took.",
  );
const ToolCall = (make: (schema: TSchema) => TSchema) =>
  or(
    Type.Object({
      id: make(text("Id of the call.", "call_1")),
      name: Type.String({ description: "Name of the tool.", examples: ["look_up_order"] }),
      arguments: make(Type.Unknown({ description: "Any JSON.", examples: [{ order: 42 }] })),
      result: make(Type.Unknown({ description: "Any JSON.", examples: [{ status: "sent" }] })),
    }),
    "What was asked of a tool, and what it answered.",
  );
const offset = (description: string, example: number) => milliseconds(`${description}, from the session's start.`, example);

export const MessageBody = Type.Object(
  {
    id: Type.String({ description: "Unique within its session; the same id again is the same message.", examples: ["m-1"] }),
    role: Type.String({ description: "user, assistant, system or tool, or a provider's word for one.", examples: ["user"] }),
    content: said(text("What was said.", "Where is my order?")),
    start_ms: said(offset("When it began", 1_200)),
    end_ms: said(offset("When it ended", 2_900)),
    created_at: saidTime("When it was said."),
    interrupted: said(or(Type.Boolean({ examples: [false] }), "Whether the other side cut in.")),
    latency: said(Latency(said)),
    tool_call: said(ToolCall(said)),
  },
  { $id: "NewMessage" },
);

const always = (schema: TSchema): TSchema => schema;

export const MessageAnswer = Type.Object(
  {
    id: Type.String({ examples: ["m-1"] }),
    role: Type.String({ enum: ["user", "assistant", "system", "tool"], description: "Who spoke.", examples: ["user"] }),
    content: Type.String({ description: "What was said.", examples: ["Where is my order?"] }),
    at: moment("When, as far as is known: said, else start + offset, else its arrival."),
    offset_ms: Type.Number({ description: "From the session's start, never negative.", examples: [1_200] }),
    start_ms: offset("When it began", 1_200),
    end_ms: offset("When it ended", 2_900),
    created_at: time("When it was said, as it was sent."),
    interrupted: flag("Whether the other side cut in.", false),
    latency: Latency(always),
    tool_call: ToolCall(always),
  },
  { $id: "Message" },
);

const ProductCost = Type.Object({
  product: Type.String({ examples: ["ai-voice-assistant"] }),
  group: Type.String({ description: "Group of the product's record types.", examples: ["AI"] }),
  cost: money("What the session owns of it."),
  event_count: count("Records of it."),
});

const headMembers = {
  id: Type.String({ description: "Never changes.", examples: ["call-42"] }),
  state: Type.String({ enum: ["open", "ended", "settling", "settled"], description: "docs/sessions.md tells what each means." }),
  agent: or(Type.Object({ id: text("Id.", "agent_7"), name: text("Name.", "Front desk") }), "Null: no agent is known."),
  type: text("voice or chat.", "voice"),
  platform: text("phone, web, whatsapp, sip, or as sent.", "phone"),
  channel: text("voice, web, sip, or as sent.", "voice"),
  direction: text("inbound or outbound.", "inbound"),
  status: text("How it went, or stands.", "completed"),
  disconnect_reason: text("Why it ended.", "user_hangup"),
  caller_number: text("Number of the caller.", "+15550100"),
  callee_number: text("Number that was called.", "+15550199"),
  customer_number: text("Number of the customer.", "+15550100"),
  room_name: text("Name of the media room.", "room-42"),
  telephony_type: text("As it was sent.", "twilio"),
  provider_managed: or(Type.Boolean({ examples: [true] }), "Whether the telephony is the provider's own."),
  created_at: moment("When it came to be."),
  started_at: time("When it started."),
  answered_at: time("When it was answered."),
  ended_at: time("When it ended."),
  duration_ms: milliseconds("From start to end.", 93_000),
  last_activity_at: moment("The last that is known to have happened in it."),
  updated_at: moment("When something was last learned of it."),
  settled_at: time("When its costs settled."),
  root: or(Root, "Where its tree begins; null: no record of it is known."),
  owned_cost: money("Of the records that it owns: what lists and sums add up."),
  tree_cost: money("Of its tree, records shared with other sessions included."),
  currency: Type.String({ description: "ISO 4217: the organization's.", examples: ["USD"] }),
  cost_status: Type.String({
    enum: ["none", "reported", "rated", "estimated", "unconverted", "unknown"],
    description: "How its least certain cost is known; `none`: it has no record.",
    examples: ["reported"],
  }),
  unknown_cost_count: count("Its records of unknown cost.", 0),
  unconverted_count: count("Its records in a currency without an exchange rate.", 0),
  event_count: count("Records that it owns.", 11),
  shared_count: count("Records in its tree that another session owns.", 0),
  message_count: count("Messages of its transcript.", 14),
  products: texts("Product slugs of its records, sorted.", "ai-voice-assistant"),
  cost_by_product: Type.Array(ProductCost, { description: "Adds up to `owned_cost`." }),
  missing: texts("Expected record types that did not come.", "sip-trunking"),
  latency: or(
    Type.Object({ p50_ms: Type.Number({ examples: [640] }), p95_ms: Type.Number({ examples: [1_180] }) }),
    "Of the turns' end-to-end times.",
  ),
  quality: Quality,
  outcome: text("What the analysis found.", "RESOLVED"),
  sentiment: text("What the analysis found.", "POSITIVE"),
  intent: text("What the analysis found.", "order status"),
  has_recording: flag("Whether it has a recording."),
  backfilled: flag("It had ended more than 24 hours before it was first heard of.", false),
  revision_count: count("How often costs that had settled have changed.", 0),
  merged_from: texts("Ids of sessions that turned out to be this one.", "call-43"),
  external_ids: ExternalIds,
};

export const SessionAnswer = Type.Object(headMembers, { $id: "Session" });

const Totals = Type.Object({
  owned_cost: money("Of the records that it owns."),
  tree_cost: money("Of its tree."),
  event_count: count("Records that it owns.", 11),
  unknown_cost_count: count("Of unknown cost.", 0),
  unconverted_count: count("Without an exchange rate.", 0),
});

export const RevisionAnswer = Type.Object(
  {
    number: count("From 1."),
    at: moment("When the change was found."),
    currency: Type.String({ examples: ["USD"] }),
    before: Totals,
    after: Totals,
    causes: Type.Array(Root, { description: "The records that caused it, at most 100." }),
  },
  { $id: "Revision", description: "A change of costs that had been told as settled." },
);

const RecordingPart = Type.Object({
  url: Type.String({
    description: "Plays it; signed, and good for a limited time.",
    examples: ["https://calls.example.com/v1/sessions/call-42/recording?token=…"],
  }),
  waveform_url: text("Its waveform's peaks; null: not computable.", "/v1/sessions/call-42/recording/waveform"),
  content_type: text("Read from the bytes themselves; null: not fetched yet.", "audio/wav"),
  duration_ms: milliseconds("Length.", 93_000),
  size_bytes: or(Type.Integer({ examples: [1_488_044] }), "Size in bytes."),
  sha256: text("Hex.", "9f86d0…"),
  received_at: moment("When it came."),
});

export const WholeSessionAnswer = Type.Object(
  {
    ...headMembers,
    merged_into: text("Set when the id that was asked for turned out to be another session, which is told here.", "call-41"),
    aliases: texts("Every value that the session is found by.", "CA1234"),
    variables: FreeObject("As sent, merged.", { name: "Ada" }),
    metadata: FreeObject("As sent, merged.", { ticket: 42 }),
    transcript: said(Type.Array(Type.Ref("Message"), { description: "By time." })),
    recording: said(or(RecordingPart, "Null: there is none.")),
    tree: said(or(Type.Ref("Tree"), "As GET /v1/trees gives it; null: no root is known.")),
    revisions: said(Type.Array(Type.Ref("Revision"), { description: "Oldest first." })),
    analysis: or(Type.Ref("Analysis"), "The newest that is done, or else where the first one stands. Null: none was asked for."),
  },
  { $id: "WholeSession" },
);

export const SessionListAnswer = Type.Object(
  {
    data: Type.Array(Type.Ref("Session")),
    next_cursor: text("Asks for the next page; null: this was the last.", "WyJzdGFydGVkTXMi…"),
    totals: or(
      Type.Object({
        count: count("Sessions.", 120),
        owned_cost: money("Sum over all pages."),
        tree_cost: money("Sum over all pages; shared records count once for each session that shows them."),
        currency: Type.String({ examples: ["USD"] }),
        duration_ms: Type.Number({ description: "Sum over all pages.", examples: [9_300_000] }),
        unknown_cost_count: count("Records of unknown cost.", 2),
        unconverted_count: count("Records in a currency without an exchange rate, which the sums of costs lack.", 0),
        message_count: count("Messages.", 1_480),
      }),
      "Over all pages of the question. Null: `totals=false` was asked.",
    ),
  },
  { $id: "SessionList" },
);

/** Those that routes and other schemas refer to by name. */
export const sessionSchemas = [
  SessionFactsBody,
  SessionEndBody,
  MessageBody,
  MessageAnswer,
  SessionAnswer,
  RevisionAnswer,
  WholeSessionAnswer,
  SessionListAnswer,
];
