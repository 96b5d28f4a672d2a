import type { Registry } from "../../../domain/registry.ts";
import type { FoundOrphan, OrganizationContext } from "../../../reads/index.ts";
import { recordJson } from "./presentRecord.ts";

const FIELDS_NAMED_MAX = 5;

/** An orphan as the native API tells it: the record, and why no parent owns it. */
export function orphanJson(orphan: FoundOrphan, settings: OrganizationContext): string {
  const told = JSON.stringify({
    reason: orphan.reason,
    orphan: { reason: orphan.reason, message: orphanMessage(orphan, settings.registry) },
  });
  return `${recordJson(orphan.record, settings).slice(0, -1)},${told.slice(1)}`;
}

function orphanMessage({ record, reason }: FoundOrphan, registry: Registry): string {
  const type = registry.byName(record.type);
  const localFields = [...new Set(type?.parents.map((mapping) => mapping.localField))];
  switch (reason) {
    case "no_parent_mappings":
      return type?.builtIn === true
        ? `${record.type} records are usually charged by themselves: then nothing is wrong. Add parents to the record type only if yours belong to calls.`
        : `Nothing says what ${record.type} records hang under. Add parents to the record type.`;
    case "no_link_value":
      return `It names no parent: ${record.type} records name theirs in ${someOf(localFields, "or")}.`;
    case "cycle":
      return "The records that it hangs under hang under it themselves.";
    case "parent_not_found": {
      const named = record.links.filter(([field]) => localFields.includes(field)).map(([field, value]) => `${field} ${value}`);
      return `The parent that it names has not come: ${someOf(named, "or")}.`;
    }
  }
}

function someOf(names: readonly string[], conjunction: string): string {
  const shown = names.slice(0, FIELDS_NAMED_MAX);
  const rest = names.length - shown.length;
  const parts = rest === 0 ? shown : [...shown, `${rest} more`];
  return parts.length === 1 ? String(parts[0]) : `${parts.slice(0, -1).join(", ")} ${conjunction} ${parts.at(-1)}`;
}
