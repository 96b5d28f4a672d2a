import { existsSync } from "node:fs";
import { AppError } from "../../../domain/errors.ts";
import type { OpenMode } from "../../stores.ts";
import type { DirectConnection } from "../copy.ts";
import { guarded } from "../errors.ts";
import { migrate, readVersion } from "../migrations/migrate.ts";
import { openForReading, openForWriting } from "./connection.ts";
import { createPrivateFile, fileOf } from "./files.ts";

/** Opens the database in this thread; in mode `write` it is created and migrated. @throws AppError as `openSqlite` */
export async function openSqliteDirectly(databaseUrl: string, mode: OpenMode, appliedMs: number | null): Promise<DirectConnection> {
  const file = fileOf(databaseUrl);
  if (mode === "read" && !existsSync(file)) throw new AppError("STORE_UNAVAILABLE", `There is no database at ${file}.`);
  return guarded(async () => {
    if (mode === "write") createPrivateFile(file);
    const { db, close } = mode === "write" ? openForWriting(file) : openForReading(file);
    try {
      if (mode === "write") await migrate(db, "sqlite", appliedMs);
      else await readVersion(db);
      return { engine: "sqlite", db, close };
    } catch (error) {
      await close();
      throw error;
    }
  });
}
