import type { Kysely } from "kysely";
import type { RecordFacts } from "../../domain/record.ts";
import { factColumns, replaceLinks } from "./corrections.ts";
import type { WriteTransaction } from "./dialect.ts";
import { hashesOf, parseLinks } from "./incoming.ts";
import type { LinkHash } from "./linkHash.ts";
import { linksGone, RecordLog } from "./recordLog.ts";
import type { Schema } from "./schema.ts";
import { usageFactsOf } from "./usageDeltas.ts";

export interface FactsReplacement {
  readonly key: number;
  /** What the facts were read from. */
  readonly body: string;
  readonly facts: RecordFacts;
}

const FACT_COLUMNS = [
  ...["time_ms", "end_ms", "cost_nanos", "cost_status", "currency"],
  ...["role", "quantity", "unit", "model", "links"],
] as (keyof ReturnType<typeof factColumns>)[];

/**
 * Gives records that were not corrected since they were read new facts and links; the others keep what they have, and
 * nobody is told of those whose facts are the same.
 */
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
  const log = new RecordLog();
  for (const { key, body, facts } of replacements.toSorted((a, b) => a.key - b.key)) {
    let query = db
      .selectFrom("record")
      .select(["type_key", ...FACT_COLUMNS])
      .where("record_key", "=", key)
      .where("organization_key", "=", organizationKey);
    if (transaction.locksRows) query = query.forUpdate();
    const row = await query.executeTakeFirst();
    const columns = factColumns(facts);
    if (row === undefined || FACT_COLUMNS.every((name) => isSame(row[name], columns[name]))) continue;
    if ((await readBody(db, key)) !== body) continue;
    await db.updateTable("record").set(columns).where("record_key", "=", key).execute();
    const before = parseLinks(row.links);
    await replaceLinks(db, { organizationKey, recordKey: key }, before, hashesOf(facts.links, hash), hash);
    log.changed(organizationKey, key, linksGone(before, facts.links));
    log.recounted({ organizationKey, typeKey: Number(row.type_key), recordKey: key }, usageFactsOf(row), facts);
  }
  await log.write(db);
}

/** The same whole number comes as a bigint out of the database. */
const isSame = (stored: unknown, given: unknown): boolean =>
  stored === null || given === null ? stored === given : String(stored) === String(given);

/** Read after its record was locked: a join would show the body of the moment before a correction that was waited for. */
async function readBody(db: Kysely<Schema>, recordKey: number): Promise<string | undefined> {
  const row = await db.selectFrom("record_body").select("body").where("record_key", "=", recordKey).executeTakeFirst();
  return row?.body;
}
