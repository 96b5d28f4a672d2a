import type { AttemptResult } from "../store/endpoints.ts";

export interface ResultsParts {
  /** Makes a batch durable, all or nothing. */
  record(results: readonly AttemptResult[]): Promise<void>;
  sleep(ms: number): Promise<void>;
  onFault(error: unknown): void;
}

const BATCH_MAX = 100;
/** A result waits so long for others to be written with it. */
const BATCH_WAIT_MS = 20;
const AFTER_FAULT_MS = 1_000;

/** Writes results of attempts down, many at once. While the store cannot, they wait: their deliveries stay in hand. */
export class Results {
  readonly #parts: ResultsParts;
  readonly #waiting: AttemptResult[] = [];
  #writing: Promise<void> | undefined;
  #isClosing = false;

  constructor(parts: ResultsParts) {
    this.#parts = parts;
  }

  add(result: AttemptResult): void {
    this.#waiting.push(result);
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  /** Resolves when all is written. */
  async settled(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
  }

  /** Writes what there is; what cannot be written now is left, and will be sent again. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.settled();
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      if (this.#waiting.length < BATCH_MAX && !this.#isClosing) await this.#parts.sleep(BATCH_WAIT_MS);
      const batch = this.#waiting.slice(0, BATCH_MAX);
      try {
        await this.#parts.record(batch);
        this.#waiting.splice(0, batch.length);
      } catch (error) {
        this.#parts.onFault(error);
        if (this.#isClosing) return;
        await this.#parts.sleep(AFTER_FAULT_MS);
      }
    }
  }
}
