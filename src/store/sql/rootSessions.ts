import type { Kysely } from "kysely";
import type { RecordName } from "../../domain/record.ts";
import type { SessionRow } from "../conversationStore.ts";
import type { WriteTransaction } from "./dialect.ts";
import { addAliases } from "./openSession.ts";
import type { Schema } from "./schema.ts";
import { newSession, selectSessions, toSessionRow } from "./sessionRow.ts";

const nameText = ({ type, id }: RecordName): string => `${type} ${id}`;

/** One session per root, in the order of the roots; those that were missing are made. Of two processes one makes the row. */
export async function ensureRootSessions(
  transaction: WriteTransaction,
  organizationKey: number,
  roots: readonly RecordName[],
  nowMs: number,
): Promise<SessionRow[]> {
  const isMissing = (found: ReadonlyMap<string, SessionRow>): RecordName[] => roots.filter((root) => !found.has(nameText(root)));
  let found = await findByAnchors(transaction, organizationKey, roots);
  if (isMissing(found).length > 0) {
    await transaction.conversations.takeTurn(transaction.db);
    // Another writer may have made some while this one waited.
    found = await findByAnchors(transaction, organizationKey, roots);
    const missing = new Map(isMissing(found).map((root) => [nameText(root), root]));
    for (const root of missing.values()) await makeFor(transaction.db, organizationKey, root, nowMs);
    found = await findByAnchors(transaction, organizationKey, roots);
  }
  return roots.map((root) => found.get(nameText(root))).filter((row) => row !== undefined);
}

async function findByAnchors(
  { db, conversations }: WriteTransaction,
  organizationKey: number,
  roots: readonly RecordName[],
): Promise<Map<string, SessionRow>> {
  const found = new Map<string, SessionRow>();
  for (const [type, ofType] of Map.groupBy(roots, (root) => root.type)) {
    const ids = ofType.map(({ id }) => id);
    const rows = await selectSessions(db)
      .where("session.organization_key", "=", organizationKey)
      .where("session.anchor_type", "=", type)
      .where(conversations.isOneOfTexts("session.anchor_id", ids))
      .execute();
    for (const row of rows.map(toSessionRow)) if (row.anchor !== null) found.set(nameText(row.anchor), row);
  }
  return found;
}

async function makeFor(db: Kysely<Schema>, organizationKey: number, root: RecordName, nowMs: number): Promise<void> {
  const id = await freeId(db, organizationKey, root);
  const { session_key } = await db
    .insertInto("session")
    .values({ ...newSession(organizationKey, id, nowMs), anchor_type: root.type, anchor_id: root.id })
    .returning("session_key")
    .executeTakeFirstOrThrow();
  await addAliases(db, organizationKey, Number(session_key), [id, root.id]);
}

/** The root's id; `type:id` where that is taken; and where somebody took that too, the same with a number. */
async function freeId(db: Kysely<Schema>, organizationKey: number, { type, id }: RecordName): Promise<string> {
  let wanted = id;
  for (let attempt = 1; ; attempt++) {
    const taken = await db
      .selectFrom("session")
      .select("session_key")
      .where("organization_key", "=", organizationKey)
      .where("id", "=", wanted)
      .executeTakeFirst();
    if (taken === undefined) return wanted;
    wanted = attempt === 1 ? `${type}:${id}` : `${type}:${id}:${attempt}`;
  }
}
