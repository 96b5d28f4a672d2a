import Database from "better-sqlite3";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from "kysely";
import type { Schema } from "../schema.ts";

/** Written into every database file, so that no other SQLite file is ever taken for one. "CTRE" in ASCII. */
export const APPLICATION_ID = 0x43545245;
const PAGE_BYTES = 8_192;
/** A checkpoint every 128 MB of log: fewer random writes, for pages that many transactions touch are written once. */
const CHECKPOINT_PAGES = 16_384;
/** The operating system keeps the file's pages too; these only spare the way there, and every thread has its own. */
const WRITER_CACHE_KIB = 16_384;
const READER_CACHE_KIB = 4_096;
const BUSY_MS_MAX = 5_000;

export interface SqliteConnection {
  readonly raw: Database.Database;
  readonly db: Kysely<Schema>;
  close(): Promise<void>;
}

/** Opens (and if need be creates) the file for its one writer. */
export function openForWriting(file: string, busyMs: number = BUSY_MS_MAX): SqliteConnection {
  const raw = new Database(file, { timeout: busyMs });
  try {
    raw.pragma(`page_size = ${PAGE_BYTES}`);
    raw.pragma("journal_mode = WAL");
    raw.pragma("synchronous = FULL");
    // What is erased must not stay behind in freed pages.
    raw.pragma("secure_delete = ON");
    raw.pragma("foreign_keys = ON");
    raw.pragma(`cache_size = -${WRITER_CACHE_KIB}`);
    raw.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    raw.pragma("temp_store = MEMORY");
    if (raw.pragma("application_id", { simple: true }) !== APPLICATION_ID) raw.pragma(`application_id = ${APPLICATION_ID}`);
    return wrap(raw);
  } catch (error) {
    raw.close();
    throw error;
  }
}

/** @throws the driver's SQLITE_CANTOPEN when there is no such file */
export function openForReading(file: string): SqliteConnection {
  const raw = new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_MS_MAX });
  raw.pragma(`cache_size = -${READER_CACHE_KIB}`);
  return wrap(raw);
}

function wrap(raw: Database.Database): SqliteConnection {
  raw.defaultSafeIntegers(true);
  const db = new Kysely<Schema>({ dialect: new ImmediateDialect(raw) });
  const close = async (): Promise<void> => {
    await db.destroy();
    // Kysely leaves a connection open that it never ran anything on.
    raw.close();
  };
  return { raw, db, close };
}

const KEPT_STATEMENTS_MAX = 200;

/** Kysely prepares a statement anew for every call; kept ones are found by their text. Each runs to its end before the next. */
function keepStatements(raw: Database.Database): SqliteDatabase {
  const kept = new Map<string, Database.Statement>();
  return {
    close: () => raw.close(),
    prepare: (text) => {
      let statement = kept.get(text);
      if (statement === undefined) {
        if (kept.size >= KEPT_STATEMENTS_MAX) kept.clear();
        statement = raw.prepare(text);
        kept.set(text, statement);
      }
      return statement as unknown as SqliteStatement;
    },
  };
}

class ImmediateDialect extends SqliteDialect {
  readonly #raw: Database.Database;

  constructor(raw: Database.Database) {
    super({ database: raw });
    this.#raw = raw;
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#raw);
  }
}

/** Takes the write lock at BEGIN: a transaction that read first could otherwise fail halfway, when it comes to write. */
class ImmediateDriver extends SqliteDriver {
  readonly #raw: Database.Database;

  constructor(raw: Database.Database) {
    super({ database: keepStatements(raw) });
    this.#raw = raw;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(this.#raw.readonly ? "begin" : "begin immediate"));
  }

  /** SQLite has rolled back by itself after some errors, a full disk among them. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#raw.inTransaction) await super.rollbackTransaction(connection);
  }
}
