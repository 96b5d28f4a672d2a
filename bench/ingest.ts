import { join } from "node:path";
import { type CalltreeProcess, startCalltree } from "./calltreeProcess.ts";
import { BareInserts } from "./floor.ts";
import { postRecords, type SampleFile, streamFile, writeSampleFile } from "./load.ts";
import { format, median, spread } from "./report.ts";
import type { BenchOptions } from "./run.ts";

const REPEATS = 3;
const MEASURED_RECORDS = 55_000;
const SINGLE_SEC = 8;
const RESIDENT_BYTES_MAX = 300 * 1_048_576;

/** Taking records in over HTTP, at two sizes of store, against bare inserts at the same sizes. */
export async function measureIngest(options: BenchOptions): Promise<void> {
  const { folder, storedSmall, storedLarge, report, say } = options;
  say("writing sample files");
  const preload = await writeSampleFile(join(folder, "preload.ndjson"), storedSmall);
  const rest = await writeSampleFile(join(folder, "rest.ndjson"), storedLarge - storedSmall - REPEATS * MEASURED_RECORDS, 1_000_000);
  const measured: SampleFile[] = [];
  for (let index = 0; index < 2 * REPEATS; index++) {
    measured.push(await writeSampleFile(join(folder, `measured-${index}.ndjson`), MEASURED_RECORDS, 10_000_000 + index * 100_000));
  }
  const [small, large] = [measured.slice(0, REPEATS), measured.slice(REPEATS)];

  say("bare inserts: the floor");
  const floor = await BareInserts.open(join(folder, "floor.db"));
  await floor.insertFile(preload);
  const floorSmall = await each(small, (file) => floor.insertFile(file));
  await floor.insertFile(rest);
  const floorLarge = await each(large, (file) => floor.insertFile(file));
  floor.close();

  say("the same over HTTP");
  await using server = await startCalltree(`sqlite:${join(folder, "ingest.db")}`);
  const memory = new PeakMemory(server);
  await streamFile(server.url, preload);
  const httpSmall = await each(small, (file) => streamFile(server.url, file));
  await streamFile(server.url, rest);
  const httpLarge = await each(large, (file) => streamFile(server.url, file));
  const peakBytes = memory.stop();

  const sizes = [
    ["small", storedSmall, httpSmall, floorSmall, 25_000],
    ["large", storedLarge, httpLarge, floorLarge, 15_000],
  ] as const;
  for (const [, stored, http, bare, target] of sizes) {
    const at = `at ${format(stored)} stored`;
    report({
      name: `NDJSON ingest ${at}`,
      value: median(http),
      unit: "records/s",
      target: { atLeast: target },
      detail: `${REPEATS} runs: ${spread(http)}`,
    });
    report({
      name: `NDJSON ingest ${at} against bare inserts`,
      value: median(http) / median(bare),
      unit: "×",
      target: { atLeast: 0.5 },
      detail: `bare inserts: ${spread(bare)} records/s`,
    });
  }
  report({
    name: `peak resident memory while ${format(storedLarge)} records streamed in`,
    value: peakBytes / 1_048_576,
    unit: "MiB",
    target: { atMost: RESIDENT_BYTES_MAX / 1_048_576 },
    detail: "sampled every 50 ms",
  });

  say("one record a request over 32 connections");
  const single = await postRecords(server.url, 32, SINGLE_SEC);
  report({
    name: `one record a request, 32 connections, at ${format(storedLarge)} stored`,
    value: single.perSecond,
    unit: "requests/s",
    target: { atLeast: 4_000 },
    detail: `p50 ${single.p50Ms} ms, p99 ${single.p99Ms} ms`,
  });
}

async function each(files: readonly SampleFile[], run: (file: SampleFile) => Promise<number>): Promise<number[]> {
  const rates: number[] = [];
  for (const file of files) rates.push(await run(file));
  return rates;
}

class PeakMemory {
  readonly #timer: NodeJS.Timeout;
  #peakBytes = 0;

  constructor(server: CalltreeProcess) {
    this.#timer = setInterval(() => {
      this.#peakBytes = Math.max(this.#peakBytes, server.residentBytes());
    }, 50);
  }

  stop(): number {
    clearInterval(this.#timer);
    return this.#peakBytes;
  }
}
