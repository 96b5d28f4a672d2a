import type { RecordFacts } from "../../domain/record.ts";
import { factColumns, replaceLinks } from "./corrections.ts";
import type { WriteTransaction } from "./dialect.ts";
import { hashesOf } from "./incoming.ts";
import type { LinkHash } from "./linkHash.ts";

export interface FactsReplacement {
  readonly key: number;
  readonly receivedMs: number;
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
  for (const { key, receivedMs, facts } of replacements.toSorted((a, b) => a.key - b.key)) {
    let query = db
      .selectFrom("record")
      .select("links")
      .where("record_key", "=", key)
      .where("organization_key", "=", organizationKey)
      .where("received_ms", "=", receivedMs);
    if (transaction.locksRows) query = query.forUpdate();
    const row = await query.executeTakeFirst();
    if (row === undefined) continue;
    await db.updateTable("record").set(factColumns(facts)).where("record_key", "=", key).execute();
    await replaceLinks(db, { organizationKey, recordKey: key }, row.links, hashesOf(facts.links, hash), hash);
  }
}
