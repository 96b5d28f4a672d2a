import type { FastifyRequest } from "fastify";
import type { AppError, ErrorKind } from "../../../domain/errors.ts";

interface Family {
  readonly code: string;
  readonly title: string;
}

const BAD_REQUEST: Family = { code: "10015", title: "Bad Request" };
const UNEXPECTED: Family = { code: "10007", title: "Unexpected error" };
const TOO_MANY: Family = { code: "10011", title: "Too many requests" };

const FAMILY_OF_KIND: Readonly<Record<ErrorKind, Family>> = {
  invalid: BAD_REQUEST,
  unauthenticated: { code: "10009", title: "Authentication failed" },
  forbidden: { code: "10010", title: "Authorization failed" },
  not_found: { code: "10005", title: "Resource not found" },
  conflict: BAD_REQUEST,
  gone: { code: "10005", title: "Resource not found" },
  range_invalid: BAD_REQUEST,
  unavailable_elsewhere: UNEXPECTED,
  too_large: BAD_REQUEST,
  unsupported_media: BAD_REQUEST,
  rate_limited: TOO_MANY,
  overloaded: TOO_MANY,
  unavailable: UNEXPECTED,
  internal: UNEXPECTED,
};

/** Detail records number a bad request as other routes number too many requests; clients go by the status. */
const DETAIL_RECORDS_BAD_REQUEST: Family = { code: "10011", title: "Bad Request" };

/**
 * `{errors: [...]}` with the members of both generations: `code`, `title` and `detail` of the general envelope, and the
 * `message` of session analysis. `meta.url` leads to this server's own page on the error.
 */
export const telnyxError = (error: AppError, request: Pick<FastifyRequest, "url">) => {
  const { code, title } = familyOf(error, request.url);
  const source = error.field === undefined ? {} : { source: { parameter: error.field } };
  const url = `/docs/errors#${error.code.toLowerCase()}`;
  return { errors: [{ code, title, message: error.message, detail: error.message, meta: { url }, ...source }] };
};

function familyOf(error: AppError, url: string): Family {
  if (error.kind === "invalid" && url.startsWith("/v2/detail_records")) return DETAIL_RECORDS_BAD_REQUEST;
  return FAMILY_OF_KIND[error.kind];
}
