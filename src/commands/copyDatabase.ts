import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import { openStores } from "../store/open.ts";
import { guarded } from "../store/sql/errors.ts";
import type { Schema } from "../store/sql/schema.ts";
import type { OpenMode, StoreHealth } from "../store/stores.ts";
import { openCopySource, openCopyTarget } from "./copyEngines.ts";
import { shownDatabase } from "./databaseFile.ts";

/**
 * Every table, each after those that it refers to, with the column that numbers its rows by itself. The compiler sees to
 * it that none is forgotten; `migration` is made with the target.
 */
const TABLES: Readonly<Record<Exclude<keyof Schema, "migration">, string | null>> = {
  organization: "organization_key",
  api_key: "api_key_key",
  record_type: null,
  exchange_rate: null,
  reread_job: null,
  server_value: null,
  audit: "audit_key",
  type_name: "type_key",
  source_name: "source_key",
  record: "record_key",
  record_body: null,
  record_link: null,
  record_history: "history_key",
  record_field: null,
};
const TABLE_NAMES = Object.keys(TABLES);
const IDENTITIES = Object.entries(TABLES).flatMap(([table, column]) => (column === null ? [] : [[table, column] as const]));

export interface CopyReport {
  readonly rows: Readonly<Record<string, number>>;
}

/**
 * Copies everything of one database into an empty one, of the same engine or the other: one view of the source, one
 * transaction in the target, so that it is copied whole or not at all. The source may be in use meanwhile.
 * @param onRows called with the rows copied so far
 * @throws AppError COMMAND_INVALID when the target holds anything; STORE_UNAVAILABLE | STORE_TOO_NEW of either
 */
export async function copyDatabase(from: string, to: string, clock: Clock, onRows: (rows: number) => void): Promise<CopyReport> {
  await healthOf(from, "read", clock);
  await healthOf(to, "write", clock);
  return guarded(async () => {
    await using source = await openCopySource(from);
    await using target = await openCopyTarget(to);
    for (const table of TABLE_NAMES) {
      if (await target.isEmpty(table)) continue;
      throw new AppError("COMMAND_INVALID", `${shownDatabase(to)} is not empty; a copy goes only into a new database.`);
    }
    const rows: Record<string, number> = {};
    let total = 0;
    for (const table of TABLE_NAMES) {
      const before = total;
      for await (const batch of source.rows(table)) {
        await target.insert(table, batch);
        total += batch.rows.length;
        onRows(total);
      }
      rows[table] = total - before;
    }
    await target.commit(IDENTITIES);
    return { rows };
  });
}

/** Opens a database, which for writing makes or migrates it, and closes it again. */
export async function healthOf(databaseUrl: string, mode: OpenMode, clock: Clock): Promise<StoreHealth> {
  const failed: unknown[] = [];
  const onBackgroundError = (error: unknown): void => void failed.push(error);
  await using stores = await openStores(databaseUrl, mode, { clock, onBackgroundError, postgresConnectionsMax: 1 });
  return await stores.health();
}
