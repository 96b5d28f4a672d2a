import type { SessionState } from "../domain/session.ts";

/** How patient the lifecycle is; see docs/settings.md (SESSION_…). */
export interface LifecycleSettings {
  /** An open session of which nothing was heard for so long has ended. */
  readonly idleCloseMs: number;
  /** A session that is over settles when nothing changed for so long. */
  readonly settleMs: number;
  /** It settles then even without what was expected. */
  readonly horizonMs: number;
}

export interface LifecycleFacts {
  /** Said to be over, or its root record says when it ended. */
  readonly isOver: boolean;
  /** Nobody said so, but every leg that is known has ended; a new one may still come. */
  readonly looksOver: boolean;
  /** When it ended, as far as that is known. */
  readonly endedMs: number | null;
  /** The latest activity inside it, in its own time. */
  readonly lastActivityMs: number;
  /** When this server first and last heard of it. */
  readonly firstHeardMs: number;
  readonly lastHeardMs: number;
  readonly eventCount: number;
  /** Expected record types that have not come. */
  readonly missing: readonly string[];
  /** Null: the server's setting. */
  readonly idleCloseMs: number | null;
}

export interface Lifecycle {
  readonly state: SessionState;
  readonly endedMs: number | null;
  readonly isBackfilled: boolean;
  /** Since when nothing more was waited for; null: it has not settled. */
  readonly settledMs: number | null;
  /** When time alone changes this; null: never. */
  readonly dueMs: number | null;
}

/** Records alone say that a call is over only after this: a transfer begins its next leg sooner. */
export const LOOKS_OVER_MS = 120_000;
const BACKFILL_MS = 24 * 3_600_000;

/** Where a session stands at `nowMs`. Pure: the same truth at the same time gives the same answer. */
export function lifecycleAt(facts: LifecycleFacts, settings: LifecycleSettings, nowMs: number): Lifecycle {
  const overMs = whenOver(facts, settings);
  if (nowMs < overMs) return { state: "open", endedMs: null, isBackfilled: false, settledMs: null, dueMs: overMs };
  const endedMs = facts.endedMs ?? facts.lastActivityMs;
  const isBackfilled = facts.firstHeardMs - endedMs > BACKFILL_MS;
  const quietMs = facts.lastHeardMs + settings.settleMs;
  // What ended before it was ever heard of has its horizon counted from then on, for its records are on their way too.
  const horizonMs = Math.max(endedMs, facts.firstHeardMs) + settings.horizonMs;
  const settledMs = Math.max(overMs, quietMs, facts.missing.length === 0 ? quietMs : horizonMs);
  if (nowMs >= settledMs) return { state: "settled", endedMs, isBackfilled, settledMs, dueMs: null };
  return { state: facts.eventCount === 0 ? "ended" : "settling", endedMs, isBackfilled, settledMs: null, dueMs: settledMs };
}

/** From when on it counts as over; in the past for what was said to be. */
function whenOver(facts: LifecycleFacts, settings: LifecycleSettings): number {
  if (facts.isOver) return Number.NEGATIVE_INFINITY;
  const idleMs = facts.lastHeardMs + (facts.idleCloseMs ?? settings.idleCloseMs);
  return facts.looksOver ? Math.min(idleMs, facts.lastHeardMs + LOOKS_OVER_MS) : idleMs;
}
