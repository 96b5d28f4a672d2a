import { AppError } from "../domain/errors.ts";

/** Bytes from `start` to `end`, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The part that a `Range` header asks for; undefined: the whole. As RFC 9110 has it, what is malformed, of another unit or of
 * several parts is passed over, and a part that ends past the last byte is cut there.
 * @throws AppError RANGE_INVALID when no byte of it exists
 */
export function readRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/i.exec(header?.replaceAll(" ", "") ?? "");
  const [, from = "", to = ""] = match ?? [];
  if (match === null || (from === "" && to === "")) return undefined;
  const start = from === "" ? Math.max(0, sizeBytes - Number(to)) : Number(from);
  const end = from === "" || to === "" ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (from !== "" && to !== "" && Number(to) < Number(from)) return undefined;
  if (start <= end) return { start, end };
  throw new AppError("RANGE_INVALID", `The recording has ${sizeBytes} bytes; none of them is in this range.`, { field: "range" });
}
