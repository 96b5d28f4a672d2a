import type { RecordDraft, RecordFacts, RecordName } from "../domain/record.ts";

/** A record as roll-ups read it: everything but the body. */
export interface StoredRecord extends RecordFacts {
  /** Opaque handle, unique within one organization of one store; fetches bodies. Never leaves the process. */
  readonly key: number;
  /** When this content arrived. */
  readonly receivedMs: number;
  readonly source: string;
}

export interface RecordWithBody extends StoredRecord {
  readonly body: string;
}

export interface RecordVersion {
  readonly receivedMs: number;
  readonly source: string;
  readonly body: string;
  /** `current` exactly once; `superseded` was current once; `stale` arrived after something newer and never was. */
  readonly standing: "current" | "superseded" | "stale";
}

export type AppendOutcome =
  | { readonly outcome: "stored" | "duplicate" | "corrected" | "stale" | "accepted" }
  | { readonly outcome: "rejected"; readonly code: "RECORD_SOURCE_CONFLICT"; readonly message: string };

export interface AppendBatch {
  readonly organization: string;
  readonly source: string;
  readonly receivedMs: number;
  readonly records: readonly RecordDraft[];
}

/** A test on one typed column of a record. Times in epoch ms, costs in nanos. */
export type RecordCondition =
  | { readonly column: "id"; readonly equals: string }
  | { readonly column: "timeMs"; readonly from?: number; readonly before?: number }
  | { readonly column: "link"; readonly field: string; readonly equals: string };

export interface RecordPageQuery {
  readonly organization: string;
  /** Omitted: every type. */
  readonly type?: string;
  readonly conditions: readonly RecordCondition[];
  /** `time`: by (timeMs, key), nulls last in both directions; `key`: by arrival, which no later write disturbs. */
  readonly order: "time" | "time_descending" | "key";
  readonly offset?: number;
  /** Only with order `key`: rows whose key is greater. */
  readonly afterKey?: number;
  readonly limit: number;
}

export interface StoreAbilities {
  /** False: `append` may answer `accepted` where it cannot tell the exact outcome. */
  readonly exactOutcomes: boolean;
}

/** Truth about usage. Every method is bound to one organization; nothing of another is ever read or returned. */
export interface RecordStore {
  readonly abilities: StoreAbilities;

  /**
   * Resolves only when every batch is durable (synced to disk, or committed by the server). One list of outcomes per
   * batch, one outcome per record, in input order. Safe to repeat: a content already known is `duplicate`. All batches
   * commit together or none does; on a throw nothing of them is stored (or, when the connection broke during commit, all
   * may be: repeat the call). The same record may stand in a batch several times; they apply in order.
   * @throws AppError ORGANIZATION_NOT_FOUND | STORE_UNAVAILABLE | STORE_LOCKED | STORE_FULL
   */
  append(batches: readonly AppendBatch[]): Promise<AppendOutcome[][]>;

  /** The current version. Absent: undefined. */
  find(organization: string, name: RecordName): Promise<RecordWithBody | undefined>;

  /** The current ones of these names, in no particular order; absent names are left out. */
  findMany(organization: string, names: readonly RecordName[]): Promise<StoredRecord[]>;

  /** Newest first, the current one at the top. Absent: empty. */
  history(organization: string, name: RecordName): Promise<RecordVersion[]>;

  /**
   * Every current record that carries one of these values in any of its link fields, each once, in no particular order.
   * At most `limit` rows; a caller that gets exactly `limit` must assume that there are more.
   */
  byLinkValues(organization: string, values: readonly string[], limit: number): Promise<StoredRecord[]>;

  /** How many records carry this value. Counting stops at `countMax`. */
  countLinkValue(organization: string, value: string, countMax: number): Promise<number>;

  /** Bodies of current records by key. Unknown keys are left out. */
  bodies(organization: string, keys: readonly number[]): Promise<Map<number, string>>;

  /** One page of current records, in the order asked for. */
  page(query: RecordPageQuery): Promise<RecordWithBody[]>;

  /** How many records the conditions match, over all pages. */
  count(query: Pick<RecordPageQuery, "organization" | "type" | "conditions">): Promise<number>;

  /** Names of the top-level fields seen in records of this type, sorted. At most 1,000 are remembered. */
  seenFields(organization: string, type: string): Promise<string[]>;

  /** Types with at least one record, with their counts, sorted by name. */
  countsByType(organization: string): Promise<{ type: string; count: number }[]>;

  /**
   * Gives stored records new facts after a type's definition has changed: `records` names what to replace, and the body
   * that the facts were read from. Records that have another body by now, because they were corrected since, keep what
   * they have. Durable when it resolves.
   */
  replaceFacts(organization: string, records: readonly { key: number; body: string; facts: RecordFacts }[]): Promise<void>;

  /** Sum of charges per currency over all current records, exact past 64 bits. Currency null: the record names none. */
  sumCosts(organization: string): Promise<{ currency: string | null; nanos: bigint; count: number }[]>;
}
