import { buildTree } from "../tree/buildTree.ts";
import { convertAtRates } from "../tree/currency.ts";
import type { LookUp, TreeRoot } from "../tree/gather.ts";
import { HOT_VALUE_RECORDS, type Tree } from "../tree/tree.ts";
import type { OrganizationContext } from "./readContext.ts";

/** The tree below a root as its organization sees it: by its record types, in its currency, at its rates. @throws AppError TREE_TOO_LARGE | EVENT_NOT_FOUND */
export const treeOfRoot = (
  { organization, registry, rates }: OrganizationContext,
  { type, id, record }: TreeRoot,
  lookUp: LookUp,
  treeNodesMax: number,
): Promise<Tree> =>
  buildTree({
    root: { type, id, record },
    registry,
    lookUp,
    currency: organization.currency,
    convert: convertAtRates(rates),
    limits: { treeNodesMax, hotValueRecords: HOT_VALUE_RECORDS },
  });
