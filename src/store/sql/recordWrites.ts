import type { Kysely } from "kysely";
import type { RecordFacts } from "../../domain/record.ts";
import type { RecordErasure, RecordStore } from "../recordStore.ts";
import type { Transact } from "./dialect.ts";
import { eraseRecords } from "./eraseRecords.ts";
import type { LinkHash } from "./linkHash.ts";
import { parsePosition } from "./recordFeed.ts";
import { replaceFacts } from "./replaceFacts.ts";
import type { Schema } from "./schema.ts";
import { dropUsage, foldUsage } from "./usageSums.ts";

/** What is written to records besides appending them. */
export type RecordChanges = Pick<RecordStore, "replaceFacts" | "forgetChanges" | "foldUsage" | "dropUsage" | "erase">;

export class SqlRecordChanges implements RecordChanges {
  readonly #transact: Transact;
  readonly #hash: LinkHash;

  /** `transact` must keep every other writer of records out, those of other processes included. */
  constructor(transact: Transact, hash: LinkHash) {
    this.#transact = transact;
    this.#hash = hash;
  }

  async replaceFacts(organization: string, records: readonly { key: number; body: string; facts: RecordFacts }[]): Promise<void> {
    if (records.length === 0) return;
    await this.#transact((transaction) => replaceFacts(transaction, organization, records, this.#hash));
  }

  forgetChanges(upTo: string): Promise<void> {
    const { changeKey } = parsePosition(upTo);
    return this.#transact(({ db }) => forgetChanges(db, changeKey));
  }

  foldUsage(limit: number): Promise<number> {
    return this.#transact(({ db }) => foldUsage(db, limit));
  }

  dropUsage(): Promise<void> {
    return this.#transact(({ db }) => dropUsage(db));
  }

  erase(organization: string, erasure: RecordErasure): Promise<void> {
    return this.#transact((transaction) => eraseRecords(transaction, organization, erasure, this.#hash));
  }
}

/** The newest row stays: the next key follows it, here and in a copy of the database. */
async function forgetChanges(db: Kysely<Schema>, changeKey: number): Promise<void> {
  await db
    .deleteFrom("record_change")
    .where("change_key", "<=", changeKey)
    .where("change_key", "<", (expression) =>
      expression.selectFrom("record_change").select((row) => row.fn.max<bigint>("change_key").as("newest")),
    )
    .execute();
}
