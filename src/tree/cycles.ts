import { compareEntries, type Edge, type Entry, type Meeting } from "./candidates.ts";

/**
 * Cuts the owner edge of each given entry (one in each cycle, smallest first) and gives it the next candidate that is
 * not below itself, or none.
 */
export function moveCutEntries(entries: readonly Entry[], cut: readonly Entry[]): void {
  const groups = new OwnerGroups(entries);
  for (const entry of cut) {
    entry.owner = null;
    entry.ownerEdge = null;
    // Once the cycle is cut, this entry is the top of its whole group: "not below it" means "in another group".
    for (const edge of entry.upward) {
      const parent = groups.firstOutside(edge);
      if (parent === null) continue;
      entry.owner = parent;
      entry.ownerEdge = edge;
      groups.join(entry, parent);
      break;
    }
  }
}

/** Which entries hang together by owner edges, as a union-find: groups only ever grow. */
class OwnerGroups {
  readonly #leaders = new Map<Entry, Entry>();
  readonly #ordered = new Map<Meeting, { readonly parents: readonly Entry[]; sameGroupCount: number }>();

  constructor(entries: readonly Entry[]) {
    for (const entry of entries) if (entry.owner !== null) this.join(entry, entry.owner);
  }

  join(a: Entry, b: Entry): void {
    const leaderOfA = this.#leader(a);
    const leaderOfB = this.#leader(b);
    if (leaderOfA !== leaderOfB) this.#leaders.set(leaderOfA, leaderOfB);
  }

  /** The first candidate of this edge, in order, that is not in the child's own group. */
  firstOutside(edge: Edge): Entry | null {
    const own = this.#leader(edge.child);
    const { virtual } = edge.meeting;
    if (virtual !== null) return this.#leader(virtual) === own ? null : virtual;
    const ordered = this.#orderedParents(edge.meeting);
    const [first] = ordered.parents;
    if (first === undefined) return null;
    if (this.#leader(first) !== own) return first;
    // Those known to be in one group with the first stay so; without this, many cycles at one value would take n² steps.
    for (; ordered.sameGroupCount < ordered.parents.length; ordered.sameGroupCount++) {
      const parent = ordered.parents[ordered.sameGroupCount];
      if (parent !== undefined && this.#leader(parent) !== own) return parent;
    }
    return null;
  }

  #orderedParents(meeting: Meeting): { readonly parents: readonly Entry[]; sameGroupCount: number } {
    let ordered = this.#ordered.get(meeting);
    if (ordered === undefined) {
      ordered = { parents: meeting.parents.toSorted(compareEntries), sameGroupCount: 1 };
      this.#ordered.set(meeting, ordered);
    }
    return ordered;
  }

  #leader(entry: Entry): Entry {
    let at = entry;
    for (let next = this.#leaders.get(at); next !== undefined; next = this.#leaders.get(at)) {
      const beyond = this.#leaders.get(next);
      if (beyond === undefined) return next;
      // Halving the path keeps later walks short without recursion.
      this.#leaders.set(at, beyond);
      at = beyond;
    }
    return at;
  }
}
