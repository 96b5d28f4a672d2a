import { AppError } from "../domain/errors.ts";

const RETRY_AFTER_SEC = 1;

/**
 * Bounds what all requests together may hold in memory. A request reserves its bytes before its body is read; one that
 * does not fit is refused at once, while a single request always fits, however large it may be. So overload sheds the
 * newcomers, the same ones for the same order of arrival, and never slows those already admitted.
 */
export class Admission {
  readonly #pendingBytesMax: number;
  #pendingBytes = 0;

  constructor(pendingBytesMax: number) {
    this.#pendingBytesMax = pendingBytesMax;
  }

  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** @throws AppError INGEST_OVERLOADED with `retryAfterSec`. @returns gives the bytes back; calling it again does nothing */
  reserve(bytes: number): () => void {
    if (this.#pendingBytes > 0 && this.#pendingBytes + bytes > this.#pendingBytesMax) {
      throw new AppError("INGEST_OVERLOADED", "The server is taking in as much as it can hold.", { retryAfterSec: RETRY_AFTER_SEC });
    }
    this.#pendingBytes += bytes;
    let isHeld = true;
    return () => {
      if (isHeld) this.#pendingBytes -= bytes;
      isHeld = false;
    };
  }
}
