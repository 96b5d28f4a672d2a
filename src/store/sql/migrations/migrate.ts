import { type Kysely, sql, type Transaction } from "kysely";
import { AppError } from "../../../domain/errors.ts";
import type { StoreHealth } from "../../stores.ts";
import type { Schema } from "../schema.ts";
import { recordsAndOffice } from "./0001-records-and-office.ts";
import { conversations } from "./0002-conversations.ts";
import { recordFeed } from "./0003-record-feed.ts";
import { agentsAndLeases } from "./0004-agents-and-leases.ts";
import { analysesAndWebhooks } from "./0005-analyses-and-webhooks.ts";
import { trialsAndRetention } from "./0006-trials-and-retention.ts";
import { recordCosts } from "./0007-record-costs.ts";
import type { Migration } from "./migration.ts";

export const MIGRATIONS: readonly Migration[] = [
  ...[recordsAndOffice, conversations, recordFeed, agentsAndLeases, analysesAndWebhooks],
  ...[trialsAndRetention, recordCosts],
];
const newestOf = (migrations: readonly Migration[]): number => migrations.at(-1)?.number ?? 0;
export const NEWEST_VERSION = newestOf(MIGRATIONS);

/** Any number that no other program of the same server is likely to lock by. */
const ADVISORY_LOCK = 7_235_141_011;

/**
 * Brings the database to this build's version. Safe when several processes start at once: the write lock lets one in
 * after the other, and each migration's number goes in before its statements.
 * @returns the version reached
 * @throws AppError STORE_TOO_NEW
 */
export async function migrate(
  db: Kysely<Schema>,
  engine: StoreHealth["engine"],
  appliedMs: number | null,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    if (engine === "postgresql") await sql`SELECT pg_advisory_xact_lock(${ADVISORY_LOCK})`.execute(transaction);
    await sql`CREATE TABLE IF NOT EXISTS migration (number bigint NOT NULL PRIMARY KEY, applied_ms bigint)`.execute(transaction);
    const version = checkVersion(await newestApplied(transaction), newestOf(migrations));
    for (const migration of migrations) if (migration.number > version) await apply(transaction, migration, engine, appliedMs);
    return newestOf(migrations);
  });
}

/**
 * The version of a database that is opened for reading.
 * @throws AppError STORE_TOO_NEW, or STORE_UNAVAILABLE when it was never migrated
 */
export async function readVersion(db: Kysely<Schema>): Promise<number> {
  const version = checkVersion(await newestApplied(db), NEWEST_VERSION);
  if (version === NEWEST_VERSION) return version;
  throw new AppError("STORE_UNAVAILABLE", `The database is at version ${version} and waits to be migrated to ${NEWEST_VERSION}.`);
}

async function newestApplied(db: Kysely<Schema>): Promise<number> {
  const row = await db
    .selectFrom("migration")
    .select((expression) => expression.fn.max("number").as("newest"))
    .executeTakeFirst();
  return Number(row?.newest ?? 0);
}

export function checkVersion(found: number, known: number = NEWEST_VERSION): number {
  if (found <= known) return found;
  throw new AppError("STORE_TOO_NEW", `The database is at version ${found}; this build knows versions up to ${known}.`);
}

async function apply(
  transaction: Transaction<Schema>,
  migration: Migration,
  engine: StoreHealth["engine"],
  appliedMs: number | null,
): Promise<void> {
  await transaction.insertInto("migration").values({ number: migration.number, applied_ms: appliedMs }).execute();
  for (const statement of migration[engine]) await sql.raw(statement).execute(transaction);
}
