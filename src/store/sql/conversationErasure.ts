import type { Kysely } from "kysely";
import type { SessionErasure } from "../conversationStore.ts";
import { forgetInBodies } from "./changeLog.ts";
import type { WriteTransaction } from "./dialect.ts";
import { addAliases, NO_SESSION, raiseVersion, writeLog } from "./openSession.ts";
import type { Schema } from "./schema.ts";
import { replaceDerived } from "./summaryWrites.ts";

/**
 * To be called only after `takeTurn`. Keys that are not the organization's are left alone.
 * @returns names of recordings' stored objects whose rows are gone
 */
export async function eraseSessions(
  transaction: WriteTransaction,
  organizationKey: number,
  erasures: readonly SessionErasure[],
): Promise<string[]> {
  const keys = erasures.map(({ key }) => key);
  const rows = await transaction.db
    .selectFrom("session")
    .select(["session_key", "id", "merged_into"])
    .where("organization_key", "=", organizationKey)
    .where(transaction.conversations.isOneOfKeys("session_key", keys))
    .$if(transaction.locksRows, (query) => query.orderBy("session_key").forUpdate())
    .execute();
  const former = new Map(rows.map((row) => [Number(row.session_key), row]));
  const own = erasures.filter(({ key }) => former.has(key));
  const nothing = own.map(({ key }) => ({ sessionKey: key, summary: null, words: "", usage: [] }));
  await replaceDerived(transaction, organizationKey, nothing);
  const ownKeys = own.map(({ key }) => key);
  const storageNames = await storageNamesOf(transaction, ownKeys);
  await dropTruth(transaction, ownKeys);
  for (const erasure of own) {
    const row = former.get(erasure.key);
    const [id, survivorKey] = [row?.id ?? "", Number(row?.merged_into ?? NO_SESSION)];
    await forgetInBodies(transaction, organizationKey, { id, erasedId: erasure.erasedId, survivorKey });
    await forgetSubject(transaction.db, organizationKey, id, erasure.erasedId);
    await giveWay(transaction.db, organizationKey, erasure);
    await rename(transaction.db, organizationKey, erasure);
    // The summary of the session that it was merged into names it.
    if (row?.merged_into != null) await raiseVersion(transaction.db, Number(row.merged_into));
  }
  await writeLog(
    transaction.db,
    own.map(({ key, atMs }) => ({ organizationKey, sessionKey: key, kind: "erased", atMs, subject: null })),
  );
  return storageNames;
}

/** Of rows of this organization. @returns names of the stored objects whose rows are gone */
export async function eraseRecordings(
  { db, conversations }: WriteTransaction,
  organizationKey: number,
  keys: readonly number[],
): Promise<string[]> {
  if (keys.length === 0) return [];
  const rows = await db
    .deleteFrom("recording")
    .where("organization_key", "=", organizationKey)
    .where(conversations.isOneOfKeys("session_key", keys))
    .returning(["session_key", "storage_name"])
    .execute();
  for (const { session_key: key } of rows) await raiseVersion(db, Number(key));
  return rows.map((row) => row.storage_name).filter((name) => name !== null);
}

async function storageNamesOf({ db, conversations }: WriteTransaction, keys: readonly number[]): Promise<string[]> {
  if (keys.length === 0) return [];
  const rows = await db.selectFrom("recording").select("storage_name").where(conversations.isOneOfKeys("session_key", keys)).execute();
  return rows.map((row) => row.storage_name).filter((name) => name !== null);
}

async function dropTruth({ db, conversations }: WriteTransaction, keys: readonly number[]): Promise<void> {
  if (keys.length === 0) return;
  for (const table of ["session_fact", "message", "recording", "session_alias", "session_change", "analysis"] as const) {
    await db.deleteFrom(table).where(conversations.isOneOfKeys("session_key", keys)).execute();
  }
  await db.updateTable("revision").set({ causes: "[]" }).where(conversations.isOneOfKeys("session_key", keys)).execute();
}

/** Entries of others that were merged into it name it. */
async function forgetSubject(db: Kysely<Schema>, organizationKey: number, id: string, erasedId: string): Promise<void> {
  await db
    .updateTable("session_change")
    .set({ subject: erasedId })
    .where("organization_key", "=", organizationKey)
    .where("kind", "=", "merged")
    .where("subject", "=", id)
    .execute();
}

/**
 * The records may have been erased first, and a session made for the erased root under the very id or anchor that this one
 * is to have. It gives both up; sharing the root, it is merged with the next projection.
 */
async function giveWay(db: Kysely<Schema>, organizationKey: number, { key, erasedId, anchor }: SessionErasure): Promise<void> {
  const others = db.updateTable("session").where("organization_key", "=", organizationKey).where("session_key", "<>", key);
  await others
    .set((expression) => ({ id: `${erasedId}:${key}`, version: expression("version", "+", 1) }))
    .where("id", "=", erasedId)
    .execute();
  if (anchor === null) return;
  await others
    .set((expression) => ({ anchor_type: null, anchor_id: null, version: expression("version", "+", 1) }))
    .where("anchor_type", "=", anchor.type)
    .where("anchor_id", "=", anchor.id)
    .execute();
}

/** Raises `projection` too: one that was read before the erasure must not be saved after it. */
async function rename(db: Kysely<Schema>, organizationKey: number, erasure: SessionErasure): Promise<void> {
  const { key, erasedId, anchor, aliases, facts, atMs } = erasure;
  await db
    .updateTable("session")
    .set((expression) => ({
      id: erasedId,
      anchor_type: anchor?.type ?? null,
      anchor_id: anchor?.id ?? null,
      root_type: null,
      root_id: null,
      version: expression("version", "+", 1),
      projection: expression("projection", "+", 1),
      due_ms: null,
      erased_ms: atMs,
    }))
    .where("session_key", "=", key)
    .execute();
  await addAliases(db, organizationKey, key, [erasedId, ...(anchor === null ? [] : [anchor.id]), ...aliases]);
  await db
    .insertInto("session_fact")
    .values({ session_key: key, organization_key: organizationKey, received_ms: atMs, body: facts })
    .execute();
}
