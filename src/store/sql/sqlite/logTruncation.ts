import type Database from "better-sqlite3";

/**
 * The write-ahead log holds pages as they were before an erasure, until it is truncated. A reader in the middle of a query
 * can be in the way; then it is tried again after each later write, without waiting.
 */
export class LogTruncation {
  readonly #raw: Database.Database;
  #isDue = false;

  constructor(raw: Database.Database) {
    this.#raw = raw;
  }

  /** To be called after each transaction. */
  after(isErasure: boolean): void {
    if (isErasure) this.#isDue = !this.#truncate();
    else if (this.#isDue) this.#isDue = !this.#truncateWithoutWaiting();
  }

  #truncate(): boolean {
    const [result] = this.#raw.pragma("wal_checkpoint(TRUNCATE)") as { busy: bigint }[];
    return result?.busy === 0n;
  }

  #truncateWithoutWaiting(): boolean {
    const busyMs = this.#raw.pragma("busy_timeout", { simple: true });
    this.#raw.pragma("busy_timeout = 0");
    try {
      return this.#truncate();
    } finally {
      this.#raw.pragma(`busy_timeout = ${busyMs}`);
    }
  }
}
