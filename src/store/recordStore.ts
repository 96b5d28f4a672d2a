import type { CostStatus, LinkValue, RecordDraft, RecordFacts, RecordName } from "../domain/record.ts";
import type { UsageGroup, UsageQuery, UsageRow } from "./usage.ts";

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
  | { readonly outcome: "stored" | "duplicate" | "corrected" | "stale" | "accepted" | "erased" }
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
  | { readonly column: "link"; readonly field: string; readonly equals: string }
  /** As trees tell it: `unconverted` is a known cost in another currency than `currency` without a rate at the record's time. */
  | {
      readonly column: "costStatus";
      readonly oneOf: readonly CostStatus[];
      readonly currency: string;
      readonly rates: readonly { readonly currency: string; readonly effectiveMs: number }[];
    };

export interface RecordPageQuery {
  readonly organization: string;
  /** Omitted: every type. */
  readonly type?: string;
  readonly conditions: readonly RecordCondition[];
  /** `time`: by (timeMs, key), nulls last in both directions; `key`: by arrival, which no later write disturbs. */
  readonly order: "time" | "time_descending" | "key";
  readonly offset?: number;
  /** Only with order `key`: rows whose key is greater. Keys rise in the order of commits: a page never misses a row of a writer that is slower. */
  readonly afterKey?: number;
  /** Rows whose key is not greater: pages by number stay disjoint while new records come. */
  readonly upToKey?: number;
  readonly limit: number;
}

export interface StoreAbilities {
  /** False: `append` may answer `accepted` where it cannot tell the exact outcome. */
  readonly exactOutcomes: boolean;
}

/** A record that is new, was corrected, was read anew after its type changed, or was erased. */
export interface RecordChange extends RecordName {
  readonly organization: string;
  /** `changed`: corrected, read anew, or erased. */
  readonly kind: "new" | "changed";
  /** Its links now. */
  readonly links: readonly LinkValue[];
  /** Links that it had before and has no longer; of an erased record only those whose value others still carry, for the rest is gone. */
  readonly formerLinks: readonly LinkValue[];
}

export interface RecordFeed {
  readonly changes: readonly RecordChange[];
  /** Where to go on. */
  readonly next: string;
  /** False: more was there already when this was read. */
  readonly isEnd: boolean;
}

export interface RecordErasure {
  /** Records to erase: of each stays type, hashed id, times, quantity, money and role, and no model; its links stay as hashes. */
  readonly names: readonly RecordName[];
  /** Link values by which only these records are known: a later record that carries one is stored in erased form. */
  readonly linkValues: readonly string[];
  /** The organization's, from OfficeStore, the same at every call; kept for later appends. */
  readonly secret: string;
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
  count(query: Pick<RecordPageQuery, "organization" | "type" | "conditions" | "upToKey">): Promise<number>;

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

  /** The largest key given out; 0 when there is none. */
  newestKey(organization: string): Promise<number>;

  /**
   * What changed, over all organizations: new records in the order of commits, and beside them, in that order too, what
   * happened to records afterwards, each told with the links it has when this is read. `after: null` starts with the oldest
   * record that is stored.
   * Everything that was committed before a call is returned by it or by a later one; a change may be returned more than once
   * only by asking again from an earlier position.
   */
  changes(after: string | null, limit: number): Promise<RecordFeed>;
  /** About how many changes follow this position. */
  changesBehind(after: string | null): Promise<number>;
  /** The position after everything that was committed before this call. */
  endOfChanges(): Promise<string>;
  /** Changes up to this position will not be asked for again. Records themselves stay. */
  forgetChanges(upTo: string): Promise<void>;

  /**
   * Charges by group, exact at every moment: what is folded into sums already and what is not yet are read in one view.
   * Ordered by the groups asked for, nulls last, then by currency. Records know no agents: see ConversationStore.agentUsage.
   */
  usage(query: Omit<UsageQuery, "agents">, groups: readonly UsageGroup[]): Promise<UsageRow[]>;
  /** Folds at most `limit` more records into the usage sums. Returns how many were folded. Safe to repeat, and in two processes at once. */
  foldUsage(limit: number): Promise<number>;
  /** Drops the usage sums; reads stay exact, and slow until they are folded again. */
  dropUsage(): Promise<void>;

  /** Erases records, their history and field values; names that are not stored are remembered as erased all the same. Durable when it resolves. */
  erase(organization: string, erasure: RecordErasure): Promise<void>;

  /** Sum of charges per currency over all current records, exact past 64 bits. Currency null: the record names none. */
  sumCosts(organization: string): Promise<{ currency: string | null; nanos: bigint; count: number }[]>;
}
