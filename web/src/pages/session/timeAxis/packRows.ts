import type { Span } from "./scale.ts";

export interface Packed<Item> {
  /** Row of each item, in the order of the items. */
  readonly rowOf: readonly number[];
  /** The items of each row, by time. */
  readonly rows: readonly (readonly Item[])[];
}

/**
 * Lays spans that come by time into as few rows as it takes for none to cover another; each goes into the first row with room.
 * `takenUntil` says where an item's room ends: after its end, where it needs some for its name.
 */
export function packRows<Item extends Span>(items: readonly Item[], takenUntil: (item: Item) => number): Packed<Item> {
  const rows: Item[][] = [];
  const freeFromMs: number[] = [];
  const rowOf = items.map((item) => {
    let row = freeFromMs.findIndex((fromMs) => fromMs <= item.startMs);
    if (row === -1) row = rows.push([]) - 1;
    rows[row]?.push(item);
    freeFromMs[row] = takenUntil(item);
    return row;
  });
  return { rowOf, rows };
}
