import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import Database from "better-sqlite3";
import { readConfig } from "../app/config.ts";
import { AppError } from "../domain/errors.ts";
import { guarded } from "../store/sql/errors.ts";
import { type CommandContext, printJson } from "./context.ts";
import { copyDatabase, healthOf } from "./copyDatabase.ts";
import { shownDatabase, sqlitePathOf } from "./databaseFile.ts";
import { EXIT } from "./exitCodes.ts";
import { count } from "./progress.ts";

export interface BackupOptions {
  /** Replaces a file (backup) or a database (restore) that is there already. */
  readonly force?: boolean;
}

/**
 * Writes everything into one SQLite file, whichever engine it comes from, while a server goes on using the database. The
 * file appears under its name only when it is whole and was checked.
 * @throws AppError FILE_INVALID when the file is there already and `force` is not set
 */
export async function backup(context: CommandContext, file: string, options: BackupOptions): Promise<number> {
  const { output, clock } = context;
  const { DATABASE_URL: from } = readConfig(context.environment);
  const path = resolve(file);
  if (existsSync(path) && options.force !== true) throw new AppError("FILE_INVALID", `${path} is there already; --force replaces it.`);
  await healthOf(from, "read", clock);
  const partial = `${path}.partial`;
  await mkdir(dirname(path), { recursive: true });
  await removeDatabase(partial);
  try {
    const sqlitePath = sqlitePathOf(from);
    if (sqlitePath === undefined) await copyDatabase(from, `sqlite:${partial}`, clock, () => {});
    else await guarded(async () => writeCompact(sqlitePath, partial));
    checkIntegrity(partial);
    await moveDurably(partial, path);
  } finally {
    await removeDatabase(partial);
  }
  const { size } = await stat(path);
  if (output.isJson) printJson(output, { file: path, size_bytes: size });
  else {
    output.print(`${path}, ${count(size)} bytes`);
    output.tell("The file holds all records and hashed keys. CALLTREE_SECRET_KEY is not in it; keep that elsewhere.");
  }
  return EXIT.ok;
}

/**
 * Puts a backup back: into a new SQLite file, or into an empty PostgreSQL database. With `force` an existing SQLite
 * database is set aside under another name first, never deleted. Stop the server before.
 * @throws AppError FILE_INVALID when the file is no whole backup; COMMAND_INVALID when the target is not empty
 */
export async function restore(context: CommandContext, file: string, options: BackupOptions): Promise<number> {
  const { output, clock } = context;
  const { DATABASE_URL: to } = readConfig(context.environment);
  const path = resolve(file);
  checkIntegrity(path);
  const sqlitePath = sqlitePathOf(to);
  let setAside: string | null = null;
  if (sqlitePath === undefined) await copyDatabase(`sqlite:${path}`, to, clock, () => {});
  else setAside = await restoreFile(path, sqlitePath, options.force === true, clock.nowMs());
  const health = await healthOf(to, "write", clock);
  if (output.isJson) printJson(output, { database: shownDatabase(to), size_bytes: health.sizeBytes, set_aside: setAside });
  else
    output.print(
      `Restored ${shownDatabase(to)}, ${count(health.sizeBytes)} bytes${setAside === null ? "" : `; the former one is ${setAside}`}`,
    );
  return EXIT.ok;
}

async function restoreFile(from: string, to: string, force: boolean, nowMs: number): Promise<string | null> {
  if (existsSync(to) && !force) {
    throw new AppError("COMMAND_INVALID", `${to} is there already; --force sets it aside and restores.`, { field: "--force" });
  }
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const partial = `${to}.partial`;
  await copyFile(from, partial);
  await chmod(partial, 0o600);
  let setAside: string | null = null;
  if (existsSync(to)) {
    foldLog(to);
    setAside = `${to}.before-restore-${new Date(nowMs).toISOString().replaceAll(":", "")}`;
    await rename(to, setAside);
    // What is left of the former database's log must not be applied to the restored one.
    for (const suffix of ["-wal", "-shm"]) await rm(`${to}${suffix}`, { force: true });
  }
  await moveDurably(partial, to);
  return setAside;
}

/** Takes the write lock, so that no server is writing, and moves all of the log into the database itself. @throws AppError STORE_LOCKED */
function foldLog(path: string): void {
  const database = new Database(path, { fileMustExist: true, timeout: 0 });
  try {
    const [checkpoint] = database.pragma("wal_checkpoint(TRUNCATE)") as { busy: number }[];
    if (checkpoint?.busy === 1) throw new AppError("STORE_LOCKED", `${path} is in use; stop the server first.`);
    database.pragma("journal_mode = DELETE");
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("STORE_LOCKED", `${path} is in use, or damaged: ${(cause as Error).message}.`, { cause });
  } finally {
    database.close();
  }
}

/** One read transaction, whatever others write meanwhile; free pages are left out. */
function writeCompact(from: string, to: string): void {
  const database = new Database(from, { readonly: true, fileMustExist: true });
  try {
    database.prepare("VACUUM INTO ?").run(to);
  } finally {
    database.close();
  }
}

/** @throws AppError FILE_INVALID */
function checkIntegrity(path: string): void {
  let problem: string | undefined;
  try {
    const database = new Database(path, { readonly: true, fileMustExist: true });
    try {
      const answer = database.pragma("quick_check(1)", { simple: true });
      problem = answer === "ok" ? undefined : String(answer);
      database.prepare("SELECT number FROM migration LIMIT 1").get();
    } finally {
      database.close();
    }
  } catch (cause) {
    throw new AppError("FILE_INVALID", `${path} is not a Calltree database: ${(cause as Error).message}.`, { cause });
  }
  if (problem !== undefined) throw new AppError("FILE_INVALID", `${path} is damaged: ${problem}.`);
}

async function moveDurably(from: string, to: string): Promise<void> {
  const file = await open(from, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(from, to);
}

async function removeDatabase(path: string): Promise<void> {
  for (const suffix of ["", "-wal", "-shm"]) await rm(`${path}${suffix}`, { force: true });
}
