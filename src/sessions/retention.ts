import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import type { ConversationStore } from "../store/conversationStore.ts";
import type { OfficeStore, Organization, Retention } from "../store/officeStore.ts";
import type { OldSession } from "../store/retention.ts";
import type { ErasedSession } from "./eraseSession.ts";

export interface RetentionParts {
  readonly conversations: Pick<ConversationStore, "oldSessions" | "summary" | "session" | "recordings" | "eraseRecordings">;
  readonly office: Pick<OfficeStore, "organizations" | "organization" | "takeLease" | "releaseLease" | "audit">;
  readonly clock: Clock;
  /** Names this process among those that share the database. */
  readonly holder: string;
  /** As DELETE /v1/sessions/{id} does. @throws AppError SESSION_NOT_FOUND | SESSION_ERASED */
  erase(organization: string, id: string): Promise<ErasedSession>;
  project(organization: string, ids: readonly string[]): Promise<void>;
  /** One that is gone already is no fault. */
  deleteRecording(storageName: string): Promise<void>;
  /** Forgets a recording that is still to be fetched. */
  forgetRecording(organization: string, sessionId: string): Promise<void>;
  /** Between one session and the next: what people wait for goes first. */
  pause(): Promise<void>;
  readonly signal: AbortSignal;
  onFault(error: unknown): void;
}

/** What is erased after so many days, and what was. */
interface Kind {
  readonly days: keyof Retention;
  readonly withRecording: boolean;
  readonly action: string;
  one(parts: RetentionParts, organization: string, id: string): Promise<Partial<Counts>>;
}

type Counts = Record<"sessions" | "records" | "messages" | "recordings", number>;

const DAY_MS = 86_400_000;
const PAGE = 50;
const LEASE_NAME = "retention";
/** Longer than the erasure of one session takes; after a crash another process goes on then. */
const LEASE_MS = 120_000;
const ACTOR = "retention";

const KINDS: readonly Kind[] = [
  { days: "sessionDays", withRecording: false, action: "retention.sessions_erased", one: eraseOne },
  { days: "recordingDays", withRecording: true, action: "retention.recordings_erased", one: eraseRecordingOf },
];

/**
 * Erases what is older than each organization's retention says, one session after the other. All that it knows is in the store,
 * so it may be killed at any point, and what is left is found the next time. Of several processes one does it.
 * @returns false: another process is at it
 * @throws what the stores throw
 */
export async function keepRetention(parts: RetentionParts): Promise<boolean> {
  const lease = new Lease(parts);
  if (!(await lease.isHeld())) return false;
  try {
    for (const { id } of await parts.office.organizations()) {
      for (const kind of KINDS) if (!(await eraseOld(parts, id, kind, lease))) return false;
    }
    return true;
  } finally {
    await parts.office.releaseLease(LEASE_NAME, parts.holder);
  }
}

/** False: another process has taken over, or this one stops. */
async function eraseOld(parts: RetentionParts, organization: string, kind: Kind, lease: Lease): Promise<boolean> {
  const counts: Counts = { sessions: 0, records: 0, messages: 0, recordings: 0 };
  let days: number | null = null;
  try {
    let after: OldSession | undefined;
    do {
      // Asked for anew with every page: whoever takes the setting back saves what is left.
      days = daysOf(await parts.office.organization(organization), kind);
      const page = days === null ? [] : await oldOnes(parts, organization, kind, days, after);
      for (const { id } of page) {
        if (parts.signal.aborted || !(await lease.isHeld())) return false;
        await eraseIfStillOld(parts, organization, { kind, id, days: days ?? 0 }, counts);
        await parts.pause();
      }
      after = page.length < PAGE ? undefined : page.at(-1);
    } while (after !== undefined);
    return true;
  } finally {
    if (counts.sessions > 0) await tell(parts, organization, kind, { days, counts });
  }
}

const daysOf = (organization: Organization | undefined, { days }: Kind): number | null => organization?.retention[days] ?? null;

const oldOnes = (parts: RetentionParts, organization: string, { withRecording }: Kind, days: number, after?: OldSession) =>
  parts.conversations.oldSessions({
    ...{ organization, beforeMs: parts.clock.nowMs() - days * DAY_MS, withRecording, limit: PAGE },
    ...(after === undefined ? {} : { after }),
  });

/** What was heard of it just now may have made it younger. One that cannot be erased keeps none of the others from it. */
async function eraseIfStillOld(
  parts: RetentionParts,
  organization: string,
  { kind, id, days }: { readonly kind: Kind; readonly id: string; readonly days: number },
  counts: Counts,
): Promise<void> {
  try {
    await parts.project(organization, [id]);
    const summary = await parts.conversations.summary(organization, id);
    if (summary === undefined || (summary.endedMs ?? summary.lastActivityMs) >= parts.clock.nowMs() - days * DAY_MS) return;
    const erased = await kind.one(parts, organization, id);
    for (const [name, count] of Object.entries(erased)) counts[name as keyof Counts] += count;
  } catch (error) {
    if (error instanceof AppError && (error.code === "SESSION_ERASED" || error.code === "SESSION_NOT_FOUND")) return;
    if (!parts.signal.aborted) parts.onFault(error);
  }
}

async function eraseOne(parts: RetentionParts, organization: string, id: string): Promise<Partial<Counts>> {
  const erased = await parts.erase(organization, id);
  for (const formerId of erased.formerIds) await parts.forgetRecording(organization, formerId);
  return { sessions: 1, records: erased.recordCount, messages: erased.messageCount, recordings: erased.recordingCount };
}

async function eraseRecordingOf(parts: RetentionParts, organization: string, id: string): Promise<Partial<Counts>> {
  const { conversations } = parts;
  const ids = [id, ...((await conversations.summary(organization, id))?.mergedFrom ?? [])];
  const rows = await Promise.all(ids.map((one) => conversations.session(organization, one)));
  const keys = rows.flatMap((row) => (row === undefined ? [] : [row.key]));
  const recordings = await conversations.recordings(organization, keys);
  for (const one of ids) await parts.forgetRecording(organization, one);
  // The bytes first: after a crash the row still says that there is something to delete.
  const stored = recordings.flatMap(({ storageName }) => (storageName === null ? [] : [storageName]));
  for (const name of stored) await parts.deleteRecording(name);
  const left = await conversations.eraseRecordings(organization, keys);
  for (const name of left) if (!stored.includes(name)) await parts.deleteRecording(name);
  await parts.project(organization, [id]);
  return recordings.length === 0 ? {} : { sessions: 1, recordings: recordings.length };
}

async function tell(
  { office, clock }: RetentionParts,
  organization: string,
  { action, withRecording }: Kind,
  { days, counts }: { readonly days: number | null; readonly counts: Counts },
): Promise<void> {
  const { sessions, records, messages, recordings } = counts;
  const what = withRecording ? `${recordings} recordings` : `${records} records, ${messages} messages, ${recordings} recordings`;
  const older = days === null ? "" : ` older than ${days} days`;
  const detail = `${sessions} sessions${older}: ${what}`;
  await office.audit({ organization, atMs: clock.nowMs(), actor: ACTOR, action, detail });
}

/** Of the processes that share a database, the one that holds it erases. */
class Lease {
  readonly #parts: RetentionParts;
  #untilMs = Number.NEGATIVE_INFINITY;

  constructor(parts: RetentionParts) {
    this.#parts = parts;
  }

  async isHeld(): Promise<boolean> {
    const { office, clock, holder } = this.#parts;
    const nowMs = clock.nowMs();
    if (nowMs < this.#untilMs - LEASE_MS / 2) return true;
    const isHeld = await office.takeLease(LEASE_NAME, holder, nowMs, nowMs + LEASE_MS);
    this.#untilMs = isHeld ? nowMs + LEASE_MS : Number.NEGATIVE_INFINITY;
    return isHeld;
  }
}
