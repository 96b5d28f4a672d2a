import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import Database from "better-sqlite3";
import { AppError } from "../../../domain/errors.ts";
import type { RestoreOptions } from "../../open.ts";
import { guarded } from "../errors.ts";
import { checkVersion } from "../migrations/migrate.ts";
import { APPLICATION_ID } from "./connection.ts";
import { createPrivateFile, fileOf } from "./files.ts";

/**
 * Writes a whole, checked copy of the database to `file`, also while a server writes; the file appears under its name
 * only when it is complete.
 * @throws AppError FILE_INVALID when the file exists already; STORE_UNAVAILABLE when there is no database
 */
export async function backupSqlite(databaseUrl: string, file: string): Promise<void> {
  const target = resolve(file);
  const source = fileOf(databaseUrl);
  if (existsSync(target)) throw new AppError("FILE_INVALID", `${target} exists already; a backup never replaces a file.`);
  if (!existsSync(source)) throw new AppError("STORE_UNAVAILABLE", `There is no database at ${source}.`);
  await guarded(() =>
    throughPartialFile(target, async (partial) => {
      await copyDatabaseFile(source, partial);
      checkCalltreeDatabase(partial);
      if (existsSync(target)) throw new AppError("FILE_INVALID", `${target} was made by someone else meanwhile.`);
    }),
  );
}

/** @throws AppError FILE_INVALID when the file is no whole Calltree database; STORE_TOO_NEW */
export function checkBackupFile(file: string): void {
  const source = resolve(file);
  if (!existsSync(source)) throw new AppError("FILE_INVALID", `There is no file ${source}.`);
  checkCalltreeDatabase(source);
}

/**
 * Puts a backup in the place of a database that no process has open. What was there is replaced as a whole or not at all,
 * and kept as `formerFile` where one is named.
 * @throws AppError FILE_INVALID when the file is no whole Calltree database; STORE_TOO_NEW; COMMAND_INVALID when a
 * database exists and `overwrite` is not set; STORE_LOCKED when it is in use
 */
export async function restoreSqlite(file: string, databaseUrl: string, options: RestoreOptions): Promise<void> {
  const source = resolve(file);
  const target = fileOf(databaseUrl);
  if (!existsSync(source)) throw new AppError("FILE_INVALID", `There is no file ${source}.`);
  if (source === target) throw new AppError("COMMAND_INVALID", "The backup and the database are the same file.");
  await guarded(async () => {
    checkCalltreeDatabase(source);
    if (existsSync(target)) {
      if (!options.overwrite) throw new AppError("COMMAND_INVALID", `There is a database at ${target} already.`);
      checkUnused(target);
    }
    await throughPartialFile(target, async (partial) => {
      await copyDatabaseFile(source, partial);
      checkCalltreeDatabase(partial);
      // A second name, not a new one: a start between two renames would find no database and make an empty one.
      if (options.formerFile !== undefined && existsSync(target)) linkSync(target, options.formerFile);
      // The former database's log must not be taken for a part of the one that comes in its place.
      removeLog(target);
    });
  });
}

/** Lets `fill` make the file beside its final place, then moves it there durably. */
async function throughPartialFile(target: string, fill: (partial: string) => Promise<void>): Promise<void> {
  const partial = `${target}.partial`;
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  removeDatabase(partial);
  try {
    await fill(partial);
    syncToDisk(partial);
    renameSync(partial, target);
    syncToDisk(dirname(target));
  } finally {
    removeDatabase(partial);
  }
}

/** SQLite's online backup, out of one view of the source: without the open read, every write of others would start it over. */
async function copyDatabaseFile(source: string, target: string): Promise<void> {
  createPrivateFile(target);
  const database = new Database(source, { readonly: true, fileMustExist: true });
  try {
    database.exec("BEGIN");
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
    await database.backup(target);
  } finally {
    database.close();
  }
  const copy = new Database(target);
  // One file without a log beside it; the next start goes back to WAL.
  copy.pragma("journal_mode = DELETE");
  copy.close();
}

/** @throws AppError FILE_INVALID | STORE_TOO_NEW */
function checkCalltreeDatabase(file: string): void {
  const found = inspect(file);
  if (found.applicationId !== APPLICATION_ID) throw new AppError("FILE_INVALID", `${file} is not a Calltree database.`);
  if (found.integrity !== "ok") throw new AppError("FILE_INVALID", `${file} is damaged: ${found.integrity}.`);
  checkVersion(found.version);
}

function inspect(file: string): { applicationId: unknown; integrity: unknown; version: number } {
  try {
    const database = new Database(file, { readonly: true, fileMustExist: true });
    try {
      const applicationId = database.pragma("application_id", { simple: true });
      if (applicationId !== APPLICATION_ID) return { applicationId, integrity: "ok", version: 0 };
      const integrity = database.pragma("integrity_check(1)", { simple: true });
      return { applicationId, integrity, version: Number(database.prepare("SELECT max(number) FROM migration").pluck().get()) };
    } finally {
      database.close();
    }
  } catch (cause) {
    throw new AppError("FILE_INVALID", `${file} cannot be read as a database: ${cause instanceof Error ? cause.message : cause}.`, {
      cause,
    });
  }
}

/**
 * A database in exclusive mode opens only when nobody else has it open. One too damaged to open is in nobody's use either.
 * @throws AppError STORE_LOCKED
 */
function checkUnused(file: string): void {
  const database = new Database(file, { fileMustExist: true, timeout: 0 });
  try {
    database.pragma("locking_mode = EXCLUSIVE");
    database.exec("BEGIN IMMEDIATE; ROLLBACK");
  } catch (cause) {
    const code = cause instanceof Database.SqliteError ? cause.code : "";
    if (code === "SQLITE_NOTADB" || code.startsWith("SQLITE_CORRUPT")) return;
    throw new AppError("STORE_LOCKED", `${file} is in use; stop the server first.`, { cause });
  } finally {
    database.close();
  }
}

function removeDatabase(file: string): void {
  rmSync(file, { force: true });
  removeLog(file);
}

function removeLog(file: string): void {
  for (const suffix of ["-wal", "-shm", "-journal"]) rmSync(`${file}${suffix}`, { force: true });
}

function syncToDisk(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
