import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import type { CopyProgress, DirectConnection } from "./sql/copy.ts";
import type { OpenMode, Stores } from "./stores.ts";

export type { CopyProgress } from "./sql/copy.ts";

export interface OpenStoresOptions {
  /** Stamps migrations. */
  readonly clock?: Clock;
  /** Told of faults that no call can be failed with: a lost idle connection, a writer thread that ended. */
  readonly onBackgroundError?: (error: unknown) => void;
  readonly postgresConnectionsMax?: number;
}

const isPostgresql = (databaseUrl: string): boolean => /^postgres(ql)?:\/\//.test(databaseUrl);
const isSqlite = (databaseUrl: string): boolean => /^sqlite:./.test(databaseUrl);

/**
 * Opens the database of `sqlite:<path>` or `postgres://…`; in mode `write` it is created and migrated. Only the chosen
 * engine's driver is loaded.
 * @throws AppError CONFIG_INVALID | STORE_TOO_NEW | STORE_LOCKED | STORE_FULL | STORE_UNAVAILABLE
 */
export async function openStores(databaseUrl: string, mode: OpenMode, options: OpenStoresOptions = {}): Promise<Stores> {
  const settled = { onBackgroundError: () => {}, ...options };
  if (isSqlite(databaseUrl)) return (await import("./sql/sqlite/open.ts")).openSqlite(databaseUrl, mode, settled);
  if (isPostgresql(databaseUrl)) return (await import("./sql/postgresql/open.ts")).openPostgresql(databaseUrl, mode, settled);
  throw unknownEngine();
}

/**
 * Writes a whole, checked copy of a SQLite database to a new file, also while a server writes.
 * @throws AppError FILE_INVALID when the file exists; COMMAND_INVALID for PostgreSQL; STORE_UNAVAILABLE
 */
export async function backupStores(databaseUrl: string, file: string): Promise<void> {
  requireSqlite(databaseUrl, "PostgreSQL is backed up with its own `pg_dump`.");
  await (await import("./sql/sqlite/backup.ts")).backupSqlite(databaseUrl, file);
}

/** Reads all of a backup. @throws AppError FILE_INVALID when it is no whole Calltree database; STORE_TOO_NEW */
export async function checkBackup(file: string): Promise<void> {
  (await import("./sql/sqlite/backup.ts")).checkBackupFile(file);
}

export interface RestoreOptions {
  /** Allows a database to be there already, which is replaced. */
  readonly overwrite: boolean;
  /** A path beside the database, where the one that was replaced is kept. */
  readonly formerFile?: string;
}

/**
 * Puts a backup in the place of a SQLite database that no process has open.
 * @throws AppError FILE_INVALID | STORE_TOO_NEW of the file; COMMAND_INVALID for PostgreSQL, or when a database exists and
 * `overwrite` is not set; STORE_LOCKED when it is in use
 */
export async function restoreStores(file: string, databaseUrl: string, options: RestoreOptions): Promise<void> {
  requireSqlite(databaseUrl, "PostgreSQL is restored with its own `pg_restore`; `calltree copy` moves a SQLite database into it.");
  await (await import("./sql/sqlite/backup.ts")).restoreSqlite(file, databaseUrl, options);
}

/**
 * Copies everything into an empty database of either engine, whole or not at all, and compares counts and sums.
 * @returns rows copied, by table
 * @throws AppError COMMAND_INVALID when the target is not empty; STORE_TOO_NEW | STORE_UNAVAILABLE of either
 */
export async function copyStores(
  fromUrl: string,
  toUrl: string,
  onProgress: (progress: CopyProgress) => void = () => {},
  options: Pick<OpenStoresOptions, "clock"> = {},
): Promise<Record<string, number>> {
  const { copyTables } = await import("./sql/copy.ts");
  const from = await openDirectly(fromUrl, "read", options);
  try {
    const to = await openDirectly(toUrl, "write", options);
    try {
      return await copyTables(from, to, onProgress);
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}

async function openDirectly(databaseUrl: string, mode: OpenMode, { clock }: Pick<OpenStoresOptions, "clock">): Promise<DirectConnection> {
  const appliedMs = clock?.nowMs() ?? null;
  if (isSqlite(databaseUrl)) return (await import("./sql/sqlite/direct.ts")).openSqliteDirectly(databaseUrl, mode, appliedMs);
  if (isPostgresql(databaseUrl)) return (await import("./sql/postgresql/direct.ts")).openPostgresqlDirectly(databaseUrl, mode, appliedMs);
  throw unknownEngine();
}

function requireSqlite(databaseUrl: string, otherwise: string): void {
  if (isPostgresql(databaseUrl)) throw new AppError("COMMAND_INVALID", otherwise);
  if (!isSqlite(databaseUrl)) throw unknownEngine();
}

const unknownEngine = (): AppError =>
  new AppError("CONFIG_INVALID", "DATABASE_URL is neither `sqlite:<path>` nor `postgres://user@host/database` (or `postgresql://…`).", {
    field: "DATABASE_URL",
  });
