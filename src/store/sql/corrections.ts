import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { LinkValue, RecordFacts } from "../../domain/record.ts";
import type { WriteTransaction } from "./dialect.ts";
import { isErased } from "./erasedRecord.ts";
import { hashesOf, type IncomingRecord, parseLinks } from "./incoming.ts";
import type { LinkHash } from "./linkHash.ts";
import { linksGone, type RecordLog } from "./recordLog.ts";
import { COST_STATUSES, HISTORY_STANDINGS, ROLES, type Schema } from "./schema.ts";
import { USAGE_COLUMNS, type UsageFacts, usageFactsOf } from "./usageDeltas.ts";

/** The current version of a record, as far as corrections compare it. */
interface CurrentRecord {
  readonly recordKey: number;
  contentHash: Uint8Array;
  version: bigint | null;
  updatedMs: number | null;
  readonly sourceKey: number;
  links: readonly LinkValue[];
  usage: UsageFacts;
}

const IDS_AT_ONCE = 500;

/**
 * The slow path of an append: records that were stored before, or that stand several times in one group. Sets the
 * outcome of each, in order: `duplicate`, `rejected` (another source), `corrected`, `stale` or `erased`.
 */
export async function applyKnown(
  transaction: WriteTransaction,
  records: readonly IncomingRecord[],
  hash: LinkHash,
  log: RecordLog,
): Promise<void> {
  const current = await readCurrent(transaction, records);
  for (const record of records) {
    const existing = current.get(nameOf(record));
    if (existing === undefined) throw new Error(`record ${record.draft.type} ${record.draft.id} was neither inserted nor found`);
    record.recordKey = existing.recordKey;
    await applyOne(transaction.db, record, existing, hash, log);
  }
}

const nameOf = ({ organizationKey, typeKey, draft }: IncomingRecord): string => `${organizationKey} ${typeKey} ${draft.id}`;

async function applyOne(db: Kysely<Schema>, record: IncomingRecord, current: CurrentRecord, hash: LinkHash, log: RecordLog): Promise<void> {
  if (isErased(current.contentHash)) {
    record.outcome = "erased";
  } else if (isSameHash(record.contentHash, current.contentHash) || (await isInHistory(db, current.recordKey, record.contentHash))) {
    record.outcome = "duplicate";
  } else if (record.sourceKey !== current.sourceKey) {
    record.outcome = "rejected";
  } else if (isOlder(record, current)) {
    record.outcome = "stale";
    await keepStale(db, record, current);
  } else {
    record.outcome = "corrected";
    await correct(db, record, current, hash);
    const links = record.draft.links;
    log.changed(record.organizationKey, current.recordKey, linksGone(current.links, links));
    log.recounted({ ...record, recordKey: current.recordKey }, current.usage, record.draft);
    Object.assign(current, currentAfter(record));
  }
}

/** By the record's own version where both have one, else by its own update time, else the later arrival is the newer. */
function isOlder({ draft }: IncomingRecord, current: CurrentRecord): boolean {
  if (draft.version !== null && current.version !== null) return draft.version < current.version;
  if (draft.updatedMs !== null && current.updatedMs !== null) return draft.updatedMs < current.updatedMs;
  return false;
}

async function readCurrent(transaction: WriteTransaction, records: readonly IncomingRecord[]): Promise<Map<string, CurrentRecord>> {
  const current = new Map<string, CurrentRecord>();
  const byType = Map.groupBy(records, ({ organizationKey, typeKey }) => `${organizationKey} ${typeKey}`);
  for (const [prefix, ofType] of [...byType].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [{ organizationKey, typeKey } = { organizationKey: 0, typeKey: 0 }] = ofType;
    const ids = [...new Set(ofType.map(({ draft }) => draft.id))].sort();
    for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
      let query = transaction.db
        .selectFrom("record")
        .select(["record_key", "id", "content_hash", "version", "updated_ms", "source_key", "links", ...USAGE_COLUMNS])
        .where("organization_key", "=", organizationKey)
        .where("type_key", "=", typeKey)
        .where("id", "in", ids.slice(start, start + IDS_AT_ONCE))
        .orderBy("id");
      if (transaction.locksRows) query = query.forUpdate();
      for (const row of await query.execute()) {
        current.set(`${prefix} ${row.id}`, {
          recordKey: Number(row.record_key),
          contentHash: row.content_hash,
          version: row.version === null ? null : BigInt(row.version),
          updatedMs: row.updated_ms === null ? null : Number(row.updated_ms),
          sourceKey: Number(row.source_key),
          links: parseLinks(row.links),
          usage: usageFactsOf(row),
        });
      }
    }
  }
  return current;
}

async function isInHistory(db: Kysely<Schema>, recordKey: number, contentHash: Uint8Array): Promise<boolean> {
  const row = await db
    .selectFrom("record_history")
    .select("history_key")
    .where("record_key", "=", recordKey)
    .where("content_hash", "=", contentHash)
    .executeTakeFirst();
  return row !== undefined;
}

async function keepStale(db: Kysely<Schema>, record: IncomingRecord, { recordKey }: CurrentRecord): Promise<void> {
  await db
    .insertInto("record_history")
    .values({
      record_key: recordKey,
      organization_key: record.organizationKey,
      standing: HISTORY_STANDINGS.indexOf("stale"),
      content_hash: record.contentHash,
      received_ms: record.receivedMs,
      source_key: record.sourceKey,
      body: record.draft.body,
    })
    .execute();
}

async function correct(db: Kysely<Schema>, record: IncomingRecord, current: CurrentRecord, hash: LinkHash): Promise<void> {
  const { draft, contentHash, receivedMs, organizationKey } = record;
  await moveToHistory(db, current.recordKey);
  await db
    .updateTable("record")
    .set({
      ...factColumns(draft),
      content_hash: contentHash,
      version: draft.version,
      updated_ms: draft.updatedMs,
      received_ms: receivedMs,
    })
    .where("record_key", "=", current.recordKey)
    .execute();
  await db.updateTable("record_body").set({ body: draft.body }).where("record_key", "=", current.recordKey).execute();
  await replaceLinks(db, { organizationKey, recordKey: current.recordKey }, current.links, record.linkHashes, hash);
}

/** What the next record of the same name in this group meets. */
const currentAfter = ({ draft, contentHash }: IncomingRecord) => ({
  contentHash,
  version: draft.version,
  updatedMs: draft.updatedMs,
  links: draft.links,
  usage: draft,
});

async function moveToHistory(db: Kysely<Schema>, recordKey: number): Promise<void> {
  await db
    .insertInto("record_history")
    .columns(["record_key", "organization_key", "standing", "content_hash", "received_ms", "source_key", "body"])
    .expression((expression) =>
      expression
        .selectFrom("record")
        .innerJoin("record_body", "record_body.record_key", "record.record_key")
        .where("record.record_key", "=", recordKey)
        .select([
          "record.record_key",
          "record.organization_key",
          sql.lit(HISTORY_STANDINGS.indexOf("superseded")).as("standing"),
          "record.content_hash",
          "record.received_ms",
          "record.source_key",
          "record_body.body",
        ]),
    )
    .execute();
}

/** The columns that follow from a record's facts; its name never changes. */
export function factColumns(facts: RecordFacts) {
  return {
    time_ms: facts.timeMs,
    end_ms: facts.endMs,
    cost_nanos: facts.costNanos,
    cost_status: COST_STATUSES.indexOf(facts.costStatus),
    currency: facts.currency,
    role: ROLES.indexOf(facts.role),
    quantity: facts.quantity,
    unit: facts.unit,
    model: facts.model,
    links: JSON.stringify(facts.links),
  };
}

export async function replaceLinks(
  db: Kysely<Schema>,
  { organizationKey, recordKey }: { organizationKey: number; recordKey: number },
  oldLinks: readonly LinkValue[],
  newHashes: readonly number[],
  hash: LinkHash,
): Promise<void> {
  const oldHashes = hashesOf(oldLinks, hash);
  const gone = oldHashes.filter((one) => !newHashes.includes(one));
  const added = newHashes.filter((one) => !oldHashes.includes(one));
  if (gone.length > 0) {
    await db
      .deleteFrom("record_link")
      .where("organization_key", "=", organizationKey)
      .where("value_hash", "in", gone)
      .where("record_key", "=", recordKey)
      .execute();
  }
  if (added.length > 0) {
    const rows = added.map((valueHash) => ({ organization_key: organizationKey, value_hash: valueHash, record_key: recordKey }));
    await db.insertInto("record_link").values(rows).execute();
  }
}

const isSameHash = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
