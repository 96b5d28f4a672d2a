import type { Registry } from "../domain/registry.ts";
import { earlierFirst } from "./order.ts";
import { type Candidate, Pool, type PoolNode } from "./pool.ts";
import type { TreeRecord } from "./tree.ts";

/**
 * The owner of each node: the first candidate of the first mapping that finds one. Where owners form a cycle, the edge
 * into the record with the smallest (time, id) is cut; that record falls to its next candidate that is not below itself.
 */
export class Owners {
  readonly #pool: Pool;
  readonly #owners = new Map<PoolNode, Candidate | null>();
  /** Candidates that a cut has taken away from a node. */
  readonly #cut = new Map<PoolNode, Set<PoolNode>>();

  constructor(pool: Pool, nodes: Iterable<PoolNode>) {
    this.#pool = pool;
    for (const node of nodes) this.#owners.set(node, firstOf(pool.candidatesOf(node)));
    this.#cutCycles();
  }

  /** Null: none. Undefined: not among the nodes asked about. */
  ownerOf(node: PoolNode): Candidate | null | undefined {
    return this.#owners.get(node);
  }

  /** A node's candidates without those that a cycle's cut took away. */
  *candidatesOf(node: PoolNode): Generator<Candidate> {
    const cut = this.#cut.get(node);
    for (const candidate of this.#pool.candidatesOf(node)) if (cut?.has(candidate.parent) !== true) yield candidate;
  }

  isCut(node: PoolNode, parent: PoolNode): boolean {
    return this.#cut.get(node)?.has(parent) === true;
  }

  #cutCycles(): void {
    const done = new Set<PoolNode>();
    for (const start of this.#owners.keys()) {
      const path: PoolNode[] = [];
      const onPath = new Set<PoolNode>();
      let node: PoolNode | undefined = start;
      while (node !== undefined && !done.has(node) && !onPath.has(node)) {
        path.push(node);
        onPath.add(node);
        node = this.#owners.get(node)?.parent;
      }
      if (node !== undefined && onPath.has(node)) this.#cutCycle(path.slice(path.indexOf(node)));
      for (const passed of path) done.add(passed);
    }
  }

  #cutCycle(cycle: readonly PoolNode[]): void {
    const first = cycle.reduce((least, node) => (earlierFirst(node, least) < 0 ? node : least));
    const below = new Set(cycle);
    const cut = new Set<PoolNode>();
    this.#cut.set(first, cut);
    for (const candidate of this.#pool.candidatesOf(first)) {
      if (below.has(candidate.parent) || this.#leadsTo(candidate.parent, first)) {
        cut.add(candidate.parent);
        continue;
      }
      this.#owners.set(first, candidate);
      return;
    }
    this.#owners.set(first, null);
  }

  #leadsTo(start: PoolNode, target: PoolNode): boolean {
    const seen = new Set<PoolNode>();
    for (let node: PoolNode | undefined = start; node !== undefined && !seen.has(node); node = this.#owners.get(node)?.parent) {
      if (node === target) return true;
      seen.add(node);
    }
    return false;
  }
}

function firstOf(candidates: Generator<Candidate>): Candidate | null {
  for (const candidate of candidates) return candidate;
  return null;
}

/** By record key: its owner, which may be a virtual root; null where nothing owns it. `records` must be complete. */
export function ownersOf(records: readonly TreeRecord[], registry: Registry): Map<number, PoolNode | null> {
  const { pool, owners } = ownersOfAll(records, registry);
  const found = new Map<number, PoolNode | null>();
  for (const [key, node] of pool.nodes) found.set(key, owners.ownerOf(node)?.parent ?? null);
  return found;
}

export interface OwnedGroup {
  readonly root: PoolNode;
  /** False: nothing owns the root and its type is no session by itself; its records are orphans. */
  readonly isSession: boolean;
  readonly records: readonly TreeRecord[];
}

/** Every record once, under the topmost of its owners. `records` must be complete. */
export function sessionsOf(records: readonly TreeRecord[], registry: Registry): OwnedGroup[] {
  const { pool, owners } = ownersOfAll(records, registry);
  const tops = new Map<PoolNode, PoolNode>();
  const groups = new Map<PoolNode, TreeRecord[]>();
  for (const node of pool.nodes.values()) {
    const top = topOf(node, owners, tops);
    const group = groups.get(top) ?? [];
    groups.set(top, group);
    if (node.record !== null) group.push(node.record);
  }
  return [...groups].map(([root, grouped]) => ({ root, isSession: root.type.sessionRoot, records: grouped }));
}

function topOf(start: PoolNode, owners: Owners, tops: Map<PoolNode, PoolNode>): PoolNode {
  const path: PoolNode[] = [];
  let node = start;
  while (!tops.has(node)) {
    path.push(node);
    const parent = owners.ownerOf(node)?.parent;
    if (parent === undefined) break;
    node = parent;
  }
  const top = tops.get(node) ?? node;
  for (const passed of path) tops.set(passed, top);
  return top;
}

function ownersOfAll(records: readonly TreeRecord[], registry: Registry): { pool: Pool; owners: Owners } {
  const pool = new Pool(registry);
  for (const record of records) pool.add(record);
  return { pool, owners: new Owners(pool, pool.nodes.values()) };
}
