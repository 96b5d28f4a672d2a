import type { Clock } from "../../domain/clock.ts";
import { AppError } from "../../domain/errors.ts";

export const FAILURES_MAX = 20;
const WINDOW_MS = 60_000;
/** Beyond this the oldest are forgotten: whoever has so many addresses is not held up by a count of each. */
const ADDRESSES_MAX = 10_000;

interface Failures {
  count: number;
  readonly untilMs: number;
}

/** Makes guessing keys slow: so many wrong ones in a minute, and an address must wait for the minute to be over. */
export class FailedSignIns {
  readonly #clock: Clock;
  readonly #byAddress = new Map<string, Failures>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Runs one attempt to sign in. It counts from its start, so that many at a time are no way round, and no longer once it turns
   * out that what was shown is right. @throws AppError SIGN_IN_LIMITED, and what the attempt throws
   */
  async attempt<Result>(address: string, signIn: () => Promise<Result>): Promise<Result> {
    const failures = this.#failuresOf(address);
    failures.count++;
    try {
      const result = await signIn();
      failures.count--;
      return result;
    } catch (error) {
      if (!isWrongSecret(error)) failures.count--;
      throw error;
    }
  }

  #failuresOf(address: string): Failures {
    const nowMs = this.#clock.nowMs();
    const known = this.#byAddress.get(address);
    if (known !== undefined && known.untilMs > nowMs) {
      if (known.count >= FAILURES_MAX) throw limited(known.untilMs - nowMs);
      return known;
    }
    // Of those that are over, or else the oldest: a map goes in order of insertion.
    for (const [other, { untilMs }] of this.#byAddress) {
      if (untilMs > nowMs && this.#byAddress.size < ADDRESSES_MAX) break;
      this.#byAddress.delete(other);
    }
    const fresh = { count: 0, untilMs: nowMs + WINDOW_MS };
    this.#byAddress.set(address, fresh);
    return fresh;
  }
}

const isWrongSecret = (error: unknown): boolean => error instanceof AppError && error.kind === "unauthenticated";

function limited(waitMs: number): AppError {
  const retryAfterSec = Math.max(1, Math.ceil(waitMs / 1_000));
  return new AppError("SIGN_IN_LIMITED", `Too many wrong keys came from this address. Try again in ${retryAfterSec} s.`, { retryAfterSec });
}
