import type { ExtractedValue, RavanField } from "../domain/analysis.ts";
import { type Faults, shown } from "./faults.ts";

const VALUE_CHARACTERS_MAX = 4_000;

/** Values by configured name, one for each field; null where the answer has none. Names are free text and never paths. */
export function checkFields(
  value: unknown,
  path: string,
  fields: readonly RavanField[],
  faults: Faults,
): Readonly<Record<string, ExtractedValue>> {
  const names = fields.map(({ name }) => name);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    faults.add(path, `is ${shown(value)}, not an object`);
    return {};
  }
  const said = new Map<string, unknown>(Object.entries(value));
  for (const name of said.keys()) if (!names.includes(name)) faults.add(path, `has the key ${shown(name)}, which no field has`);
  return Object.fromEntries(fields.map((field) => [field.name, checkField(said.get(field.name), path, field, faults)]));
}

function checkField(value: unknown, path: string, field: RavanField, faults: Faults): ExtractedValue {
  if (value === undefined || value === null) return null;
  const at = `${path}[${shown(field.name)}]`;
  if (field.type === "enum") return faults.choice(value, at, field.choices, "or null");
  if (field.type === "string") return faults.text(value, at, VALUE_CHARACTERS_MAX);
  if (field.type === "number" && typeof value === "number" && Number.isFinite(value)) return value;
  if (field.type === "boolean" && typeof value === "boolean") return value;
  faults.add(at, `is ${shown(value)}, not a ${field.type}, or null`);
  return null;
}
