/**
 * Pauses after each failed attempt; the first attempt is made at once, the twelfth about 28 hours later. Even with all jitter
 * taken away the last attempt comes more than 25 hours after the first, so a receiver that was down for a day misses nothing.
 */
export const RETRY_AFTER_MS = [
  5_000,
  30_000,
  120_000,
  600_000,
  1_800_000,
  3_600_000,
  2 * 3_600_000,
  4 * 3_600_000,
  6 * 3_600_000,
  6 * 3_600_000,
  30_000_000,
] as const;

export const ATTEMPTS_MAX = RETRY_AFTER_MS.length + 1;
/** Either way, so that what failed together does not come back together. */
const JITTER_SHARE = 0.1;
const RETRY_AFTER_HEADER_MS_MAX = 24 * 3_600_000;

/** @param random in [0, 1) */
export const withJitter = (ms: number, random: () => number): number => Math.round(ms * (1 - JITTER_SHARE + 2 * JITTER_SHARE * random()));

/**
 * When a delivery is tried again after an attempt that failed, in milliseconds since 1970; null: it was the last one.
 * @param attemptCount attempts made, this one among them
 * @param retryAfterMs how long the receiver asked to be left alone (readRetryAfter); taken where it is the longer
 */
export function nextAttemptMs(attemptCount: number, nowMs: number, retryAfterMs: number | null, random: () => number): number | null {
  const pauseMs = RETRY_AFTER_MS[attemptCount - 1];
  if (pauseMs === undefined) return null;
  return nowMs + Math.max(withJitter(pauseMs, random), retryAfterMs ?? 0);
}

/** A date tells whole seconds; its whole second has to be over. */
const DATE_GRAIN_MS = 1_000;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** A `Retry-After` header, in seconds or as an HTTP date, as milliseconds from now, at most a day. Unreadable or past: null. */
export function readRetryAfter(header: string | undefined, nowMs: number): number | null {
  const text = header?.trim() ?? "";
  const waitMs = /^\d{1,12}$/.test(text)
    ? Number(text) * 1_000
    : HTTP_DATE.test(text)
      ? Date.parse(text) + DATE_GRAIN_MS - nowMs
      : Number.NaN;
  return waitMs > 0 ? Math.min(waitMs, RETRY_AFTER_HEADER_MS_MAX) : null;
}
