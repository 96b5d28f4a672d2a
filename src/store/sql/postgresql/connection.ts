import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Schema } from "../schema.ts";

const CONNECTIONS_MAX = 10;
const CONNECT_MS_MAX = 10_000;
const INTEGER_TYPES: readonly number[] = [pg.types.builtins.INT2, pg.types.builtins.INT4, pg.types.builtins.INT8];

export interface PostgresqlConnection {
  readonly pool: pg.Pool;
  /** Ends the pool when it is destroyed. */
  readonly db: Kysely<Schema>;
}

export interface PostgresqlOptions {
  readonly connectionsMax: number | undefined;
  readonly readOnly: boolean;
  readonly onBackgroundError: (error: unknown) => void;
}

export function connect(databaseUrl: string, options: PostgresqlOptions): PostgresqlConnection {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options.connectionsMax ?? CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    application_name: "calltree",
    ...(options.readOnly ? { options: "-c default_transaction_read_only=on" } : {}),
    // Every integer as a bigint, as SQLite's driver gives them.
    types: { getTypeParser: (oid, format) => (INTEGER_TYPES.includes(oid) ? BigInt : pg.types.getTypeParser(oid, format)) },
  });
  // An idle connection that the server closes has no call to fail; without a listener it would end the process.
  pool.on("error", options.onBackgroundError);
  // One in use fails its statement, and tells its own listeners besides; without one of those it would end the process too.
  pool.on("connect", (client) => client.on("error", () => {}));
  return { pool, db: new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) }) };
}
