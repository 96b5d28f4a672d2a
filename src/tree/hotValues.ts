import type { Pool } from "./candidates.ts";
import { compareText } from "./order.ts";

/** Link values that more than `recordsMax` of the known records carry, sorted. */
export function hotValues(pool: Pool, recordsMax: number): string[] {
  // Most trees are far smaller than the limit, and counting would cost them more than building.
  if (pool.size <= recordsMax) return [];
  return [...countValues(pool)]
    .filter(([, count]) => count > recordsMax)
    .map(([value]) => value)
    .sort(compareText);
}

/** The value that most of the known records carry; of several, the smallest. */
export function mostSharedValue(pool: Pool): { readonly value: string; readonly count: number } {
  let most = { value: "", count: 0 };
  for (const [value, count] of countValues(pool)) {
    if (count > most.count || (count === most.count && compareText(value, most.value) < 0)) most = { value, count };
  }
  return most;
}

/** A record that carries a value in several fields counts once. */
function countValues(pool: Pool): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { record } of pool.entries()) {
    for (const value of new Set(record?.links.map((link) => link[1]))) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
