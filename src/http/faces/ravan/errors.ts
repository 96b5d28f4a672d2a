import type { AppError, ErrorKind } from "../../../domain/errors.ts";
import { errorHandler, STATUS_OF_KIND } from "../../errors.ts";

interface Family {
  /** As gRPC numbers its statuses. */
  readonly code: number;
  readonly name: string;
}

const INVALID: Family = { code: 3, name: "INVALID_ARGUMENT" };
const NOT_FOUND: Family = { code: 5, name: "NOT_FOUND" };
const EXHAUSTED: Family = { code: 8, name: "RESOURCE_EXHAUSTED" };

const FAMILY_OF_KIND: Readonly<Record<ErrorKind, Family>> = {
  invalid: INVALID,
  unauthenticated: { code: 16, name: "UNAUTHENTICATED" },
  forbidden: { code: 7, name: "FORBIDDEN" },
  not_found: NOT_FOUND,
  conflict: { code: 10, name: "CONFLICT" },
  gone: NOT_FOUND,
  range_invalid: { code: 11, name: "OUT_OF_RANGE" },
  unavailable_elsewhere: { code: 14, name: "BAD_GATEWAY" },
  too_large: INVALID,
  unsupported_media: INVALID,
  rate_limited: EXHAUSTED,
  overloaded: EXHAUSTED,
  unavailable: { code: 14, name: "UNAVAILABLE" },
  internal: { code: 13, name: "INTERNAL_ERROR" },
};

/** Valid under both documented shapes of errors: the gRPC gateway's (`code`, `message`, `details`) and the envelope's. */
export const ravanError = (error: AppError) => {
  const { code, name } = FAMILY_OF_KIND[error.kind];
  const { message, field } = error;
  return { success: false, message, code, details: [], error: { code: name, message, details: field === undefined ? {} : { field } } };
};

/** This contract has no word for what is gone: an erased session is one that does not exist. */
export const ravanStatus = (error: AppError): number => STATUS_OF_KIND[error.kind === "gone" ? "not_found" : error.kind];

/** The one address of this contract that takes a token in `Authorization` besides the key in `X-Api-Key`. */
export const PHONE_HISTORY = "/api/v1/calling/phone-history";

export const ravanErrorHandler = errorHandler(ravanError, ravanStatus, ({ routeOptions }) => routeOptions.url === PHONE_HISTORY);
