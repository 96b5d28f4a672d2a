import { Worker } from "node:worker_threads";
import type { AudioDecoder } from "./audioKind.ts";
import type { Waveform } from "./peaks.ts";

export interface WaveformJob {
  readonly path: string;
  readonly decoder: AudioDecoder;
}

export interface WaveformLimits {
  /** A recording that takes longer to decode has no waveform. */
  readonly timeoutMs: number;
}

export const WAVEFORM_LIMITS: WaveformLimits = { timeoutMs: 120_000 };

const HEAP_MEBIBYTES_MAX = 256;
/** MP4 whose index comes last is decoded in one piece, so that its memory grows with it. */
const MP4_BYTES_MAX = 25_165_824;

/**
 * Draws waveforms in a worker thread, one at a time: decoding takes seconds of processor time, and memory. The thread ends
 * with its job, for the decoders are WebAssembly whose memory never shrinks.
 */
export class Waveforms {
  readonly #limits: WaveformLimits;
  #last: Promise<unknown> = Promise.resolve();
  #running: Worker | undefined;
  #isClosed = false;

  constructor(limits: WaveformLimits = WAVEFORM_LIMITS) {
    this.#limits = limits;
  }

  /** The waveform of a file; undefined when it cannot be decoded, or not within the limits. */
  draw(job: WaveformJob, sizeBytes: number): Promise<Waveform | undefined> {
    if (job.decoder === "m4a" && sizeBytes > MP4_BYTES_MAX) return Promise.resolve(undefined);
    const drawn = this.#last.then(() => this.#run(job));
    this.#last = drawn;
    return drawn;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running?.terminate();
  }

  #run(job: WaveformJob): Promise<Waveform | undefined> {
    if (this.#isClosed) return Promise.resolve(undefined);
    const file = import.meta.url.endsWith(".ts") ? "./waveformThread.ts" : "./waveformThread.js";
    const worker = new Worker(new URL(file, import.meta.url), {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEBIBYTES_MAX },
      // Decoders warn on the console about every odd frame.
      stdout: true,
      stderr: true,
    });
    this.#running = worker;
    worker.stdout.resume();
    worker.stderr.resume();
    return new Promise((resolve) => {
      let waveform: Waveform | undefined;
      const timer = setTimeout(() => void worker.terminate(), this.#limits.timeoutMs);
      worker.on("message", (message: Waveform | null) => {
        waveform = message ?? undefined;
      });
      // Bytes that no decoder understands are an answer, not a fault: the recording plays or not, it has no waveform.
      worker.on("error", () => {});
      worker.on("exit", () => {
        clearTimeout(timer);
        this.#running = undefined;
        resolve(waveform);
      });
    });
  }
}
