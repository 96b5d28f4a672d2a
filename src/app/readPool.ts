import { Worker } from "node:worker_threads";
import { AppError } from "../domain/errors.ts";
import type { ReadLimits } from "../reads/index.ts";
import { type Fault, unpackFault } from "./faults.ts";

export interface ReadThreadSetup {
  readonly databaseUrl: string;
  readonly postgresConnectionsMax: number;
  readonly limits: ReadLimits;
}

export interface ReadRequest {
  readonly id: number;
  readonly name: string;
  readonly args: unknown;
}

export type ReadReply = { readonly id: number; readonly text: string } | { readonly id: number; readonly error: Fault };

/** Answers live for a moment only; more room for them would be resident memory without a gain in speed. */
const YOUNG_MEBIBYTES = 16;

interface Waiting {
  readonly resolve: (text: string) => void;
  readonly reject: (error: unknown) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
  /** Requests of this turn of the event loop, sent together. */
  outbox: ReadRequest[];
}

/**
 * Reader threads. Each opens the stores for reading by itself; requests go to the thread with the fewest waiting, and
 * those of one turn travel in one message. A thread that dies fails its own requests and is replaced.
 */
export class ReadPool {
  readonly #setup: ReadThreadSetup;
  readonly #threads: Thread[] = [];
  #nextId = 1;
  #isClosing = false;

  constructor(setup: ReadThreadSetup, threadCount: number) {
    this.#setup = setup;
    for (let index = 0; index < threadCount; index++) this.#threads.push(this.#start());
  }

  run(name: string, args: unknown): Promise<string> {
    const thread = this.#leastBusy();
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      thread.waiting.set(id, { resolve, reject });
      thread.outbox.push({ id, name, args });
      if (thread.outbox.length === 1) queueMicrotask(() => this.#send(thread));
    });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all(
      this.#threads.map(async ({ worker }) => {
        const isGone = new Promise((resolve) => worker.once("exit", resolve));
        worker.postMessage("close");
        await isGone;
      }),
    );
  }

  #send(thread: Thread): void {
    const requests = thread.outbox;
    thread.outbox = [];
    thread.worker.postMessage(requests);
  }

  #leastBusy(): Thread {
    let best = this.#threads[0];
    for (const thread of this.#threads) if (best === undefined || thread.waiting.size < best.waiting.size) best = thread;
    if (best === undefined || this.#isClosing) throw new AppError("STORE_UNAVAILABLE", "The server is shutting down.");
    return best;
  }

  #start(): Thread {
    const file = import.meta.url.endsWith(".ts") ? "./readThread.ts" : "./readThread.js";
    const worker = new Worker(new URL(file, import.meta.url), {
      workerData: this.#setup,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEBIBYTES },
    });
    const thread: Thread = { worker, waiting: new Map(), outbox: [] };
    worker.on("message", (replies: readonly ReadReply[]) => {
      for (const reply of replies) settle(thread, reply);
    });
    worker.on("error", (error) => this.#replace(thread, error));
    worker.on("exit", () => {
      if (!this.#isClosing) this.#replace(thread, new Error("a reader thread ended"));
    });
    return thread;
  }

  #replace(thread: Thread, cause: unknown): void {
    const index = this.#threads.indexOf(thread);
    if (index < 0) return;
    for (const { reject } of thread.waiting.values()) reject(new AppError("STORE_UNAVAILABLE", "The read broke off.", { cause }));
    thread.waiting.clear();
    if (!this.#isClosing) this.#threads[index] = this.#start();
  }
}

function settle(thread: Thread, reply: ReadReply): void {
  const waiting = thread.waiting.get(reply.id);
  thread.waiting.delete(reply.id);
  if (waiting === undefined) return;
  if ("text" in reply) waiting.resolve(reply.text);
  else waiting.reject(unpackFault(reply.error));
}
