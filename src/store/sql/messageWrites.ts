import type { Kysely } from "kysely";
import { AppError } from "../../domain/errors.ts";
import { MESSAGES_MAX } from "../../domain/session.ts";
import type { MessageOutcome } from "../conversationStore.ts";
import type { PackedMessage } from "./conversationPacking.ts";
import type { OpenedSession } from "./openSession.ts";
import type { Schema } from "./schema.ts";

const MESSAGES_PER_STATEMENT = 200;

/**
 * One outcome per message, in order; the same id may stand in a batch several times.
 * @throws AppError SESSION_MESSAGES_MAX
 */
export async function keepMessages(
  db: Kysely<Schema>,
  session: OpenedSession,
  messages: readonly PackedMessage[],
  receivedMs: number,
): Promise<MessageOutcome[]> {
  const stored = await contentsOf(
    db,
    session.sessionKey,
    messages.map(({ id }) => id),
  );
  const latest = new Map<string, PackedMessage>();
  const outcomes = messages.map((message): MessageOutcome => {
    const before = latest.has(message.id) ? contentOf(latest.get(message.id)) : stored.get(message.id);
    latest.set(message.id, message);
    if (before === undefined) return "stored";
    return before === contentOf(message) ? "duplicate" : "corrected";
  });
  const [fresh, known] = [
    [...latest.values()].filter(({ id }) => !stored.has(id)),
    [...latest.values()].filter(({ id }) => stored.has(id)),
  ];
  if (fresh.length > 0) await checkRoom(db, session.sessionKey, fresh.length);
  for (let start = 0; start < fresh.length; start += MESSAGES_PER_STATEMENT) {
    const rows = fresh.slice(start, start + MESSAGES_PER_STATEMENT);
    await db
      .insertInto("message")
      .values(rows.map((message) => rowOf(message, session, receivedMs)))
      .execute();
  }
  for (const message of known) {
    if (stored.get(message.id) === contentOf(message)) continue;
    const { id, ...content } = message;
    await db.updateTable("message").set(content).where("session_key", "=", session.sessionKey).where("id", "=", id).execute();
  }
  return outcomes;
}

const contentOf = (message: PackedMessage | undefined): string | undefined =>
  message && JSON.stringify([message.role, message.content, message.start_ms, message.end_ms, message.created_ms, message.details]);

const rowOf = (message: PackedMessage, { organizationKey, sessionKey }: OpenedSession, receivedMs: number) => ({
  session_key: sessionKey,
  organization_key: organizationKey,
  received_ms: receivedMs,
  ...message,
});

/** Contents of those that are stored, by id. */
async function contentsOf(db: Kysely<Schema>, sessionKey: number, ids: readonly string[]): Promise<Map<string, string>> {
  const contents = new Map<string, string>();
  for (let start = 0; start < ids.length; start += MESSAGES_PER_STATEMENT) {
    const rows = await db
      .selectFrom("message")
      .select(["id", "role", "content", "start_ms", "end_ms", "created_ms", "details"])
      .where("session_key", "=", sessionKey)
      .where("id", "in", ids.slice(start, start + MESSAGES_PER_STATEMENT))
      .execute();
    for (const row of rows) contents.set(row.id, contentOf(row) ?? "");
  }
  return contents;
}

async function checkRoom(db: Kysely<Schema>, sessionKey: number, added: number): Promise<void> {
  const { count } = await db
    .selectFrom("message")
    .select((expression) => expression.fn.countAll().as("count"))
    .where("session_key", "=", sessionKey)
    .executeTakeFirstOrThrow();
  if (Number(count) + added <= MESSAGES_MAX) return;
  throw new AppError("SESSION_MESSAGES_MAX", `The session would have ${Number(count) + added} messages; at most ${MESSAGES_MAX} are kept.`);
}
