import { type Kysely, sql } from "kysely";
import type { IncomingRecord } from "../incoming.ts";
import { COST_STATUSES, ROLES, type Schema } from "../schema.ts";

/** The columns of `record` in the order they are inserted, with the array type that carries each. */
const COLUMNS: readonly (readonly [name: string, arrayType: string, value: (record: IncomingRecord) => unknown])[] = [
  ["organization_key", "bigint[]", (record) => record.organizationKey],
  ["type_key", "bigint[]", (record) => record.typeKey],
  ["id", "text[]", ({ draft }) => draft.id],
  ["time_ms", "bigint[]", ({ draft }) => draft.timeMs],
  ["end_ms", "bigint[]", ({ draft }) => draft.endMs],
  ["cost_nanos", "bigint[]", ({ draft }) => draft.costNanos],
  ["cost_status", "bigint[]", ({ draft }) => COST_STATUSES.indexOf(draft.costStatus)],
  ["currency", "text[]", ({ draft }) => draft.currency],
  ["role", "bigint[]", ({ draft }) => ROLES.indexOf(draft.role)],
  ["quantity", "text[]", ({ draft }) => draft.quantity],
  ["unit", "text[]", ({ draft }) => draft.unit],
  ["model", "text[]", ({ draft }) => draft.model],
  ["links", "text[]", (record) => record.linksText],
  ["content_hash", "bytea[]", (record) => record.contentHash],
  ["version", "bigint[]", ({ draft }) => draft.version],
  ["updated_ms", "bigint[]", ({ draft }) => draft.updatedMs],
  ["source_key", "bigint[]", (record) => record.sourceKey],
  ["received_ms", "bigint[]", (record) => record.receivedMs],
];
const COLUMN_NAMES = sql.raw(["record_key", ...COLUMNS.map(([name]) => name)].join(", "));

/**
 * Inserts records that are not stored yet. Keys follow arrival; rows go in sorted by name, so that two batches with the
 * same records wait for each other and cannot deadlock.
 */
export async function insertNew(db: Kysely<Schema>, records: readonly IncomingRecord[]): Promise<void> {
  if (records.length === 0) return;
  const keyOf = await reserveKeys(db, records);
  const sorted = records.toSorted(byName);
  const arrays = [
    sql`${sorted.map((record) => keyOf.get(record))}::bigint[]`,
    ...COLUMNS.map(([, arrayType, value]) => sql`${sorted.map(value)}::${sql.raw(arrayType)}`),
  ];
  const inserted = await sql<{ record_key: bigint }>`
    INSERT INTO record (${COLUMN_NAMES}) SELECT * FROM unnest(${sql.join(arrays)}) ON CONFLICT DO NOTHING RETURNING record_key`.execute(db);
  const keys = new Set(inserted.rows.map((row) => Number(row.record_key)));
  for (const record of records) {
    const key = keyOf.get(record);
    if (key !== undefined && keys.has(key)) record.recordKey = key;
  }
  await insertBodiesAndLinks(
    db,
    records.filter((record) => record.recordKey !== undefined),
  );
}

async function reserveKeys(db: Kysely<Schema>, records: readonly IncomingRecord[]): Promise<Map<IncomingRecord, number>> {
  const reserved = await sql<{ key: bigint }>`
    SELECT nextval(pg_get_serial_sequence('record', 'record_key')) AS key FROM generate_series(1, ${records.length})`.execute(db);
  const keys = reserved.rows.map((row) => Number(row.key)).sort((a, b) => a - b);
  return new Map(records.map((record, index) => [record, keys[index] ?? 0]));
}

async function insertBodiesAndLinks(db: Kysely<Schema>, records: readonly IncomingRecord[]): Promise<void> {
  if (records.length === 0) return;
  const keys = records.map((record) => record.recordKey);
  const organizationKeys = records.map((record) => record.organizationKey);
  const bodies = records.map(({ draft }) => draft.body);
  await sql`
    INSERT INTO record_body (record_key, organization_key, body)
    SELECT * FROM unnest(${keys}::bigint[], ${organizationKeys}::bigint[], ${bodies}::text[])`.execute(db);
  const links = records.flatMap(({ organizationKey, linkHashes, recordKey }) =>
    linkHashes.map((valueHash) => ({ organizationKey, valueHash, recordKey })),
  );
  if (links.length === 0) return;
  await sql`
    INSERT INTO record_link (organization_key, value_hash, record_key)
    SELECT * FROM unnest(${links.map((link) => link.organizationKey)}::bigint[], ${links.map((link) => link.valueHash)}::bigint[],
      ${links.map((link) => link.recordKey)}::bigint[])`.execute(db);
}

function byName(a: IncomingRecord, b: IncomingRecord): number {
  if (a.organizationKey !== b.organizationKey) return a.organizationKey - b.organizationKey;
  if (a.typeKey !== b.typeKey) return a.typeKey - b.typeKey;
  return a.draft.id < b.draft.id ? -1 : a.draft.id > b.draft.id ? 1 : 0;
}
