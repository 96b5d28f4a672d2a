import { AISDKError, APICallError, InvalidResponseDataError } from "ai";
import type { Clock } from "../../domain/clock.ts";
import { AppError } from "../../domain/errors.ts";

/** Why a request brought no answer, in words without the key, and whether the same request may fare better later. */
export interface RequestFailure {
  readonly reason: string;
  readonly canRetry: boolean;
  /** What the server asked for; null: nothing. */
  readonly retryAfterMs: number | null;
}

const REASON_CHARACTERS_MAX = 300;
/** What these say helps to mend the settings. Others, 401 before all, are known to repeat the key in part. */
const STATUSES_QUOTED: ReadonlySet<number> = new Set([400, 404, 413, 422]);

/** Undefined: not the server's doing, but a fault of this program. */
export function requestFailureOf(error: unknown, key: string | null, clock: Clock): RequestFailure | undefined {
  if (error instanceof AppError) {
    return { reason: error.message, canRetry: error.code !== "ADDRESS_REFUSED", retryAfterMs: null };
  }
  if (APICallError.isInstance(error)) return apiFailureOf(error, key, clock);
  if (InvalidResponseDataError.isInstance(error))
    return { reason: "The model's server answered without a choice.", canRetry: true, retryAfterMs: null };
  // These carry the prompt, and with it the transcript, which belongs into no log.
  if (AISDKError.isInstance(error))
    return { reason: `The request could not be made (${error.name}).`, canRetry: false, retryAfterMs: null };
  return undefined;
}

function apiFailureOf(error: APICallError, key: string | null, clock: Clock): RequestFailure {
  const { statusCode: status } = error;
  if (error.cause instanceof AppError) return { reason: error.cause.message, canRetry: true, retryAfterMs: null };
  if (status === undefined) return { reason: "The model's server could not be reached.", canRetry: true, retryAfterMs: null };
  if (status >= 200 && status < 300) {
    return { reason: "The model's server answered with something else than a chat completion.", canRetry: true, retryAfterMs: null };
  }
  const quoted = STATUSES_QUOTED.has(status) ? `: ${withoutKey(error.message, key)}` : "";
  return {
    reason: `The model's server answered with status ${status}${quoted}.`,
    canRetry: status === 408 || status === 429 || status >= 500,
    retryAfterMs: retryAfterMsOf(error.responseHeaders?.["retry-after"], clock),
  };
}

const withoutKey = (message: string, key: string | null): string =>
  (key === null || key === "" ? message : message.replaceAll(key, "[key]")).slice(0, REASON_CHARACTERS_MAX).toWellFormed();

/** Seconds or an HTTP date; null: absent or unreadable. */
function retryAfterMsOf(header: string | undefined, clock: Clock): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1_000;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - clock.nowMs());
}
