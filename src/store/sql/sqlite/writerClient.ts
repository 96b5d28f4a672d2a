import { Worker } from "node:worker_threads";
import { AppError } from "../../../domain/errors.ts";
import { unpackError, type WriterReply, type WriterRequest, type WriterSetup, type WriterWork } from "./messages.ts";

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: AppError) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly pending: Map<number, Pending>;
  /** Resolves with the database's version. */
  readonly ready: Promise<number>;
  hasStarted: boolean;
}

const ownThread = (): URL => new URL(import.meta.url.endsWith(".ts") ? "./writerThread.ts" : "./writerThread.js", import.meta.url);

/**
 * The calling thread's end of the writer thread. A writer that dies fails what it was asked with STORE_UNAVAILABLE and is
 * reported; the next request starts another.
 */
export class WriterClient {
  readonly #setup: WriterSetup;
  readonly #onBackgroundError: (error: unknown) => void;
  readonly #threadFile: URL;
  #thread: Thread | undefined;
  #nextId = 1;
  #isClosed = false;

  constructor(setup: WriterSetup, onBackgroundError: (error: unknown) => void, threadFile: URL = ownThread()) {
    this.#setup = setup;
    this.#onBackgroundError = onBackgroundError;
    this.#threadFile = threadFile;
  }

  /** Starts the thread and migrates. @returns the database's version @throws AppError STORE_TOO_NEW and the store's others */
  open(): Promise<number> {
    return this.#current().ready;
  }

  async run(work: WriterWork): Promise<unknown> {
    if (this.#isClosed) throw new AppError("STORE_UNAVAILABLE", "The store is closed.");
    const thread = this.#current();
    // Not awaited when it is ready, or requests could overtake each other; the thread keeps their order.
    return request(thread, this.#nextId++, work);
  }

  /** Finishes what was asked, checkpoints, and ends the thread. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    const thread = this.#thread;
    const finished = thread === undefined ? undefined : this.run({ kind: "close" });
    this.#isClosed = true;
    if (thread === undefined) return;
    const isGone = new Promise((resolve) => thread.worker.once("exit", resolve));
    try {
      await finished;
    } finally {
      if (this.#thread === thread) await isGone;
    }
  }

  #current(): Thread {
    this.#thread ??= this.#start();
    return this.#thread;
  }

  #start(): Thread {
    const worker = new Worker(this.#threadFile, { workerData: this.#setup });
    const pending = new Map<number, Pending>();
    const ready = new Promise<number>((resolve, reject) => {
      pending.set(0, { resolve: (version) => resolve(version as number), reject });
    });
    const thread: Thread = { worker, pending, ready, hasStarted: false };
    ready.then(
      () => {
        thread.hasStarted = true;
      },
      // Whoever waits for it gets the error; requests behind a failed start are failed when the thread ends.
      () => {},
    );
    worker.on("message", (reply: WriterReply) => settle(thread, reply));
    worker.on("error", (error) => this.#lose(thread, error));
    worker.on("exit", () => this.#lose(thread, new Error("the writer thread ended")));
    return thread;
  }

  #lose(thread: Thread, cause: unknown): void {
    if (this.#thread === thread) this.#thread = undefined;
    const lost = [...thread.pending.values()];
    thread.pending.clear();
    const error = new AppError("STORE_UNAVAILABLE", "The writer thread ended before it answered.", { cause });
    for (const { reject } of lost) reject(error);
    if (lost.length > 0 || (thread.hasStarted && !this.#isClosed)) this.#onBackgroundError(error);
  }
}

function request({ worker, pending }: Thread, id: number, work: WriterWork): Promise<unknown> {
  return new Promise((resolve, reject) => {
    pending.set(id, { resolve, reject });
    const message: WriterRequest = { id, work };
    worker.postMessage(message);
  });
}

function settle({ pending }: Thread, reply: WriterReply): void {
  const waiting = pending.get(reply.id);
  pending.delete(reply.id);
  if (waiting === undefined) return;
  if ("error" in reply) waiting.reject(unpackError(reply.error));
  else waiting.resolve(reply.value);
}
