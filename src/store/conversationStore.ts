import type { RecordName } from "../domain/record.ts";
import type { Message, Revision, SessionSummary, SessionTotals } from "../domain/session.ts";
import type { AnalysisStore } from "./analyses.ts";
import type { RetentionStore } from "./retention.ts";
import type { SessionColumn, SessionHour, SessionListRow, SessionListTotals, SessionQuery } from "./sessionQuery.ts";
import type { UsageGroup, UsageQuery, UsageRow } from "./usage.ts";

export type { SessionColumn, SessionCondition, SessionHour, SessionListRow, SessionListTotals, SessionQuery } from "./sessionQuery.ts";

/**
 * What is kept of a session besides its summary: its identity, which is truth because its id was given out. The row of a
 * session outlives its summary: one that was merged away, or whose root no longer exists, keeps its id.
 */
export interface SessionRow {
  /** Opaque handle, unique within the store; rises in the order in which sessions came to be: the smaller is the older. */
  readonly key: number;
  readonly organization: string;
  readonly id: string;
  /** When it was first heard of. */
  readonly createdMs: number;
  /** The record (or virtual root) it was made for; null: facts, messages or a recording made it. */
  readonly anchor: RecordName | null;
  /** Rises with every fact, message or recording. */
  readonly version: number;
  /** Rises with every saved projection; a projection is saved only over the one it was read from. */
  readonly projection: number;
  /** As of the last projection. */
  readonly root: RecordName | null;
  readonly mergedInto: string | null;
  /** When its totals last changed, by the server's clock. */
  readonly changedMs: number;
  /** What was told when it last settled or was last revised; null: it has never settled. */
  readonly told: { readonly totals: SessionTotals; readonly settledMs: number; readonly revisionCount: number } | null;
  /** Which of its changes have been announced already, such as `created` and `ended`. */
  readonly announced: readonly SessionChangeKind[];
  readonly erasedMs: number | null;
}

/**
 * `completed`: ended, and its analysis is there or is not to be waited for. `digest` is about many sessions of an
 * organization and belongs to none.
 */
export type SessionChangeKind =
  | "created"
  | "updated"
  | "ended"
  | "completed"
  | "analysed"
  | "settled"
  | "revised"
  | "merged"
  | "message"
  | "erased"
  | "digest";

/** JSON text of a webhook's body by format, as it was at the time of the change. */
export type EventBodies = Readonly<Record<string, string>>;

/** One entry of the log that live streams follow. */
export interface SessionChange {
  /** Rises in the order of commits. */
  readonly key: number;
  readonly organization: string;
  readonly sessionId: string;
  readonly kind: SessionChangeKind;
  readonly atMs: number;
  /** Of `message`: the message's id; of `merged`: the id it was merged into. */
  readonly subject: string | null;
}

/** One entry of the log that is to be told by webhooks. */
export interface SessionEvent extends Omit<SessionChange, "sessionId"> {
  /** Of the row it is about, as that is called now. Null: a digest. */
  readonly sessionId: string | null;
  readonly bodies: EventBodies;
}

/** What a projection announces. */
export interface Announcement {
  readonly kind: SessionChangeKind;
  readonly subject: string | null;
  /** Null: no webhook tells it. */
  readonly bodies: EventBodies | null;
}

/** One body of facts as it was sent, JSON text in the words of `PUT /v1/sessions/{id}`. */
export interface FactEntry {
  readonly sessionKey: number;
  readonly receivedMs: number;
  readonly body: string;
}

export interface StoredMessage extends Message {
  readonly sessionKey: number;
  readonly receivedMs: number;
  /** Position in order of first arrival. */
  readonly key: number;
}

/** Where a recording is, and what is known of it. */
export interface Recording {
  readonly sessionId: string;
  /** Name in the recording storage; null: only referenced by `sourceUrl` and not fetched yet. */
  readonly storageName: string | null;
  readonly sourceUrl: string | null;
  readonly contentType: string | null;
  readonly sizeBytes: number | null;
  /** Hex. */
  readonly sha256: string | null;
  readonly durationMs: number | null;
  /** JSON text of the waveform's peaks; null: not computed, or not computable. */
  readonly peaks: string | null;
  readonly receivedMs: number;
}

/** How much of one hour, record type and model a session used, in one currency (null: the record names none). Charges only. */
export interface UsageContribution {
  /** Start of the hour; null: the records carry no time. */
  readonly hourMs: number | null;
  readonly type: string;
  readonly model: string | null;
  readonly currency: string | null;
  readonly costNanos: bigint;
  readonly recordCount: number;
  readonly unknownCount: number;
}

export interface Projection {
  readonly sessionKey: number;
  /** `projection` of the row it was read from. */
  readonly expected: number;
  /** `version` of that row: truth that came later leaves the session dirty. */
  readonly version: number;
  /** Null: not to be listed, because it was merged away, or nothing is left of it. */
  readonly summary: SessionSummary | null;
  readonly mergedInto: string | null;
  readonly root: RecordName | null;
  readonly changedMs: number;
  readonly told: SessionRow["told"];
  /** Set when this projection found that told numbers have changed. */
  readonly revision: Revision | null;
  /** Newly announced, in this order; each goes into the log of changes once. */
  readonly announce: readonly Announcement[];
  /** Id of an analysis with trigger `auto` that is to be queued, unless the session has had one or has one waiting. Null: none is. */
  readonly requestAnalysis: string | null;
  /** When time alone may change it next; null: never. */
  readonly dueMs: number | null;
  /** Search words of the whole transcript, space-separated (domain/searchWords.ts). */
  readonly words: string;
  /** All values by which this row is to be found, without those of rows that were merged into it; null: they stay as they are. */
  readonly aliases: readonly string[] | null;
  /** Contributions to usage by agent; replaces those of the projection before. */
  readonly usage: readonly UsageContribution[];
  readonly atMs: number;
}

export interface SessionWrite {
  readonly receivedMs: number;
  /** The id that this session would have if it had been erased (store/erasure.ts); null: nothing of the organization was ever erased. */
  readonly erasedId: string | null;
}

export interface SessionErasure {
  readonly key: number;
  readonly erasedId: string;
  /** The erased root that it keeps pointing at; null: it has none. */
  readonly anchor: RecordName | null;
  /** Erased forms of the ids by which it alone was known: no session is made under one of those either. */
  readonly aliases: readonly string[];
  /** JSON of the facts that are nobody's: its times and type. */
  readonly facts: string;
  readonly atMs: number;
}

export type MessageOutcome = "stored" | "duplicate" | "corrected";

/** Truth about conversations, and the summaries derived from it. Nothing of another organization is ever read or returned. */
export interface ConversationStore extends AnalysisStore, RetentionStore {
  // ---- truth ----

  /**
   * Keeps one body of facts; the session is made when it is not there. `unchanged`: the same bytes were the last that this
   * session was sent, nothing is written. `aliases`: values by which the session is to be found, added to those it has.
   * Durable when it resolves. @throws AppError SESSION_ERASED | ORGANIZATION_NOT_FOUND
   */
  putFacts(
    organization: string,
    id: string,
    facts: { body: string; aliases: readonly string[] },
    written: SessionWrite,
  ): Promise<"stored" | "unchanged">;

  /**
   * Keeps messages; the session is made when it is not there. A known id with other content is corrected, with the same a
   * duplicate. All go in together, or none. One outcome per message, in order. A `message` entry per stored one is added to the log.
   * @throws AppError SESSION_ERASED | SESSION_MESSAGES_MAX (more than MESSAGES_MAX in one session) | ORGANIZATION_NOT_FOUND
   */
  addMessages(organization: string, id: string, messages: readonly Message[], written: SessionWrite): Promise<MessageOutcome[]>;

  /** Keeps or replaces the session's recording; the session is made when it is not there. Returns the one it replaced. */
  putRecording(organization: string, recording: Recording, written: SessionWrite): Promise<Recording | undefined>;

  /** Absent: undefined. */
  recording(organization: string, id: string): Promise<Recording | undefined>;

  /** Names of stored objects (`storageName`) that belong to recordings of this organization, sorted; for cleaning up. */
  recordingNames(organization: string): Promise<string[]>;

  /**
   * Deletes facts, messages, recordings' rows, analyses, revisions' causes, aliases, search words and log entries (bodies among
   * them) of these sessions; bodies of others that name one of them name its erased id instead. Each
   * gets the id, anchor and one body of facts that are given instead, is marked erased and dirty, and an `erased` entry with its new id
   * is logged. Writes under the old ids answer SESSION_ERASED for good, because they bring the same `erasedId`.
   * Returns the names of the stored objects that no row names any more, for the caller to delete.
   */
  erase(organization: string, sessions: readonly SessionErasure[]): Promise<string[]>;

  // ---- identity, for the projector ----

  /** The row of exactly this id; one that was merged away or erased too. Absent: undefined. */
  session(organization: string, id: string): Promise<SessionRow | undefined>;
  sessionsByKeys(organization: string, keys: readonly number[]): Promise<SessionRow[]>;
  /** Sessions found by any of these values, oldest first. */
  sessionsByAliases(organization: string, values: readonly string[]): Promise<SessionRow[]>;
  /** Sessions whose last projection had one of these roots, merged ones included, oldest first. */
  sessionsByRoots(organization: string, roots: readonly RecordName[]): Promise<SessionRow[]>;
  /** Aliases of these sessions, sorted. */
  aliases(organization: string, keys: readonly number[]): Promise<Map<number, string[]>>;
  /** Over all organizations: sessions whose truth is newer than their projection, oldest change first. */
  dirtySessions(limit: number): Promise<SessionRow[]>;
  /** Over all organizations: sessions that time alone may have changed, the longest due first. */
  dueSessions(nowMs: number, limit: number): Promise<SessionRow[]>;
  /** Makes every unsettled session of this agent dirty, and returns how many. */
  markAgentDirty(organization: string, agentId: string): Promise<number>;
  /** Makes every session of the organization dirty: what its money is worth has changed. */
  markAllDirty(organization: string): Promise<void>;
  /** The session made for each of these roots; made now where there is none. Its id is the root's id, or `type:id` where that is taken. */
  ensureRootSessions(organization: string, roots: readonly RecordName[], nowMs: number): Promise<SessionRow[]>;

  /** In order of arrival over all these sessions. */
  factEntries(organization: string, keys: readonly number[]): Promise<FactEntry[]>;
  /** In order of first arrival. */
  messages(organization: string, keys: readonly number[]): Promise<StoredMessage[]>;
  recordings(organization: string, keys: readonly number[]): Promise<Recording[]>;

  /**
   * Saves summaries, revisions, log entries with their bodies, queued analyses, search words and usage by agent, each projection
   * whole or not at all.
   * `conflict`: another projection was saved since; nothing of this one was written. Aliases that are not among `aliases` are
   * forgotten, unless the session's truth is newer than the projection: it may have brought them just now.
   */
  saveProjections(organization: string, projections: readonly Projection[]): Promise<("saved" | "conflict")[]>;

  // ---- reads ----

  /** Absent, merged away, or not projected yet: undefined. */
  summary(organization: string, id: string): Promise<SessionSummary | undefined>;
  /** One page, in the order asked for. */
  listSessions(query: SessionQuery): Promise<SessionListRow[]>;
  /** Over all pages. */
  sessionTotals(query: Pick<SessionQuery, "organization" | "conditions" | "upToKey">): Promise<SessionListTotals>;
  /** In no particular order; every matching session counts in one row. */
  sessionHours(query: Pick<SessionQuery, "organization" | "conditions">): Promise<SessionHour[]>;
  /** The largest session key given out; 0 when there is none. */
  newestSessionKey(organization: string): Promise<number>;
  /** The value at each fraction (0 to 1, nearest rank) of one column over the sessions that have it; null where none has. */
  quantiles(
    query: Pick<SessionQuery, "organization" | "conditions">,
    column: SessionColumn,
    fractions: readonly number[],
  ): Promise<(number | bigint | null)[]>;
  /** Oldest first. */
  revisions(organization: string, keys: readonly number[]): Promise<Revision[]>;
  /** Usage of sessions by agent; sessions without an agent are left out. */
  agentUsage(query: UsageQuery, groups: readonly (UsageGroup | "agent")[]): Promise<UsageRow[]>;

  /** Over all organizations, oldest first, entries whose key is greater; `completed` and `digest` are left out. */
  changesAfter(key: number, limit: number): Promise<SessionChange[]>;
  newestChangeKey(): Promise<number>;
  /** Over all organizations, oldest first, entries with bodies whose key is greater. */
  eventsAfter(key: number, limit: number): Promise<SessionEvent[]>;
  /** Logs a `digest` of the organization. Durable when it resolves. @throws AppError ORGANIZATION_NOT_FOUND */
  addDigest(organization: string, bodies: EventBodies, atMs: number): Promise<void>;
  /** Forgets log entries older than this; those with bodies only up to `keepAfterKey`, which is how far webhooks have come. */
  forgetChanges(beforeMs: number, keepAfterKey: number): Promise<void>;

  // ---- rebuild ----

  /**
   * Has everything derived made again: every session becomes dirty, usage by agent starts from nothing. Summaries and words
   * stay as they are until each session's next projection replaces, or removes, them: nobody reads half a list meanwhile.
   */
  renewDerived(): Promise<void>;
  /** How many sessions wait for a projection. */
  dirtyCount(): Promise<number>;
}
