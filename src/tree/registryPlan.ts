import type { ParentMapping, RecordType, Registry } from "../domain/registry.ts";

/**
 * Where children of one parent type meet parents by one field. A virtual type has one port for all the fields that name
 * it, since any of them equals any other.
 */
export interface Port {
  readonly index: number;
  readonly parentType: RecordType;
  readonly isVirtual: boolean;
}

/** One mapping that trees follow, seen from the child. */
export interface UpwardPlan {
  readonly mapping: ParentMapping;
  /** Place in the type's ordered list of mappings. */
  readonly position: number;
  readonly port: Port;
  /** A value in any of these fields forbids this mapping: the child names a more specific parent of the same type. */
  readonly moreSpecificFields: readonly string[];
}

export interface DownwardPlan {
  readonly field: string;
  readonly port: Port;
}

export interface TypePlan {
  readonly type: RecordType;
  readonly upward: readonly UpwardPlan[];
  readonly downward: readonly DownwardPlan[];
}

export interface RegistryPlan {
  readonly types: ReadonlyMap<string, TypePlan>;
  readonly ports: readonly Port[];
}

const plans = new WeakMap<Registry, RegistryPlan>();

/** The mapping tables of a registry, worked out once for each; a registry never changes. */
export function planOf(registry: Registry): RegistryPlan {
  let plan = plans.get(registry);
  if (plan === undefined) {
    plan = makePlan(registry);
    plans.set(registry, plan);
  }
  return plan;
}

/** Local fields of the mappings to the same parent type that are more specific, whether trees follow them or not. */
export function moreSpecificFields(type: RecordType, mapping: ParentMapping): string[] {
  const isMoreSpecific = (other: ParentMapping): boolean =>
    other.parentType === mapping.parentType && other.specificity < mapping.specificity;
  return type.parents.filter(isMoreSpecific).map((other) => other.localField);
}

/** The fields by which records of a virtual type are known. */
export const virtualFields = (type: RecordType): ReadonlySet<string> => new Set([...type.idFields, ...type.virtualBy]);

function makePlan(registry: Registry): RegistryPlan {
  const ports: Port[] = [];
  const portsOfType = new Map<string, Map<string, Port>>();
  for (const type of registry.types) portsOfType.set(type.name, makePorts(type, registry, ports));
  const types = new Map<string, TypePlan>();
  for (const type of registry.types) {
    const upward = type.parents.flatMap((mapping, position): UpwardPlan[] => {
      const port = mapping.traversalEnabled ? portFor(mapping, portsOfType) : undefined;
      return port === undefined ? [] : [{ mapping, position, port, moreSpecificFields: moreSpecificFields(type, mapping) }];
    });
    const downward = [...(portsOfType.get(type.name) ?? [])].map(([field, port]) => ({ field, port }));
    types.set(type.name, { type, upward, downward });
  }
  return { types, ports };
}

/** The ports at which records of this type are parents, by the field that they are known by. */
function makePorts(type: RecordType, registry: Registry, ports: Port[]): Map<string, Port> {
  const isVirtual = type.virtualBy.length > 0;
  const byField = new Map<string, Port>();
  const open = (): Port => {
    const port = { index: ports.length, parentType: type, isVirtual };
    ports.push(port);
    return port;
  };
  if (isVirtual) {
    const port = open();
    for (const field of virtualFields(type)) byField.set(field, port);
    return byField;
  }
  for (const mapping of registry.childMappings(type.name)) {
    if (mapping.traversalEnabled && !byField.has(mapping.parentField)) byField.set(mapping.parentField, open());
  }
  return byField;
}

function portFor(mapping: ParentMapping, portsOfType: ReadonlyMap<string, ReadonlyMap<string, Port>>): Port | undefined {
  const ports = portsOfType.get(mapping.parentType);
  const [first] = ports?.values() ?? [];
  return first?.isVirtual === true ? first : ports?.get(mapping.parentField);
}
