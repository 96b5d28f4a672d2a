import type { StoredRecord } from "../recordStore.ts";
import type { RecordRow } from "./dialect.ts";
import { parseLinks } from "./incoming.ts";
import type { NameReader } from "./names.ts";
import { COST_STATUSES, ROLES } from "./schema.ts";

/** What a StoredRecord is read from, in the order that rows of the hand-written statements come in. */
export const RECORD_COLUMNS = [
  "record_key",
  "type_key",
  "id",
  "time_ms",
  "end_ms",
  "cost_nanos",
  "cost_status",
  "currency",
  "role",
  "quantity",
  "unit",
  "model",
  "links",
  "source_key",
  "received_ms",
] as const;

const TYPE_KEY = RECORD_COLUMNS.indexOf("type_key");
const SOURCE_KEY = RECORD_COLUMNS.indexOf("source_key");

/** Turns rows into records; reads names that were not met before. */
export async function toRecords(rows: readonly RecordRow[], organizationKey: number, names: NameReader): Promise<StoredRecord[]> {
  for (const row of rows) {
    if (names.typeName(Number(row[TYPE_KEY])) !== undefined && names.sourceName(Number(row[SOURCE_KEY])) !== undefined) continue;
    await names.load(organizationKey);
    break;
  }
  return rows.map((row) => toRecord(row, names));
}

function toRecord(row: RecordRow, names: NameReader): StoredRecord {
  const [key, typeKey, id, timeMs, endMs, costNanos, status, currency, role, quantity, unit, model, links, sourceKey, receivedMs] = row;
  const type = names.typeName(Number(typeKey));
  const source = names.sourceName(Number(sourceKey));
  const costStatus = COST_STATUSES[Number(status)];
  const roleName = ROLES[Number(role)];
  if (type === undefined || source === undefined || costStatus === undefined || roleName === undefined) {
    throw new Error(`record ${key} names a type, source, cost status or role that the database does not know`);
  }
  return {
    key: Number(key),
    type,
    id: id as string,
    timeMs: timeMs === null ? null : Number(timeMs),
    endMs: endMs === null ? null : Number(endMs),
    costNanos: costNanos === null ? null : BigInt(costNanos as bigint | string),
    costStatus,
    currency: currency as string | null,
    role: roleName,
    quantity: quantity as string | null,
    unit: unit as string | null,
    model: model as string | null,
    links: parseLinks(links as string),
    source,
    receivedMs: Number(receivedMs),
  };
}

/** A row of a Kysely query, in column order. */
export function toRow(row: Readonly<Record<(typeof RECORD_COLUMNS)[number], unknown>>): RecordRow {
  return RECORD_COLUMNS.map((column) => row[column]);
}
