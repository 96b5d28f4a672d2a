import type { AppendBatch } from "../recordStore.ts";
import { applyKnown } from "./corrections.ts";
import type { WriteTransaction } from "./dialect.ts";
import { eraseIncoming } from "./erasedRecord.ts";
import { eraseStored } from "./eraseRecords.ts";
import { FIELDS_PER_TYPE_MAX, FieldMemory } from "./fieldMemory.ts";
import { hashesOf, type IncomingRecord, keptHash, type OutcomeCode } from "./incoming.ts";
import type { LinkHash } from "./linkHash.ts";
import { Names, NameWriter } from "./names.ts";
import { RecordLog } from "./recordLog.ts";
import { addTombstones, ErasureSecrets, findTombstoned, nameTombstone } from "./tombstones.ts";

/** What one `append` call brought. */
export type AppendCall = readonly AppendBatch[];

/** What a writer remembers between its transactions. */
export class WriterMemory {
  readonly names = new Names();
  readonly fields = new FieldMemory();
  readonly erasureSecrets = new ErasureSecrets();
  readonly hash: LinkHash;

  constructor(hash: LinkHash) {
    this.hash = hash;
  }
}

export interface AppliedGroup {
  /** Per call, one code per record in the order of its batches. */
  readonly outcomes: OutcomeCode[][];
  /** Makes what was learned usable for later transactions; to be called after the commit. */
  remember(): void;
}

/**
 * Writes the calls of one group inside one transaction, in order.
 * @throws AppError ORGANIZATION_NOT_FOUND
 */
export async function applyAppends(
  transaction: WriteTransaction,
  memory: WriterMemory,
  calls: readonly AppendCall[],
): Promise<AppliedGroup> {
  const names = new NameWriter(transaction.db, memory.names);
  const byCall: IncomingRecord[][] = [];
  for (const call of calls) byCall.push(await readCall(call, names, memory.hash));
  const records = byCall.length === 1 && byCall[0] !== undefined ? byCall[0] : byCall.flat();
  const log = new RecordLog();
  await applyTombstones(transaction, memory, records, log);
  await transaction.insertNew(records);
  const known = records.filter((record) => record.recordKey === undefined);
  if (known.length > 0) await applyKnown(transaction, known, memory.hash, log);
  await log.write(transaction.db);
  const fields = await writeFields(transaction, memory.fields, records);
  return {
    outcomes: byCall.map((incoming) => incoming.map((record) => record.outcome)),
    remember: () => {
      names.publish();
      for (const [type, stored] of fields) memory.fields.remember(type, stored);
    },
  };
}

/** What belongs to something erased goes in erased; what of it came in before it could be told by its links is erased as well. */
async function applyTombstones(
  transaction: WriteTransaction,
  { erasureSecrets, hash }: WriterMemory,
  records: readonly IncomingRecord[],
  log: RecordLog,
): Promise<void> {
  const organizationKeys = new Set(records.map((record) => record.organizationKey));
  if (organizationKeys.size === 0) return;
  const secrets = await erasureSecrets.read(transaction.db, organizationKeys);
  for (const organizationKey of organizationKeys) {
    const secret = secrets.get(organizationKey);
    if (secret === undefined) continue;
    const own = records.filter((record) => record.organizationKey === organizationKey);
    const doomed = await findTombstoned(transaction.db, organizationKey, secret, own);
    if (doomed.length === 0) continue;
    const tombstones = doomed.map(({ draft }) => nameTombstone(secret, draft));
    await addTombstones(transaction.db, organizationKey, tombstones);
    const names = doomed.map(({ typeKey, draft }) => ({ typeKey, id: draft.id }));
    await eraseStored(transaction, { organizationKey, secret, hash }, names, [], log);
    for (const record of doomed) eraseIncoming(record, secret, hash);
  }
}

async function readCall(call: AppendCall, names: NameWriter, hash: LinkHash): Promise<IncomingRecord[]> {
  const incoming: IncomingRecord[] = [];
  for (const { organization, source, receivedMs, records } of call) {
    if (records.length === 0) continue;
    const organizationKey = await names.organizationKey(organization);
    const sourceKey = await names.key("source_name", organizationKey, source);
    for (const draft of records) {
      const typeKey = names.known("type_name", organizationKey, draft.type) ?? (await names.key("type_name", organizationKey, draft.type));
      incoming.push({
        organizationKey,
        typeKey,
        sourceKey,
        receivedMs,
        draft,
        linksText: draft.links.length === 0 ? "[]" : JSON.stringify(draft.links),
        linkHashes: hashesOf(draft.links, hash),
        contentHash: keptHash(draft.contentHash),
        recordKey: undefined,
        outcome: "stored",
      });
    }
  }
  return incoming;
}

/** @returns all names now stored, of each type that got new ones */
async function writeFields(
  transaction: WriteTransaction,
  memory: FieldMemory,
  records: readonly IncomingRecord[],
): Promise<Map<string, Set<string>>> {
  const fresh = new Map<number, Set<string>>();
  for (const { typeKey, draft, outcome } of records) {
    if (outcome === "rejected" || outcome === "erased") continue;
    const unknown = memory.unknown(String(typeKey), draft.fields);
    if (unknown.length === 0) continue;
    const names = fresh.get(typeKey) ?? new Set<string>();
    fresh.set(typeKey, names);
    for (const name of unknown) names.add(name);
  }
  const stored = new Map<string, Set<string>>();
  for (const [typeKey, names] of [...fresh].sort((a, b) => a[0] - b[0])) {
    stored.set(String(typeKey), await addFields(transaction, typeKey, names));
  }
  return stored;
}

async function addFields(transaction: WriteTransaction, typeKey: number, names: ReadonlySet<string>): Promise<Set<string>> {
  const rows = await transaction.db.selectFrom("record_field").select("name").where("type_key", "=", typeKey).execute();
  const stored = new Set(rows.map((row) => row.name));
  const added = [...names]
    .filter((name) => !stored.has(name))
    .slice(0, Math.max(0, FIELDS_PER_TYPE_MAX - stored.size))
    .sort();
  if (added.length > 0) {
    await transaction.db
      .insertInto("record_field")
      .values(added.map((name) => ({ type_key: typeKey, name })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  return new Set([...stored, ...added]);
}
