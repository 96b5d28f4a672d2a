import type { RecordType } from "../../api/native.generated.ts";

/** Every member that most types need, filled in as an example. */
export const TEMPLATE = JSON.stringify(
  {
    product: "dialer",
    description: "Fee of our dialer, one for each call",
    id_fields: ["id"],
    time_fields: ["started_at"],
    end_fields: ["ended_at"],
    cost_fields: ["fee"],
    quantity_fields: [{ field: "seconds", unit: "second" }],
    parents: [{ record_type: "call-session", local_field: "call_id", parent_field: "telnyx_session_id" }],
  },
  null,
  2,
);

/** What `PUT` takes of a type. */
export function textOfType(type: RecordType): string {
  const { name: _name, group: _group, built_in: _builtIn, rereading_since: _since, role, ...given } = type;
  return JSON.stringify({ ...given, ...(role === "overhead" ? {} : { role }) }, null, 2);
}
