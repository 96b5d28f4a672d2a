import type { Kysely } from "kysely";
import type { RecordFacts } from "../../domain/record.ts";
import { factColumns, replaceLinks } from "./corrections.ts";
import type { WriteTransaction } from "./dialect.ts";
import { hashesOf } from "./incoming.ts";
import type { LinkHash } from "./linkHash.ts";
import type { Schema } from "./schema.ts";

export interface FactsReplacement {
  readonly key: number;
  /** What the facts were read from. */
  readonly body: string;
  readonly facts: RecordFacts;
}

/** Gives records that were not corrected since they were read new facts and links; the others keep what they have. */
export async function replaceFacts(
  transaction: WriteTransaction,
  organization: string,
  replacements: readonly FactsReplacement[],
  hash: LinkHash,
): Promise<void> {
  const { db } = transaction;
  const owner = await db.selectFrom("organization").select("organization_key").where("id", "=", organization).executeTakeFirst();
  if (owner === undefined) return;
  const organizationKey = Number(owner.organization_key);
  for (const { key, body, facts } of replacements.toSorted((a, b) => a.key - b.key)) {
    let query = db.selectFrom("record").select("links").where("record_key", "=", key).where("organization_key", "=", organizationKey);
    if (transaction.locksRows) query = query.forUpdate();
    const row = await query.executeTakeFirst();
    if (row === undefined || (await readBody(db, key)) !== body) continue;
    await db.updateTable("record").set(factColumns(facts)).where("record_key", "=", key).execute();
    await replaceLinks(db, { organizationKey, recordKey: key }, row.links, hashesOf(facts.links, hash), hash);
  }
}

/** Read after its record was locked: a join would show the body of the moment before a correction that was waited for. */
async function readBody(db: Kysely<Schema>, recordKey: number): Promise<string | undefined> {
  const row = await db.selectFrom("record_body").select("body").where("record_key", "=", recordKey).executeTakeFirst();
  return row?.body;
}
