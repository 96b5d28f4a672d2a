import { Type } from "typebox";
import { AgentAnalysis, analysisSchemas } from "./analysisSchemas.ts";
import { officeSchemas } from "./officeSchemas.ts";
import { recordSchemas } from "./recordSchemas.ts";
import { sessionSchemas } from "./sessionSchemas.ts";
import { webhookSchemas } from "./webhookSchemas.ts";

const Time = Type.String({ format: "date-time", description: "RFC 3339, UTC, milliseconds." });
export const NullableTime = Type.Union([Time, Type.Null()]);
const Money = Type.String({ description: "Exact decimal string with at least six places." });
const NullableText = Type.Union([Type.String(), Type.Null()]);
const Json = Type.Record(Type.String(), Type.Unknown());

export const ErrorAnswer = Type.Object(
  {
    error: Type.Object({
      code: Type.String({ description: "Stable code; docs/errors.md describes each." }),
      message: Type.String(),
      field: NullableText,
      fix: Type.String({ description: "What to do about it." }),
      docs: Type.String(),
    }),
  },
  { $id: "Error" },
);

const ErrorReference = Type.Ref("Error");
/** The refusals any route may answer with. */
export const refusals = {
  400: ErrorReference,
  401: ErrorReference,
  403: ErrorReference,
  404: ErrorReference,
  429: ErrorReference,
  503: ErrorReference,
};

export const TreeNodeAnswer = Type.Object(
  {
    id: Type.String(),
    record_type: Type.String(),
    product: Type.String(),
    event_name: Type.String(),
    relationship: Type.Union([
      Type.Object({
        type: Type.String(),
        via: Type.Object({ local_field: Type.String(), parent_field: Type.String() }),
        parent_id: Type.String(),
      }),
      Type.Null(),
    ]),
    cost: Type.Object({ event_cost: Money, cumulative_cost: Money, currency: Type.String() }),
    cost_status: Type.String({ enum: ["reported", "rated", "estimated", "unknown", "unconverted"] }),
    cost_rollup: Type.Boolean({ description: "False: shown here, not added to the parent." }),
    original_cost: Type.Union([Type.Object({ amount: Money, currency: Type.String() }), Type.Null()]),
    control: Type.Union([
      Type.Object({ stated: Type.Union([Money, Type.Null()]), parts: Money, difference: Type.Union([Money, Type.Null()]) }),
      Type.Null(),
    ]),
    overhead_cost: Type.Union([Money, Type.Null()], {
      description: "What an analysis of the session cost; no part of the other costs.",
    }),
    role: Type.String({ enum: ["charge", "control", "overhead"] }),
    virtual: Type.Boolean({ description: "True: no record of its own; it exists because others name it." }),
    shared: Type.Boolean({ description: "True: its owner is outside this tree, and it is shown here as well." }),
    started_at: NullableTime,
    ended_at: NullableTime,
    links: Type.Object({ self: Type.String(), records: Type.String() }),
    record: Json,
    children: Type.Array(Type.Ref("TreeNode")),
  },
  { $id: "TreeNode" },
);

export const TreeAnswer = Type.Object(
  {
    record_type: Type.String(),
    id: Type.String(),
    session_id: Type.String(),
    cost: Type.Object({ total: Money, currency: Type.String() }),
    root: Type.Ref("TreeNode"),
    meta: Type.Object({
      event_count: Type.Integer(),
      products: Type.Array(Type.String()),
      truncated: Type.Boolean({
        description: "True: max_depth or include_children hides some nodes. Costs and counts cover them all the same.",
      }),
      unknown_cost_count: Type.Integer(),
      shared_count: Type.Integer(),
      unconverted: Type.Array(
        Type.Object({
          record_type: Type.String(),
          id: Type.String(),
          original: Type.Union([Type.Object({ amount: Money, currency: Type.String() }), Type.Null()]),
        }),
      ),
      hot_values: Type.Array(Type.String(), { description: "Link values carried by more than 10,000 records." }),
    }),
  },
  { $id: "Tree" },
);

export const OutcomeItem = Type.Object({
  index: Type.Integer({ description: "Position in a JSON body, from 0; line number of NDJSON, from 1." }),
  record_type: NullableText,
  id: NullableText,
  outcome: Type.String({ enum: ["stored", "duplicate", "corrected", "stale", "accepted", "erased", "rejected", "valid"] }),
  code: Type.Optional(Type.String()),
  message: Type.Optional(Type.String()),
  field: Type.Optional(NullableText),
  fix: Type.Optional(Type.String()),
});

export const IngestAnswer = Type.Object(
  {
    counts: Type.Record(Type.String(), Type.Integer()),
    outcomes: Type.Array(OutcomeItem),
    outcomes_truncated: Type.Boolean({ description: "NDJSON only: more than 10,000 outcomes were not `stored`." }),
  },
  { $id: "IngestAnswer" },
);

export const OrganizationAnswer = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    currency: Type.String(),
    credits_per_unit: Type.String({ description: "Exact decimal: how many credits one unit of the currency is." }),
    retention: Type.Object(
      { session_days: Type.Union([Type.Integer(), Type.Null()]), recording_days: Type.Union([Type.Integer(), Type.Null()]) },
      { description: "After how many days sessions, and recordings alone, are erased by themselves; null: never." },
    ),
    created_at: Time,
  },
  { $id: "Organization" },
);

export const AgentAnswer = Type.Object(
  {
    id: Type.String(),
    name: NullableText,
    expected_record_types: Type.Array(Type.String()),
    idle_close_sec: Type.Union([Type.Integer(), Type.Null()], { description: "Null: the server's setting." }),
    analysis: AgentAnalysis,
    updated_at: Time,
  },
  { $id: "Agent" },
);

const keyMembers = {
  id: Type.String(),
  name: Type.String(),
  organization: NullableText,
  scopes: Type.Array(Type.String()),
  source: Type.String(),
  created_at: Time,
  last_used_at: NullableTime,
  revoked_at: NullableTime,
};
export const KeyAnswer = Type.Object(keyMembers, { $id: "Key" });
export const NewKeyAnswer = Type.Object({ ...keyMembers, secret: Type.String({ description: "Shown this once." }) }, { $id: "NewKey" });

const Mapping = Type.Object(
  {
    record_type: Type.String({ description: "The parent's type." }),
    local_field: Type.String({ minLength: 1, maxLength: 128 }),
    parent_field: Type.String({ minLength: 1, maxLength: 128 }),
    specificity: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
    cost_rollup: Type.Optional(Type.Boolean()),
    traversal_enabled: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
const FieldName = Type.String({ minLength: 1, maxLength: 128 });
const FieldNames = Type.Array(FieldName, { maxItems: 50 });

export const RecordTypeBody = Type.Object(
  {
    product: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    event: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    description: Type.Optional(Type.String({ maxLength: 1_000 })),
    aliases: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 20 })),
    id_fields: Type.Optional(Type.Array(FieldName, { minItems: 1, maxItems: 10 })),
    time_fields: Type.Optional(FieldNames),
    end_fields: Type.Optional(FieldNames),
    time_format: Type.Optional(Type.Enum(["iso", "epoch_s", "epoch_ms", "epoch_us", "epoch_ns"])),
    cost_fields: Type.Optional(FieldNames),
    cost_is_negative: Type.Optional(Type.Boolean()),
    quantity_fields: Type.Optional(
      Type.Array(Type.Object({ field: FieldName, unit: Type.String({ minLength: 1, maxLength: 64 }) }, { additionalProperties: false }), {
        maxItems: 20,
      }),
    ),
    unit_field: Type.Optional(Type.Union([FieldName, Type.Null()])),
    model_fields: Type.Optional(FieldNames),
    parents: Type.Optional(Type.Array(Mapping, { maxItems: 50, description: "Most specific first." })),
    virtual_by: Type.Optional(FieldNames),
    session_root: Type.Optional(Type.Boolean()),
    role: Type.Optional(Type.Enum(["charge", "control"])),
    volatile_fields: Type.Optional(FieldNames),
  },
  { additionalProperties: false },
);

export const listOf = (item: ReturnType<typeof Type.Ref>) =>
  Type.Object({ data: Type.Array(item), next_cursor: NullableText, totals: Type.Record(Type.String(), Type.Integer()) });

export const pageQuery = {
  cursor: Type.Optional(Type.String({ maxLength: 64, description: "next_cursor of the page before." })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
};

/** Those that others refer to by name. */
export const nativeSchemas = [
  AgentAnswer,
  ErrorAnswer,
  IngestAnswer,
  KeyAnswer,
  NewKeyAnswer,
  OrganizationAnswer,
  TreeAnswer,
  TreeNodeAnswer,
  ...recordSchemas,
  ...officeSchemas,
  ...sessionSchemas,
  ...analysisSchemas,
  ...webhookSchemas,
];
