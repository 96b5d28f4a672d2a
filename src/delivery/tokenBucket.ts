/** A tenth of a second's worth may go at once; a larger burst would double the rate of its first second. */
const BURST_SEC = 0.1;

/** Spreads starts over time: on the long run `perSec` a second, and hardly more in any one second. */
export class TokenBucket {
  readonly #perSec: number;
  readonly #tokensMax: number;
  #tokens: number;
  #filledMs: number;

  /** @param perSec more than 0; Infinity: no limit */
  constructor(perSec: number, nowMs: number) {
    this.#perSec = perSec;
    this.#tokensMax = Math.max(1, perSec * BURST_SEC);
    this.#tokens = this.#tokensMax;
    this.#filledMs = nowMs;
  }

  get perSec(): number {
    return this.#perSec;
  }

  /** Whether one may start now; then it counts as started. */
  take(nowMs: number): boolean {
    if (this.#perSec === Number.POSITIVE_INFINITY) return true;
    this.#fill(nowMs);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** When the next one may start. */
  nextMs(nowMs: number): number {
    if (this.#perSec === Number.POSITIVE_INFINITY) return nowMs;
    this.#fill(nowMs);
    return this.#tokens >= 1 ? nowMs : nowMs + Math.ceil(((1 - this.#tokens) / this.#perSec) * 1_000);
  }

  #fill(nowMs: number): void {
    const passedMs = Math.max(0, nowMs - this.#filledMs);
    this.#tokens = Math.min(this.#tokensMax, this.#tokens + (passedMs / 1_000) * this.#perSec);
    this.#filledMs = nowMs;
  }
}
