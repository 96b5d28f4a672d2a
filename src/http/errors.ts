import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { AppError, type ErrorCode, type ErrorKind } from "../domain/errors.ts";

export const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  range_invalid: 416,
  unavailable_elsewhere: 502,
  too_large: 413,
  unsupported_media: 415,
  rate_limited: 429,
  overloaded: 429,
  unavailable: 503,
  internal: 500,
};

/** Whatever was thrown, as one of the catalogue. What is not ours becomes INTERNAL and tells nothing of the inside. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { code, statusCode, validation, validationContext, message } = (error ?? {}) as Partial<FastifyError>;
  if (validation !== undefined) {
    const [first] = validation;
    const path = `${first?.instancePath ?? ""}${fieldOfParams(first?.params)}`.replace(/^\//, "").replaceAll("/", ".");
    const where = path === "" ? (validationContext === "body" ? "The body" : "The request") : `\`${path}\``;
    const allowed = first?.params["allowedValues"];
    const choices = Array.isArray(allowed) ? `: ${allowed.join(", ")}` : "";
    const details = path === "" ? {} : { field: path };
    return new AppError(
      validationContext === "body" ? "BODY_INVALID" : "PARAMETER_INVALID",
      `${where} ${first?.message ?? "is invalid"}${choices}.`,
      details,
    );
  }
  switch (code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new AppError("BODY_TOO_LARGE", "The body is larger than this route takes.");
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new AppError("MEDIA_TYPE_UNSUPPORTED", "This content type is not taken here.");
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
      return new AppError("BODY_INVALID", "The body is empty.");
    default:
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new AppError("PARAMETER_INVALID", message ?? "The request is invalid.");
  return new AppError("INTERNAL", "Something went wrong inside the server.", { cause: error });
}

function fieldOfParams(params: Record<string, unknown> | undefined): string {
  const name = params?.["missingProperty"] ?? params?.["additionalProperty"];
  return typeof name === "string" ? `/${name}` : "";
}

/** What a driver says of a fault is for the log, not for whoever asked. */
const STORE_FAULTS: Partial<Record<ErrorCode, string>> = {
  STORE_FULL: "The store has no space left; nothing of this request was acknowledged.",
  STORE_LOCKED: "The store is locked by another process; nothing of this request was acknowledged.",
  STORE_UNAVAILABLE: "The store does not answer; nothing of this request was acknowledged.",
};

function forOutside(error: AppError): AppError {
  const told = STORE_FAULTS[error.code];
  return told === undefined ? error : new AppError(error.code, told, { cause: error });
}

/** Turns an error into a face's own body; `status` is that of the answer. */
export type ErrorBody = (error: AppError, request: FastifyRequest, status: number) => unknown;

const statusOfKind = (error: AppError): number => STATUS_OF_KIND[error.kind];

/**
 * The error handler of a face: one status for one kind (unless the face has its own statuses), the face's envelope, and a log line
 * for our own faults. Where `takesBearer` says no, a 401 does not invite to try `Authorization`.
 */
export const errorHandler =
  (
    bodyOf: ErrorBody,
    statusOf: (error: AppError) => number = statusOfKind,
    takesBearer: (request: FastifyRequest) => boolean = () => true,
  ) =>
  async (thrown: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const error = toAppError(thrown);
    const status = statusOf(error);
    if (status >= 500) request.log.error({ err: error.cause ?? thrown, code: error.code }, error.message);
    if (error.retryAfterSec !== undefined) reply.header("retry-after", String(error.retryAfterSec));
    if (status === 401 && takesBearer(request)) reply.header("www-authenticate", 'Bearer realm="calltree"');
    // A body that was not read to its end would be taken for the next request on this connection.
    if (status === 413 || status === 429) reply.header("connection", "close");
    await reply
      .code(status)
      .type("application/json; charset=utf-8")
      .send(JSON.stringify(bodyOf(forOutside(error), request, status)));
  };
