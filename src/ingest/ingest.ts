import type { AppError } from "../domain/errors.ts";
import type { JsonLimits } from "../domain/json.ts";
import type { RecordDraft } from "../domain/record.ts";
import type { Registry } from "../domain/registry.ts";
import type { RecordStore } from "../store/recordStore.ts";

export interface IngestLimits extends JsonLimits {
  readonly recordBytesMax: number;
}

/** On whose behalf a request writes. */
export interface IngestScope {
  readonly organization: string;
  readonly source: string;
  readonly registry: Registry;
  readonly receivedMs: number;
}

export interface IngestParts {
  readonly records: Pick<RecordStore, "append">;
  readonly limits: IngestLimits;
  /** Hex SHA-256 of a text. */
  readonly hash: (text: string) => string;
  /** Of records that belong to something erased and so went in erased: what hangs below them goes the same way. */
  readonly eraseBelow: (scope: IngestScope, erased: readonly RecordDraft[]) => Promise<void>;
}

export type OutcomeName = "stored" | "duplicate" | "corrected" | "stale" | "accepted" | "erased" | "rejected" | "valid";

export interface ItemOutcome {
  /** Position in the body, from 0; for NDJSON the line number, from 1. */
  readonly index: number;
  readonly recordType: string | null;
  readonly id: string | null;
  readonly outcome: OutcomeName;
  readonly error: { readonly code: string; readonly message: string; readonly field: string | null; readonly fix: string } | null;
}

export function rejectedItem(index: number, error: AppError): ItemOutcome {
  const { code, message, fix } = error;
  return { index, recordType: null, id: null, outcome: "rejected", error: { code, message, field: error.field ?? null, fix } };
}
