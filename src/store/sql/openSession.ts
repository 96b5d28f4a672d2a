import type { Kysely } from "kysely";
import { AppError } from "../../domain/errors.ts";
import type { EventBodies, SessionChangeKind, SessionWrite } from "../conversationStore.ts";
import type { WriteTransaction } from "./dialect.ts";
import { organizationNotFound } from "./names.ts";
import type { Schema } from "./schema.ts";
import { newSession } from "./sessionRow.ts";

export interface OpenedSession {
  readonly organizationKey: number;
  readonly sessionKey: number;
}

/** @throws AppError ORGANIZATION_NOT_FOUND */
export async function requireOrganizationKey(db: Kysely<Schema>, organization: string): Promise<number> {
  const row = await db.selectFrom("organization").select("organization_key").where("id", "=", organization).executeTakeFirst();
  if (row === undefined) throw organizationNotFound(organization);
  return Number(row.organization_key);
}

/**
 * The session of this id, locked against other writers; made when it is not there.
 * @throws AppError SESSION_ERASED | ORGANIZATION_NOT_FOUND
 */
export async function openSession(
  transaction: WriteTransaction,
  organization: string,
  id: string,
  { receivedMs, erasedId }: SessionWrite,
): Promise<OpenedSession> {
  const organizationKey = await requireOrganizationKey(transaction.db, organization);
  const known = await findForWriting(transaction, organizationKey, id);
  if (known !== undefined) return { organizationKey, sessionKey: known };
  if (erasedId !== null) await refuseErased(transaction.db, organizationKey, erasedId);
  await transaction.conversations.takeTurn(transaction.db);
  // Another writer may have made it while this one waited.
  const sessionKey =
    (await findForWriting(transaction, organizationKey, id)) ?? (await makeSession(transaction.db, organizationKey, id, receivedMs));
  return { organizationKey, sessionKey };
}

async function findForWriting({ db, locksRows }: WriteTransaction, organizationKey: number, id: string): Promise<number | undefined> {
  const row = await db
    .selectFrom("session")
    .select(["session_key", "erased_ms"])
    .where("organization_key", "=", organizationKey)
    .where("id", "=", id)
    .$if(locksRows, (query) => query.forUpdate())
    .executeTakeFirst();
  if (row !== undefined && row.erased_ms !== null) throw erasedAlready();
  return row === undefined ? undefined : Number(row.session_key);
}

/** An erased session has the erased forms of all its ids among its aliases. */
async function refuseErased(db: Kysely<Schema>, organizationKey: number, erasedId: string): Promise<void> {
  const row = await db
    .selectFrom("session_alias")
    .innerJoin("session", "session.session_key", "session_alias.session_key")
    .select("session.session_key")
    .where("session_alias.organization_key", "=", organizationKey)
    .where("session_alias.value", "=", erasedId)
    .where("session.erased_ms", "is not", null)
    .executeTakeFirst();
  if (row !== undefined) throw erasedAlready();
}

const erasedAlready = (): AppError => new AppError("SESSION_ERASED", "This session was erased.");

async function makeSession(db: Kysely<Schema>, organizationKey: number, id: string, receivedMs: number): Promise<number> {
  const { session_key } = await db
    .insertInto("session")
    .values(newSession(organizationKey, id, receivedMs))
    .returning("session_key")
    .executeTakeFirstOrThrow();
  await addAliases(db, organizationKey, Number(session_key), [id]);
  return Number(session_key);
}

/** Values that it has already, and blank ones, are left out. */
export async function addAliases(
  db: Kysely<Schema>,
  organizationKey: number,
  sessionKey: number,
  values: readonly string[],
): Promise<void> {
  const distinct = [...new Set(values)].filter((value) => value !== "");
  if (distinct.length === 0) return;
  await db
    .insertInto("session_alias")
    .values(distinct.map((value) => ({ organization_key: organizationKey, value, session_key: sessionKey })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Its truth has changed: it is to be projected again. */
export async function raiseVersion(db: Kysely<Schema>, sessionKey: number): Promise<void> {
  await db
    .updateTable("session")
    .set((expression) => ({ version: expression("version", "+", 1) }))
    .where("session_key", "=", sessionKey)
    .execute();
}

/** Makes the sessions dirty that are known by one of these values, though nothing new was said about them. */
export async function projectAgain(
  { db, conversations }: WriteTransaction,
  organizationKey: number,
  values: readonly string[],
): Promise<void> {
  if (values.length === 0) return;
  await db
    .updateTable("session")
    .set({ projected_version: -1 })
    .where("session_key", "in", (known) =>
      known
        .selectFrom("session_alias")
        .select("session_alias.session_key")
        .where("session_alias.organization_key", "=", organizationKey)
        .where(conversations.isOneOfTexts("session_alias.value", values)),
    )
    .execute();
}

export interface LogEntry {
  readonly organizationKey: number;
  readonly sessionKey: number;
  readonly kind: SessionChangeKind;
  readonly atMs: number;
  readonly subject: string | null;
  /** Not given: none. */
  readonly bodies?: EventBodies | null;
}

/** Stands in the place of a session's key where an entry belongs to none; no session has it. */
export const NO_SESSION = 0;

const ENTRIES_PER_INSERT = 200;

/** To be called only after `takeTurn`. */
export async function writeLog(db: Kysely<Schema>, entries: readonly LogEntry[]): Promise<void> {
  for (let start = 0; start < entries.length; start += ENTRIES_PER_INSERT) {
    await db
      .insertInto("session_change")
      .values(
        entries.slice(start, start + ENTRIES_PER_INSERT).map(({ organizationKey, sessionKey, kind, atMs, subject, bodies }) => ({
          organization_key: organizationKey,
          session_key: sessionKey,
          kind,
          at_ms: atMs,
          subject,
          bodies: bodies == null ? null : JSON.stringify(bodies),
        })),
      )
      .execute();
  }
}
