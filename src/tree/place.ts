import { compareEntries, type Edge, type Entry, type Meeting } from "./candidates.ts";
import { Heap } from "./heap.ts";

/**
 * Gives every member its one place: under its owner if that is in the tree, else under the best candidate that is,
 * then marked as shared. Members must have their owners. Returns all of them, each after its parent, the root first.
 */
export function place(root: Entry, members: readonly Entry[]): readonly Entry[] {
  for (const member of members) {
    if (member !== root) choosePlace(member);
  }
  const reached: Entry[] = [];
  reach(root, reached);
  // Shared places can close a ring that hangs on nothing; its money would vanish from the tree.
  if (reached.length < members.length) reattach(reached);
  return reached;
}

function choosePlace(member: Entry): void {
  if (member.owner?.isMember === true && member.ownerEdge !== null) {
    hang(member, member.owner, member.ownerEdge, false);
    return;
  }
  for (const edge of member.upward) {
    const parent = edge.meeting.inTree.firstOtherThan(member);
    if (parent === null) continue;
    hang(member, parent, edge, true);
    return;
  }
}

/** A former parent may keep the child in its list; `parent` alone says where it is. */
function hang(child: Entry, parent: Entry, edge: Edge, isShared: boolean): void {
  child.parent = parent;
  child.via = edge.mapping;
  child.isShared = isShared;
  if (parent.children === null) parent.children = [child];
  else parent.children.push(child);
}

/** Adds an entry and all placed below it to those reached, parents first. */
function reach(top: Entry, reached: Entry[]): void {
  let next = reached.length;
  top.isReached = true;
  reached.push(top);
  for (; next < reached.length; next++) {
    const parent = reached[next];
    for (const child of parent?.children ?? []) {
      if (child.parent !== parent || child.isReached) continue;
      child.isReached = true;
      reached.push(child);
    }
  }
}

/**
 * Puts the smallest unreached member that has a reached candidate under the best such candidate, again and again. Since
 * membership itself was found from the root downwards, there is one as long as anything is unreached.
 */
function reattach(reached: Entry[]): void {
  const bestReached = new Map<Meeting, Entry>();
  const waiting = new Heap<Entry>(compareEntries);
  let offeredCount = 0;
  while (true) {
    for (; offeredCount < reached.length; offeredCount++) {
      const parent = reached[offeredCount];
      for (const meeting of parent?.downward ?? []) if (parent !== undefined) offerParent(parent, meeting, bestReached, waiting);
    }
    const child = waiting.takeSmallest();
    if (child === undefined) return;
    if (child.isReached) continue;
    for (const edge of child.upward) {
      const parent = bestReached.get(edge.meeting);
      if (parent === undefined) continue;
      hang(child, parent, edge, true);
      reach(child, reached);
      break;
    }
  }
}

function offerParent(parent: Entry, meeting: Meeting, bestReached: Map<Meeting, Entry>, waiting: Heap<Entry>): void {
  const best = bestReached.get(meeting);
  if (best === undefined || compareEntries(parent, best) < 0) bestReached.set(meeting, parent);
  // Children of a meeting wait from the first reached parent on; a later parent brings no new ones.
  if (best !== undefined) return;
  for (const { child } of meeting.waiting) if (!child.isReached) waiting.add(child);
}
