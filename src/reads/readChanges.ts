import type { RecordName } from "../domain/record.ts";
import type { SessionChange } from "../store/conversationStore.ts";
import type { RecordChange } from "../store/recordStore.ts";
import type { ReadContext, ReadOperations } from "./readContext.ts";

/** A place in the log of session changes and in the feed of records. */
export interface StreamPosition {
  /** Key of the last session change. */
  readonly change: number;
  /** Null: whoever follows does not follow records. */
  readonly records: string | null;
}

export interface ChangedRecord extends RecordName {
  readonly organization: string;
  readonly kind: RecordChange["kind"];
}

/** All that changed after a position, over all organizations, oldest first in each of the two lists. */
export interface Changes {
  readonly changes: readonly SessionChange[];
  readonly records: readonly ChangedRecord[];
  readonly next: StreamPosition;
  /** False: more was there already when this was read. */
  readonly isEnd: boolean;
}

/** What live streams follow. */
export const changesOperations = {
  /** A StreamPosition after everything that was committed before this was asked. */
  "changes.end": async (context: ReadContext, _args: Record<string, never>) => {
    const [change, records] = await Promise.all([context.conversations.newestChangeKey(), context.records.endOfChanges()]);
    const position: StreamPosition = { change, records };
    return JSON.stringify(position);
  },

  /** Changes; at most `limit` of each list. */
  "changes.after": async (context: ReadContext, { after, limit }: { readonly after: StreamPosition; readonly limit: number }) => {
    const [changes, feed] = await Promise.all([
      context.conversations.changesAfter(after.change, limit),
      after.records === null ? null : context.records.changes(after.records, limit),
    ]);
    const answer: Changes = {
      changes,
      records: feed?.changes.map(({ organization, type, id, kind }) => ({ organization, type, id, kind })) ?? [],
      next: { change: changes.at(-1)?.key ?? after.change, records: feed?.next ?? null },
      isEnd: changes.length < limit && (feed?.isEnd ?? true),
    };
    return JSON.stringify(answer);
  },
} satisfies ReadOperations;
