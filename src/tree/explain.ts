import type { RecordName } from "../domain/record.ts";
import type { ParentMapping, RecordType, Registry } from "../domain/registry.ts";
import { carriesAny, linkValue } from "./candidates.ts";
import { compareTimeAndId } from "./order.ts";
import { type Owner, ownersOf } from "./owners.ts";
import { moreSpecificFields, virtualFields } from "./registryPlan.ts";
import type { TreeRecord } from "./tree.ts";

export interface ExplainedMapping {
  readonly mapping: ParentMapping;
  /** What the record carries in the mapping's local field. */
  readonly value: string | null;
  /**
   * `owner` stands at one mapping at most. `candidate`: it finds parents, but another mapping came first, or trees do not
   * follow it, or a cycle was cut there. `skipped_less_specific`: the record names a more specific parent of that type.
   */
  readonly standing: "owner" | "candidate" | "not_found" | "no_value" | "skipped_less_specific";
  /** Best first; at the owner's mapping the owner. Empty unless `owner` or `candidate`. */
  readonly parents: readonly RecordName[];
}

/**
 * For each mapping of the record's type, in order: what it looks for and what it finds among the known records. Exact
 * when `known` holds every record that carries one of the record's link values (and, for types that can stand above
 * themselves, all that is above those). A type that the registry does not have: empty.
 */
export function explainLinks(record: TreeRecord, known: readonly TreeRecord[], registry: Registry): ExplainedMapping[] {
  const type = registry.byName(record.type);
  if (type === undefined) return [];
  const owner = ownersOf([record, ...known], registry).get(record.key) ?? null;
  return type.parents.map((mapping) => explainMapping(mapping, type, record, known, registry, owner));
}

function explainMapping(
  mapping: ParentMapping,
  type: RecordType,
  record: TreeRecord,
  known: readonly TreeRecord[],
  registry: Registry,
  owner: Owner | null,
): ExplainedMapping {
  const value = linkValue(record, mapping.localField) ?? null;
  if (value === null) return { mapping, value, standing: "no_value", parents: [] };
  if (carriesAny(record, moreSpecificFields(type, mapping))) {
    return { mapping, value, standing: "skipped_less_specific", parents: [] };
  }
  const parents = parentsBy(mapping, value, record, known, registry);
  if (owner?.via === mapping) {
    const others = parents.filter((parent) => parent.id !== owner.id || parent.type !== owner.type.name);
    return { mapping, value, standing: "owner", parents: [{ type: owner.type.name, id: owner.id }, ...others] };
  }
  return { mapping, value, standing: parents.length > 0 ? "candidate" : "not_found", parents };
}

function parentsBy(
  mapping: ParentMapping,
  value: string,
  record: TreeRecord,
  known: readonly TreeRecord[],
  registry: Registry,
): RecordName[] {
  const parentType = registry.byName(mapping.parentType);
  if (parentType === undefined) return [];
  const isVirtual = parentType.virtualBy.length > 0;
  const fields = isVirtual ? virtualFields(parentType) : new Set([mapping.parentField]);
  const carriers = known.filter(
    (other) => other.type === parentType.name && other.links.some(([field, text]) => text === value && fields.has(field)),
  );
  if (isVirtual && carriers.length === 0) return [{ type: parentType.name, id: value }];
  return carriers
    .filter((other) => other.key !== record.key)
    .toSorted(compareTimeAndId)
    .map(({ type, id }) => ({ type, id }));
}
