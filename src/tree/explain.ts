import type { RecordName } from "../domain/record.ts";
import type { ParentMapping, Registry } from "../domain/registry.ts";
import { Owners } from "./owners.ts";
import { linkValueIn, Pool } from "./pool.ts";
import type { TreeRecord } from "./tree.ts";

export interface ExplainedMapping {
  readonly mapping: ParentMapping;
  readonly value: string | null;
  /**
   * `owner`: it found the owner. `candidate`: it finds a parent, but an earlier mapping came first. `not_found`: it still looks for
   * its value. `no_value`: the record has none. `skipped_less_specific`: a more specific value for the same parent type forbids it.
   */
  readonly standing: "owner" | "candidate" | "not_found" | "no_value" | "skipped_less_specific";
  readonly parents: readonly RecordName[];
}

/** Mapping by mapping, in order: why a record hangs where it does. `known` holds all that carries one of its link values. */
export function explainLinks(record: TreeRecord, known: readonly TreeRecord[], registry: Registry): ExplainedMapping[] {
  const pool = new Pool(registry);
  pool.add(record);
  for (const other of known) pool.add(other);
  const node = pool.node(record);
  if (node === undefined) return [];
  const owner = new Owners(pool, pool.nodes.values()).ownerOf(node);
  return node.type.parents.map((mapping, rank) => {
    const value = linkValueIn(record, mapping.localField) ?? null;
    const parents = [...pool.candidatesBy(node, rank)].map(({ parent }) => ({ type: parent.type.name, id: parent.id }));
    return { mapping, value, standing: standingOf(), parents };

    function standingOf(): ExplainedMapping["standing"] {
      if (value === null) return "no_value";
      if (pool.isSkipped(node as NonNullable<typeof node>, rank)) return "skipped_less_specific";
      if (parents.length === 0) return "not_found";
      return owner?.rank === rank ? "owner" : "candidate";
    }
  });
}
