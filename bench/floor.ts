import { hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type Database from "better-sqlite3";
import { readRecord } from "../src/domain/record.ts";
import { BUILT_IN_RECORD_TYPES } from "../src/domain/recordTypes.ts";
import { Registry } from "../src/domain/registry.ts";
import { openStores } from "../src/store/open.ts";
import { hashLinkValue } from "../src/store/sql/linkHash.ts";
import { openForWriting } from "../src/store/sql/sqlite/connection.ts";
import type { SampleFile } from "./load.ts";

const RECORDS_A_TRANSACTION = 2_000;
const registry = new Registry(BUILT_IN_RECORD_TYPES);
const sha256 = (text: string): string => hash("sha256", text, "hex");

/** Rows of one record: its own, its body's, its links'. */
interface Rows {
  readonly record: readonly unknown[];
  readonly body: string;
  readonly linkHashes: readonly number[];
}

/**
 * The floor of ingest: bare prepared inserts of the same rows into the same schema, with the same settings of the engine,
 * one row a statement, nothing checked, nothing parsed while the clock runs.
 */
export class BareInserts {
  readonly #raw: Database.Database;
  readonly #typeKeys = new Map<string, number>();
  #nextKey = 1;

  private constructor(raw: Database.Database) {
    this.#raw = raw;
  }

  static async open(file: string): Promise<BareInserts> {
    const stores = await openStores(`sqlite:${file}`, "write");
    await stores.office.createOrganization({ id: "floor", name: "floor", currency: "USD", creditsPerUnit: "1", createdMs: 0 });
    await stores[Symbol.asyncDispose]();
    return new BareInserts(openForWriting(file).raw);
  }

  /** @returns records a second, of the inserts alone */
  async insertFile(file: SampleFile): Promise<number> {
    let elapsedMs = 0;
    let count = 0;
    let batch: Rows[] = [];
    const flush = (): void => {
      const startedMs = performance.now();
      this.#insert(batch);
      elapsedMs += performance.now() - startedMs;
      count += batch.length;
      batch = [];
    };
    for await (const line of createInterface({ input: createReadStream(file.path) })) {
      batch.push(this.#rowsOf(line));
      if (batch.length === RECORDS_A_TRANSACTION) flush();
    }
    if (batch.length > 0) flush();
    return count / (elapsedMs / 1_000);
  }

  close(): void {
    this.#raw.close();
  }

  #rowsOf(line: string): Rows {
    const draft = readRecord(JSON.parse(line), line, registry, sha256);
    const typeKey = this.#typeKeys.get(draft.type) ?? this.#typeKeys.size + 1;
    this.#typeKeys.set(draft.type, typeKey);
    const { id, timeMs, endMs, costNanos, currency, quantity, unit, links, version, updatedMs } = draft;
    const hashBytes = Buffer.from(draft.contentHash.slice(0, 32), "hex");
    const record = [
      typeKey,
      id,
      timeMs,
      endMs,
      costNanos,
      0,
      currency,
      0,
      quantity,
      unit,
      JSON.stringify(links),
      hashBytes,
      version,
      updatedMs,
      1,
      0,
    ];
    return { record, body: line, linkHashes: [...new Set(links.map(([, value]) => hashLinkValue(value)))] };
  }

  #insert(batch: readonly Rows[]): void {
    const record = this.#raw.prepare(
      "INSERT INTO record (record_key, organization_key, type_key, id, time_ms, end_ms, cost_nanos, cost_status, currency, role, quantity, unit, links, " +
        "content_hash, version, updated_ms, source_key, received_ms) VALUES (?,1,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    );
    const body = this.#raw.prepare("INSERT INTO record_body (record_key, organization_key, body) VALUES (?,1,?)");
    const link = this.#raw.prepare("INSERT INTO record_link (organization_key, value_hash, record_key) VALUES (1,?,?)");
    this.#raw.transaction(() => {
      for (const rows of batch) {
        const key = this.#nextKey++;
        record.run(key, ...rows.record);
        body.run(key, rows.body);
        for (const linkHashOfValue of rows.linkHashes) link.run(linkHashOfValue, key);
      }
    })();
  }
}
