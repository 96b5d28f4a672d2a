import { sql } from "kysely";
import type { WriteTransaction } from "./dialect.ts";
import type { Integer } from "./schema.ts";

const FORGOTTEN_AT_ONCE_MAX = 5_000;

interface Erased {
  readonly sessionIds: readonly string[];
  readonly erasedId: string;
  readonly nowMs: number;
}

/** What `EndpointStore.eraseDeliveries` promises. */
export async function eraseDeliveries(transaction: WriteTransaction, organization: string, erased: Erased): Promise<void> {
  const { db, conversations, deliveries } = transaction;
  const { sessionIds, erasedId, nowMs } = erased;
  if (sessionIds.length === 0) return;
  await deliveries.takeTurn(db);
  const row = await db.selectFrom("organization").select("organization_key").where("id", "=", organization).executeTakeFirst();
  if (row === undefined) return;
  const ofSessions = db
    .selectFrom("delivery")
    .select("delivery.delivery_key")
    .where("delivery.organization_key", "=", row.organization_key)
    .where(conversations.isOneOfTexts("delivery.session_id", sessionIds));
  await db.updateTable("delivery_attempt").set({ answer: null }).where("delivery_key", "in", ofSessions).execute();
  const isPending = sql`delivery.status = 'pending'`;
  await sql`
    UPDATE delivery SET body = '', session_id = ${erasedId}, next_attempt_ms = NULL, due_ms = NULL,
      finished_ms = CASE WHEN ${isPending} THEN ${sql.lit(nowMs)} ELSE delivery.finished_ms END,
      status = CASE WHEN ${isPending} THEN 'cancelled' ELSE delivery.status END
    WHERE delivery.delivery_key IN (${ofSessions})`.execute(db);
  for (const sessionId of sessionIds) await forgetInDigests(transaction, row.organization_key, sessionId, erasedId);
}

/** Those tell the ids of many sessions, and of the others they are still to tell. */
async function forgetInDigests(
  { db, conversations }: WriteTransaction,
  organizationKey: Integer,
  sessionId: string,
  erasedId: string,
): Promise<void> {
  const [former, now] = [JSON.stringify(sessionId), JSON.stringify(erasedId)];
  await db
    .updateTable("delivery")
    .set((expression) => ({ body: expression.fn<string>("replace", ["body", expression.val(former), expression.val(now)]) }))
    .where("organization_key", "=", organizationKey)
    .where("session_id", "is", null)
    .where((expression) => conversations.contains(expression.ref("body"), former))
    .execute();
}

/** What `EndpointStore.forgetDeliveries` promises. */
export async function forgetDeliveries({ db, conversations }: WriteTransaction, beforeMs: number): Promise<number> {
  const rows = await db
    .selectFrom("delivery")
    .select("delivery_key")
    .where("finished_ms", "<", beforeMs)
    .orderBy("finished_ms")
    .limit(FORGOTTEN_AT_ONCE_MAX)
    .execute();
  if (rows.length === 0) return 0;
  const keys = rows.map((row) => Number(row.delivery_key));
  await db.deleteFrom("delivery_attempt").where(conversations.isOneOfKeys("delivery_key", keys)).execute();
  await db.deleteFrom("delivery").where(conversations.isOneOfKeys("delivery_key", keys)).execute();
  return rows.length;
}
