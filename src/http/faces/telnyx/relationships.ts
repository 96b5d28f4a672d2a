import type { ChildMapping, ParentMapping, RecordType, Registry } from "../../../domain/registry.ts";

interface Edge {
  readonly relationship_type: string;
  readonly via: { readonly local_field: string; readonly parent_field: string };
  readonly cost_rollup: boolean;
  readonly traversal_enabled: boolean;
  readonly description: string;
}

export interface ChildRelationship extends Edge {
  readonly child_product: string;
  readonly child_event: string;
  readonly child_record_type: string;
}

export interface ParentRelationship extends Edge {
  readonly parent_product: string;
  readonly parent_event: string;
  readonly parent_record_type: string;
}

/**
 * One entry per field mapping. `relationship_type` says what the listed type is to the asked one, as the public guide's
 * table has it: a child is `child_of` it, a parent is `parent_of` it.
 */
export function childRelationships(registry: Registry, type: RecordType): ChildRelationship[] {
  return registry.childMappings(type.name).flatMap((mapping) => {
    const child = registry.byName(mapping.childType);
    if (child === undefined) return [];
    const names = { child_product: child.product, child_event: child.event, child_record_type: child.name };
    return [{ relationship_type: "child_of", ...edge(mapping, child, type), ...names }];
  });
}

export function parentRelationships(registry: Registry, type: RecordType): ParentRelationship[] {
  return type.parents.flatMap((mapping) => {
    const parent = registry.byName(mapping.parentType);
    if (parent === undefined) return [];
    const names = { parent_product: parent.product, parent_event: parent.event, parent_record_type: parent.name };
    return [{ relationship_type: "parent_of", ...edge(mapping, type, parent), ...names }];
  });
}

function edge(mapping: ParentMapping | ChildMapping, child: RecordType, parent: RecordType): Omit<Edge, "relationship_type"> {
  return {
    via: { local_field: mapping.localField, parent_field: mapping.parentField },
    cost_rollup: mapping.costRollup,
    traversal_enabled: mapping.traversalEnabled,
    description: `The ${mapping.localField} of ${child.name} is the ${mapping.parentField} of ${parent.name}.`,
  };
}

export const childTypes = (registry: Registry, name: string): string[] => [
  ...new Set(registry.childMappings(name).map((mapping) => mapping.childType)),
];

export const parentTypes = (type: RecordType): string[] => [...new Set(type.parents.map((mapping) => mapping.parentType))];

/** The other types that can stand under one of this type's parents. */
export function siblingTypes(registry: Registry, type: RecordType): string[] {
  const siblings = new Set(parentTypes(type).flatMap((parent) => childTypes(registry, parent)));
  siblings.delete(type.name);
  return [...siblings];
}

/** Other accepted names; the product slug is one where it leads to this very type. */
export function acceptedAliases(registry: Registry, type: RecordType): string[] {
  const isSlugOfThis = type.product !== type.name && registry.resolve(type.product) === type;
  return [...new Set([...type.aliases, ...(isSlugOfThis ? [type.product] : [])])];
}
