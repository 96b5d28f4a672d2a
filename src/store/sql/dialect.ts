import type { Expression, Kysely, RawBuilder, Selectable, SqlBool } from "kysely";
import type { StoreHealth } from "../stores.ts";
import type { IncomingRecord } from "./incoming.ts";
import type { Schema } from "./schema.ts";

/** The two engines differ in what this file names, and in nothing else. */
export interface Reading {
  readonly engine: StoreHealth["engine"];
  readonly db: Kysely<Schema>;
  readonly lookups: HotLookups;
  readonly conversations: ConversationDialect;
  /** True for records that carry exactly this link; `pair` is the JSON text of [field, value]. */
  carriesLink(pair: string): Expression<SqlBool>;
  sizeBytes(): Promise<number>;
}

/** A row in the order of RECORD_COLUMNS; integers as bigint, number, or (money alone) text. */
export type RecordRow = readonly unknown[];

/** The hottest statements, prepared by hand. */
export interface HotLookups {
  /** Every request reads its organization. */
  organization(id: string): Promise<Selectable<Schema["organization"]> | undefined>;
  byIds(organizationKey: number, typeKey: number, ids: readonly string[]): Promise<RecordRow[]>;
  /** Each row once. Rows whose value merely has the same hash are among them. */
  byLinkHashes(organizationKey: number, hashes: readonly number[], limit: number): Promise<RecordRow[]>;
  bodies(organizationKey: number, keys: readonly number[]): Promise<Map<number, string>>;
}

/** Where the engines differ in what sessions need. */
export interface ConversationDialect {
  /** True where the column holds one of these values, however many they are. */
  isOneOfTexts(column: string, values: readonly string[]): Expression<SqlBool>;
  isOneOfKeys(column: string, keys: readonly number[]): Expression<SqlBool>;
  /** True where `part` stands in the text; both are compared by bytes. */
  contains(text: Expression<string | null>, part: string): Expression<SqlBool>;
  /** True for `session_key`s of this organization whose transcript has all of these words. */
  hasWords(organizationKey: number, words: readonly string[]): Expression<SqlBool>;
  /** Waits for all other writers of the log to end, so that its keys rise in the order of commits; until the end of the transaction. */
  takeTurn(db: Kysely<Schema>): Promise<void>;
  /** Brings the index of words after `session_search` has changed; does nothing where the engine does so by itself. */
  indexWords(db: Kysely<Schema>, changes: readonly WordChange[]): Promise<void>;
}

/** Where the engines differ in what deliveries need. */
export interface DeliveryDialect {
  /**
   * Waits for all other writers of deliveries to end; until the end of the transaction. Which one is the first of its session
   * could change between two writers otherwise, and keys would not rise in the order of commits.
   */
  takeTurn(db: Kysely<Schema>): Promise<void>;
  /** These rows as a table named `given`, to stand after FROM. Integers are safe ones. */
  rows(
    rows: readonly Readonly<Record<string, number | string | null>>[],
    columns: Readonly<Record<string, "integer" | "text">>,
  ): RawBuilder<unknown>;
}

/** Words of one session that have come, and that have gone. */
export interface WordChange {
  readonly organizationKey: number;
  readonly sessionKey: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** One open write transaction. */
export interface WriteTransaction {
  readonly db: Kysely<Schema>;
  /** True where rows must be locked by hand against other writers. */
  readonly locksRows: boolean;
  readonly conversations: ConversationDialect;
  readonly deliveries: DeliveryDialect;
  /** Inserts rows, bodies and links of the records that are not stored yet and sets their `recordKey`. */
  insertNew(records: readonly IncomingRecord[]): Promise<void>;
}

/** Runs `work` in one write transaction, committed durably when this resolves and rolled back when it throws. */
export type Transact = <Result>(work: (transaction: WriteTransaction) => Promise<Result>) => Promise<Result>;
