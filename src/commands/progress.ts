import { SingleBar } from "cli-progress";
import type { Clock } from "../domain/clock.ts";
import type { CopyProgress } from "../store/open.ts";
import type { Output } from "./context.ts";

export interface Progress {
  /** `doneUnits` of `totalUnits` (bytes, or records); `records` so far. */
  update(doneUnits: number, records: number): void;
  stop(): void;
}

const LINE_EVERY_MS = 5_000;

/** A moving bar on a terminal, a line every few seconds elsewhere, nothing with --json. Rate and remaining time on both. */
export function startProgress(output: Output, clock: Clock, label: string, totalUnits: number | undefined): Progress {
  if (output.isJson) return { update: () => {}, stop: () => {} };
  const rates = new Rates(clock, totalUnits);
  return output.isTerminal && totalUnits !== undefined ? bar(label, totalUnits, rates) : lines(output, clock, label, rates);
}

/** Progress of a copy of all tables, whose rows are counted as they come; how many there are is not known before. */
export function startCopyProgress(output: Output, clock: Clock): { onProgress(progress: CopyProgress): void; stop(): void } {
  const progress = startProgress(output, clock, "Copying", undefined);
  const rowsOf = new Map<string, number>();
  return {
    onProgress: ({ table, rows }) => {
      rowsOf.set(table, rows);
      const copied = [...rowsOf.values()].reduce((sum, number) => sum + number, 0);
      progress.update(copied, copied);
    },
    stop: progress.stop,
  };
}

function bar(label: string, totalUnits: number, rates: Rates): Progress {
  const single = new SingleBar({
    format: `${label} [{bar}] {percentage}%  {records} records  {rate}/s  {remaining} left`,
    hideCursor: true,
    stream: process.stderr,
    clearOnComplete: false,
  });
  single.start(Math.max(1, totalUnits), 0, { records: 0, rate: 0, remaining: "?" });
  return {
    update: (doneUnits, records) => single.update(Math.min(doneUnits, totalUnits), rates.at(doneUnits, records)),
    stop: () => single.stop(),
  };
}

function lines(output: Output, clock: Clock, label: string, rates: Rates): Progress {
  let lastMs = clock.nowMs();
  return {
    update: (doneUnits, records) => {
      if (clock.nowMs() - lastMs < LINE_EVERY_MS) return;
      lastMs = clock.nowMs();
      const now = rates.at(doneUnits, records);
      output.tell(`${label}: ${now.records} records, ${now.rate}/s, ${now.remaining} left`);
    },
    stop: () => {},
  };
}

interface RatesNow {
  readonly records: string;
  readonly rate: string;
  readonly remaining: string;
}

class Rates {
  readonly #clock: Clock;
  readonly #startMs: number;
  readonly #totalUnits: number | undefined;

  constructor(clock: Clock, totalUnits: number | undefined) {
    this.#clock = clock;
    this.#startMs = clock.nowMs();
    this.#totalUnits = totalUnits;
  }

  at(doneUnits: number, records: number): RatesNow {
    const elapsedMs = Math.max(1, this.#clock.nowMs() - this.#startMs);
    const unitsPerMs = doneUnits / elapsedMs;
    const leftMs = this.#totalUnits === undefined || unitsPerMs === 0 ? undefined : (this.#totalUnits - doneUnits) / unitsPerMs;
    return {
      records: count(records),
      rate: count(Math.round((records * 1_000) / elapsedMs)),
      remaining: leftMs === undefined ? "unknown time" : duration(Math.max(0, leftMs)),
    };
  }
}

export const count = (number: number): string => number.toLocaleString("en-US");

/** "8 s", "3 min 20 s", "2 h 5 min". */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
