import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname, resolve } from "node:path";

const PREFIX = "sqlite:";
const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY_FILE = 0o600;

/** The absolute path of a `sqlite:<path>` address; relative paths count from the working directory. */
export const fileOf = (databaseUrl: string): string => resolve(databaseUrl.slice(PREFIX.length));

/** Creates the file, empty, where there is none, readable by its owner only; SQLite gives its log the same rights. */
export function createPrivateFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: OWNER_ONLY_FOLDER });
  closeSync(openSync(file, "a", OWNER_ONLY_FILE));
}
