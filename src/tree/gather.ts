import { AppError } from "../domain/errors.ts";
import type { RecordType, Registry } from "../domain/registry.ts";
import { type Edge, type Entry, type Meeting, Pool } from "./candidates.ts";
import { hotValues, mostSharedValue } from "./hotValues.ts";
import { assignOwners } from "./owners.ts";
import { planOf } from "./registryPlan.ts";
import type { TreeRecord } from "./tree.ts";

export interface TreeRoot {
  readonly type: RecordType;
  readonly id: string;
  /** Null: a virtual root. */
  readonly record: TreeRecord | null;
}

export interface TreeLimits {
  readonly treeNodesMax: number;
  readonly hotValueRecords: number;
}

/**
 * Every record that carries one of the values in any of its link fields; children, siblings and competing parents
 * alike, in any order. Whoever gets exactly `limit` must assume that there are more.
 */
export type LookUp = (values: readonly string[], limit: number) => Promise<readonly TreeRecord[]>;

export interface Gathered {
  /** All records that were read on the way, those of other trees included. */
  readonly pool: Pool;
  readonly root: Entry;
  /** The root first; the rest in no order that means anything. Each has its owner. */
  readonly members: readonly Entry[];
  /** Sorted. */
  readonly hotValues: readonly string[];
}

/** Records read on the way that are in the tree of another root: as many as the tree may have, and these. */
const POOL_RECORDS_SPARE = 10_000;

/**
 * Finds all records of a tree and all that decides their owners, in as few rounds of look-ups as the records allow; no
 * value is looked up twice. A virtual root gives way to a real record of its type that carries its id.
 * @throws AppError TREE_TOO_LARGE | EVENT_NOT_FOUND (a root that has no record and whose type is not virtual)
 */
export async function gather(root: TreeRoot, registry: Registry, lookUp: LookUp, limits: TreeLimits): Promise<Gathered> {
  const gathering = new Gathering(new Pool(planOf(registry)), lookUp, limits);
  return gathering.run(root);
}

class Gathering {
  readonly #pool: Pool;
  readonly #lookUp: LookUp;
  readonly #limits: TreeLimits;
  readonly #members: Entry[] = [];
  readonly #asked = new Set<string>();
  #wanted: string[] = [];
  /** Members before this have told the values below them; those before the other, the values above them. */
  #closedCount = 0;
  #settledCount = 1;

  constructor(pool: Pool, lookUp: LookUp, limits: TreeLimits) {
    this.#pool = pool;
    this.#lookUp = lookUp;
    this.#limits = limits;
  }

  async run(given: TreeRoot): Promise<Gathered> {
    const root = given.record === null ? await this.#virtualRoot(given) : this.#realRoot(given, given.record);
    this.#join(root);
    for (const entry of this.#pool.entries()) this.#joinIfBelowTree(entry);
    while (true) {
      this.#close();
      this.#wantCompetitors(root);
      if (this.#wanted.length === 0) {
        // What was cut out of a cycle falls to a later candidate, whose values nobody has asked for yet.
        for (const cut of assignOwners(this.#members)) for (const edge of cut.upward) this.#want(edge.meeting.value);
      }
      if (this.#wanted.length === 0) break;
      for (const entry of await this.#round()) this.#joinIfBelowTree(entry);
    }
    return { pool: this.#pool, root, members: this.#members, hotValues: hotValues(this.#pool, this.#limits.hotValueRecords) };
  }

  #realRoot(given: TreeRoot, record: TreeRecord): Entry {
    const root = this.#pool.add(record);
    if (root === undefined) throw notFound(given);
    return root;
  }

  async #virtualRoot(given: TreeRoot): Promise<Entry> {
    const meeting = this.#pool.virtualMeeting(given.type, given.id);
    if (meeting === undefined) throw notFound(given);
    this.#want(given.id);
    await this.#round();
    const root = meeting.known.first ?? meeting.virtual;
    if (root === null) throw notFound(given);
    if (root.record === null) root.downward.push(meeting);
    return root;
  }

  /** One look-up of all that is wanted. Returns what was not known before. */
  async #round(): Promise<Entry[]> {
    const recordsMax = 2 * this.#limits.treeNodesMax + POOL_RECORDS_SPARE;
    const values = this.#wanted;
    this.#wanted = [];
    const records = await this.#lookUp(values, recordsMax + 1);
    const added: Entry[] = [];
    for (const record of records) {
      const entry = this.#pool.add(record);
      if (entry !== undefined) added.push(entry);
    }
    if (records.length > recordsMax || this.#pool.size > recordsMax) throw this.#tooLarge(this.#pool.size);
    return added;
  }

  #join(entry: Entry): void {
    entry.isMember = true;
    this.#members.push(entry);
  }

  #joinIfBelowTree(entry: Entry): void {
    if (!entry.isMember && entry.upward.some(isBelowTree)) this.#join(entry);
  }

  /** Takes in all known records below the members, and wants the values by which others may be below them. */
  #close(): void {
    for (; this.#closedCount < this.#members.length; this.#closedCount++) {
      const member = this.#members[this.#closedCount];
      for (const meeting of member?.downward ?? []) {
        if (member !== undefined) meeting.inTree.offer(member);
        this.#want(meeting.value);
        if (!meeting.isInTree) this.#openMeeting(meeting);
      }
    }
    if (this.#members.length > this.#limits.treeNodesMax) throw this.#tooLarge(this.#members.length);
  }

  #openMeeting(meeting: Meeting): void {
    meeting.isInTree = true;
    for (const { child } of meeting.waiting) if (!child.isMember) this.#join(child);
  }

  /** Wants the values by which a more specific parent, perhaps of another tree, may own a member. */
  #wantCompetitors(root: Entry): void {
    for (; this.#settledCount < this.#members.length; this.#settledCount++) {
      const member = this.#members[this.#settledCount];
      for (const edge of member?.upward ?? []) {
        if (isBelowTree(edge)) break;
        this.#want(edge.meeting.value);
      }
    }
    // A root that one of its own members could own stands in a cycle, and then its competing owners count as well.
    if (root.upward.some((edge) => edge.meeting.inTree.firstOtherThan(root) !== null)) {
      for (const edge of root.upward) this.#want(edge.meeting.value);
    }
  }

  #want(value: string): void {
    if (this.#asked.has(value)) return;
    this.#asked.add(value);
    this.#wanted.push(value);
  }

  #tooLarge(foundCount: number): AppError {
    const { value, count } = mostSharedValue(this.#pool);
    const shared = `${count} of the records found carry the value ${JSON.stringify(value)}.`;
    return new AppError(
      "TREE_TOO_LARGE",
      `The tree has at least ${foundCount} events; a tree can have ${this.#limits.treeNodesMax}. ${shared}`,
    );
  }
}

/** A member of the tree is among the candidates of this edge. */
const isBelowTree = (edge: Edge): boolean => edge.meeting.inTree.firstOtherThan(edge.child) !== null;

const notFound = (root: TreeRoot): AppError => new AppError("EVENT_NOT_FOUND", `There is no ${root.type.name} event "${root.id}".`);
