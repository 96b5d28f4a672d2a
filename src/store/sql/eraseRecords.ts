import type { Kysely } from "kysely";
import type { LinkValue } from "../../domain/record.ts";
import { erasedValue } from "../erasure.ts";
import type { RecordErasure } from "../recordStore.ts";
import { replaceLinks } from "./corrections.ts";
import type { WriteTransaction } from "./dialect.ts";
import { ERASED_BODY, ERASED_HASH, erasedLinks, isErased } from "./erasedRecord.ts";
import { hashesOf, parseLinks } from "./incoming.ts";
import type { LinkHash } from "./linkHash.ts";
import { organizationNotFound } from "./names.ts";
import { projectAgain } from "./openSession.ts";
import { RecordLog } from "./recordLog.ts";
import type { Schema } from "./schema.ts";
import { addTombstones, keepSecret, nameTombstone } from "./tombstones.ts";
import { USAGE_COLUMNS, type UsageFacts, usageFactsOf } from "./usageDeltas.ts";

/** On whose behalf records are erased. */
export interface EraseScope {
  readonly organizationKey: number;
  readonly secret: string;
  readonly hash: LinkHash;
}

interface NameKey {
  readonly typeKey: number;
  readonly id: string;
}

interface FoundRecord {
  readonly recordKey: number;
  readonly typeKey: number;
  readonly id: string;
  readonly links: readonly LinkValue[];
  readonly usage: UsageFacts;
}

const AT_ONCE = 500;
/** Of the records with one hash, enough to meet one that truly carries the value: two values hardly ever share a hash. */
const CARRIERS_LOOKED_AT = 20;

/**
 * Erases the records of these names and remembers names and link values, so that what comes later is stored erased.
 * @throws AppError ORGANIZATION_NOT_FOUND
 */
export async function eraseRecords(
  transaction: WriteTransaction,
  organization: string,
  { names, linkValues, secret }: RecordErasure,
  hash: LinkHash,
): Promise<void> {
  const { db } = transaction;
  const owner = await db.selectFrom("organization").select("organization_key").where("id", "=", organization).executeTakeFirst();
  if (owner === undefined) throw organizationNotFound(organization);
  const organizationKey = Number(owner.organization_key);
  await keepSecret(db, organizationKey, secret);
  const values = linkValues.map((value) => erasedValue(secret, value));
  await addTombstones(db, organizationKey, [...values, ...names.map((name) => nameTombstone(secret, name))]);
  const typeKeys = await readTypeKeys(db, organizationKey);
  const known = names.flatMap(({ type, id }) => {
    const typeKey = typeKeys.get(type);
    return typeKey === undefined ? [] : [{ typeKey, id }];
  });
  const log = new RecordLog();
  await eraseStored(transaction, { organizationKey, secret, hash }, known, linkValues, log);
  await log.write(db);
}

/** Erases those of the records that are stored, and tells the log. `values` go from changes that still wait to be read, too. */
export async function eraseStored(
  transaction: WriteTransaction,
  scope: EraseScope,
  names: readonly NameKey[],
  values: readonly string[],
  log: RecordLog,
): Promise<void> {
  const erased: FoundRecord[] = [];
  for (const [typeKey, ofType] of Map.groupBy(names, (name) => name.typeKey)) {
    const ids = [...new Set(ofType.map(({ id }) => id))].sort();
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      for (const record of await findRecords(transaction, scope, typeKey, ids.slice(start, start + AT_ONCE))) {
        await eraseOne(transaction.db, scope, record);
        erased.push(record);
      }
    }
  }
  const gone = new Set([...values, ...erased.flatMap(({ links }) => links.map(([, value]) => value))]);
  const carried = await carriedValues(transaction.db, scope, gone);
  for (const value of carried) gone.delete(value);
  await cleanWaitingChanges(transaction.db, scope, gone);
  // Their records are gone from them, and the changes below no longer say from whom.
  await projectAgain(transaction, scope.organizationKey, [...gone]);
  for (const { recordKey, typeKey, links, usage } of erased) {
    const formerLinks = links.filter(([, value]) => carried.has(value));
    log.changed(scope.organizationKey, recordKey, formerLinks);
    log.recounted({ organizationKey: scope.organizationKey, typeKey, recordKey }, usage, { ...usage, model: null });
  }
}

async function readTypeKeys(db: Kysely<Schema>, organizationKey: number): Promise<Map<string, number>> {
  const rows = await db.selectFrom("type_name").select(["type_key", "name"]).where("organization_key", "=", organizationKey).execute();
  return new Map(rows.map((row) => [row.name, Number(row.type_key)]));
}

async function findRecords(
  { db, locksRows }: WriteTransaction,
  { organizationKey }: EraseScope,
  typeKey: number,
  ids: readonly string[],
): Promise<FoundRecord[]> {
  let query = db
    .selectFrom("record")
    .select(["record_key", "id", "links", "content_hash", ...USAGE_COLUMNS])
    .where("organization_key", "=", organizationKey)
    .where("type_key", "=", typeKey)
    .where("id", "in", ids)
    .orderBy("id");
  if (locksRows) query = query.forUpdate();
  const rows = (await query.execute()).filter((row) => !isErased(row.content_hash));
  return rows.map((row) => ({
    recordKey: Number(row.record_key),
    typeKey,
    id: row.id,
    links: parseLinks(row.links),
    usage: usageFactsOf(row),
  }));
}

async function eraseOne(db: Kysely<Schema>, { organizationKey, secret, hash }: EraseScope, { recordKey, id, links }: FoundRecord) {
  const newLinks = erasedLinks(links, secret);
  await db
    .updateTable("record")
    .set({
      id: erasedValue(secret, id),
      links: JSON.stringify(newLinks),
      content_hash: ERASED_HASH,
      version: null,
      updated_ms: null,
      model: null,
    })
    .where("record_key", "=", recordKey)
    .execute();
  await db.updateTable("record_body").set({ body: ERASED_BODY }).where("record_key", "=", recordKey).execute();
  await db.deleteFrom("record_history").where("record_key", "=", recordKey).execute();
  await replaceLinks(db, { organizationKey, recordKey }, links, hashesOf(newLinks, hash), hash);
}

/** Those of the values that records which were not erased carry. */
async function carriedValues(db: Kysely<Schema>, { organizationKey, hash }: EraseScope, values: Iterable<string>): Promise<Set<string>> {
  const carried = new Set<string>();
  for (const value of values) {
    const rows = await db
      .selectFrom("record_link")
      .innerJoin("record", "record.record_key", "record_link.record_key")
      .select("record.links")
      .where("record_link.organization_key", "=", organizationKey)
      .where("record_link.value_hash", "=", hash(value))
      .limit(CARRIERS_LOOKED_AT)
      .execute();
    if (rows.some((row) => parseLinks(row.links).some((link) => link[1] === value))) carried.add(value);
  }
  return carried;
}

/** What nothing carries any more must not outlive it in a change that nobody has read yet. */
async function cleanWaitingChanges(db: Kysely<Schema>, { organizationKey, secret }: EraseScope, gone: ReadonlySet<string>): Promise<void> {
  const rows = await db
    .selectFrom("record_change")
    .select(["change_key", "former_links"])
    .where("organization_key", "=", organizationKey)
    .where("former_links", "!=", "[]")
    .execute();
  for (const row of rows) {
    const links = parseLinks(row.former_links);
    if (!links.some(([, value]) => gone.has(value))) continue;
    const cleaned = links.map(([field, value]) => [field, gone.has(value) ? erasedValue(secret, value) : value]);
    const former_links = JSON.stringify(cleaned);
    await db.updateTable("record_change").set({ former_links }).where("change_key", "=", row.change_key).execute();
  }
}
