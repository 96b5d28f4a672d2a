import type { IncomingHttpHeaders } from "node:http";
import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import { guardedFetchHead } from "../outgoing/answerHead.ts";
import type { OutgoingPolicy } from "../outgoing/policy.ts";
import { readRetryAfter } from "./schedule.ts";

export interface AttemptParts {
  readonly policy: OutgoingPolicy;
  readonly clock: Clock;
  /** For a status line, names and connecting included. */
  readonly timeoutMs: number;
  /** Gives up attempts under way. */
  readonly signal: AbortSignal;
}

/** What came of one request. */
export interface Sent {
  /** Null: no answer came. */
  readonly status: number | null;
  readonly latencyMs: number;
  /** Null: the receiver has it. */
  readonly failure: string | null;
  /** JSON, as in Attempt.answer. */
  readonly answer: string | null;
  /** The receiver asked to be left alone for so long. */
  readonly retryAfterMs: number | null;
  /** The receiver said that it will never take anything again. */
  readonly isGone: boolean;
}

export const TIMEOUT_MS = 15_000;
const ANSWER_BYTES_MAX = 16_384;
const ANSWER_CHARACTERS_MAX = 2_000;
const HEADER_CHARACTERS_MAX = 4_000;
const GONE = 410;
const COOKIE_HEADERS: ReadonlySet<string> = new Set(["set-cookie", "set-cookie2", "cookie"]);

/**
 * Makes one request. A status of 2xx means received, whatever becomes of the answer's body; every other status, redirects
 * among them, and no status at all is a failure.
 * @throws only what is no answer of the receiver's and no fault of its address
 */
export async function attemptDelivery(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  parts: AttemptParts,
): Promise<Sent> {
  const startedMs = parts.clock.nowMs();
  const request = {
    ...{ method: "POST", headers, body, bodyBytesMax: ANSWER_BYTES_MAX },
    ...{ timeoutMs: parts.timeoutMs, redirectsMax: 0, signal: parts.signal },
  };
  try {
    const answer = await guardedFetchHead(url, request, parts.policy);
    const nowMs = parts.clock.nowMs();
    const failure = failureOf(answer.status);
    return {
      status: answer.status,
      latencyMs: nowMs - startedMs,
      failure,
      answer: answerText(answer.headers, answer.body),
      retryAfterMs: failure === null ? null : readRetryAfter(answer.headers["retry-after"], nowMs),
      isGone: answer.status === GONE,
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const latencyMs = parts.clock.nowMs() - startedMs;
    return { status: null, latencyMs, failure: error.message, answer: null, retryAfterMs: null, isGone: false };
  }
}

function failureOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status === GONE) return "It answered with status 410: it is gone.";
  if (status >= 300 && status < 400) return `It answered with status ${status}; redirects are not followed.`;
  return `It answered with status ${status}.`;
}

/** The head of an answer as it is kept for people: JSON of its headers without cookies, and the beginning of its body. */
export function answerText(headers: IncomingHttpHeaders, body: Buffer): string {
  const kept: Record<string, string> = {};
  let characters = 0;
  for (const [name, value] of Object.entries(headers)) {
    const text = Array.isArray(value) ? value.join(", ") : (value ?? "");
    characters += name.length + text.length;
    if (!COOKIE_HEADERS.has(name) && characters <= HEADER_CHARACTERS_MAX) kept[name] = text;
  }
  return JSON.stringify({ headers: kept, body: body.toString("utf8").slice(0, ANSWER_CHARACTERS_MAX) });
}
