/** Which sessions are asked for: those that ended, or had their last activity where they did not end, before a time. */
export interface RetentionQuery {
  readonly organization: string;
  readonly beforeMs: number;
  /** Only those that have a recording. */
  readonly withRecording: boolean;
  /** Those that come after this one. */
  readonly after?: Pick<OldSession, "key" | "createdMs">;
  readonly limit: number;
}

export interface OldSession {
  readonly id: string;
  readonly key: number;
  readonly createdMs: number;
}

/** What keeping things only for so long needs of the conversations. */
export interface RetentionStore {
  /** Sessions as of their last projection, the earliest created first; neither erased ones nor those that were merged away. */
  oldSessions(query: RetentionQuery): Promise<OldSession[]>;

  /**
   * Deletes the recordings of these session rows, stored or only referenced, and raises the versions of those that had one, so
   * that they are projected. Durable when it resolves.
   * @returns names of the stored objects that no row names any more, for the caller to delete
   * @throws AppError ORGANIZATION_NOT_FOUND
   */
  eraseRecordings(organization: string, keys: readonly number[]): Promise<string[]>;
}
