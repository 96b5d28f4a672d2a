import type Database from "better-sqlite3";
import type { IncomingRecord } from "../incoming.ts";
import { COST_STATUSES, ROLES } from "../schema.ts";

const ROWS_PER_INSERT = 20;

/** Inserts many rows a statement: what SQLite does by row is cheap, what it does by statement is not. */
class BulkInsert {
  readonly #raw: Database.Database;
  readonly #head: string;
  readonly #tail: string;
  readonly #columnCount: number;
  readonly #statements: Database.Statement[] = [];

  constructor(raw: Database.Database, table: string, columns: readonly string[], tail = "") {
    this.#raw = raw;
    this.#head = `INSERT INTO ${table} (${columns.join(", ")}) VALUES `;
    this.#tail = tail;
    this.#columnCount = columns.length;
  }

  /** @returns how many rows went in */
  run(rowCount: number, values: readonly unknown[]): number {
    let statement = this.#statements[rowCount];
    if (statement === undefined) {
      const row = `(${Array.from({ length: this.#columnCount }, () => "?").join(",")})`;
      statement = this.#raw.prepare(`${this.#head}${Array.from({ length: rowCount }, () => row).join(",")} ${this.#tail}`);
      this.#statements[rowCount] = statement;
    }
    return statement.run(values).changes;
  }
}

/** Inserts records that are not stored yet; keys are assigned here, in order of arrival. */
export class SqliteRecordInserter {
  readonly #records: BulkInsert;
  readonly #bodies: BulkInsert;
  readonly #links: BulkInsert;
  readonly #newestKey: Database.Statement<[], number>;
  readonly #keysBetween: Database.Statement<[number, number], number>;

  constructor(raw: Database.Database) {
    const columns =
      "record_key organization_key type_key id time_ms end_ms cost_nanos cost_status currency role quantity unit model links content_hash version updated_ms source_key received_ms";
    this.#records = new BulkInsert(raw, "record", columns.split(" "), "ON CONFLICT DO NOTHING");
    this.#bodies = new BulkInsert(raw, "record_body", ["record_key", "organization_key", "body"]);
    this.#links = new BulkInsert(raw, "record_link", ["organization_key", "value_hash", "record_key"]);
    this.#newestKey = raw.prepare<[], number>("SELECT max(record_key) FROM record").pluck().safeIntegers(false);
    this.#keysBetween = raw
      .prepare<[number, number], number>("SELECT record_key FROM record WHERE record_key BETWEEN ? AND ?")
      .pluck()
      .safeIntegers(false);
  }

  /** Must run inside a transaction: another process may have written since the last one, so the newest key is read anew. */
  insertNew(records: readonly IncomingRecord[]): void {
    let nextKey = (this.#newestKey.get() ?? 0) + 1;
    for (let start = 0; start < records.length; start += ROWS_PER_INSERT) {
      const chunk = records.slice(start, start + ROWS_PER_INSERT);
      this.#insertChunk(chunk, nextKey);
      nextKey += chunk.length;
    }
    const added = records.filter((record) => record.recordKey !== undefined);
    for (let start = 0; start < added.length; start += ROWS_PER_INSERT) {
      const chunk = added.slice(start, start + ROWS_PER_INSERT);
      this.#bodies.run(
        chunk.length,
        chunk.flatMap(({ recordKey, organizationKey, draft }) => [recordKey, organizationKey, draft.body]),
      );
    }
    this.#insertLinks(added);
  }

  #insertChunk(chunk: readonly IncomingRecord[], firstKey: number): void {
    const values: unknown[] = [];
    for (const [position, record] of chunk.entries()) pushRow(values, record, firstKey + position);
    const isAllNew = this.#records.run(chunk.length, values) === chunk.length;
    const inserted = isAllNew ? undefined : new Set(this.#keysBetween.all(firstKey, firstKey + chunk.length - 1));
    for (const [position, record] of chunk.entries()) {
      const key = firstKey + position;
      if (inserted === undefined || inserted.has(key)) record.recordKey = key;
    }
  }

  /** In the order of the index, so that each of its pages is visited once. */
  #insertLinks(records: readonly IncomingRecord[]): void {
    const links: (readonly [organizationKey: number, valueHash: number, recordKey: number])[] = [];
    for (const { organizationKey, linkHashes, recordKey = 0 } of records) {
      for (const valueHash of linkHashes) links.push([organizationKey, valueHash, recordKey]);
    }
    links.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    for (let start = 0; start < links.length; start += ROWS_PER_INSERT) {
      const chunk = links.slice(start, start + ROWS_PER_INSERT);
      this.#links.run(chunk.length, chunk.flat());
    }
  }
}

function pushRow(values: unknown[], record: IncomingRecord, key: number): void {
  const { draft } = record;
  values.push(
    key,
    record.organizationKey,
    record.typeKey,
    draft.id,
    draft.timeMs,
    draft.endMs,
    draft.costNanos,
    COST_STATUSES.indexOf(draft.costStatus),
    draft.currency,
    ROLES.indexOf(draft.role),
    draft.quantity,
    draft.unit,
    draft.model,
    record.linksText,
    record.contentHash,
    draft.version,
    draft.updatedMs,
    record.sourceKey,
    record.receivedMs,
  );
}
