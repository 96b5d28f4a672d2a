import type { Kysely } from "kysely";
import type { EventBodies, SessionChange, SessionChangeKind, SessionEvent } from "../conversationStore.ts";
import type { WriteTransaction } from "./dialect.ts";
import { NO_SESSION } from "./openSession.ts";
import type { Integer, Schema } from "./schema.ts";

/** Kinds that streams are not told. */
const UNSEEN: readonly SessionChangeKind[] = ["completed", "digest"];

const COLUMNS = ["change_key", "organization.id as organization", "session.id as session_id", "kind", "at_ms", "subject"] as const;

interface ChangeRow<SessionId> {
  readonly change_key: Integer;
  readonly organization: string;
  readonly session_id: SessionId;
  readonly kind: string;
  readonly at_ms: Integer;
  readonly subject: string | null;
}

const toChange = <SessionId>(row: ChangeRow<SessionId>) => ({
  key: Number(row.change_key),
  organization: row.organization,
  sessionId: row.session_id,
  kind: row.kind as SessionChangeKind,
  atMs: Number(row.at_ms),
  subject: row.subject,
});

/** What `ConversationStore.changesAfter` promises. */
export async function readChanges(db: Kysely<Schema>, key: number, limit: number): Promise<SessionChange[]> {
  const rows = await db
    .selectFrom("session_change")
    .innerJoin("session", "session.session_key", "session_change.session_key")
    .innerJoin("organization", "organization.organization_key", "session_change.organization_key")
    .select(COLUMNS)
    .where("change_key", ">", key)
    .where("kind", "not in", UNSEEN)
    .orderBy("change_key")
    .limit(limit)
    .execute();
  return rows.map((row) => toChange(row));
}

/** What `ConversationStore.eventsAfter` promises. */
export async function readEvents(db: Kysely<Schema>, key: number, limit: number): Promise<SessionEvent[]> {
  const rows = await db
    .selectFrom("session_change")
    .leftJoin("session", "session.session_key", "session_change.session_key")
    .innerJoin("organization", "organization.organization_key", "session_change.organization_key")
    .select([...COLUMNS, "bodies"])
    .where("change_key", ">", key)
    .where("bodies", "is not", null)
    .orderBy("change_key")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...toChange(row), bodies: JSON.parse(row.bodies ?? "{}") as EventBodies }));
}

/** What `ConversationStore.newestChangeKey` promises. */
export async function readNewestChangeKey(db: Kysely<Schema>): Promise<number> {
  const newest = db.selectFrom("session_change").select("change_key").orderBy("change_key", "desc").limit(1);
  return Number((await newest.executeTakeFirst())?.change_key ?? 0);
}

/** What `ConversationStore.forgetChanges` promises. */
export async function forgetChanges(db: Kysely<Schema>, beforeMs: number, keepAfterKey: number): Promise<void> {
  await db
    .deleteFrom("session_change")
    .where("at_ms", "<", beforeMs)
    .where((expression) => expression.or([expression("change_key", "<=", keepAfterKey), expression("bodies", "is", null)]))
    .execute();
}

/** An id as it stands in a body, inside the text that keeps the bodies: quoted twice. */
const inBodies = (id: string): string => JSON.stringify(JSON.stringify(id)).slice(1, -1);

/**
 * In bodies that name an erased session its erased id takes the old one's place: those of digests, of sessions that were merged
 * into it, and of the one that it was merged into.
 */
export async function forgetInBodies(
  { db, conversations }: WriteTransaction,
  organizationKey: number,
  erased: { readonly id: string; readonly erasedId: string; readonly survivorKey: number },
): Promise<void> {
  const [former, now] = [inBodies(erased.id), inBodies(erased.erasedId)];
  await db
    .updateTable("session_change")
    .set((expression) => ({ bodies: expression.fn<string>("replace", ["bodies", expression.val(former), expression.val(now)]) }))
    .where("organization_key", "=", organizationKey)
    .where("bodies", "is not", null)
    .where((expression) => conversations.contains(expression.ref("bodies"), former))
    .where((expression) =>
      expression.or([
        expression("session_key", "in", [NO_SESSION, erased.survivorKey]),
        expression.and([expression("kind", "=", "merged"), expression("subject", "=", erased.id)]),
      ]),
    )
    .execute();
}
