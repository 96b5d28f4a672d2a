import { AppError } from "../../../domain/errors.ts";

/** Cursors are opaque to callers; inside they are the key of the last row given. */
export const encodeCursor = (afterKey: number): string => Buffer.from(`k${afterKey}`).toString("base64url");

/** @throws AppError CURSOR_INVALID */
export function decodeCursor(cursor: string): number {
  const match = /^k(\d{1,16})$/.exec(Buffer.from(cursor, "base64url").toString("latin1"));
  const key = Number(match?.[1]);
  if (!Number.isSafeInteger(key)) throw new AppError("CURSOR_INVALID", "The cursor was not given by this server.", { field: "cursor" });
  return key;
}
