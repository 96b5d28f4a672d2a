import type { Clock } from "../domain/clock.ts";
import type { ConversationStore } from "../store/conversationStore.ts";
import type { OfficeStore } from "../store/officeStore.ts";
import { Dispatcher } from "./dispatcher.ts";
import { LEASE_MS, Lease } from "./lease.ts";
import { Sender, type SenderParts } from "./sender.ts";
import { type DeliveryStats, readStats } from "./stats.ts";

export interface DelivererParts extends Omit<SenderParts, "office" | "sleep" | "onProgress"> {
  readonly conversations: Pick<ConversationStore, "eventsAfter" | "session">;
  readonly office: OfficeStore;
  readonly clock: Clock;
  /** Puts in what a body can only be given when it is about to go out, such as signed addresses. */
  completeBody(organization: string, body: string): Promise<string>;
  /** Names this process among those that share the database. */
  readonly holder: string;
  /** Finished deliveries are forgotten after so long. */
  readonly keptMs: number;
  /** Resolves after so long, or when the signal says so; it never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

const POLL_MS = 500;
/** What becomes free within this time is filled together. */
const TICK_MS = 10;
/** While the sender has more than it can send, looking again gains nothing so soon. */
const BUSY_TICK_MS = 40;
const AFTER_FAULT_MS = 1_000;
const CLOSE_GRACE_MS = 5_000;
const FORGET_EVERY_MS = 600_000;

/** Webhooks of one process: while it holds the lease, it makes deliveries of what the log tells, and sends them. */
export class Deliverer {
  readonly #parts: DelivererParts;
  readonly #lease: Lease;
  readonly #dispatcher: Dispatcher;
  readonly #sender: Sender;
  #running: Promise<void> | undefined;
  #wake = new AbortController();
  #isClosed = false;
  #forgetAtMs = 0;

  constructor(parts: DelivererParts) {
    this.#parts = parts;
    this.#lease = new Lease(parts.office, parts.clock, parts.holder);
    this.#dispatcher = new Dispatcher(parts);
    this.#sender = new Sender({ ...parts, onProgress: () => this.wake() });
  }

  /** Works from now on, until it is closed. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** There may be something new: the log has grown, an endpoint was changed, a delivery was added. */
  wake(): void {
    this.#wake.abort();
  }

  /** One round. @returns how many milliseconds may pass until the next. @throws AppError what the stores throw; nothing is lost by it */
  async round(): Promise<number> {
    if (!(await this.#leads())) return LEASE_MS / 2;
    const hasMore = await this.#dispatcher.step();
    const started = await this.#sender.fill();
    await this.#forget();
    if (hasMore || started > 0) return this.#sender.hasWaiting ? BUSY_TICK_MS : TICK_MS;
    const nextMs = await this.#sender.nextMs();
    return nextMs === null ? POLL_MS : Math.min(POLL_MS, Math.max(TICK_MS, nextMs - this.#parts.clock.nowMs()));
  }

  /** Rounds until nothing is due and all of it is written down; for commands and tests. False: another process does the work. */
  async runUntilIdle(): Promise<boolean> {
    for (let isQuiet = false; ; ) {
      if (!(await this.#leads())) return false;
      const hasMore = await this.#dispatcher.step();
      const started = await this.#sender.fill();
      if (!hasMore && started === 0 && isQuiet) return true;
      isQuiet = !hasMore && started === 0;
      // What is written down may make the next event of its session due.
      if (isQuiet) await this.#sender.settled();
      else await this.#sender.answered();
    }
  }

  /** When something waits for time alone; null: nothing does. */
  nextMs(): Promise<number | null> {
    return this.#sender.nextMs();
  }

  /** What an operator watches. */
  stats(): Promise<DeliveryStats> {
    return readStats(this.#parts.office, this.#sender.counts, this.#parts.clock.nowMs());
  }

  /** Lets what is on its way arrive, for a few seconds at most, and gives the lease back. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.wake();
    await this.#running;
    await this.#sender.close(CLOSE_GRACE_MS);
    await this.#lease.release();
  }

  async #leads(): Promise<boolean> {
    const isHeld = await this.#lease.isHeld();
    if (!isHeld) this.#sender.standBack();
    return isHeld;
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      this.#wake = new AbortController();
      const waitMs = await this.round().catch((error: unknown) => {
        this.#parts.onFault(error);
        return AFTER_FAULT_MS;
      });
      if (waitMs <= BUSY_TICK_MS) await this.#parts.sleep(waitMs);
      else {
        await this.#parts.sleep(waitMs - TICK_MS, this.#wake.signal);
        await this.#parts.sleep(TICK_MS);
      }
    }
  }

  async #forget(): Promise<void> {
    const nowMs = this.#parts.clock.nowMs();
    if (nowMs < this.#forgetAtMs) return;
    const forgotten = await this.#parts.office.forgetDeliveries(nowMs - this.#parts.keptMs);
    if (forgotten === 0) this.#forgetAtMs = nowMs + FORGET_EVERY_MS;
  }
}
