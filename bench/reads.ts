import { join } from "node:path";
import { FIRST_ORGANIZATION } from "../src/app/firstStart.ts";
import { BUILT_IN_RECORD_TYPES } from "../src/domain/recordTypes.ts";
import { Registry } from "../src/domain/registry.ts";
import { openStores } from "../src/store/open.ts";
import type { Stores } from "../src/store/stores.ts";
import { gather } from "../src/tree/gather.ts";
import { startCalltree } from "./calltreeProcess.ts";
import { getTrees, streamFile, writeSampleFile } from "./load.ts";
import { RawClient } from "./rawClient.ts";
import { format, median, quantile, spread } from "./report.ts";
import type { BenchOptions } from "./run.ts";

const REPEATS = 5;
const GETS = 2_000;
const LOAD_SEC = 6;
const RECORDS_AT_FIRST = 11_000;
const registry = new Registry(BUILT_IN_RECORD_TYPES);

/** Reading the tree of one 11-record session, alone, under load, while records stream in, and in a large store. */
export async function measureReads({ folder, storedSmall, storedLarge, report, say }: BenchOptions): Promise<void> {
  const databaseUrl = `sqlite:${join(folder, "reads.db")}`;
  await using server = await startCalltree(databaseUrl);
  say("a store of 10,000 records");
  const first = await writeSampleFile(join(folder, "first.ndjson"), RECORDS_AT_FIRST);
  await streamFile(server.url, first);
  const atFirst = await medianGetMs(server.url, first.sessionIds);

  say(`a store of ${format(storedSmall)} records`);
  const second = await writeSampleFile(join(folder, "second.ndjson"), storedSmall - RECORDS_AT_FIRST, 100_000);
  const ingestPerSec = await streamFile(server.url, second);
  const floorMs: number[] = [];
  const overHttpMs: number[] = [];
  const stores = await openStores(databaseUrl, "read");
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const bodies = await answers(server.url, second.sessionIds.slice(0, GETS));
    floorMs.push(await medianFloorMs(stores, second.sessionIds.slice(0, GETS), bodies));
    overHttpMs.push(await medianGetMs(server.url, second.sessionIds));
  }
  await stores[Symbol.asyncDispose]();
  report({
    name: "GET of an 11-node tree, p50, against its look-ups and JSON.stringify in process",
    value: median(overHttpMs) / median(floorMs),
    unit: "×",
    target: { atMost: 3 },
    detail: `over HTTP ${spread(overHttpMs)} ms, in process ${spread(floorMs)} ms`,
  });

  say("32 connections");
  const loads = [];
  for (let repeat = 0; repeat < 3; repeat++) loads.push(await getTrees(server.url, second.sessionIds, 32, LOAD_SEC));
  const rates = loads.map((load) => load.perSecond);
  report({
    name: "GETs of 11-node trees, 32 connections",
    value: median(rates),
    unit: "/s",
    target: { atLeast: 5_000 },
    detail: `3 runs: ${spread(rates)}`,
  });

  say("while records stream in at half the rate");
  const half = await writeSampleFile(join(folder, "half.ndjson"), Math.ceil((ingestPerSec / 2) * (LOAD_SEC + 4)), 300_000);
  const bytesPerSec = (half.byteCount / half.recordCount) * (ingestPerSec / 2);
  const streaming = streamFile(server.url, half, bytesPerSec);
  const busy = await getLatencies(server.url, second.sessionIds, LOAD_SEC * 1_000);
  await streaming;
  const [p50, p99] = [quantile(busy, 0.5), quantile(busy, 0.99)];
  report({
    name: "GET p99 against p50 while ingest runs at half its maximum",
    value: p99 / p50,
    unit: "×",
    target: { atMost: 5 },
    detail: `p50 ${format(p50)} ms, p99 ${format(p99)} ms, 8 connections, ${format(ingestPerSec / 2)} records/s`,
  });

  say(`a store of ${format(storedLarge)} records`);
  await streamFile(
    server.url,
    await writeSampleFile(join(folder, "third.ndjson"), storedLarge - storedSmall - half.recordCount, 1_000_000),
  );
  const atLast = await medianGetMs(server.url, second.sessionIds);
  report({
    name: `the same GET with ${format(storedLarge)} records stored against 10,000`,
    value: atLast / atFirst,
    unit: "×",
    target: { atMost: 1.5 },
    detail: `p50 ${format(atFirst)} ms, then ${format(atLast)} ms`,
  });
}

const pathOf = (sessionId: string): string => `/v1/trees/call-session/${sessionId}`;

async function answers(url: string, sessionIds: readonly string[]): Promise<unknown[]> {
  const client = await RawClient.open(url);
  const bodies: unknown[] = [];
  for (const sessionId of sessionIds) bodies.push(JSON.parse(await client.get(pathOf(sessionId))));
  client.close();
  return bodies;
}

async function medianGetMs(url: string, sessionIds: readonly string[]): Promise<number> {
  const client = await RawClient.open(url);
  const times: number[] = [];
  for (let index = 0; index < GETS; index++) {
    const sessionId = sessionIds[(index * 7_919) % sessionIds.length] ?? "";
    const startedMs = performance.now();
    await client.get(pathOf(sessionId));
    times.push(performance.now() - startedMs);
  }
  client.close();
  return median(times);
}

async function getLatencies(url: string, sessionIds: readonly string[], durationMs: number): Promise<number[]> {
  const times: number[] = [];
  const untilMs = performance.now() + durationMs;
  let next = 0;
  const ask = async (): Promise<void> => {
    const client = await RawClient.open(url);
    while (performance.now() < untilMs) {
      next = (next + 7_919) % sessionIds.length;
      const startedMs = performance.now();
      await client.get(pathOf(sessionIds[next] ?? ""));
      times.push(performance.now() - startedMs);
    }
    client.close();
  };
  await Promise.all(Array.from({ length: 8 }, ask));
  return times;
}

/** The floor: the store's own look-ups for the tree (values to rows, rows to bodies), then JSON.stringify of the answer. */
async function medianFloorMs({ records }: Stores, sessionIds: readonly string[], bodies: readonly unknown[]): Promise<number> {
  const type = registry.require("call-session");
  const times: number[] = [];
  for (const [index, sessionId] of sessionIds.entries()) {
    const rounds: (readonly string[])[] = [];
    const keys: number[] = [];
    await gather(
      { type, id: sessionId, record: null },
      registry,
      (values, limit) => {
        rounds.push(values);
        return records.byLinkValues(FIRST_ORGANIZATION, values, limit);
      },
      { treeNodesMax: 100_000, hotValueRecords: 10_000 },
    ).then(({ pool }) => keys.push(...pool.nodes.keys()));
    const startedMs = performance.now();
    await records.findMany(FIRST_ORGANIZATION, [{ type: "call-session", id: sessionId }]);
    for (const values of [[sessionId], ...rounds]) await records.byLinkValues(FIRST_ORGANIZATION, values, 100_001);
    await records.bodies(FIRST_ORGANIZATION, keys);
    JSON.stringify(bodies[index]);
    times.push(performance.now() - startedMs);
  }
  return median(times);
}
