import { Type } from "typebox";
import { ORPHAN_REASONS } from "../../../reads/index.ts";

const Time = Type.String({ format: "date-time", description: "RFC 3339, UTC, milliseconds." });
const NullableTime = Type.Union([Time, Type.Null()]);
const NullableText = Type.Union([Type.String(), Type.Null()]);
const Amount = Type.Union([Type.String(), Type.Null()], { description: "Exact decimal string with at least six places; null: unknown." });
const Json = Type.Record(Type.String(), Type.Unknown());

export const COST_STATUSES = ["reported", "rated", "estimated", "unknown", "unconverted"] as const;

const recordMembers = {
  record_type: Type.String(),
  id: Type.String(),
  started_at: NullableTime,
  ended_at: NullableTime,
  cost: Type.Object({
    amount: Amount,
    currency: Type.String(),
    status: Type.String({
      enum: [...COST_STATUSES],
      description: "As trees tell it; unconverted: in another currency, without an exchange rate at its time.",
    }),
  }),
  role: Type.String({ enum: ["charge", "control", "overhead"] }),
  quantity: NullableText,
  unit: NullableText,
  source: Type.String(),
  received_at: Time,
  record: Json,
};

const RecordAnswer = Type.Object(recordMembers, { $id: "Record" });

const reason = Type.String({
  enum: [...ORPHAN_REASONS],
  description:
    "no_parent_mappings: nothing says what its type hangs under. no_link_value: it names no parent. parent_not_found: the parents " +
    "that it names have not come. cycle: its parents hang under it.",
});

const OrphanRecord = Type.Object(
  {
    ...recordMembers,
    reason,
    orphan: Type.Object({ reason, message: Type.String({ description: "For people: the reason, with the fields and values at fault." }) }),
  },
  { $id: "OrphanRecord" },
);

const RecordVersion = Type.Object(
  {
    standing: Type.String({
      enum: ["current", "superseded", "stale"],
      description: "superseded: it was the current one until a newer came. stale: it came after something newer and never was.",
    }),
    source: Type.String(),
    received_at: Time,
    record: Json,
  },
  { $id: "RecordVersion" },
);

const RecordName = Type.Object({ record_type: Type.String(), id: Type.String() });

const RecordLinks = Type.Object(
  {
    record_type: Type.String(),
    id: Type.String(),
    owner: Type.Union([RecordName, Type.Null()], { description: "The one parent that it belongs to; null: none owns it." }),
    mappings: Type.Array(
      Type.Object({
        parent_record_type: Type.String(),
        via: Type.Object({ local_field: Type.String(), parent_field: Type.String() }),
        value: Type.Union([Type.String(), Type.Null()], { description: "What the record carries in `local_field`." }),
        standing: Type.String({
          enum: ["owner", "candidate", "not_found", "no_value", "skipped_less_specific"],
          description:
            "owner: it put the record where it is. candidate: it finds parents, and another mapping came first. not_found: no parent " +
            "carries the value. no_value: the record carries none. skipped_less_specific: the record names a more specific parent of that type.",
        }),
        parents: Type.Array(RecordName, { maxItems: 20, description: "What it finds, best first." }),
      }),
      { description: "Of its record type, in the order in which they are tried." },
    ),
    values: Type.Array(
      Type.Object({
        field: Type.String(),
        value: Type.String(),
        records: Type.Integer({ description: "Records that carry this value." }),
        hot: Type.Boolean({ description: "True: more than 10,000 records carry it." }),
      }),
      { description: "The link values that the record carries." },
    ),
  },
  { $id: "RecordLinks" },
);

export const recordSchemas = [OrphanRecord, RecordAnswer, RecordVersion, RecordLinks];
