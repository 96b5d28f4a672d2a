import type { TreeRecord } from "./tree.ts";

interface Ordered {
  readonly id: string;
  readonly type: { readonly name: string };
  readonly record: Pick<TreeRecord, "timeMs"> | null;
}

/** By time (nulls last), then id, then type; by code unit, so that it is the same on every machine. */
export function earlierFirst(a: Ordered, b: Ordered): number {
  const timeA = a.record?.timeMs ?? Number.POSITIVE_INFINITY;
  const timeB = b.record?.timeMs ?? Number.POSITIVE_INFINITY;
  if (timeA !== timeB) return timeA < timeB ? -1 : 1;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return a.type.name < b.type.name ? -1 : a.type.name > b.type.name ? 1 : 0;
}
