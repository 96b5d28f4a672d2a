import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import {
  type EventStreams,
  eventText,
  type StreamAudience,
  type StreamEvent,
  type StreamFace,
  type StreamListener,
  type StreamSink,
} from "../http/eventStream.ts";
import type { Ask } from "../reads/index.ts";
import type { Changes, changesOperations, StreamPosition } from "../reads/readChanges.ts";

export interface FollowerParts {
  readonly ask: Ask<typeof changesOperations>;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
  readonly listenersMax: number;
  readonly pollMs?: number;
  readonly heartbeatMs?: number;
}

interface Listening {
  readonly face: StreamFace;
  readonly audience: StreamAudience;
  readonly sink: StreamSink;
  /** False while it is being told what it missed; then the follower leaves it alone. */
  isLive: boolean;
  /** Session changes up to this were told to it already. */
  toldChange: number;
  readonly askAuthority: () => Promise<void>;
  isAuthorityAsked: boolean;
}

const POLL_MS = 250;
const AFTER_ERROR_MS = 2_000;
const HEARTBEAT_MS = 30_000;
/** A key that ended elsewhere goes on being told for this long, and for as long as the keyring remembers it. */
const AUTHORITY_EVERY_MS = 1_000;
const CHANGES_AT_ONCE = 1_000;
/** Changes of all organizations that are read for one who comes back. Reading the lists again costs less than a longer replay. */
const REPLAY_CHANGES_MAX = 500_000;
const FULL_RETRY_AFTER_SEC = 30;

/**
 * Reads what changes once for all streams of this process, four times a second and only while anybody listens, and hands each
 * organization's part to its listeners. A listener that comes back is first told what it missed, at its own pace; it joins the
 * others when it has read to the end while the follower stood still, so nothing falls between.
 */
export class ChangeFollower implements EventStreams {
  readonly #parts: FollowerParts;
  readonly #listeners = new Set<Listening>();
  /** Listeners on their way in, which keep the follower running. */
  #opening = 0;
  /** Key of the last session change that was read; undefined while nobody listens. */
  #change: number | undefined;
  /** Null while nobody wants records. */
  #records: string | null = null;
  /** Up to here live listeners have been told everything. */
  #told: StreamPosition = { change: 0, records: null };
  /** Rises whenever something was read. */
  #steps = 0;
  /** Rises whenever the follower stops, so that what was under way then is forgotten. */
  #runs = 0;
  #pollTimer: NodeJS.Timeout | undefined;
  #heartbeatTimer: NodeJS.Timeout | undefined;
  #authorityTimer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(parts: FollowerParts) {
    this.#parts = parts;
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  async listen(listener: StreamListener): Promise<void> {
    if (this.#isClosed || this.#listeners.size + this.#opening >= this.#parts.listenersMax) throw full(this.#parts.listenersMax);
    this.#opening++;
    try {
      await this.#start(listener.face.followsRecords);
      if (this.#change === undefined || this.#isClosed) throw full(this.#parts.listenersMax);
      this.#add(listener, { change: this.#change, records: this.#records });
    } finally {
      this.#opening--;
      this.#stopIfUnused();
    }
  }

  recheck(): void {
    for (const listening of this.#listeners) void this.#askAuthority(listening);
  }

  close(): void {
    this.#isClosed = true;
    for (const { sink } of this.#listeners) sink.end();
    this.#listeners.clear();
    this.#stopIfUnused();
  }

  /** What is committed after this resolves is told. */
  async #start(withRecords: boolean): Promise<void> {
    if (this.#change !== undefined && (!withRecords || this.#records !== null)) return;
    const end = JSON.parse(await this.#parts.ask("changes.end", {})) as StreamPosition;
    if (withRecords && this.#records === null) {
      this.#records = end.records;
      this.#told = { ...this.#told, records: end.records };
    }
    if (this.#change !== undefined || this.#isClosed) return;
    this.#change = end.change;
    this.#told = end;
    this.#schedule(this.#parts.pollMs ?? POLL_MS);
    this.#heartbeatTimer = setInterval(() => this.#beat(), this.#parts.heartbeatMs ?? HEARTBEAT_MS).unref();
    this.#authorityTimer = setInterval(() => this.#askAuthorities(), AUTHORITY_EVERY_MS).unref();
  }

  #add({ face, after, organization, publicAddress, askAuthority, open }: StreamListener, now: StreamPosition): void {
    const audience = { organization, publicAddress };
    const authority = { askAuthority, isAuthorityAsked: false };
    const listening: Listening = { face, audience, sink: open(), isLive: after === undefined, toldChange: 0, ...authority };
    this.#listeners.add(listening);
    // Known from the start: who is cut off before the first event comes back to where it began.
    listening.sink.write(`id: ${face.idOf(after ?? now)}\n\n`);
    listening.sink.onClose(() => {
      this.#listeners.delete(listening);
      this.#stopIfUnused();
    });
    if (after !== undefined) this.#replay(listening, after).catch((error: unknown) => this.#drop([listening], error));
  }

  #stopIfUnused(): void {
    if (this.#opening > 0) return;
    if (![...this.#listeners].some(({ face }) => face.followsRecords)) this.#records = null;
    if (this.#listeners.size > 0) return;
    clearTimeout(this.#pollTimer);
    clearInterval(this.#heartbeatTimer);
    clearInterval(this.#authorityTimer);
    this.#change = undefined;
    this.#runs++;
  }

  /** They come back by themselves, with the id of what they read last. */
  #drop(listeners: readonly Listening[], error: unknown): void {
    this.#parts.onError(error);
    for (const { sink } of listeners) sink.end();
  }

  /** Whom a slow store keeps waiting is not asked twice at a time. */
  #askAuthorities(): void {
    for (const listening of this.#listeners) {
      if (listening.isAuthorityAsked) continue;
      listening.isAuthorityAsked = true;
      void this.#askAuthority(listening).finally(() => {
        listening.isAuthorityAsked = false;
      });
    }
  }

  /** Who cannot be asked about is told no more either: whoever may read comes back and misses nothing. */
  async #askAuthority(listening: Listening): Promise<void> {
    try {
      await listening.askAuthority();
    } catch (error) {
      this.#listeners.delete(listening);
      listening.sink.end();
      if (!isRefusal(error)) this.#parts.onError(error);
      this.#stopIfUnused();
    }
  }

  /** Carries the position too: who comes back after a quiet time has little to be told. */
  #beat(): void {
    const nowMs = this.#parts.clock.nowMs();
    for (const { sink, face, isLive } of this.#listeners) {
      if (isLive) sink.write(eventText({ id: face.idOf(this.#told), ...face.heartbeat(nowMs) }));
    }
  }

  #schedule(afterMs: number): void {
    clearTimeout(this.#pollTimer);
    this.#pollTimer = setTimeout(() => void this.#poll(), afterMs).unref();
  }

  async #poll(): Promise<void> {
    const run = this.#runs;
    let afterMs = this.#parts.pollMs ?? POLL_MS;
    try {
      if (!(await this.#follow(run))) afterMs = 0;
    } catch (error) {
      this.#parts.onError(error);
      afterMs = AFTER_ERROR_MS;
    }
    if (this.#runs === run && this.#change !== undefined) this.#schedule(afterMs);
  }

  /** @returns false when more waits to be read */
  async #follow(run: number): Promise<boolean> {
    if (this.#change === undefined) return true;
    const from = { change: this.#change, records: this.#records };
    const found = await this.#read(from);
    if (this.#runs !== run) return true;
    if (found.changes.length === 0 && found.records.length === 0) return found.isEnd;
    // From here to the call below nothing may wait: whoever is live now is told of this batch, whoever becomes it later is not.
    this.#steps++;
    this.#change = found.next.change;
    if (this.#records === from.records) this.#records = found.next.records;
    const next = { change: found.next.change, records: this.#records };
    const live = [...this.#listeners].filter(({ isLive }) => isLive);
    await this.#tell(live, { ...found, next }, { ...from, records: from.records ?? next.records });
    this.#told = next;
    return found.isEnd;
  }

  async #read(after: StreamPosition): Promise<Changes> {
    return JSON.parse(await this.#parts.ask("changes.after", { after, limit: CHANGES_AT_ONCE })) as Changes;
  }

  async #tell(listeners: readonly Listening[], found: Changes, from: StreamPosition): Promise<void> {
    const groups = Map.groupBy(listeners, ({ face, audience }) => `${face.name} ${audience.organization} ${audience.publicAddress}`);
    await Promise.all(
      [...groups.values()].map(async (group) => {
        try {
          await tellGroup(group, found, from);
        } catch (error) {
          this.#drop(group, error);
        }
      }),
    );
  }

  async #replay(listening: Listening, after: StreamPosition): Promise<void> {
    let position = after;
    let changesLeft = REPLAY_CHANGES_MAX;
    while (!listening.sink.isClosed) {
      const steps = this.#steps;
      const found = await this.#read(position);
      const events = await presentFor(listening, found, position);
      listening.sink.write(events.map(eventText).join(""));
      await listening.sink.drained();
      position = found.next;
      changesLeft -= found.changes.length + found.records.length;
      if (changesLeft < 0) listening.sink.write(RESET);
      else if (!found.isEnd || this.#steps !== steps) continue;
      listening.toldChange = changesLeft < 0 ? 0 : position.change;
      listening.isLive = true;
      return;
    }
  }
}

const RESET = 'event: reset\ndata: {"reason":"More was missed than is told again. Read the lists anew."}\n\n';

const isRefusal = (error: unknown): boolean => error instanceof AppError && ["unauthenticated", "forbidden"].includes(error.kind);

const full = (listenersMax: number): AppError =>
  new AppError("STREAMS_MAX", `No stream can be opened now; ${listenersMax} may be open at a time.`, {
    retryAfterSec: FULL_RETRY_AFTER_SEC,
  });

/** All of a group are told the same, save those that have come back and know the first part already. */
async function tellGroup(group: readonly Listening[], found: Changes, from: StreamPosition): Promise<void> {
  const [first] = group;
  const events = first === undefined ? [] : await presentFor(first, found, from);
  const text = events.map(eventText).join("");
  const oldest = events.find(({ change }) => change !== null)?.change ?? Number.POSITIVE_INFINITY;
  for (const { sink, toldChange } of group) sink.write(toldChange < oldest ? text : untold(events, toldChange));
}

const untold = (events: readonly StreamEvent[], toldChange: number): string =>
  events
    .filter(({ change }) => change === null || change > toldChange)
    .map(eventText)
    .join("");

async function presentFor({ face, audience }: Listening, found: Changes, from: StreamPosition): Promise<readonly StreamEvent[]> {
  const isOwn = (change: { readonly organization: string }): boolean => change.organization === audience.organization;
  const changes = found.changes.filter(isOwn);
  const records = face.followsRecords ? found.records.filter(isOwn) : [];
  if (changes.length === 0 && records.length === 0) return [];
  return face.present({ changes, records, from, next: found.next }, audience);
}
