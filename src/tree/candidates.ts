import type { ParentMapping, RecordType } from "../domain/registry.ts";
import { compareRecords } from "./order.ts";
import type { Port, RegistryPlan, TypePlan } from "./registryPlan.ts";
import type { TreeNode, TreeRecord } from "./tree.ts";

/** A node while it is being built. */
export type BuiltNode = { -readonly [Key in keyof Omit<TreeNode, "children" | "parent">]: TreeNode[Key] } & {
  parent: BuiltNode | null;
  children: BuiltNode[];
};

/** One record, or one virtual root, with all that is worked out about it. */
export class Entry {
  readonly type: RecordType;
  readonly id: string;
  /** Null for a virtual root. */
  readonly record: TreeRecord | null;
  /** Its mappings that may find a parent, in mapping order. */
  readonly upward: Edge[] = [];
  /** The meeting places where it is a parent. */
  readonly downward: Meeting[] = [];
  isMember = false;
  /** The edge and the parent that own it; both null for one that nothing owns. */
  ownerEdge: Edge | null = null;
  owner: Entry | null = null;
  /** Its place in the tree. */
  parent: Entry | null = null;
  via: ParentMapping | null = null;
  isShared = false;
  isReached = false;
  children: Entry[] | null = null;
  node: BuiltNode | null = null;
  /** Number of the walk over owners that last came by. */
  walk = 0;

  constructor(type: RecordType, id: string, record: TreeRecord | null) {
    this.type = type;
    this.id = id;
    this.record = record;
  }
}

export interface Edge {
  readonly child: Entry;
  readonly mapping: ParentMapping;
  /** Place of the mapping in the type's list. */
  readonly position: number;
  readonly meeting: Meeting;
}

/** The two earliest of the entries offered: enough to know the first that is not a given one. */
export class EarliestTwo {
  first: Entry | null = null;
  #second: Entry | null = null;

  offer(entry: Entry): void {
    if (this.first === null || compareEntries(entry, this.first) < 0) {
      this.#second = this.first;
      this.first = entry;
    } else if (this.#second === null || compareEntries(entry, this.#second) < 0) {
      this.#second = entry;
    }
  }

  firstOtherThan(entry: Entry): Entry | null {
    return this.first === entry ? this.#second : this.first;
  }
}

/**
 * All that meet by one value at one port. Children and parents are kept apart and never paired one by one: a value that
 * n children share with n parents would make n² pairs.
 */
export class Meeting {
  readonly port: Port;
  readonly value: string;
  readonly parents: Entry[] = [];
  readonly waiting: Edge[] = [];
  readonly known = new EarliestTwo();
  readonly inTree = new EarliestTwo();
  /** True as soon as a member of the tree is a parent here. */
  isInTree = false;
  #virtual: Entry | null = null;

  constructor(port: Port, value: string) {
    this.port = port;
    this.value = value;
  }

  /** The virtual root of this value. It exists only while no record of its type carries the value. */
  get virtual(): Entry | null {
    if (!this.port.isVirtual || this.parents.length > 0) return null;
    this.#virtual ??= new Entry(this.port.parentType, this.value, null);
    return this.#virtual;
  }
}

/** The first candidate parent by this edge, over all known records; a record is never its own parent. */
export const firstCandidate = (edge: Edge): Entry | null => edge.meeting.known.firstOtherThan(edge.child) ?? edge.meeting.virtual;

/** All known records by their links. Records whose type the registry does not have are left out: they have no place anywhere. */
export class Pool {
  readonly #plan: RegistryPlan;
  /** By record key. */
  readonly nodes = new Map<number, Entry>();
  readonly #meetings: (Map<string, Meeting> | undefined)[];

  constructor(plan: RegistryPlan) {
    this.#plan = plan;
    this.#meetings = new Array<undefined>(plan.ports.length);
  }

  get size(): number {
    return this.nodes.size;
  }

  entries(): IterableIterator<Entry> {
    return this.nodes.values();
  }

  /** Undefined when the record is known already, or its type is not. */
  add(record: TreeRecord): Entry | undefined {
    if (this.nodes.has(record.key)) return undefined;
    const plan = this.#plan.types.get(record.type);
    if (plan === undefined) return undefined;
    const entry = new Entry(plan.type, record.id, record);
    this.nodes.set(record.key, entry);
    this.#linkDownward(entry, record, plan);
    this.#linkUpward(entry, record, plan);
    return entry;
  }

  /** The meeting place of a virtual type's id. */
  virtualMeeting(type: RecordType, id: string): Meeting | undefined {
    const port = this.#plan.types.get(type.name)?.downward[0]?.port;
    return port?.isVirtual === true ? this.#meeting(port, id) : undefined;
  }

  #linkDownward(entry: Entry, record: TreeRecord, plan: TypePlan): void {
    for (const { field, port } of plan.downward) {
      for (const [linkField, value] of record.links) {
        if (linkField !== field) continue;
        const meeting = this.#meeting(port, value);
        // Two fields of a virtual type may carry one value; the record stands there once.
        if (port.isVirtual && entry.downward.includes(meeting)) continue;
        meeting.parents.push(entry);
        meeting.known.offer(entry);
        entry.downward.push(meeting);
      }
    }
  }

  #linkUpward(entry: Entry, record: TreeRecord, plan: TypePlan): void {
    for (const { mapping, position, port, moreSpecificFields } of plan.upward) {
      const value = linkValue(record, mapping.localField);
      if (value === undefined || carriesAny(record, moreSpecificFields)) continue;
      const edge: Edge = { child: entry, mapping, position, meeting: this.#meeting(port, value) };
      edge.meeting.waiting.push(edge);
      entry.upward.push(edge);
    }
  }

  #meeting(port: Port, value: string): Meeting {
    let meetings = this.#meetings[port.index];
    if (meetings === undefined) {
      meetings = new Map();
      this.#meetings[port.index] = meetings;
    }
    let meeting = meetings.get(value);
    if (meeting === undefined) {
      meeting = new Meeting(port, value);
      meetings.set(value, meeting);
    }
    return meeting;
  }
}

/** The exact text by which a record links in this field. */
export function linkValue(record: TreeRecord, field: string): string | undefined {
  for (const link of record.links) if (link[0] === field) return link[1];
  return undefined;
}

export function carriesAny(record: TreeRecord, fields: readonly string[]): boolean {
  for (const field of fields) if (linkValue(record, field) !== undefined) return true;
  return false;
}

/** Entries of records, by time (nulls last), id and type. A virtual root never competes: it exists only where no record does. */
export function compareEntries(a: Entry, b: Entry): number {
  if (a.record === null || b.record === null) return Number(a.record === null) - Number(b.record === null);
  return compareRecords(a.record, b.record);
}
