import type { RecordType, Registry } from "../domain/registry.ts";
import type { Convert } from "./currency.ts";
import { type GatherLimits, gather, type LookUp } from "./gather.ts";
import { place } from "./place.ts";
import { rollUp } from "./rollUp.ts";
import type { Tree, TreeRecord } from "./tree.ts";

export interface TreeParts {
  /** `record` null: a virtual root. */
  readonly root: { readonly type: RecordType; readonly id: string; readonly record: TreeRecord | null };
  readonly registry: Registry;
  readonly lookUp: LookUp;
  /** The currency the tree is told in. */
  readonly currency: string;
  readonly convert: Convert;
  readonly limits: GatherLimits;
}

/**
 * The whole tree below a root, exact, whatever order the look-ups answer in (design.md, Tree semantics).
 * @throws AppError TREE_TOO_LARGE
 */
export async function buildTree({ root, registry, lookUp, currency, convert, limits }: TreeParts): Promise<Tree> {
  const gathered = await gather(root, registry, lookUp, limits);
  return rollUp({ root: gathered.root, places: place(gathered), currency, convert, hotValues: gathered.hotValues });
}
