import type { CostStatus, LinkValue, RecordName } from "../domain/record.ts";
import type { ParentMapping, RecordRole, RecordType } from "../domain/registry.ts";

/** What placing needs to know of a record; stores hand out more. */
export interface TreeRecord extends RecordName {
  readonly key: number;
  readonly timeMs: number | null;
  readonly endMs: number | null;
  readonly costNanos: bigint | null;
  readonly costStatus: Exclude<CostStatus, "unconverted">;
  readonly currency: string | null;
  readonly role: RecordRole;
  readonly links: readonly LinkValue[];
  readonly receivedMs: number;
}

/** One record in its place. Costs are in the tree's currency. */
export interface TreeNode {
  readonly type: RecordType;
  readonly id: string;
  /** Null for a virtual root, which has no record. */
  readonly record: TreeRecord | null;
  /** Of a virtual root: the earliest and latest of its members. */
  readonly timeMs: number | null;
  readonly endMs: number | null;
  /** The edge to the parent; null at the root. */
  readonly via: ParentMapping | null;
  readonly parent: TreeNode | null;
  /** True: its owner is outside this tree (or was cut off by a cycle), and it is shown here as well. */
  readonly shared: boolean;
  /** Zero for controls, for overhead, for unknown and for unconverted costs. */
  readonly eventCostNanos: bigint;
  readonly cumulativeCostNanos: bigint;
  readonly costStatus: CostStatus;
  /** What the record said, where it was converted or could not be. */
  readonly original: { readonly nanos: bigint; readonly currency: string } | null;
  /** Only for controls: what it states, beside the sum of the charges it restates. */
  readonly control: { readonly statedNanos: bigint | null; readonly partsNanos: bigint } | null;
  /** Only for overhead: what it cost; null when that is not known. */
  readonly overheadNanos: bigint | null;
  /** Ordered by time (nulls last), then id, then type. */
  readonly children: readonly TreeNode[];
}

export interface Tree {
  readonly root: TreeNode;
  readonly currency: string;
  readonly totalNanos: bigint;
  /** All nodes, those that an answer hides included. */
  readonly eventCount: number;
  /** Sorted, distinct. */
  readonly products: readonly string[];
  readonly unknownCostCount: number;
  readonly unconverted: readonly TreeNode[];
  readonly sharedCount: number;
  /** Link values carried by more than HOT_VALUE_RECORDS records that were met on the way. */
  readonly hotValues: readonly string[];
}

export const TREE_NODES_MAX = 100_000;
export const HOT_VALUE_RECORDS = 10_000;
