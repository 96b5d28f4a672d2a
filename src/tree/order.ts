interface Ordered {
  readonly timeMs: number | null;
  readonly id: string;
}

/** By time (nulls last), then id, by code units: a locale would order the same data differently from machine to machine. */
export function compareTimeAndId(a: Ordered, b: Ordered): number {
  if (a.timeMs !== b.timeMs) {
    if (a.timeMs === null) return 1;
    if (b.timeMs === null) return -1;
    return a.timeMs - b.timeMs;
  }
  return compareText(a.id, b.id);
}

/** The order of every list of records: by time (nulls last), then id, then type, which makes it total. */
export function compareRecords(a: Ordered & { readonly type: string }, b: Ordered & { readonly type: string }): number {
  return compareTimeAndId(a, b) || compareText(a.type, b.type);
}

export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
