import type { FastifyReply, FastifyRequest } from "fastify";
import type { Clock } from "../../../domain/clock.ts";
import type { AppError, ErrorKind } from "../../../domain/errors.ts";
import { formatTime } from "../../../domain/time.ts";
import { STATUS_OF_KIND } from "../../errors.ts";

/** Addresses of this face; those that have no route answer in its words too. */
export const isAgntixAddress = (url: string): boolean => /^\/(api\/)?v1\/chat(\/|\?|$)/.test(url);

/** The contract answers what cannot be read with 422; every other kind of error has the status it has elsewhere. */
export const agntixStatus = (error: AppError): number => (error.kind === "invalid" ? 422 : STATUS_OF_KIND[error.kind]);

/** The first three are words of the contract; it has none for the others, and these are ours. */
const CODE_OF_KIND: Readonly<Record<ErrorKind, string>> = {
  unauthenticated: "UNAUTHORIZED",
  internal: "GENERIC_ERROR",
  unavailable: "GENERIC_ERROR",
  not_found: "NOT_FOUND",
  gone: "NOT_FOUND",
  invalid: "VALIDATION_ERROR",
  range_invalid: "VALIDATION_ERROR",
  too_large: "VALIDATION_ERROR",
  unsupported_media: "VALIDATION_ERROR",
  forbidden: "FORBIDDEN",
  conflict: "CONFLICT",
  rate_limited: "RATE_LIMITED",
  overloaded: "RATE_LIMITED",
  unavailable_elsewhere: "GENERIC_ERROR",
};

const codeOf = (error: AppError): string => (error.code === "SESSION_NOT_FOUND" ? "SESSION_NOT_FOUND" : CODE_OF_KIND[error.kind]);

/** The union of the contract's three documented envelopes. */
export const agntixError =
  (clock: Clock) =>
  (error: AppError, request: Pick<FastifyRequest, "id">, status: number = agntixStatus(error)) => ({
    error: { code: codeOf(error), message: error.message, status, requestId: request.id },
    meta: { requestId: request.id, timestamp: formatTime(clock.nowMs()) },
  });

/** The limiter counts seconds down; the contract names the instant, in seconds since 1970. */
export function tellResetAsInstant(reply: FastifyReply, clock: Clock): void {
  const secondsLeft = reply.getHeader("x-ratelimit-reset");
  if (secondsLeft === undefined) return;
  reply.header("x-ratelimit-reset", String(Math.ceil(clock.nowMs() / 1_000) + Number(secondsLeft)));
}
