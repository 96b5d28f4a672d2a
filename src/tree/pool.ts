import type { ParentMapping, RecordType, Registry } from "../domain/registry.ts";
import { earlierFirst } from "./order.ts";
import type { TreeRecord } from "./tree.ts";

/** One thing that can be a parent: a record, or a virtual root, which has none. */
export interface PoolNode {
  readonly type: RecordType;
  readonly id: string;
  readonly record: TreeRecord | null;
}

export interface Candidate {
  readonly mapping: ParentMapping;
  /** Position of the mapping in its type's list: smaller is more specific. */
  readonly rank: number;
  readonly parent: PoolNode;
}

/** What placing asks of a type again and again. */
interface TypePlan {
  readonly type: RecordType;
  readonly mappings: readonly ParentMapping[];
  /** Fields by which others may name a record of this type as their parent. */
  readonly parentFields: readonly string[];
  /** Children's (type, localField) by the field of this type that they match. */
  readonly downward: readonly { readonly mapping: ParentMapping; readonly childSlot: string; readonly rank: number }[];
  readonly isVirtual: boolean;
}

const plansOfRegistry = new WeakMap<Registry, Map<string, TypePlan>>();

function planOf(registry: Registry, name: string): TypePlan | undefined {
  let plans = plansOfRegistry.get(registry);
  if (plans === undefined) {
    plans = new Map(registry.types.map((type) => [type.name, makePlan(registry, type)]));
    plansOfRegistry.set(registry, plans);
  }
  return plans.get(name);
}

function makePlan(registry: Registry, type: RecordType): TypePlan {
  const edges = registry.types.flatMap((child) =>
    child.parents.flatMap((mapping, rank) =>
      mapping.parentType === type.name ? [{ mapping, rank, childSlot: slot(child.name, mapping.localField) }] : [],
    ),
  );
  return {
    type,
    mappings: type.parents,
    parentFields: [...new Set(edges.map((edge) => edge.mapping.parentField))],
    downward: edges.filter((edge) => edge.mapping.traversalEnabled),
    isVirtual: type.virtualBy.length > 0,
  };
}

const slot = (type: string, field: string): string => `${type} ${field}`;

/** Known records, indexed by what they may be parents and children by. Records of types that no longer exist are passed over. */
export class Pool {
  readonly registry: Registry;
  readonly nodes = new Map<number, PoolNode>();
  readonly #parents = new Map<string, Map<string, PoolNode[]>>();
  readonly #sortedLists = new WeakSet<PoolNode[]>();
  readonly #children = new Map<string, Map<string, PoolNode[]>>();
  readonly #virtuals = new Map<string, PoolNode>();

  constructor(registry: Registry) {
    this.registry = registry;
  }

  /** False when it was known already. */
  add(record: TreeRecord): boolean {
    const plan = planOf(this.registry, record.type);
    if (plan === undefined || this.nodes.has(record.key)) return false;
    const node: PoolNode = { type: plan.type, id: record.id, record };
    this.nodes.set(record.key, node);
    if (plan.isVirtual) this.#addVirtualParent(plan, node, record);
    for (const [field, value] of record.links) {
      if (!plan.isVirtual && plan.parentFields.includes(field)) {
        this.#sortedLists.delete(push(this.#parents, slot(record.type, field), value, node));
      }
      for (const mapping of plan.mappings) {
        if (mapping.localField !== field) continue;
        push(this.#children, slot(record.type, field), value, node);
        break;
      }
    }
    return true;
  }

  /** A real record of a virtual type stands for every value that names it. */
  #addVirtualParent(plan: TypePlan, node: PoolNode, record: TreeRecord): void {
    const values = new Set([record.id, ...record.links.map(([, value]) => value)]);
    for (const value of values) this.#sortedLists.delete(push(this.#parents, plan.type.name, value, node));
  }

  node(record: TreeRecord): PoolNode | undefined {
    return this.nodes.get(record.key);
  }

  /** The one node of a virtual root. */
  virtual(type: RecordType, id: string): PoolNode {
    const key = slot(type.name, id);
    const known = this.#virtuals.get(key) ?? { type, id, record: null };
    this.#virtuals.set(key, known);
    return known;
  }

  /** Values by which children may name this node, with the mappings they would do it by. */
  downwardValues(node: PoolNode): Set<string> {
    const plan = planOf(this.registry, node.type.name);
    const values = new Set<string>();
    if (plan === undefined || plan.downward.length === 0) return values;
    if (plan.isVirtual) {
      values.add(node.id);
      for (const [, value] of node.record?.links ?? []) values.add(value);
      return values;
    }
    for (const [field, value] of node.record?.links ?? []) if (plan.parentFields.includes(field)) values.add(value);
    return values;
  }

  /** Records that name this node as a parent by a mapping that trees follow, with the mapping's rank. A child may come twice. */
  *childrenOf(node: PoolNode): Generator<{ child: PoolNode; rank: number }> {
    const plan = planOf(this.registry, node.type.name);
    if (plan === undefined) return;
    const virtualValues = plan.isVirtual ? this.downwardValues(node) : undefined;
    for (const { mapping, childSlot, rank } of plan.downward) {
      const values = virtualValues ?? valuesIn(node.record, mapping.parentField);
      for (const value of values) {
        for (const child of this.#children.get(childSlot)?.get(value) ?? []) {
          if (child === node || linkValueIn(child.record, mapping.localField) !== value || this.isSkipped(child, rank)) continue;
          yield { child, rank };
        }
      }
    }
  }

  /** Local values of the mappings before `rank`: a parent found by one of them would come first. */
  competingValues(node: PoolNode, rank: number): string[] {
    const values: string[] = [];
    for (const mapping of node.type.parents.slice(0, rank)) {
      const value = linkValueIn(node.record, mapping.localField);
      if (value !== undefined) values.push(value);
    }
    return values;
  }

  /** Candidate parents in order: by mapping, then the earlier, then the smaller id. Never the node itself. */
  *candidatesOf(node: PoolNode): Generator<Candidate> {
    for (let rank = 0; rank < node.type.parents.length; rank++) yield* this.candidatesBy(node, rank);
  }

  /** Those that one mapping finds. */
  *candidatesBy(node: PoolNode, rank: number): Generator<Candidate> {
    const mapping = node.type.parents[rank];
    if (mapping === undefined || node.record === null || this.isSkipped(node, rank)) return;
    const value = linkValueIn(node.record, mapping.localField);
    const parentPlan = planOf(this.registry, mapping.parentType);
    if (value === undefined || parentPlan === undefined) return;
    if (parentPlan.isVirtual) {
      const [real] = this.#sorted(mapping.parentType, value);
      const parent = real ?? this.virtual(parentPlan.type, value);
      if (parent !== node) yield { mapping, rank, parent };
      return;
    }
    for (const parent of this.#sorted(slot(mapping.parentType, mapping.parentField), value)) {
      if (parent !== node) yield { mapping, rank, parent };
    }
  }

  /** A less specific mapping to the same parent type is passed over when the child has a value for a more specific one. */
  isSkipped(node: PoolNode, rank: number): boolean {
    const mapping = node.type.parents[rank];
    if (mapping === undefined) return true;
    for (const other of node.type.parents) {
      if (other.parentType !== mapping.parentType || other.specificity >= mapping.specificity) continue;
      if (linkValueIn(node.record, other.localField) !== undefined) return true;
    }
    return false;
  }

  /** Sorted when first asked for after an addition. */
  #sorted(key: string, value: string): readonly PoolNode[] {
    const nodes = this.#parents.get(key)?.get(value);
    if (nodes === undefined) return [];
    if (nodes.length > 1 && !this.#sortedLists.has(nodes)) {
      nodes.sort(earlierFirst);
      this.#sortedLists.add(nodes);
    }
    return nodes;
  }
}

function push(index: Map<string, Map<string, PoolNode[]>>, key: string, value: string, node: PoolNode): PoolNode[] {
  let byValue = index.get(key);
  if (byValue === undefined) {
    byValue = new Map();
    index.set(key, byValue);
  }
  const nodes = byValue.get(value) ?? [];
  if (nodes.length === 0) byValue.set(value, nodes);
  nodes.push(node);
  return nodes;
}

export function linkValueIn(record: TreeRecord | null, field: string): string | undefined {
  if (record === null) return undefined;
  for (const link of record.links) if (link[0] === field) return link[1];
  return undefined;
}

function valuesIn(record: TreeRecord | null, field: string): readonly string[] {
  const value = linkValueIn(record, field);
  return value === undefined ? [] : [value];
}
