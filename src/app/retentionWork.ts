import { setTimeout as after } from "node:timers/promises";
import { keepRetention, type RetentionParts } from "../sessions/index.ts";

const FIRST_MS = 60_000;
const EVERY_MS = 3_600_000;
/** After a change of the setting: whoever mistyped it can still take it back. */
const WOKEN_MS = 10_000;
/** While another server is at it, or after a fault. */
const AGAIN_MS = 300_000;
const PAUSE_MS = 10;

/** Erases what is older than retention says: a minute after the start, once an hour, and soon after the setting was changed. */
export class RetentionWork {
  readonly #parts: RetentionParts;
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<boolean> | undefined;

  constructor(parts: Omit<RetentionParts, "pause" | "signal">) {
    const pause = (): Promise<void> => after(PAUSE_MS);
    this.#parts = { ...parts, pause, signal: this.#stop.signal };
  }

  /** Works by itself from now on, until it is closed. */
  start(): void {
    this.#schedule(FIRST_MS);
  }

  /** The setting was changed. */
  wake(): void {
    if (this.#timer !== undefined) this.#schedule(WOKEN_MS);
  }

  /** Once, now. False: another server is at it. @throws what the stores throw */
  run(): Promise<boolean> {
    const running = this.#running ?? keepRetention(this.#parts).finally(() => (this.#running = undefined));
    this.#running = running;
    return running;
  }

  /** The session in hand is still erased; the others are found the next time. */
  async close(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await this.#running?.catch(() => {});
  }

  #schedule(afterMs: number): void {
    clearTimeout(this.#timer);
    if (!this.#stop.signal.aborted) this.#timer = setTimeout(() => void this.#round(), afterMs).unref();
  }

  async #round(): Promise<void> {
    let nextMs = AGAIN_MS;
    const timer = this.#timer;
    try {
      // What is under way may have passed by what was changed just now.
      await this.#running?.catch(() => {});
      if (await this.run()) nextMs = EVERY_MS;
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#parts.onFault(error);
    }
    // Unless it was woken meanwhile.
    if (this.#timer === timer) this.#schedule(nextMs);
  }
}
