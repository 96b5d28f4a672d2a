import { liveStream, type SessionChange } from "./liveStream.ts";

/** What became of a session since the last batch, however often it changed. */
export interface ChangedSession {
  readonly id: string;
  readonly isNew: boolean;
  /** It was erased, or turned out to be part of another session. */
  readonly isGone: boolean;
}

interface BatchListener {
  /** The next batch waits until this is done. */
  changed(batch: readonly ChangedSession[]): Promise<void>;
  reset(): void;
}

/** Often enough to feel live, seldom enough that fifty changes a second cost two requests. */
const BATCH_MS = 500;

/** Follows the sessions' changes in batches: one at a time, each after the one before was dealt with. */
export function followSessions({ changed, reset }: BatchListener): () => void {
  let waiting = new Map<string, ChangedSession>();
  let timer: number | undefined;
  let isStopped = false;

  const flush = async (): Promise<void> => {
    const batch = [...waiting.values()];
    waiting = new Map();
    await changed(batch);
    timer = undefined;
    if (waiting.size > 0) schedule();
  };
  const schedule = (): void => {
    if (timer !== undefined || isStopped) return;
    timer = window.setTimeout(() => void flush(), BATCH_MS);
  };
  const stop = liveStream.listen({
    changed: (change) => {
      // One digest stands for a change of very many.
      if (change.kind === "digest") return reset();
      note(waiting, change);
      schedule();
    },
    reset: () => {
      waiting = new Map();
      reset();
    },
  });
  return () => {
    isStopped = true;
    window.clearTimeout(timer);
    stop();
  };
}

function note(waiting: Map<string, ChangedSession>, { id, kind, merged_into: mergedInto }: SessionChange): void {
  const before = waiting.get(id);
  const isNew = kind === "created" || before?.isNew === true;
  // What is summed up again after it was erased is still gone.
  const isGone = kind === "merged" || kind === "erased" || before?.isGone === true;
  waiting.set(id, { id, isNew, isGone });
  if (mergedInto !== null) note(waiting, { id: mergedInto, kind: "updated", merged_into: null });
}
