import type { ParentMapping } from "../domain/registry.ts";
import type { Gathered } from "./gather.ts";
import { earlierFirst } from "./order.ts";
import { Owners } from "./owners.ts";
import type { PoolNode } from "./pool.ts";

export interface Place {
  readonly mapping: ParentMapping;
  readonly parent: PoolNode;
  readonly shared: boolean;
}

/**
 * Where each member stands in this tree: under its owner if that is in the tree, else under the best candidate that is.
 * The root has no place. Members that only a cut edge led to are left out.
 */
export function place({ pool, root, members }: Gathered): Map<PoolNode, Place> {
  const owners = new Owners(pool, members);
  const places = new Map<PoolNode, Place>();
  for (const node of members) {
    const found = node === root ? undefined : bestPlace(node, owners, (parent) => members.has(parent));
    if (found !== undefined) places.set(node, found);
  }
  const reached = reachable(root, places);
  if (reached.size < members.size) attachRest(members, reached, places, owners);
  return places;
}

function bestPlace(node: PoolNode, owners: Owners, isIn: (parent: PoolNode) => boolean): Place | undefined {
  const owner = owners.ownerOf(node)?.parent;
  for (const { mapping, parent } of owners.candidatesOf(node)) {
    if (mapping.traversalEnabled && isIn(parent)) return { mapping, parent, shared: parent !== owner };
  }
  return undefined;
}

function reachable(root: PoolNode, places: ReadonlyMap<PoolNode, Place>): Set<PoolNode> {
  const reached = new Set([root]);
  for (const start of places.keys()) {
    const path: PoolNode[] = [];
    const onPath = new Set<PoolNode>();
    let node: PoolNode | undefined = start;
    while (node !== undefined && !reached.has(node) && !onPath.has(node)) {
      path.push(node);
      onPath.add(node);
      node = places.get(node)?.parent;
    }
    if (node !== undefined && reached.has(node)) for (const passed of path) reached.add(passed);
  }
  return reached;
}

/**
 * Shared places can form cycles that hang on nothing. Their earliest member that has a candidate among the reached goes
 * there, and brings along what stands below it, until nothing more can be attached.
 */
function attachRest(members: ReadonlySet<PoolNode>, reached: Set<PoolNode>, places: Map<PoolNode, Place>, owners: Owners): void {
  const below = new Map<PoolNode, PoolNode[]>();
  for (const [node, { parent }] of places) {
    const children = below.get(parent);
    if (children === undefined) below.set(parent, [node]);
    else children.push(node);
  }
  const rest = [...members].filter((node) => !reached.has(node)).sort(earlierFirst);
  for (let attached = true; attached; ) {
    attached = false;
    for (const node of rest) {
      if (reached.has(node)) continue;
      const found = bestPlace(node, owners, (parent) => reached.has(parent));
      if (found === undefined) continue;
      places.set(node, found);
      attached = true;
      const pending = [node];
      for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        if (reached.has(next)) continue;
        reached.add(next);
        pending.push(...(below.get(next) ?? []));
      }
    }
  }
  for (const node of rest) if (!reached.has(node)) places.delete(node);
}
