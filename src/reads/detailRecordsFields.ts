import { AppError } from "../domain/errors.ts";
import type { RecordType, Registry } from "../domain/registry.ts";
import type { ReadContext } from "./readContext.ts";

/**
 * The fields a type is known to have, sorted. Of the fields that stand in for one another (ids, times, ends) only the
 * first belongs to every record: `created_at` on a call would find nothing and look like an answer, so the others count
 * only once records with them have been seen.
 */
export function registeredFields(registry: Registry, type: RecordType): string[] {
  const firsts = [type.idFields[0], type.timeFields[0], type.endFields[0]].filter((field) => field !== undefined);
  const quantities = type.quantityFields.map((quantity) => quantity.field);
  const unit = type.unitField === null ? [] : [type.unitField];
  const typed = [...firsts, ...type.costFields, ...quantities, ...unit, ...type.virtualBy];
  return [...new Set(["id", "currency", ...typed, ...registry.linkFields(type.name), ...type.knownFields])].sort();
}

/** The registered fields and those that stored records carry, sorted. */
export async function fieldsOf(context: ReadContext, organization: string, registry: Registry, type: RecordType): Promise<string[]> {
  const seen = await context.records.seenFields(organization, type.name);
  return [...new Set([...registeredFields(registry, type), ...seen])].sort();
}

export interface NamedField {
  readonly name: string;
  /** The parameter to blame. */
  readonly parameter: string;
}

/** @throws AppError FIELD_UNKNOWN, listing the valid fields, when records of this type lack one of them */
export async function requireFields(
  context: ReadContext,
  organization: string,
  registry: Registry,
  type: RecordType,
  fields: readonly NamedField[],
): Promise<void> {
  const registered = new Set(registeredFields(registry, type));
  if (fields.every((field) => registered.has(field.name))) return;
  const valid = await fieldsOf(context, organization, registry, type);
  const wrong = fields.find((field) => !valid.includes(field.name));
  if (wrong === undefined) return;
  const message = `Records of type ${type.name} have no field "${wrong.name}". Valid fields: ${valid.join(", ")}.`;
  throw new AppError("FIELD_UNKNOWN", message, { field: wrong.parameter });
}
