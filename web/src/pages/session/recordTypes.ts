import { queryOptions } from "@tanstack/react-query";
import { ask } from "../../api/client.ts";
import type { TreeNode } from "../../api/native.generated.ts";

/** The members of a record type that the tree and the icicle need; the contract leaves the rest open. */
export interface RecordTypeFacts {
  readonly name: string;
  readonly group: string;
  readonly quantity_fields: readonly { readonly field: string; readonly unit: string }[];
}

/** What the registry knows about the types of a tree. */
export class RecordTypes {
  /** Product groups in the registry's order, so that each keeps its colour from session to session. */
  readonly groups: readonly string[];
  readonly #byName: ReadonlyMap<string, RecordTypeFacts>;

  constructor(types: readonly RecordTypeFacts[]) {
    this.#byName = new Map(types.map((type) => [type.name, type]));
    this.groups = [...new Set(types.map(({ group }) => group))];
  }

  groupOf({ record_type }: Pick<TreeNode, "record_type">): string {
    return this.#byName.get(record_type)?.group ?? "Other Products";
  }

  /** The first field of that unit which holds a number; null where none does. */
  quantityOf({ record_type, record }: Pick<TreeNode, "record_type" | "record">, unit: string): number | null {
    for (const { field, unit: fieldUnit } of this.#byName.get(record_type)?.quantity_fields ?? []) {
      const value = fieldUnit === unit ? record[field] : undefined;
      const quantity = typeof value === "number" ? value : typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
      if (Number.isFinite(quantity) && quantity >= 0) return quantity;
    }
    return null;
  }
}

export const recordTypesQuery = queryOptions({
  queryKey: ["recordTypes", "of a tree"],
  queryFn: async ({ signal }) => {
    const { data } = (await ask("GET /v1/record-types", { signal })) as { readonly data: readonly RecordTypeFacts[] };
    return new RecordTypes(data);
  },
  staleTime: 300_000,
  // A class's private members are not what is compared here.
  structuralSharing: false,
});
