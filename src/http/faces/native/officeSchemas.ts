import { Type } from "typebox";

const Time = Type.String({ format: "date-time", description: "RFC 3339, UTC, milliseconds." });
const NullableText = Type.Union([Type.String(), Type.Null()]);
const Texts = Type.Array(Type.String());

const ExchangeRate = Type.Object(
  {
    currency: Type.String({ description: "ISO 4217." }),
    rate: Type.String({ description: "Exact decimal: so many units of the organization's currency is one unit of this one." }),
    effective_at: Type.String({ format: "date-time", description: "From then on; the year 0000 stands for always." }),
  },
  { $id: "ExchangeRate" },
);

const AuditEntry = Type.Object(
  {
    at: Time,
    actor: Type.String({ description: "Id of the key that did it, or `cli`, `start` or `reread`." }),
    action: Type.String({ description: "Such as `key.created`." }),
    detail: Type.String({ description: "What it was done to." }),
  },
  { $id: "AuditEntry" },
);

const ParentMapping = Type.Object({
  record_type: Type.String({ description: "The parent's type." }),
  local_field: Type.String(),
  parent_field: Type.String(),
  specificity: Type.Integer({ description: "A higher number is less specific." }),
  cost_rollup: Type.Boolean({ description: "False: shown below the parent, its cost is not added." }),
  traversal_enabled: Type.Boolean({ description: "False: trees do not follow it." }),
});

const RecordTypeAnswer = Type.Object(
  {
    name: Type.String(),
    product: Type.String(),
    event: Type.String(),
    group: Type.String(),
    description: Type.String(),
    built_in: Type.Boolean(),
    aliases: Texts,
    id_fields: Texts,
    time_fields: Texts,
    end_fields: Texts,
    time_format: Type.String({ enum: ["iso", "epoch_s", "epoch_ms", "epoch_us", "epoch_ns"] }),
    cost_fields: Texts,
    cost_is_negative: Type.Boolean(),
    quantity_fields: Type.Array(Type.Object({ field: Type.String(), unit: Type.String() })),
    unit_field: NullableText,
    model_fields: Texts,
    parents: Type.Array(ParentMapping, { description: "Most specific first." }),
    virtual_by: Type.Array(Type.String(), { description: "Fields whose value is the id of a virtual record of this type." }),
    session_root: Type.Boolean({ description: "True: without an owner it is a session by itself." }),
    role: Type.String({ enum: ["charge", "control", "overhead"] }),
    volatile_fields: Texts,
    rereading_since: Type.Union([Time, Type.Null()], {
      description: "Since when stored records are being read again after a change; until then some keep their older links.",
    }),
  },
  { $id: "RecordType" },
);

export const officeSchemas = [ExchangeRate, AuditEntry, RecordTypeAnswer];
