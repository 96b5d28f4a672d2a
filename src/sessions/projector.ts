import type { Clock } from "../domain/clock.ts";
import type { Organizations } from "../reads/index.ts";
import type { ConversationStore, SessionRow } from "../store/conversationStore.ts";
import { DELIVERY_POSITION } from "../store/endpoints.ts";
import type { OfficeStore } from "../store/officeStore.ts";
import type { RecordChange, RecordStore } from "../store/recordStore.ts";
import { DIGEST_IDS_MAX, type EventTeller } from "./events.ts";
import type { LifecycleSettings } from "./lifecycle.ts";
import { type PassParts, projectChanges } from "./pass.ts";
import { POSITION_NAME } from "./position.ts";
import { advanceRebuild, type RebuildProgress, rebuildProgress } from "./rebuild.ts";

export interface ProjectorParts {
  readonly records: RecordStore;
  readonly conversations: ConversationStore;
  readonly office: OfficeStore;
  readonly organizations: Organizations;
  readonly clock: Clock;
  /** Names this process among those that share the database. */
  readonly holder: string;
  readonly treeNodesMax: number;
  readonly lifecycle: LifecycleSettings;
  readonly teller: EventTeller;
  readonly onFault: (error: unknown, sessionIds: readonly string[]) => void;
}

export interface ProjectionStatus {
  /** About how many record changes are still to be looked at. */
  readonly behindRecords: number;
  readonly dirtySessions: number;
  readonly rebuild: RebuildProgress | null;
}

const LEASE_NAME = "projector";
/** After a process was killed, another takes over within this time. */
const LEASE_MS = 1_500;
const CHANGES_AT_ONCE = 4_000;
const SESSIONS_AT_ONCE = 500;
const FOLDED_AT_ONCE = 20_000;
const LOG_KEPT_MS = 48 * 3_600_000;
const FORGET_EVERY_MS = 600_000;
const IDLE_ROUNDS_MAX = 20;

/**
 * Keeps session summaries and usage sums up with truth. All that it knows is in the store, so it may be killed at any
 * point: its position moves on only after what came before is projected, and projecting twice changes nothing. Of
 * several processes one holds the lease and works; a projection that another overtook is made again.
 */
export class Projector {
  readonly #parts: ProjectorParts;
  #forgetAtMs = 0;
  #leasedUntilMs = Number.NEGATIVE_INFINITY;
  /** Records may wait to be folded into the usage sums; unknown at the start. */
  #mayFold = true;
  /** By organization: sessions revised in bulk that no digest has told of yet. */
  readonly #revisedInBulk = new Map<string, { count: number; sessionIds: string[] }>();
  /** The round in hand, or what has to keep rounds out. */
  #busy: Promise<unknown> = Promise.resolve();

  constructor(parts: ProjectorParts) {
    this.#parts = parts;
  }

  /** One round. True: more is waiting already. @throws AppError what the stores throw; nothing is lost by it */
  runOnce(): Promise<boolean> {
    return this.exclusively(async () => {
      // A long round keeps what it holds; two that work at once are slower, not wrong.
      const keepAlive = setInterval(
        () => void this.#holdsLease().catch((error: unknown) => this.#parts.onFault(error, [])),
        LEASE_MS / 3,
      ).unref();
      try {
        return await this.#round();
      } finally {
        clearInterval(keepAlive);
      }
    });
  }

  /** Runs work that no round of this process may overlap. */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#busy.then(work);
    this.#busy = result.catch(() => {});
    return result;
  }

  async #round(): Promise<boolean> {
    const { records, conversations, office, clock } = this.#parts;
    if (!(await this.#holdsLease())) return false;
    const nowMs = clock.nowMs();
    const isRebuilding = await advanceRebuild(this.#parts);
    const position = (await office.serverValue(POSITION_NAME)) || null;
    const feed = await records.changes(position, CHANGES_AT_ONCE);
    const [dirty, due] = await Promise.all([
      conversations.dirtySessions(SESSIONS_AT_ONCE),
      conversations.dueSessions(nowMs, SESSIONS_AT_ONCE),
    ]);
    await this.#project(feed.changes, unique([...dirty, ...due]), isRebuilding, nowMs);
    if (feed.changes.length > 0) {
      await office.setServerValue(POSITION_NAME, feed.next);
      await records.forgetChanges(feed.next);
    }
    const hasMore = !feed.isEnd || dirty.length === SESSIONS_AT_ONCE || due.length === SESSIONS_AT_ONCE;
    this.#mayFold ||= feed.changes.length > 0 || isRebuilding;
    if (this.#mayFold) this.#mayFold = (await records.foldUsage(FOLDED_AT_ONCE)) === FOLDED_AT_ONCE;
    if (!hasMore) await this.#tellDigests(nowMs);
    await this.#forgetOldLog(nowMs);
    return hasMore || this.#mayFold;
  }

  /** Until nothing waits. False: another process holds the lease, and does the work. @throws Error when what waits does not get less */
  async runUntilIdle(): Promise<boolean> {
    for (let idleRounds = 0, before = -1; idleRounds < IDLE_ROUNDS_MAX; ) {
      if (await this.runOnce()) continue;
      const { behindRecords, dirtySessions, rebuild } = await this.status();
      const waiting = behindRecords + dirtySessions + (rebuild === null ? 0 : 1);
      if (waiting === 0) return true;
      if (!(await this.#holdsLease())) return false;
      idleRounds = waiting === before ? idleRounds + 1 : 0;
      before = waiting;
    }
    throw new Error("some sessions cannot be projected; the log names them");
  }

  /** These sessions now, without waiting for the next round and whoever holds the lease; what it reads is as of this call. */
  async projectSessions(organization: string, ids: readonly string[]): Promise<void> {
    const rows = (await Promise.all(ids.map((id) => this.#parts.conversations.session(organization, id)))).filter(
      (row) => row !== undefined,
    );
    await this.#projectOrganization(organization, [], rows, false, this.#parts.clock.nowMs());
  }

  /** Looks at these records anew, because what their type means has changed. */
  async projectRecords(organization: string, changes: readonly RecordChange[]): Promise<void> {
    await this.#projectOrganization(organization, changes, [], false, this.#parts.clock.nowMs());
  }

  async status(): Promise<ProjectionStatus> {
    const { records, conversations, office } = this.#parts;
    const position = (await office.serverValue(POSITION_NAME)) || null;
    const [behindRecords, dirtySessions] = await Promise.all([records.changesBehind(position), conversations.dirtyCount()]);
    return { behindRecords, dirtySessions, rebuild: await rebuildProgress(office, behindRecords + dirtySessions) };
  }

  async close(): Promise<void> {
    await this.#busy;
    await this.#parts.office.releaseLease(LEASE_NAME, this.#parts.holder);
  }

  /** Renewed well before its time is over, and not at every round: a server without work hardly writes. */
  async #holdsLease(): Promise<boolean> {
    const { office, clock, holder } = this.#parts;
    const nowMs = clock.nowMs();
    if (nowMs < this.#leasedUntilMs - LEASE_MS / 2) return true;
    const isHeld = await office.takeLease(LEASE_NAME, holder, nowMs, nowMs + LEASE_MS);
    this.#leasedUntilMs = isHeld ? nowMs + LEASE_MS : Number.NEGATIVE_INFINITY;
    return isHeld;
  }

  async #project(changes: readonly RecordChange[], rows: readonly SessionRow[], isQuiet: boolean, nowMs: number): Promise<void> {
    const changesBy = Map.groupBy(changes, (change) => change.organization);
    const rowsBy = Map.groupBy(rows, (row) => row.organization);
    for (const organization of new Set([...changesBy.keys(), ...rowsBy.keys()])) {
      await this.#projectOrganization(organization, changesBy.get(organization) ?? [], rowsBy.get(organization) ?? [], isQuiet, nowMs);
    }
  }

  async #projectOrganization(
    organization: string,
    changes: readonly RecordChange[],
    rows: readonly SessionRow[],
    isQuiet: boolean,
    nowMs: number,
  ): Promise<void> {
    const context = await this.#parts.organizations.context(organization);
    const parts: PassParts = { ...this.#parts, isQuiet, onBulkRevised: (owner, ids) => this.#noteRevised(owner, ids) };
    await projectChanges(parts, context, changes, rows, nowMs);
  }

  #noteRevised(organization: string, ids: readonly string[]): void {
    const noted = this.#revisedInBulk.get(organization) ?? { count: 0, sessionIds: [] };
    noted.count += ids.length;
    noted.sessionIds.push(...ids.slice(0, DIGEST_IDS_MAX - noted.sessionIds.length));
    this.#revisedInBulk.set(organization, noted);
  }

  /** One for all that changed at once; a process that was killed before it tells of what it revised leaves the rest to the next. */
  async #tellDigests(nowMs: number): Promise<void> {
    for (const [organization, revised] of [...this.#revisedInBulk]) {
      const context = await this.#parts.organizations.context(organization);
      const bodies = await this.#parts.teller.tellDigest(context, { ...revised, atMs: nowMs });
      if (bodies !== null) await this.#parts.conversations.addDigest(organization, bodies, nowMs);
      this.#revisedInBulk.delete(organization);
    }
  }

  async #forgetOldLog(nowMs: number): Promise<void> {
    if (nowMs < this.#forgetAtMs) return;
    this.#forgetAtMs = nowMs + FORGET_EVERY_MS;
    const position = Number((await this.#parts.office.serverValue(DELIVERY_POSITION)) ?? 0);
    await this.#parts.conversations.forgetChanges(nowMs - LOG_KEPT_MS, position);
  }
}

const unique = (rows: readonly SessionRow[]): SessionRow[] => [...new Map(rows.map((row) => [row.key, row])).values()];
