import { Type } from "typebox";

const Money = Type.String({ description: "Exact decimal string with at least six places." });
const Time = Type.String({ format: "date-time" });
const NullableTime = Type.Union([Time, Type.Null()]);
const Json = Type.Record(Type.String(), Type.Unknown());
const FieldMapping = Type.Object({ local_field: Type.String(), parent_field: Type.String() });

export const ErrorsAnswer = Type.Object(
  {
    errors: Type.Array(
      Type.Object({
        code: Type.String({ description: "Go by the HTTP status: 10011 is both a bad search (400) and too many requests (429)." }),
        title: Type.String(),
        message: Type.String(),
        detail: Type.String(),
        meta: Type.Object({ url: Type.String({ description: "This server's page on the error." }) }),
        source: Type.Optional(Type.Object({ parameter: Type.String() })),
      }),
    ),
  },
  { $id: "TelnyxErrors" },
);

export const EventNodeAnswer = Type.Object(
  {
    id: Type.String(),
    product: Type.String(),
    event_name: Type.String(),
    relationship: Type.Union([Type.Object({ type: Type.String(), via: FieldMapping, parent_id: Type.String() }), Type.Null()]),
    cost: Type.Object({ event_cost: Money, cumulative_cost: Money, currency: Type.String() }),
    links: Type.Object({ self: Type.String(), records: Type.String() }),
    record: Json,
    children: Type.Array(Type.Ref("TelnyxEventNode")),
  },
  { $id: "TelnyxEventNode" },
);

export const SessionAnalysisAnswer = Type.Object(
  {
    session_id: Type.String(),
    status: Type.String({ enum: ["completed", "in_progress"] }),
    created_at: Time,
    completed_at: NullableTime,
    cost: Type.Object({ total: Money, currency: Type.String() }),
    root: Type.Ref("TelnyxEventNode"),
    meta: Type.Object({
      event_count: Type.Integer(),
      products: Type.Array(Type.String()),
      truncated: Type.Boolean({ description: "True: some events are not shown. Costs and counts cover them all the same." }),
      unknown_cost_count: Type.Integer({ description: "Events whose cost nobody has told yet; they count as zero." }),
      unconverted: Type.Array(Type.Object({ record_type: Type.String(), id: Type.String() }), {
        description: "Events in a currency without an exchange rate; they are left out of the sums.",
      }),
    }),
  },
  { $id: "TelnyxSessionAnalysis" },
);

const edge = {
  relationship_type: Type.String({ enum: ["child_of", "parent_of"] }),
  via: FieldMapping,
  cost_rollup: Type.Boolean(),
  traversal_enabled: Type.Boolean(),
  description: Type.String(),
};
const relationships = {
  child_relationships: Type.Array(
    Type.Object({ ...edge, child_product: Type.String(), child_event: Type.String(), child_record_type: Type.String() }),
  ),
  parent_relationships: Type.Array(
    Type.Object({ ...edge, parent_product: Type.String(), parent_event: Type.String(), parent_record_type: Type.String() }),
  ),
};
const names = { record_type: Type.String(), aliases: Type.Array(Type.String()), product: Type.String(), event: Type.String() };
const NullableInteger = Type.Union([Type.Integer(), Type.Null()]);

export const MetadataOverviewAnswer = Type.Object(
  {
    record_types: Type.Array(Type.Object({ ...names, description: Type.String(), ...relationships })),
    query_parameters: Type.Record(
      Type.String(),
      Type.Object({
        type: Type.String(),
        default: Type.String(),
        description: Type.String(),
        enum_values: Type.Union([Type.Array(Type.String()), Type.Null()]),
        min: NullableInteger,
        max: NullableInteger,
      }),
    ),
    meta: Type.Object({ total_record_types: Type.Integer(), last_updated: Time }),
  },
  { $id: "TelnyxMetadataOverview" },
);

export const RecordTypeMetadataAnswer = Type.Object(
  {
    ...names,
    ...relationships,
    examples: Json,
    meta: Type.Object({
      total_children: Type.Integer(),
      total_siblings: Type.Integer(),
      total_parents: Type.Integer(),
      max_recommended_depth: Type.Integer(),
    }),
  },
  { $id: "TelnyxRecordTypeMetadata" },
);

export const DetailRecordsAnswer = Type.Object(
  {
    data: Type.Array(Type.Intersect([Json, Type.Object({ record_type: Type.String() })]), { description: "Records as they came in." }),
    meta: Type.Object({
      total_pages: Type.Integer(),
      total_results: Type.Integer(),
      page_number: Type.Integer(),
      page_size: Type.Integer(),
    }),
  },
  { $id: "TelnyxDetailRecords" },
);

export const DetailRecordOptionsAnswer = Type.Object(
  {
    data: Type.Array(
      Type.Object({
        record_type: Type.String(),
        aliases: Type.Array(Type.String()),
        product: Type.String(),
        time_field: Type.Union([Type.String(), Type.Null()], { description: "What `filter[date_range]` and the default order go by." }),
        fields: Type.Array(Type.String(), { description: "What `filter[...]` and `sort` take." }),
      }),
    ),
    meta: Type.Object({ operators: Type.Array(Type.String()), date_ranges: Type.Array(Type.String()) }),
  },
  { $id: "TelnyxDetailRecordOptions" },
);

export const telnyxSchemas = [
  ErrorsAnswer,
  EventNodeAnswer,
  SessionAnalysisAnswer,
  MetadataOverviewAnswer,
  RecordTypeMetadataAnswer,
  DetailRecordsAnswer,
  DetailRecordOptionsAnswer,
];

const ErrorsReference = Type.Ref("TelnyxErrors");
/** The refusals any route of this face may answer with. */
export const refusals = { 400: ErrorsReference, 401: ErrorsReference, 403: ErrorsReference, 429: ErrorsReference, 503: ErrorsReference };
export const notFound = { 404: ErrorsReference };
export const tooLarge = { 413: ErrorsReference };
