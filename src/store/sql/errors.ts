import { AppError } from "../../domain/errors.ts";

/**
 * Turns what a driver threw into an AppError: STORE_FULL, STORE_LOCKED, or STORE_UNAVAILABLE for everything else, with
 * the driver's error as cause. AppErrors pass through.
 */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (FULL_CODES.test(code)) return new AppError("STORE_FULL", `The database cannot grow: ${message}.`, { cause: error });
  if (LOCKED_CODES.test(code)) return new AppError("STORE_LOCKED", `The database is locked: ${message}.`, { cause: error });
  return new AppError("STORE_UNAVAILABLE", `The database did not answer as it should: ${message}.`, { cause: error });
}

/** SQLite by name, PostgreSQL by SQLSTATE (53100: disk full; 55P03: lock not available). */
const FULL_CODES = /^(SQLITE_FULL|ENOSPC|53100)$/;
const LOCKED_CODES = /^(SQLITE_BUSY\w*|SQLITE_LOCKED\w*|55P03)$/;
const CONNECTION_CODES = /^(08\w{3}|57P0[1-5]|ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|SQLITE_IOERR\w*)$/;
const CONNECTION_MESSAGES = /connection (terminated|ended|closed)|timeout exceeded when trying to connect|not queryable/i;

/** True when the fault lies with the data sent, so that others of the same group can still succeed without it. */
export function isFaultOfOneCall(error: AppError): boolean {
  if (error.code === "STORE_FULL" || error.code === "STORE_LOCKED") return false;
  return !(error.cause instanceof Error) || !isConnectionLoss(error.cause);
}

function isConnectionLoss(error: Error): boolean {
  return CONNECTION_CODES.test(codeOf(error)) || CONNECTION_MESSAGES.test(error.message);
}

/** Two transactions met (deadlock or serialization failure): the same work succeeds when run again. */
export const isWorthRepeating = (error: unknown): boolean => /^(40P01|40001)$/.test(codeOf(error));

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** Runs one use of the store, with every driver error turned into an AppError. */
export async function guarded<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw toAppError(error);
  }
}
