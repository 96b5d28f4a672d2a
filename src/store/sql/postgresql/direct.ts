import type { OpenMode } from "../../stores.ts";
import type { DirectConnection } from "../copy.ts";
import { guarded } from "../errors.ts";
import { migrate, readVersion } from "../migrations/migrate.ts";
import { connect } from "./connection.ts";

/** Opens the database with one connection; in mode `write` it is migrated. @throws AppError as `openPostgresql` */
export async function openPostgresqlDirectly(databaseUrl: string, mode: OpenMode, appliedMs: number | null): Promise<DirectConnection> {
  // A connection that breaks fails the statement in hand, which is always there while this one is open.
  const { db } = connect(databaseUrl, { connectionsMax: 1, readOnly: mode === "read", onBackgroundError: () => {} });
  return guarded(async () => {
    try {
      if (mode === "write") await migrate(db, "postgresql", appliedMs);
      else await readVersion(db);
      return { engine: "postgresql", db, close: () => db.destroy() };
    } catch (error) {
      await db.destroy();
      throw error;
    }
  });
}
