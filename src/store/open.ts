import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import type { OpenMode, Stores } from "./stores.ts";

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

const unknownEngine = (): AppError =>
  new AppError("CONFIG_INVALID", "DATABASE_URL is neither `sqlite:<path>` nor `postgres://user@host/database` (or `postgresql://…`).", {
    field: "DATABASE_URL",
  });
