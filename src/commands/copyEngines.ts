import Database from "better-sqlite3";
import pg from "pg";
import { sqlitePathOf } from "./databaseFile.ts";

/** Rows of one table, each in the order of `columns`; integers are bigints. */
export interface RowBatch {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** One unchanging view of a database, taken when it was opened, while others go on writing. */
export interface CopySource extends AsyncDisposable {
  rows(table: string): AsyncGenerator<RowBatch>;
}

/** Everything inserted becomes durable at `commit`, or, without it, nothing does. */
export interface CopyTarget extends AsyncDisposable {
  isEmpty(table: string): Promise<boolean>;
  insert(table: string, batch: RowBatch): Promise<void>;
  /** `identities`: the columns whose next number must follow the copied ones. */
  commit(identities: readonly (readonly [table: string, column: string])[]): Promise<void>;
}

const BATCH_ROWS = 2_000;
const BIGINT_OID = 20;

export async function openCopySource(databaseUrl: string): Promise<CopySource> {
  const path = sqlitePathOf(databaseUrl);
  return path === undefined ? postgresqlSource(await connect(databaseUrl)) : sqliteSource(path);
}

export async function openCopyTarget(databaseUrl: string): Promise<CopyTarget> {
  const path = sqlitePathOf(databaseUrl);
  return path === undefined ? postgresqlTarget(await connect(databaseUrl)) : sqliteTarget(path);
}

function sqliteSource(path: string): CopySource {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  database.defaultSafeIntegers(true);
  database.exec("BEGIN");
  // SQLite takes its view at the first read of a transaction, not at its beginning.
  database.prepare("SELECT count(*) FROM migration").get();
  return {
    rows: async function* (table) {
      const statement = database.prepare(`SELECT * FROM ${table}`).raw();
      const columns = statement.columns().map((column) => column.name);
      let rows: unknown[][] = [];
      for (const row of statement.iterate()) {
        rows.push(row as unknown[]);
        if (rows.length < BATCH_ROWS) continue;
        yield { columns, rows };
        rows = [];
      }
      if (rows.length > 0) yield { columns, rows };
    },
    [Symbol.asyncDispose]: async () => void database.close(),
  };
}

function sqliteTarget(path: string): CopyTarget {
  const database = new Database(path, { fileMustExist: true });
  database.defaultSafeIntegers(true);
  database.pragma("synchronous = FULL");
  database.exec("BEGIN IMMEDIATE");
  return {
    isEmpty: async (table) => database.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() === undefined,
    insert: async (table, { columns, rows }) => {
      const insert = database.prepare(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`);
      for (const row of rows) insert.run(row);
    },
    commit: async () => void database.exec("COMMIT"),
    // Closing inside a transaction rolls it back.
    [Symbol.asyncDispose]: async () => void database.close(),
  };
}

async function connect(databaseUrl: string): Promise<pg.Client> {
  const getTypeParser = ((oid: number, format?: "text" | "binary") =>
    oid === BIGINT_OID ? BigInt : pg.types.getTypeParser(oid, format as "text")) as pg.CustomTypesConfig["getTypeParser"];
  const client = new pg.Client({ connectionString: databaseUrl, types: { getTypeParser } });
  await client.connect();
  return client;
}

async function postgresqlSource(client: pg.Client): Promise<CopySource> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  return {
    rows: async function* (table) {
      await client.query(`DECLARE copied NO SCROLL CURSOR FOR SELECT * FROM ${table}`);
      for (;;) {
        const { fields, rows } = await client.query<unknown[]>({ text: `FETCH ${BATCH_ROWS} FROM copied`, rowMode: "array" });
        if (rows.length === 0) break;
        yield { columns: fields.map((field) => field.name), rows };
      }
      await client.query("CLOSE copied");
    },
    [Symbol.asyncDispose]: () => client.end(),
  };
}

async function postgresqlTarget(client: pg.Client): Promise<CopyTarget> {
  await client.query("BEGIN");
  return {
    isEmpty: async (table) => (await client.query(`SELECT 1 FROM ${table} LIMIT 1`)).rows.length === 0,
    insert: async (table, { columns, rows }) => {
      const places = rows.map((row, index) => `(${row.map((_, column) => `$${index * row.length + column + 1}`).join(",")})`);
      await client.query(`INSERT INTO ${table} (${columns.join(", ")}) VALUES ${places.join(",")}`, rows.flat());
    },
    commit: async (identities) => {
      for (const [table, column] of identities) {
        await client.query(
          `SELECT setval(pg_get_serial_sequence('${table}', '${column}'), greatest((SELECT coalesce(max(${column}), 0) FROM ${table}), 1))`,
        );
      }
      await client.query("COMMIT");
    },
    [Symbol.asyncDispose]: () => client.end(),
  };
}
