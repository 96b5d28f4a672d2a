import { type TSchema, Type } from "typebox";

const Time = Type.String({ format: "date-time", description: "RFC 3339, UTC, milliseconds." });
const or = (schema: TSchema, description: string) => Type.Union([schema, Type.Null()], { description });
const said = (schema: TSchema) => Type.Optional(schema);
const Texts = (description: string) => Type.Array(Type.String(), { description });
const Decimal = (description: string) => or(Type.String({ examples: ["0.15"] }), description);

const Explanation = Type.String({ description: "Why, in a sentence." });
const Confidence = Type.Number({ minimum: 0, maximum: 1 });
const Values = (description: string) =>
  Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]), { description });

const Outcome = Type.Object({
  language: or(Type.String({ examples: ["en"] }), "ISO 639 code; null: not known."),
  summary: said(Type.String()),
  intent: said(
    Type.Object({ intent: or(Type.String(), "Null: none of the configured ones."), confidence: Confidence, explanation: Explanation }),
  ),
  resolution: said(
    Type.Object({
      classification: Type.String({ enum: ["RESOLVED", "PARTIALLY_RESOLVED", "UNRESOLVED", "NOT_APPLICABLE"] }),
      status: or(Type.String(), "Of the definition that fits; null: none does."),
      confidence: Confidence,
      satisfied_checklist_items: Texts("Of that definition."),
      evidence: Type.Array(Type.Object({ quote: Type.String(), message_id: Type.String(), role: Type.String() }), {
        description: "Verbatim quotes, each with the message it stands in.",
      }),
      explanation: Explanation,
    }),
  ),
  sentiment: said(
    Type.Object({
      sentiment: Type.String({ enum: ["POSITIVE", "NEUTRAL", "NEGATIVE"] }),
      score: Type.Number({ minimum: -1, maximum: 1 }),
      explanation: Explanation,
    }),
  ),
  extracted_data: said(Values("One value per configured field; null: the conversation does not say.")),
  post_call_analysis_data: said(Values("The same for `post_call_analysis_data`.")),
  figures: Type.Object({
    talk_ms: Type.Object({ user: or(Type.Number(), "Milliseconds."), assistant: or(Type.Number(), "Milliseconds.") }),
    silence_ms: or(Type.Number(), "Time in which nobody spoke."),
    longest_silence_ms: or(Type.Number(), "Milliseconds."),
    interruptions: Type.Integer(),
    turns: Type.Integer({ description: "Times that user and assistant took the word." }),
  }),
  left_out: Type.Array(Type.Object({ part: Type.String(), reason: Type.String() }), {
    description: "Parts that are switched on and could not be judged, single fields as `extracted_data.email`.",
  }),
  cut: or(
    Type.Object({ rule: Type.String(), messages_read: Type.Integer(), messages_total: Type.Integer() }),
    "Set when the transcript was too long to be read whole.",
  ),
});

export const AnalysisAnswer = Type.Object(
  {
    id: Type.String({ examples: ["an_7Yd1"] }),
    session_id: Type.String(),
    trigger: Type.String({ enum: ["auto", "request", "bulk"], description: "auto: the session ended." }),
    status: Type.String({ enum: ["queued", "running", "done", "failed", "skipped"], description: "skipped: the day's budget was spent." }),
    queued_at: Time,
    next_attempt_at: or(Time, "While it is queued: the earliest time at which it is made, or tried again. A new request makes it now."),
    started_at: or(Time, "Of the last attempt; null: there was none yet."),
    finished_at: or(Time, "Null: it waits, or is being made."),
    failure: or(
      Type.Object({ code: Type.String(), message: Type.String() }),
      "Why it failed or was skipped; while it is queued again, why its last attempt came to nothing.",
    ),
    analyser: or(Type.String({ enum: ["builtin", "llm"] }), "Null until it is finished."),
    model: or(Type.String(), "As the model's server names it."),
    duration_ms: or(Type.Number(), "How long it took."),
    input_tokens: or(Type.Integer(), "Over all requests that it took."),
    output_tokens: or(Type.Integer(), "Over all requests that it took."),
    cost: Decimal("Exact decimal string; null: no prices are configured, or no model was asked."),
    currency: or(Type.String(), "Of the cost."),
    attempts: Type.Integer(),
    result: or(Outcome, "Null until it is done. A part that is switched off or left out is absent."),
  },
  { $id: "Analysis" },
);

export const TrialAnswer = Type.Object({
  analyser: Type.String({ enum: ["builtin", "llm"] }),
  model: or(Type.String(), "As the model's server names it; null: none was asked."),
  result: or(Outcome, "Null: it came to nothing. A part that is switched off or left out is absent."),
  failure: or(
    Type.Object({ code: Type.String(), message: Type.String() }),
    "Why it came to nothing: `ANALYSIS_FAILED`, `ANALYSER_UNAVAILABLE`, `ANALYSIS_NOT_CONFIGURED`, or `budget_exhausted`.",
  ),
  cost: or(Type.Object({ amount: Type.String(), currency: Type.String() }), "Null: no model was asked, or no prices are configured."),
});

export const AnalysisSettingsAnswer = Type.Object(
  {
    base_url: or(Type.String(), "Null: the `llm` analyser cannot be used."),
    api_key_set: Type.Boolean({ description: "The key itself is never shown." }),
    model: or(Type.String(), "Name of the model."),
    timeout_ms: or(Type.Integer(), "Of one request."),
    retries: or(Type.Integer(), "After 429, 5xx or no answer."),
    structured_outputs: or(Type.Boolean(), "Whether the server holds the model to a JSON schema."),
    max_input_characters: or(Type.Integer(), "A longer transcript is cut."),
    input_price: Decimal("Of a million tokens."),
    output_price: Decimal("Of a million tokens."),
    daily_cost_max: Decimal("Of one UTC day; null: no limit."),
    daily_count_max: or(Type.Integer(), "Of one UTC day; null: no limit."),
    ravan_typed_wrapper: Type.Boolean({ description: "Ravan's face tells `{type, value}`." }),
    currency: Type.String({ description: "Of prices and costs: the organization's." }),
    spent_today: Type.Object({ count: Type.Integer(), input_tokens: Type.Integer(), output_tokens: Type.Integer(), cost: Type.String() }),
    updated_at: or(Time, "Null: never set."),
  },
  { $id: "AnalysisSettings" },
);

const Price = Decimal("Exact decimal: price of a million tokens in the organization's currency.");
export const AnalysisSettingsBody = Type.Object(
  {
    base_url: said(
      or(
        Type.String({ maxLength: 2_048, examples: ["https://api.example.com/v1"] }),
        "Of any OpenAI-compatible server: everything before /chat/completions. A private host must stand in OUTGOING_ALLOW. Null switches the `llm` analyser off.",
      ),
    ),
    api_key: said(
      or(
        Type.String({ minLength: 1, maxLength: 1_000, pattern: "^[\\x21-\\x7e]+$" }),
        "Kept encrypted, never shown; null forgets it. Needed again when base_url leads to another server.",
      ),
    ),
    model: said(or(Type.String({ maxLength: 200, examples: ["small-model"] }), "Name of the model.")),
    timeout_ms: said(or(Type.Integer(), "Of one request: 100 to 100000, default 45000.")),
    retries: said(or(Type.Integer(), "After 429, 5xx or no answer: 0 to 5, default 2.")),
    structured_outputs: said(or(Type.Boolean(), "Whether the server holds the model to a JSON schema; default true.")),
    max_input_characters: said(or(Type.Integer(), "Of the transcript: 1000 to 4000000, default 100000; a longer one is cut.")),
    input_price: said(Price),
    output_price: said(Price),
    daily_cost_max: said(Decimal("What analyses may cost in one UTC day; needs both prices. Null: no limit.")),
    daily_count_max: said(or(Type.Integer(), "How many analyses a model is asked for in one UTC day. Null: no limit.")),
    ravan_typed_wrapper: said(or(Type.Boolean(), "Ravan's face tells `{type, value}` in place of the bare value; default false.")),
  },
  { additionalProperties: false, minProperties: 1 },
);

const Definition = Type.Object({
  status: Type.String({ description: "What it is called; free text.", examples: ["Booked"] }),
  description: said(Type.String()),
  classification: Type.String({ enum: ["success", "failed", "neutral"] }),
  checklist: said(Texts("What has to have happened.")),
  priority: said(Type.Integer({ description: "Where several fit, the smallest wins." })),
});
const fieldMembers = {
  name: Type.String({ description: "Free text, the key of the result.", examples: ["Phone number."] }),
  description: said(Type.String()),
  type: Type.String({ enum: ["string", "number", "boolean", "enum"] }),
  choices: said(Texts("Of an enum.")),
};

/** What is wanted of an agent's sessions; domain/analysisSettings.ts reads it and names the member at fault. */
export const AgentAnalysis = or(
  Type.Object({
    analyser: said(Type.String({ enum: ["builtin", "llm"], description: "Default builtin, which needs no model." })),
    summary: said(Type.Boolean()),
    intent: said(or(Type.Object({ custom_intents: said(Texts("To choose from; empty: in the analyser's own words.")) }), "Null: off.")),
    resolution: said(
      or(Type.Object({ definitions: Type.Array(Definition) }), "At least one success and one failed definition. Null: off."),
    ),
    sentiment: said(Type.Boolean()),
    extraction: said(
      or(Type.Object({ fields: Type.Array(Type.Object({ ...fieldMembers, examples: said(Texts("Of values.")) })) }), "Null: off."),
    ),
    post_call_analysis_data: said(or(Type.Array(Type.Object(fieldMembers)), "As Ravan's postCallAnalysisData. Null: off.")),
  }),
  "What analysis is to find out about the agent's sessions; null: it is switched off.",
);

export const analysisSchemas = [AnalysisAnswer, AnalysisSettingsAnswer];
