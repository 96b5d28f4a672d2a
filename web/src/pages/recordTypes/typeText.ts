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

/** Of a built-in type `PUT` takes only the parents that are added to it, all at once: those of types of one's own. */
export function textOfParents(type: RecordType, types: readonly RecordType[]): string {
  const own = types.filter(({ built_in }) => !built_in).map(({ name }) => name);
  const added = type.parents.filter(({ record_type }) => own.includes(record_type));
  const example = { record_type: own[0] ?? "your-type", local_field: "call_id", parent_field: "id" };
  return JSON.stringify({ parents: added.length > 0 ? added : [example] }, null, 2);
}

/** It came without parents and is no session either: its records are usually charged by themselves. */
export const standsAlone = ({ built_in, parents, session_root }: RecordType): boolean => built_in && parents.length === 0 && !session_root;
