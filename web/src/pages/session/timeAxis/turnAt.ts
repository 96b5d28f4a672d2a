/** Where the last of the items, which come by their beginning, that has begun at `atMs` stands; -1 before the first. */
export function lastBegun(items: readonly { readonly startMs: number }[], atMs: number): number {
  let [from, to] = [0, items.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((items[middle]?.startMs ?? Number.POSITIVE_INFINITY) <= atMs) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}

/** The turn at a position: the one that began last, until the next begins, so that pauses belong to what was said before them. */
export const turnAt = <Turn extends { readonly startMs: number }>(turns: readonly Turn[], atMs: number): Turn | undefined =>
  turns[lastBegun(turns, atMs)];
