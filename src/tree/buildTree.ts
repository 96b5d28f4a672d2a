import type { Registry } from "../domain/registry.ts";
import type { Convert } from "./currency.ts";
import { gather, type LookUp, type TreeLimits, type TreeRoot } from "./gather.ts";
import { place } from "./place.ts";
import { rollUp } from "./rollUp.ts";
import type { Tree } from "./tree.ts";

export interface TreeQuestion {
  readonly root: TreeRoot;
  readonly registry: Registry;
  readonly lookUp: LookUp;
  /** ISO 4217 code that the tree is told in. */
  readonly currency: string;
  readonly convert: Convert;
  readonly limits: TreeLimits;
}

/**
 * The whole tree below a root, with exact costs; the same for the same records, in whatever order look-ups return them.
 * @throws AppError TREE_TOO_LARGE | EVENT_NOT_FOUND (no record, and no virtual type), and whatever `lookUp` and `convert` throw
 */
export async function buildTree({ root, registry, lookUp, currency, convert, limits }: TreeQuestion): Promise<Tree> {
  const gathered = await gather(root, registry, lookUp, limits);
  return rollUp(place(gathered.root, gathered.members), currency, convert, gathered.hotValues);
}
