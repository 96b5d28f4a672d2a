import { setTimeout as wait } from "node:timers/promises";
import { generateTraffic } from "../src/generate/generateTraffic.ts";
import { AUTHORIZATION, type CalltreeProcess } from "./calltreeProcess.ts";
import { format, quantile } from "./report.ts";
import type { BenchOptions } from "./run.ts";
import { RECORDS_PER_SESSION, sampleSession } from "./sampleRecords.ts";

const RECORDS_PER_SEC = 5_000;
const DURATION_SEC = 25;
const RECORDS_A_BATCH = 250;
/** Every so many batches bring one session whose summary is looked at. */
const BATCHES_A_PROBE = 4;
const PROBE_EVERY_MS = 20;
const PROBE_MS_MAX = 60_000;
const FLOOD_RECORDS = 150_000;
const FLOOD_CONNECTIONS = 4;
const FIRST_PROBE = 70_000_000;
const SEED = 29;
const POLL_MS = 100;

/** How soon after a record's acknowledgement its session's summary tells it, at a steady rate; and what rate the projector can follow. */
export async function measureProjection(server: CalltreeProcess, { report, say, storedLarge }: BenchOptions): Promise<void> {
  const isQuick = storedLarge < 1_000_000;
  const durationSec = isQuick ? 5 : DURATION_SEC;
  const steadyRecords = RECORDS_PER_SEC * durationSec;
  const floodRecords = isQuick ? FLOOD_RECORDS / 5 : FLOOD_RECORDS;
  say("making records");
  const batches = batchesOf(steadyRecords + floodRecords);
  const steady = batches.splice(0, steadyRecords / RECORDS_A_BATCH);

  say(`${format(RECORDS_PER_SEC)} records a second for ${durationSec} s`);
  const startedMs = performance.now();
  const sends: Promise<number | undefined>[] = [];
  for (const [index, batch] of steady.entries()) {
    await wait(Math.max(0, startedMs + (index * RECORDS_A_BATCH * 1_000) / RECORDS_PER_SEC - performance.now()));
    sends.push(index % BATCHES_A_PROBE === 0 ? sendWithProbe(server.url, batch, index) : send(server.url, batch).then(() => undefined));
  }
  const { behind } = await progress(server);
  const lags = (await Promise.all(sends)).filter((lag) => lag !== undefined);
  await projected(server);
  report({
    name: `projection lag while ${format(RECORDS_PER_SEC)} records/s come in, p95`,
    value: quantile(lags, 0.95) / 1_000,
    unit: "s",
    target: { atMost: 2 },
    detail: `${durationSec} s, ${lags.length} sessions looked at: p50 ${format(quantile(lags, 0.5) / 1_000)} s, max ${format(quantile(lags, 1) / 1_000)} s; ${format(behind)} records behind at the end`,
  });

  say("as many records as are taken");
  const floodMs = performance.now();
  const waiting = batches.values();
  await Promise.all(
    Array.from({ length: FLOOD_CONNECTIONS }, async () => {
      for (const batch of waiting) await send(server.url, batch);
    }),
  );
  const takenMs = performance.now() - floodMs;
  await projected(server);
  const toldMs = performance.now() - floodMs;
  report({
    name: "records taken in and told by summaries, as fast as it goes",
    value: floodRecords / (toldMs / 1_000),
    unit: "records/s",
    target: { atLeast: RECORDS_PER_SEC },
    detail: `${format(floodRecords)} records: taken in at ${format(floodRecords / (takenMs / 1_000))} records/s, all told ${format((toldMs - takenMs) / 1_000)} s later`,
  });
}

/** NDJSON, made beforehand: generated traffic in its order of arrival, so that a session's records come over several batches. */
function batchesOf(recordCount: number): string[] {
  const batches: string[] = [];
  let lines: string[] = [];
  for (const record of generateTraffic({ sessions: recordCount, seed: SEED, startMs: Date.UTC(2026, 5, 1) })) {
    lines.push(JSON.stringify(record));
    if (lines.length < RECORDS_A_BATCH) continue;
    batches.push(lines.join("\n"));
    lines = [];
    if (batches.length * RECORDS_A_BATCH >= recordCount) break;
  }
  return batches;
}

async function send(url: string, batch: string): Promise<void> {
  const headers = { ...AUTHORIZATION, "content-type": "application/x-ndjson" };
  const answer = await fetch(`${url}/v1/records`, { method: "POST", headers, body: batch });
  if (!answer.ok) throw new Error(await answer.text());
  await answer.arrayBuffer();
}

/** @returns milliseconds from the acknowledgement until the summary of a session of this batch tells all its records */
async function sendWithProbe(url: string, batch: string, index: number): Promise<number> {
  const { sessionId, lines } = sampleSession(FIRST_PROBE + index);
  await send(url, [...batch.split("\n").slice(RECORDS_PER_SESSION), ...lines].join("\n"));
  const acknowledgedMs = performance.now();
  for (;;) {
    const answer = await fetch(`${url}/v1/sessions?limit=1&alias=${sessionId}`, { headers: AUTHORIZATION });
    const { data } = (await answer.json()) as { data: readonly { event_count: number }[] };
    const lagMs = performance.now() - acknowledgedMs;
    if (data[0]?.event_count === RECORDS_PER_SESSION) return lagMs;
    if (lagMs > PROBE_MS_MAX) throw new Error(`session ${sessionId} is not told after ${lagMs} ms`);
    await wait(PROBE_EVERY_MS);
  }
}

/** Resolves when every summary tells all that was sent. */
export async function projected(server: CalltreeProcess): Promise<void> {
  for (;;) {
    const { behind, dirty_sessions: dirty } = await progress(server);
    if (behind === 0 && dirty === 0) return;
    await wait(POLL_MS);
  }
}

/** How many record changes and sessions are still to be looked at. */
async function progress(server: CalltreeProcess): Promise<{ behind: number; dirty_sessions: number }> {
  const answer = await fetch(`${server.url}/v1/projection`, { headers: AUTHORIZATION });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as { behind: number; dirty_sessions: number };
}
