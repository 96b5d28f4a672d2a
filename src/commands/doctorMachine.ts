import { constants, existsSync } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { sqlitePathOf } from "./databaseFile.ts";
import type { Finding } from "./doctor.ts";
import { count } from "./progress.ts";

const FREE_BYTES_MIN = 1_073_741_824;
const FREE_SHARE_MIN = 0.1;
/** Checking a larger database takes minutes; it is done only when asked for. */
const QUICK_CHECK_BYTES_MAX = 2 * 1_073_741_824;
const MEBIBYTE = 1_048_576;

/** The database and its folder: writable by us, readable by nobody else. */
export async function checkPermissions(databaseUrl: string): Promise<Finding[]> {
  const path = sqlitePathOf(databaseUrl);
  if (path === undefined) return [];
  const check = "data folder";
  const folder = nearestFolder(path);
  const target = existsSync(path) ? path : folder;
  const isWritable = await access(target, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!isWritable)
    return [
      { check, standing: "wrong", detail: `${target} cannot be written`, fix: `Give the user that runs the server access to ${target}.` },
    ];
  if (!existsSync(path)) return [{ check, standing: "ok", detail: `${path} will be made at the first start` }];
  const firstKeys = join(dirname(path), "first-keys.txt");
  if (existsSync(firstKeys)) {
    const detail = `the first keys still lie in ${firstKeys}`;
    return [{ check, standing: "warning", detail, fix: "Keep them in a safe place and delete the file." }];
  }
  const { mode } = await stat(path);
  if (process.platform !== "win32" && (mode & 0o007) !== 0) {
    return [{ check, standing: "warning", detail: `every user of this machine can read ${path}`, fix: `chmod 600 ${path}` }];
  }
  return [{ check, standing: "ok", detail: `${path} is writable, and closed to others` }];
}

export async function checkDisk(databaseUrl: string): Promise<Finding[]> {
  const path = sqlitePathOf(databaseUrl);
  if (path === undefined) return [];
  const { bavail, blocks, bsize } = await statfs(nearestFolder(path));
  const freeBytes = bavail * bsize;
  const detail = `${count(Math.floor(freeBytes / MEBIBYTE))} MiB free`;
  const fix = "Free space on the disk that holds the database, or move the database.";
  if (freeBytes < FREE_BYTES_MIN) return [{ check: "disk", standing: "wrong", detail, fix }];
  if (bavail / Math.max(1, blocks) < FREE_SHARE_MIN) return [{ check: "disk", standing: "warning", detail, fix }];
  return [{ check: "disk", standing: "ok", detail }];
}

/** SQLite's own check of its file. Only reads; a server may run meanwhile. */
export async function checkIntegrity(databaseUrl: string, isFull: boolean): Promise<Finding[]> {
  const path = sqlitePathOf(databaseUrl);
  if (path === undefined || !existsSync(path)) return [];
  const { size } = await stat(path);
  if (size > QUICK_CHECK_BYTES_MAX && !isFull) {
    return [{ check: "integrity", standing: "ok", detail: `not checked: ${count(Math.floor(size / MEBIBYTE))} MiB; --full does` }];
  }
  const database = new Database(path, { readonly: true, fileMustExist: true });
  try {
    const answer = database.pragma(isFull ? "integrity_check(1)" : "quick_check(1)", { simple: true });
    if (answer === "ok") return [{ check: "integrity", standing: "ok", detail: "the database file is whole" }];
    return [
      {
        check: "integrity",
        standing: "wrong",
        detail: String(answer),
        fix: "Stop the server and restore the latest backup: calltree restore FILE --force",
      },
    ];
  } finally {
    database.close();
  }
}

/** The folder of the database, or the nearest one above that exists. */
function nearestFolder(path: string): string {
  let folder = dirname(path);
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}
