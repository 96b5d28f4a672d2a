import { AppError } from "../domain/errors.ts";
import type { Registry } from "../domain/registry.ts";
import { Pool, type PoolNode } from "./pool.ts";
import type { TreeRecord } from "./tree.ts";

/** Every record that carries one of the values in any of its link fields, at most `limit`. */
export type LookUp = (values: readonly string[], limit: number) => Promise<readonly TreeRecord[]>;

export interface GatherLimits {
  readonly treeNodesMax: number;
  readonly hotValueRecords: number;
}

export interface Gathered {
  readonly pool: Pool;
  readonly root: PoolNode;
  /** The root, and all that could stand below it, in the order found. */
  readonly members: ReadonlySet<PoolNode>;
  readonly hotValues: readonly string[];
}

/**
 * Finds the connected part below a root, in rounds: each asks for all values that the members found so far may be named
 * by, and for the values by which another parent could come before the one that a member was found by.
 * @throws AppError TREE_TOO_LARGE
 */
export async function gather(root: PoolNode, registry: Registry, lookUp: LookUp, limits: GatherLimits): Promise<Gathered> {
  const search = new Search(registry, limits);
  const rootNode = search.start(root);
  let pending: PoolNode[] = [rootNode];
  while (pending.length > 0) {
    for (const node of pending) search.wantBelow(node);
    search.wantAboveRoot();
    for (let wanted = search.takeWanted(); wanted.length > 0; wanted = search.takeWanted()) {
      search.take(await lookUp(wanted, limits.treeNodesMax + 1));
      search.wantAboveRoot();
    }
    pending = search.expand(pending);
  }
  return { pool: search.pool, root: rootNode, members: search.members, hotValues: search.hotValues() };
}

class Search {
  readonly pool: Pool;
  readonly members = new Set<PoolNode>();
  readonly #limits: GatherLimits;
  readonly #asked = new Set<string>();
  readonly #carriers = new Map<string, number>();
  #wanted: string[] = [];
  #root: PoolNode | undefined;

  constructor(registry: Registry, limits: GatherLimits) {
    this.pool = new Pool(registry);
    this.#limits = limits;
  }

  start(root: PoolNode): PoolNode {
    if (root.record !== null) this.take([root.record]);
    const node = root.record === null ? this.pool.virtual(root.type, root.id) : (this.pool.node(root.record) ?? root);
    this.members.add(node);
    this.#root = node;
    return node;
  }

  wantBelow(node: PoolNode): void {
    for (const value of this.pool.downwardValues(node)) this.#want(value);
  }

  /** In a cycle the root has a parent among its own descendants; then whatever else could own it must be known too. */
  wantAboveRoot(): void {
    const root = this.#root;
    if (root === undefined || root.record === null) return;
    for (const candidate of this.pool.candidatesOf(root)) {
      if (candidate.parent.record === null) continue;
      for (const value of this.pool.competingValues(root, candidate.rank)) this.#want(value);
      return;
    }
  }

  takeWanted(): string[] {
    const wanted = this.#wanted;
    this.#wanted = [];
    return wanted;
  }

  take(records: readonly TreeRecord[]): void {
    for (const record of records) {
      if (!this.pool.add(record)) continue;
      for (const [, value] of record.links) this.#carriers.set(value, (this.#carriers.get(value) ?? 0) + 1);
    }
    if (records.length > this.#limits.treeNodesMax) throw this.#tooLarge(records.length);
  }

  /** The children of these members that were not members yet. */
  expand(pending: readonly PoolNode[]): PoolNode[] {
    const found: PoolNode[] = [];
    for (const node of pending) {
      for (const { child, rank } of this.pool.childrenOf(node)) {
        if (this.members.has(child)) continue;
        this.members.add(child);
        found.push(child);
        for (const value of this.pool.competingValues(child, rank)) this.#want(value);
      }
    }
    if (this.members.size > this.#limits.treeNodesMax) throw this.#tooLarge(this.members.size);
    return found;
  }

  hotValues(): string[] {
    return [...this.#carriers]
      .filter(([, count]) => count > this.#limits.hotValueRecords)
      .map(([value]) => value)
      .sort();
  }

  #want(value: string): void {
    if (this.#asked.has(value)) return;
    this.#asked.add(value);
    this.#wanted.push(value);
  }

  #tooLarge(count: number): AppError {
    const [busiest] = [...this.#carriers].sort((a, b) => b[1] - a[1]);
    const hint = busiest === undefined ? "" : ` ${busiest[1].toLocaleString("en-US")} of them carry the value "${busiest[0]}".`;
    const max = this.#limits.treeNodesMax.toLocaleString("en-US");
    return new AppError("TREE_TOO_LARGE", `The tree has ${count.toLocaleString("en-US")} events or more; the limit is ${max}.${hint}`);
  }
}
