import { type Expression, type SqlBool, sql } from "kysely";
import type { OpenMode, Stores } from "../../stores.ts";
import { SqlAnalysisWrites } from "../analysisWrites.ts";
import { applyAppends, WriterMemory } from "../appendGroup.ts";
import { SqlConversationWrites } from "../conversationWrites.ts";
import type { Reading, Transact } from "../dialect.ts";
import { SqlEndpointWrites } from "../endpointWrites.ts";
import { guarded, isWorthRepeating } from "../errors.ts";
import { GroupCommit, writeTogetherOrApart } from "../groupCommit.ts";
import type { OutcomeCode } from "../incoming.ts";
import { hashLinkValue } from "../linkHash.ts";
import { migrate, readVersion } from "../migrations/migrate.ts";
import { SqlOfficeWrites } from "../officeWrites.ts";
import { SqlRecordChanges } from "../recordWrites.ts";
import { assembleStores, type OpenOptions, outcomesOf, READ_ONLY, type RemoteWrites } from "../stores.ts";
import { connect, type PostgresqlConnection } from "./connection.ts";
import { postgresqlConversations } from "./conversationDialect.ts";
import { postgresqlDeliveries } from "./deliveryDialect.ts";
import { insertNew } from "./insertRecords.ts";
import { postgresqlLookups } from "./lookups.ts";

const TRANSACTION_TRIES_MAX = 5;
/** Any number that no other program of the same server is likely to lock by. */
const RECORDS_LOCK = 7_235_141_012;

/** @throws AppError STORE_TOO_NEW | STORE_UNAVAILABLE */
export async function openPostgresql(databaseUrl: string, mode: OpenMode, options: OpenOptions): Promise<Stores> {
  const { postgresConnectionsMax: connectionsMax, onBackgroundError } = options;
  const connection = connect(databaseUrl, { connectionsMax, onBackgroundError, readOnly: mode === "read" });
  const { writes, drained } = mode === "read" ? { writes: READ_ONLY, drained: async () => {} } : directly(connection);
  const close = async (): Promise<void> => {
    await drained();
    await connection.db.destroy();
  };
  return guarded(async () => {
    try {
      if (mode === "read") await readVersion(connection.db);
      else await migrate(connection.db, "postgresql", options.clock?.nowMs() ?? null);
      return assembleStores(readingOf(connection), writes, close, hashLinkValue);
    } catch (error) {
      await close();
      throw error;
    }
  });
}

function readingOf({ pool, db }: PostgresqlConnection): Reading {
  return {
    engine: "postgresql",
    db,
    lookups: postgresqlLookups(pool),
    conversations: postgresqlConversations,
    // The elements of a `json` keep the very text they were written as, which is what is compared.
    carriesLink: (pair): Expression<SqlBool> =>
      sql<SqlBool>`EXISTS (SELECT 1 FROM json_array_elements(links::json) AS pair WHERE pair::text = ${pair})`,
    sizeBytes: async () => {
      const result = await sql<{ size: bigint }>`SELECT pg_database_size(current_database()) AS size`.execute(db);
      return Number(result.rows[0]?.size ?? 0);
    },
  };
}

function directly({ db }: PostgresqlConnection): { writes: RemoteWrites; drained: () => Promise<void> } {
  const memory = new WriterMemory(hashLinkValue);
  const transact = repeating((work) =>
    db.transaction().execute((transaction) =>
      work({
        db: transaction,
        locksRows: true,
        conversations: postgresqlConversations,
        deliveries: postgresqlDeliveries,
        insertNew: (records) => insertNew(transaction, records),
      }),
    ),
  );
  const transactInOrder = inOrder(transact);
  const changes = new SqlRecordChanges(transactInOrder, memory.hash);
  const groups = new GroupCommit<OutcomeCode[]>((group) =>
    writeTogetherOrApart(group, async (calls) => {
      const applied = await transactInOrder((transaction) => applyAppends(transaction, memory, calls));
      applied.remember();
      return applied.outcomes;
    }),
  );
  const writes: RemoteWrites = {
    append: async (batches) => outcomesOf(batches, await groups.append(batches)),
    replaceFacts: (...args) => guarded(() => changes.replaceFacts(...args)),
    forgetChanges: (...args) => guarded(() => changes.forgetChanges(...args)),
    foldUsage: (...args) => guarded(() => changes.foldUsage(...args)),
    dropUsage: () => guarded(() => changes.dropUsage()),
    erase: (...args) => guarded(() => changes.erase(...args)),
    conversations: new SqlConversationWrites(transact),
    analyses: new SqlAnalysisWrites(transact),
    endpoints: new SqlEndpointWrites(transact),
    office: new SqlOfficeWrites(transact),
  };
  return { writes, drained: () => groups.drained() };
}

/**
 * One writer of records at a time, over all processes, from before it takes its first key until it has committed: so keys
 * rise in the order of commits, and whoever reads after a key misses nothing that is committed later.
 */
function inOrder(transact: Transact): Transact {
  return (work) =>
    transact(async (transaction) => {
      await sql`SELECT pg_advisory_xact_lock(${RECORDS_LOCK})`.execute(transaction.db);
      return work(transaction);
    });
}

/** Two transactions that met are run again; each of them is whole, so running it again is harmless. */
function repeating(transact: Transact): Transact {
  return async (work) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await transact(work);
      } catch (error) {
        if (attempt >= TRANSACTION_TRIES_MAX || !isWorthRepeating(error)) throw error;
      }
    }
  };
}
