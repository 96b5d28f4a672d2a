import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { readConfig } from "../app/config.ts";
import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import { backupStores, checkBackup, copyStores, openStores, restoreStores } from "../store/open.ts";
import { type CommandContext, printJson } from "./context.ts";
import { shownDatabase, sqlitePathOf } from "./databaseFile.ts";
import { EXIT } from "./exitCodes.ts";
import { count, startCopyProgress } from "./progress.ts";

export interface BackupOptions {
  /** Replaces a file (backup) or a database (restore) that is there already. */
  readonly force?: boolean;
}

/**
 * Writes everything into one SQLite file, whichever engine it comes from, while a server goes on using the database. The
 * file appears under its name only when it is whole and was checked.
 * @throws AppError FILE_INVALID when the file is there already and `force` is not set; STORE_UNAVAILABLE | STORE_TOO_NEW
 */
export async function backup(context: CommandContext, file: string, options: BackupOptions): Promise<number> {
  const { output } = context;
  const { DATABASE_URL: from } = readConfig(context.environment);
  const path = resolve(file);
  const isThere = existsSync(path);
  if (isThere && options.force !== true) throw new AppError("FILE_INVALID", `${path} is there already; --force replaces it.`);
  if (!isThere && sqlitePathOf(from) !== undefined) await backupStores(from, path);
  else await backupThroughFolder(context, from, path);
  const { size } = await stat(path);
  if (output.isJson) printJson(output, { file: path, size_bytes: size });
  else {
    output.print(`${path}, ${count(size)} bytes`);
    output.tell("The file holds all records and hashed keys. CALLTREE_SECRET_KEY is not in it; keep that elsewhere.");
  }
  return EXIT.ok;
}

/** Works in a private folder beside the file, so that a file that is there already is replaced last, and in one step. */
async function backupThroughFolder(context: CommandContext, from: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(`${path}.partial-`);
  try {
    let source = from;
    if (sqlitePathOf(from) === undefined) {
      source = `sqlite:${join(folder, "copy.db")}`;
      await copyWithProgress(context, from, source);
    }
    const whole = join(folder, "whole.db");
    await backupStores(source, whole);
    await rename(whole, path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Puts a backup back: into a new SQLite file, or into an empty PostgreSQL database. With `force` an existing SQLite
 * database is set aside under another name first, never deleted. Stop the server before.
 * @throws AppError FILE_INVALID | STORE_TOO_NEW of the file; COMMAND_INVALID when the target is not empty; STORE_LOCKED
 */
export async function restore(context: CommandContext, file: string, options: BackupOptions): Promise<number> {
  const { output, clock } = context;
  const { DATABASE_URL: to } = readConfig(context.environment);
  const setAside = sqlitePathOf(to) === undefined ? await restoreByCopy(context, file, to) : await restoreFile(context, file, to, options);
  const sizeBytes = await sizeOf(to, clock);
  if (output.isJson) printJson(output, { database: shownDatabase(to), size_bytes: sizeBytes, set_aside: setAside });
  else
    output.print(`Restored ${shownDatabase(to)}, ${count(sizeBytes)} bytes${setAside === null ? "" : `; the former one is ${setAside}`}`);
  return EXIT.ok;
}

async function restoreByCopy(context: CommandContext, file: string, to: string): Promise<null> {
  await checkBackup(file);
  await copyWithProgress(context, `sqlite:${resolve(file)}`, to);
  return null;
}

/** @returns where the former database is; null when there was none */
async function restoreFile({ clock }: CommandContext, file: string, to: string, { force }: BackupOptions): Promise<string | null> {
  const path = sqlitePathOf(to) ?? "";
  if (!existsSync(path)) {
    await restoreStores(file, to, { overwrite: false });
    return null;
  }
  if (force !== true) {
    throw new AppError("COMMAND_INVALID", `${path} is there already; --force sets it aside and restores.`, { field: "--force" });
  }
  const formerFile = `${path}.before-restore-${new Date(clock.nowMs()).toISOString().replaceAll(":", "")}`;
  await restoreStores(file, to, { overwrite: true, formerFile });
  return formerFile;
}

async function copyWithProgress({ output, clock }: CommandContext, from: string, to: string): Promise<void> {
  const progress = startCopyProgress(output, clock);
  try {
    await copyStores(from, to, progress.onProgress, { clock });
  } finally {
    progress.stop();
  }
}

/** Opens what was restored as a start would, which proves that it opens. */
async function sizeOf(databaseUrl: string, clock: Clock): Promise<number> {
  await using stores = await openStores(databaseUrl, "write", { clock, postgresConnectionsMax: 1 });
  return (await stores.health()).sizeBytes;
}
