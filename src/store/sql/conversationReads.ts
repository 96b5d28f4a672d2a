import type { RecordName } from "../../domain/record.ts";
import type { Revision, SessionSummary } from "../../domain/session.ts";
import type { AnalysisStore } from "../analyses.ts";
import type {
  ConversationStore,
  FactEntry,
  Recording,
  SessionChange,
  SessionColumn,
  SessionEvent,
  SessionHour,
  SessionListRow,
  SessionListTotals,
  SessionQuery,
  SessionRow,
  StoredMessage,
} from "../conversationStore.ts";
import type { OldSession, RetentionQuery } from "../retention.ts";
import type { UsageGroup, UsageQuery, UsageRow } from "../usage.ts";
import { readAgentUsage } from "./agentUsage.ts";
import { readChanges, readEvents, readNewestChangeKey } from "./changeLog.ts";
import { unpackMessage, unpackSummary } from "./conversationPacking.ts";
import type { ConversationWrites } from "./conversationWrites.ts";
import type { Reading } from "./dialect.ts";
import { guarded } from "./errors.ts";
import { NameReader } from "./names.ts";
import { readOldSessions } from "./oldSessions.ts";
import { toRecording } from "./recordingRow.ts";
import { readSessionHours } from "./sessionHours.ts";
import { readPage } from "./sessionPages.ts";
import { fromTotals, isDirty, selectSessions, toSessionRow } from "./sessionRow.ts";
import { readQuantiles, readTotals } from "./sessionSums.ts";

type Filtered = Pick<SessionQuery, "organization" | "conditions" | "upToKey">;

/** The reading half of the ConversationStore port, the same on both engines. */
export class ConversationReads implements Omit<ConversationStore, keyof ConversationWrites | keyof AnalysisStore> {
  readonly #reading: Reading;
  readonly #names: NameReader;

  constructor(reading: Reading) {
    this.#reading = reading;
    this.#names = new NameReader(reading.db);
  }

  session(organization: string, id: string): Promise<SessionRow | undefined> {
    return this.#within(organization, undefined, async (organizationKey) => {
      const row = await this.#sessionsOf(organizationKey).where("session.id", "=", id).executeTakeFirst();
      return row && toSessionRow(row);
    });
  }

  sessionsByKeys(organization: string, keys: readonly number[]): Promise<SessionRow[]> {
    return this.#within(organization, [], async (organizationKey) => {
      const ofKeys = this.#reading.conversations.isOneOfKeys("session.session_key", keys);
      return (await this.#sessionsOf(organizationKey).where(ofKeys).execute()).map(toSessionRow);
    });
  }

  sessionsByAliases(organization: string, values: readonly string[]): Promise<SessionRow[]> {
    return this.#within(organization, [], async (organizationKey) => {
      const rows = await this.#sessionsOf(organizationKey)
        .where("session.session_key", "in", (expression) =>
          expression
            .selectFrom("session_alias")
            .select("session_alias.session_key")
            .where("session_alias.organization_key", "=", organizationKey)
            .where(this.#reading.conversations.isOneOfTexts("session_alias.value", values)),
        )
        .execute();
      return rows.map(toSessionRow);
    });
  }

  sessionsByRoots(organization: string, roots: readonly RecordName[]): Promise<SessionRow[]> {
    return this.#within(organization, [], async (organizationKey) => {
      const found: SessionRow[] = [];
      for (const [type, ofType] of Map.groupBy(roots, (root) => root.type)) {
        const ids = ofType.map(({ id }) => id);
        // Sorted below: asked for in the order of its keys, SQLite would rather read the whole table than the index of roots.
        const rows = await this.#sessionsOf(organizationKey)
          .clearOrderBy()
          .where("session.root_type", "=", type)
          .where(this.#reading.conversations.isOneOfTexts("session.root_id", ids))
          .execute();
        for (const row of rows) found.push(toSessionRow(row));
      }
      return found.sort((a, b) => a.key - b.key);
    });
  }

  aliases(organization: string, keys: readonly number[]): Promise<Map<number, string[]>> {
    return this.#within(organization, new Map<number, string[]>(), async (organizationKey) => {
      const rows = await this.#reading.db
        .selectFrom("session_alias")
        .select(["session_key", "value"])
        .where("organization_key", "=", organizationKey)
        .where(this.#reading.conversations.isOneOfKeys("session_key", keys))
        .execute();
      const aliases = new Map<number, string[]>();
      for (const [key, ofKey] of Map.groupBy(rows, (row) => Number(row.session_key)))
        aliases.set(key, ofKey.map(({ value }) => value).sort());
      return aliases;
    });
  }

  dirtySessions(limit: number): Promise<SessionRow[]> {
    return guarded(async () => {
      const rows = await selectSessions(this.#reading.db).where(isDirty).orderBy("session.session_key").limit(limit).execute();
      return rows.map(toSessionRow);
    });
  }

  dueSessions(nowMs: number, limit: number): Promise<SessionRow[]> {
    return guarded(async () => {
      const due = selectSessions(this.#reading.db).where("session.due_ms", "<=", nowMs);
      const rows = await due.orderBy("session.due_ms").orderBy("session.session_key").limit(limit).execute();
      return rows.map(toSessionRow);
    });
  }

  oldSessions(query: RetentionQuery): Promise<OldSession[]> {
    return this.#within(query.organization, [], (organizationKey) => readOldSessions(this.#reading, organizationKey, query));
  }

  dirtyCount(): Promise<number> {
    return guarded(async () => {
      const counted = this.#reading.db.selectFrom("session").select((expression) => expression.fn.countAll().as("count"));
      return Number((await counted.where(isDirty).executeTakeFirst())?.count ?? 0);
    });
  }

  newestSessionKey(organization: string): Promise<number> {
    return this.#within(organization, 0, async (organizationKey) => {
      const newest = this.#reading.db.selectFrom("session").select("session_key").where("organization_key", "=", organizationKey);
      return Number((await newest.orderBy("session_key", "desc").limit(1).executeTakeFirst())?.session_key ?? 0);
    });
  }

  factEntries(organization: string, keys: readonly number[]): Promise<FactEntry[]> {
    return this.#within(organization, [], async (organizationKey) => {
      const rows = await this.#reading.db
        .selectFrom("session_fact")
        .select(["session_key", "received_ms", "body"])
        .where("organization_key", "=", organizationKey)
        .where(this.#reading.conversations.isOneOfKeys("session_key", keys))
        .orderBy("fact_key")
        .execute();
      return rows.map((row) => ({ sessionKey: Number(row.session_key), receivedMs: Number(row.received_ms), body: row.body }));
    });
  }

  messages(organization: string, keys: readonly number[]): Promise<StoredMessage[]> {
    return this.#within(organization, [], async (organizationKey) => {
      const rows = await this.#reading.db
        .selectFrom("message")
        .selectAll()
        .where("organization_key", "=", organizationKey)
        .where(this.#reading.conversations.isOneOfKeys("session_key", keys))
        .orderBy("message_key")
        .execute();
      return rows.map(unpackMessage);
    });
  }

  recording(organization: string, id: string): Promise<Recording | undefined> {
    return this.#within(organization, undefined, async (organizationKey) => {
      const row = await this.#recordingsOf(organizationKey).where("session.id", "=", id).executeTakeFirst();
      return row && toRecording(row, row.id);
    });
  }

  recordings(organization: string, keys: readonly number[]): Promise<Recording[]> {
    return this.#within(organization, [], async (organizationKey) => {
      const ofKeys = this.#reading.conversations.isOneOfKeys("recording.session_key", keys);
      const rows = await this.#recordingsOf(organizationKey).where(ofKeys).orderBy("recording.session_key").execute();
      return rows.map((row) => toRecording(row, row.id));
    });
  }

  recordingNames(organization: string): Promise<string[]> {
    return this.#within(organization, [], async (organizationKey) => {
      const rows = await this.#recordingsOf(organizationKey).where("storage_name", "is not", null).execute();
      return rows.map((row) => row.storage_name ?? "").sort();
    });
  }

  revisions(organization: string, keys: readonly number[]): Promise<Revision[]> {
    return this.#within(organization, [], async (organizationKey) => {
      const rows = await this.#reading.db
        .selectFrom("revision")
        .selectAll()
        .where("organization_key", "=", organizationKey)
        .where(this.#reading.conversations.isOneOfKeys("session_key", keys))
        .orderBy("at_ms")
        .orderBy("session_key")
        .orderBy("number")
        .execute();
      return rows.map((row) => ({
        number: Number(row.number),
        atMs: Number(row.at_ms),
        currency: row.currency,
        before: fromTotals(JSON.parse(row.totals_before)),
        after: fromTotals(JSON.parse(row.totals_after)),
        causes: JSON.parse(row.causes) as RecordName[],
      }));
    });
  }

  summary(organization: string, id: string): Promise<SessionSummary | undefined> {
    return this.#within(organization, undefined, async (organizationKey) => {
      const row = await this.#reading.db
        .selectFrom("session")
        .innerJoin("session_detail", "session_detail.session_key", "session.session_key")
        .select("session_detail.summary")
        .where("session.organization_key", "=", organizationKey)
        .where("session.id", "=", id)
        .executeTakeFirst();
      return row && unpackSummary(row.summary);
    });
  }

  listSessions(query: SessionQuery): Promise<SessionListRow[]> {
    return this.#within(query.organization, [], (organizationKey) => readPage(this.#reading, organizationKey, query));
  }

  sessionTotals(query: Filtered): Promise<SessionListTotals> {
    const none = {
      count: 0,
      ownedCostNanos: 0n,
      treeCostNanos: 0n,
      durationMs: 0,
      unknownCostCount: 0,
      unconvertedCount: 0,
      messageCount: 0,
    };
    return this.#within(query.organization, none, (organizationKey) => readTotals(this.#reading, organizationKey, query));
  }

  sessionHours(query: Omit<Filtered, "upToKey">): Promise<SessionHour[]> {
    return this.#within(query.organization, [], (organizationKey) => readSessionHours(this.#reading, organizationKey, query));
  }

  quantiles(query: Omit<Filtered, "upToKey">, column: SessionColumn, fractions: readonly number[]): Promise<(number | bigint | null)[]> {
    const none = fractions.map(() => null);
    return this.#within<(number | bigint | null)[]>(query.organization, none, (organizationKey) =>
      readQuantiles(this.#reading, organizationKey, query, column, fractions),
    );
  }

  agentUsage(query: UsageQuery, groups: readonly (UsageGroup | "agent")[]): Promise<UsageRow[]> {
    return this.#within(query.organization, [], (organizationKey) => readAgentUsage(this.#reading, organizationKey, query, groups));
  }

  changesAfter(key: number, limit: number): Promise<SessionChange[]> {
    return guarded(() => readChanges(this.#reading.db, key, limit));
  }

  eventsAfter(key: number, limit: number): Promise<SessionEvent[]> {
    return guarded(() => readEvents(this.#reading.db, key, limit));
  }

  newestChangeKey(): Promise<number> {
    return guarded(() => readNewestChangeKey(this.#reading.db));
  }

  /** Oldest first. */
  #sessionsOf(organizationKey: number) {
    return selectSessions(this.#reading.db).where("session.organization_key", "=", organizationKey).orderBy("session.session_key");
  }

  #recordingsOf(organizationKey: number) {
    return this.#reading.db
      .selectFrom("recording")
      .innerJoin("session", "session.session_key", "recording.session_key")
      .selectAll("recording")
      .select("session.id")
      .where("recording.organization_key", "=", organizationKey);
  }

  async #within<Result>(organization: string, absent: Result, read: (organizationKey: number) => Promise<Result>): Promise<Result> {
    return guarded(async () => {
      const organizationKey = await this.#names.organizationKey(organization);
      return organizationKey === undefined ? absent : read(organizationKey);
    });
  }
}
