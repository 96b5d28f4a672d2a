import type { LinkValue, RecordDraft } from "../../../domain/record.ts";
import type { AppendBatch } from "../../recordStore.ts";
import type { AppendCall } from "../appendGroup.ts";
import type { FieldMemory } from "../fieldMemory.ts";

/**
 * One append call on its way to the writer thread. Cloning thousands of objects between threads costs more than the
 * write itself; one flat list of plain values is cheap.
 */
export interface PackedCall {
  readonly batches: readonly (Omit<AppendBatch, "records"> & { readonly recordCount: number })[];
  readonly values: readonly PackedValue[];
  /** True when some record brings field names that the writer has to store. */
  readonly hasUnknownFields: boolean;
}

type PackedValue = string | number | bigint | null | readonly string[];

/** Values of one record before its links, which follow as field, value, field, value. */
const FIXED_VALUES = 17;

/** Field names that the writer knows already stay here. */
export function packCall(call: AppendCall, fields: FieldMemory): PackedCall {
  const values: PackedValue[] = [];
  let hasUnknownFields = false;
  for (const { organization, records } of call) {
    for (const draft of records) {
      const unknown = fields.unknown(`${organization} ${draft.type}`, draft.fields);
      hasUnknownFields ||= unknown.length > 0;
      packDraft(values, draft, unknown);
    }
  }
  return {
    batches: call.map(({ records, ...batch }) => ({ ...batch, recordCount: records.length })),
    values,
    hasUnknownFields,
  };
}

function packDraft(values: PackedValue[], draft: RecordDraft, unknownFields: readonly string[]): void {
  values.push(
    draft.type,
    draft.id,
    draft.timeMs,
    draft.endMs,
    draft.costNanos,
    draft.costStatus,
    draft.currency,
    draft.role,
    draft.quantity,
    draft.unit,
    draft.model,
    draft.version,
    draft.updatedMs,
    draft.body,
    draft.contentHash,
    unknownFields.length === 0 ? null : unknownFields,
    draft.links.length,
  );
  for (const [field, value] of draft.links) values.push(field, value);
}

export function unpackCall({ batches, values }: PackedCall): AppendCall {
  let at = 0;
  return batches.map(({ recordCount, ...batch }) => {
    const records: RecordDraft[] = [];
    for (let index = 0; index < recordCount; index++) {
      const links: LinkValue[] = [];
      const linkCount = values[at + FIXED_VALUES - 1] as number;
      for (let link = 0; link < linkCount; link++) {
        const position = at + FIXED_VALUES + 2 * link;
        links.push([values[position] as string, values[position + 1] as string]);
      }
      records.push(unpackDraft(values, at, links));
      at += FIXED_VALUES + 2 * linkCount;
    }
    return { ...batch, records };
  });
}

function unpackDraft(values: readonly PackedValue[], at: number, links: readonly LinkValue[]): RecordDraft {
  return {
    type: values[at] as string,
    id: values[at + 1] as string,
    timeMs: values[at + 2] as number | null,
    endMs: values[at + 3] as number | null,
    costNanos: values[at + 4] as bigint | null,
    costStatus: values[at + 5] as RecordDraft["costStatus"],
    currency: values[at + 6] as string | null,
    role: values[at + 7] as RecordDraft["role"],
    quantity: values[at + 8] as string | null,
    unit: values[at + 9] as string | null,
    model: values[at + 10] as string | null,
    version: values[at + 11] as bigint | null,
    updatedMs: values[at + 12] as number | null,
    body: values[at + 13] as string,
    contentHash: values[at + 14] as string,
    fields: (values[at + 15] as readonly string[] | null) ?? [],
    links,
  };
}
