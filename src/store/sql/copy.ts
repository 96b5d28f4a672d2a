import { type Kysely, type SelectQueryBuilder, sql } from "kysely";
import { AppError } from "../../domain/errors.ts";
import type { StoreHealth } from "../stores.ts";
import { guarded } from "./errors.ts";
import type { Schema } from "./schema.ts";
import { sqliteConversations } from "./sqlite/conversationDialect.ts";

/** A database opened in this very thread, for work on all of it at once. */
export interface DirectConnection {
  readonly engine: StoreHealth["engine"];
  readonly db: Kysely<Schema>;
  close(): Promise<void>;
}

export interface CopyProgress {
  readonly table: string;
  readonly rows: number;
  readonly totalRows: number;
}

type Table = Exclude<keyof Schema, "migration">;

/** Each table after those that it refers to, and the columns that order its rows, of which the first may be numbered by the engine. */
const TABLES: Readonly<Record<Table, { readonly order: readonly string[]; readonly isNumbered: boolean }>> = {
  organization: { order: ["organization_key"], isNumbered: true },
  api_key: { order: ["api_key_key"], isNumbered: true },
  record_type: { order: ["organization_key", "name"], isNumbered: false },
  exchange_rate: { order: ["organization_key", "currency", "effective_ms"], isNumbered: false },
  reread_job: { order: ["organization_key", "type"], isNumbered: false },
  server_value: { order: ["name"], isNumbered: false },
  agent: { order: ["organization_key", "id"], isNumbered: false },
  analysis_settings: { order: ["organization_key"], isNumbered: false },
  endpoint: { order: ["endpoint_key"], isNumbered: true },
  delivery: { order: ["delivery_key"], isNumbered: true },
  delivery_attempt: { order: ["delivery_key", "number"], isNumbered: false },
  lease: { order: ["name"], isNumbered: false },
  audit: { order: ["audit_key"], isNumbered: true },
  type_name: { order: ["type_key"], isNumbered: true },
  source_name: { order: ["source_key"], isNumbered: true },
  record: { order: ["record_key"], isNumbered: true },
  record_body: { order: ["record_key"], isNumbered: false },
  record_link: { order: ["organization_key", "value_hash", "record_key"], isNumbered: false },
  record_history: { order: ["history_key"], isNumbered: true },
  record_field: { order: ["type_key", "name"], isNumbered: false },
  record_change: { order: ["change_key"], isNumbered: true },
  usage_sum: { order: ["organization_key", "hour_ms", "type_key", "model", "currency"], isNumbered: false },
  usage_position: { order: ["position_key"], isNumbered: false },
  record_erasure: { order: ["organization_key"], isNumbered: false },
  record_tombstone: { order: ["organization_key", "value"], isNumbered: false },
  session: { order: ["session_key"], isNumbered: true },
  session_alias: { order: ["organization_key", "value", "session_key"], isNumbered: false },
  session_fact: { order: ["fact_key"], isNumbered: true },
  message: { order: ["message_key"], isNumbered: true },
  recording: { order: ["session_key"], isNumbered: false },
  revision: { order: ["session_key", "number"], isNumbered: false },
  session_change: { order: ["change_key"], isNumbered: true },
  analysis: { order: ["analysis_key"], isNumbered: true },
  analysis_trial: { order: ["organization_key", "finished_ms", "id"], isNumbered: false },
  session_summary: { order: ["organization_key", "session_key"], isNumbered: false },
  session_detail: { order: ["session_key"], isNumbered: false },
  session_search: { order: ["session_key"], isNumbered: false },
  usage_by_agent: { order: ["organization_key", "agent_id", "hour_ms", "type", "model", "currency"], isNumbered: false },
};
const TABLE_NAMES = Object.keys(TABLES) as Table[];
const ROWS_AT_ONCE = 1_000;
const VALUES_PER_INSERT_MAX = 30_000;

/**
 * Copies everything from one view of a database into an empty one, in one transaction there, and compares row counts and
 * sums before it commits.
 * @throws AppError COMMAND_INVALID when the target is not empty; STORE_UNAVAILABLE when the copy differs
 */
export async function copyTables(
  from: DirectConnection,
  to: DirectConnection,
  onProgress: (progress: CopyProgress) => void,
): Promise<Record<string, number>> {
  return guarded(() =>
    inOneView(from, (source) =>
      to.db.transaction().execute(async (target) => {
        await checkEmpty(target);
        const rows: Record<string, number> = {};
        for (const table of TABLE_NAMES) rows[table] = await copyTable(source, target, table, onProgress);
        if (to.engine === "sqlite") await indexAllWords(target);
        if (to.engine === "postgresql") for (const table of TABLE_NAMES) await continueNumbers(target, table);
        await compare(source, target);
        return rows;
      }),
    ),
  );
}

async function inOneView<Result>(from: DirectConnection, work: (source: Kysely<Schema>) => Promise<Result>): Promise<Result> {
  const transaction = from.db.transaction();
  const repeatable = from.engine === "postgresql" ? transaction.setIsolationLevel("repeatable read") : transaction;
  return repeatable.execute(work);
}

async function checkEmpty(target: Kysely<Schema>): Promise<void> {
  for (const table of TABLE_NAMES) {
    if ((await countRows(target, table)) > 0) {
      throw new AppError("COMMAND_INVALID", `The target holds data already (${table}); a copy goes only into an empty database.`);
    }
  }
}

async function copyTable(
  source: Kysely<Schema>,
  target: Kysely<Schema>,
  table: Table,
  onProgress: (progress: CopyProgress) => void,
): Promise<number> {
  const totalRows = await countRows(source, table);
  let rows = 0;
  for (let batch = await readAfter(source, table, undefined); batch.length > 0; batch = await readAfter(source, table, batch.at(-1))) {
    // SQLite takes at most 32,766 values a statement.
    const rowsPerInsert = Math.floor(VALUES_PER_INSERT_MAX / Object.keys(batch[0] ?? {}).length);
    for (let start = 0; start < batch.length; start += rowsPerInsert) {
      await target
        .insertInto(table)
        .values(batch.slice(start, start + rowsPerInsert) as never)
        .execute();
    }
    rows += batch.length;
    onProgress({ table, rows, totalRows });
    if (batch.length < ROWS_AT_ONCE) break;
  }
  return rows;
}

type Row = Readonly<Record<string, unknown>>;

/** The rows that follow `last` in the order of the primary key: no offset to count through, no cursor to hold open. */
async function readAfter(source: Kysely<Schema>, table: Table, last: Row | undefined): Promise<Row[]> {
  const { order } = TABLES[table];
  let query: SelectQueryBuilder<Schema, Table, Row> = source.selectFrom(table as Table).selectAll();
  for (const column of order) query = query.orderBy(sql.ref(column));
  if (last !== undefined) {
    const columns = sql.join(order.map((column) => sql.ref(column)));
    const values = sql.join(order.map((column) => last[column]));
    query = query.where(sql<boolean>`(${columns}) > (${values})`);
  }
  return query.limit(ROWS_AT_ONCE).execute();
}

async function countRows(db: Kysely<Schema>, table: Table): Promise<number> {
  const result = await sql<{ count: bigint }>`SELECT count(*) AS count FROM ${sql.table(table)}`.execute(db);
  return Number(result.rows[0]?.count ?? 0);
}

/** SQLite's index of words is no table that could be copied; it is made of what was copied. */
async function indexAllWords(target: Kysely<Schema>): Promise<void> {
  for (let after = 0; ; ) {
    const rows = await target
      .selectFrom("session_search")
      .selectAll()
      .where("session_key", ">", after)
      .orderBy("session_key")
      .limit(ROWS_AT_ONCE)
      .execute();
    const changes = rows.map((row) => ({
      organizationKey: Number(row.organization_key),
      sessionKey: Number(row.session_key),
      added: row.words.split(" "),
      removed: [],
    }));
    await sqliteConversations.indexWords(target, changes);
    const last = changes.at(-1);
    if (last === undefined) return;
    after = last.sessionKey;
  }
}

/** The next number that PostgreSQL gives must follow the copied ones. */
async function continueNumbers(target: Kysely<Schema>, table: Table): Promise<void> {
  const { order, isNumbered } = TABLES[table];
  const [column = ""] = order;
  if (!isNumbered) return;
  const newest = sql`(SELECT max(${sql.ref(column)}) FROM ${sql.table(table)})`;
  await sql`SELECT setval(pg_get_serial_sequence(${table}, ${column}), coalesce(${newest}, 1), ${newest} IS NOT NULL)`.execute(target);
}

async function compare(source: Kysely<Schema>, target: Kysely<Schema>): Promise<void> {
  for (const table of TABLE_NAMES) {
    const [sourceRows, targetRows] = [await countRows(source, table), await countRows(target, table)];
    if (sourceRows !== targetRows) throw differs(`${table} has ${targetRows} rows instead of ${sourceRows}`);
  }
  if ((await costSums(source)) !== (await costSums(target))) throw differs("the costs do not add up to the same");
}

const differs = (what: string): AppError => new AppError("STORE_UNAVAILABLE", `The copy was given up, for it differs: ${what}.`);

async function costSums(db: Kysely<Schema>): Promise<string> {
  const result = await sql<{ units: string | null; nanos: string | null }>`
    SELECT CAST(SUM(cost_nanos / 1000000000) AS text) AS units, CAST(SUM(cost_nanos % 1000000000) AS text) AS nanos FROM record`.execute(
    db,
  );
  const [{ units, nanos } = { units: null, nanos: null }] = result.rows;
  return `${units ?? 0} ${nanos ?? 0}`;
}
