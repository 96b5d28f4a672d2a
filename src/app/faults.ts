import { AppError, ERRORS, type ErrorCode } from "../domain/errors.ts";

/** An error on its way from one thread to another, where it would lose its class. */
export interface Fault {
  readonly code: string | null;
  readonly message: string;
  readonly field?: string;
  readonly stack?: string;
}

export function packFault(error: unknown): Fault {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const cause = error instanceof Error && error.cause instanceof Error ? `\ncaused by ${error.cause.stack ?? error.cause.message}` : "";
  const field = error instanceof AppError && error.field !== undefined ? { field: error.field } : {};
  return { code: error instanceof AppError ? error.code : null, message, ...field, stack: `${stack ?? message}${cause}` };
}

export function unpackFault({ code, message, field, stack }: Fault): Error {
  if (code !== null && Object.hasOwn(ERRORS, code)) {
    return new AppError(code as ErrorCode, message, { ...(field === undefined ? {} : { field }), cause: stack });
  }
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
