import type { RecordName } from "../../domain/record.ts";
import type {
  ConversationStore,
  EventBodies,
  MessageOutcome,
  Recording,
  SessionErasure,
  SessionRow,
  SessionWrite,
} from "../conversationStore.ts";
import { forgetChanges } from "./changeLog.ts";
import { eraseRecordings, eraseSessions } from "./conversationErasure.ts";
import type { AddPackedMessages, PackedMessage, PackedProjection } from "./conversationPacking.ts";
import type { Transact, WriteTransaction } from "./dialect.ts";
import { guarded } from "./errors.ts";
import { keepMessages } from "./messageWrites.ts";
import { addAliases, NO_SESSION, openSession, raiseVersion, requireOrganizationKey, writeLog } from "./openSession.ts";
import { saveProjections } from "./projectionWrites.ts";
import { toRecording } from "./recordingRow.ts";
import { ensureRootSessions } from "./rootSessions.ts";

/** The writing half of the ConversationStore port, with what crosses to the writer thread as text. */
export interface ConversationWrites
  extends Pick<
    ConversationStore,
    | "putFacts"
    | "putRecording"
    | "erase"
    | "eraseRecordings"
    | "markAgentDirty"
    | "markAllDirty"
    | "ensureRootSessions"
    | "addDigest"
    | "forgetChanges"
    | "renewDerived"
  > {
  readonly addMessages: AddPackedMessages;
  saveProjections(organization: string, projections: readonly PackedProjection[]): Promise<("saved" | "conflict")[]>;
}

/** Each method is one transaction. */
export class SqlConversationWrites implements ConversationWrites {
  readonly #transact: Transact;

  constructor(transact: Transact) {
    this.#transact = transact;
  }

  putFacts(
    organization: string,
    id: string,
    { body, aliases }: { body: string; aliases: readonly string[] },
    written: SessionWrite,
  ): Promise<"stored" | "unchanged"> {
    return this.#write(async (transaction) => {
      const { db } = transaction;
      const { organizationKey, sessionKey } = await openSession(transaction, organization, id, written);
      const last = await db
        .selectFrom("session_fact")
        .select("body")
        .where("session_key", "=", sessionKey)
        .orderBy("fact_key", "desc")
        .limit(1)
        .executeTakeFirst();
      if (last?.body === body) return "unchanged";
      await db
        .insertInto("session_fact")
        .values({ session_key: sessionKey, organization_key: organizationKey, received_ms: written.receivedMs, body })
        .execute();
      await addAliases(db, organizationKey, sessionKey, aliases);
      await raiseVersion(db, sessionKey);
      return "stored";
    });
  }

  addMessages(organization: string, id: string, messages: readonly PackedMessage[], written: SessionWrite): Promise<MessageOutcome[]> {
    return this.#write(async (transaction) => {
      await transaction.conversations.takeTurn(transaction.db);
      const session = await openSession(transaction, organization, id, written);
      const outcomes = await keepMessages(transaction.db, session, messages, written.receivedMs);
      if (outcomes.some((outcome) => outcome !== "duplicate")) await raiseVersion(transaction.db, session.sessionKey);
      const stored = messages.filter((_message, index) => outcomes[index] === "stored");
      const entryOf = (message: PackedMessage) => ({ ...session, kind: "message", atMs: written.receivedMs, subject: message.id }) as const;
      await writeLog(transaction.db, stored.map(entryOf));
      return outcomes;
    });
  }

  putRecording(organization: string, recording: Recording, written: SessionWrite): Promise<Recording | undefined> {
    return this.#write(async (transaction) => {
      const { db } = transaction;
      const { organizationKey, sessionKey } = await openSession(transaction, organization, recording.sessionId, written);
      const former = await db.selectFrom("recording").selectAll().where("session_key", "=", sessionKey).executeTakeFirst();
      const values = {
        organization_key: organizationKey,
        storage_name: recording.storageName,
        source_url: recording.sourceUrl,
        content_type: recording.contentType,
        size_bytes: recording.sizeBytes,
        sha256: recording.sha256,
        duration_ms: recording.durationMs,
        peaks: recording.peaks,
        received_ms: recording.receivedMs,
      };
      await db
        .insertInto("recording")
        .values({ session_key: sessionKey, ...values })
        .onConflict((conflict) => conflict.column("session_key").doUpdateSet(values))
        .execute();
      await raiseVersion(db, sessionKey);
      return former === undefined ? undefined : toRecording(former, recording.sessionId);
    });
  }

  erase(organization: string, sessions: readonly SessionErasure[]): Promise<string[]> {
    return this.#write(async (transaction) => {
      await transaction.conversations.takeTurn(transaction.db);
      return eraseSessions(transaction, await requireOrganizationKey(transaction.db, organization), sessions);
    });
  }

  eraseRecordings(organization: string, keys: readonly number[]): Promise<string[]> {
    return this.#write(async (transaction) => {
      const organizationKey = await requireOrganizationKey(transaction.db, organization);
      return eraseRecordings(transaction, organizationKey, keys);
    });
  }

  markAgentDirty(organization: string, agentId: string): Promise<number> {
    return this.#write(async ({ db, conversations }) => {
      await conversations.takeTurn(db);
      const organizationKey = await requireOrganizationKey(db, organization);
      const result = await db
        .updateTable("session")
        .set((expression) => ({ version: expression("version", "+", 1) }))
        .where("session_key", "in", (expression) =>
          expression
            .selectFrom("session_summary")
            .select("session_summary.session_key")
            .where("session_summary.organization_key", "=", organizationKey)
            .where("session_summary.agent_id", "=", agentId)
            .where("session_summary.state", "<>", "settled"),
        )
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    });
  }

  markAllDirty(organization: string): Promise<void> {
    return this.#write(async ({ db, conversations }) => {
      await conversations.takeTurn(db);
      await db
        .updateTable("session")
        .set((expression) => ({ version: expression("version", "+", 1) }))
        .where("organization_key", "=", await requireOrganizationKey(db, organization))
        .execute();
    });
  }

  ensureRootSessions(organization: string, roots: readonly RecordName[], nowMs: number): Promise<SessionRow[]> {
    return this.#write(async (transaction) =>
      ensureRootSessions(transaction, await requireOrganizationKey(transaction.db, organization), roots, nowMs),
    );
  }

  saveProjections(organization: string, projections: readonly PackedProjection[]): Promise<("saved" | "conflict")[]> {
    return this.#write(async (transaction) => {
      await transaction.conversations.takeTurn(transaction.db);
      return saveProjections(transaction, await requireOrganizationKey(transaction.db, organization), projections);
    });
  }

  addDigest(organization: string, bodies: EventBodies, atMs: number): Promise<void> {
    return this.#write(async ({ db, conversations }) => {
      await conversations.takeTurn(db);
      const organizationKey = await requireOrganizationKey(db, organization);
      await writeLog(db, [{ organizationKey, sessionKey: NO_SESSION, kind: "digest", atMs, subject: null, bodies }]);
    });
  }

  forgetChanges(beforeMs: number, keepAfterKey: number): Promise<void> {
    return this.#write(({ db }) => forgetChanges(db, beforeMs, keepAfterKey));
  }

  renewDerived(): Promise<void> {
    return this.#write(async ({ db, conversations }) => {
      await conversations.takeTurn(db);
      await db.deleteFrom("usage_by_agent").execute();
      await db.updateTable("session_detail").set({ usage: "[]" }).execute();
      await db.updateTable("session").set({ projected_version: -1 }).execute();
    });
  }

  #write<Result>(work: (transaction: WriteTransaction) => Promise<Result>): Promise<Result> {
    return guarded(() => this.#transact(work));
  }
}
