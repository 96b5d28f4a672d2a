import { createReadStream, createWriteStream, statSync } from "node:fs";
import { request } from "node:http";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import autocannon from "autocannon";
import { AUTHORIZATION } from "./calltreeProcess.ts";
import { RECORDS_PER_SESSION, sampleSession } from "./sampleRecords.ts";

export interface SampleFile {
  readonly path: string;
  readonly sessionIds: readonly string[];
  readonly recordCount: number;
  readonly byteCount: number;
}

/** Writes NDJSON beforehand, so that making it costs the measured run nothing. */
export async function writeSampleFile(path: string, recordCount: number, firstSession = 0): Promise<SampleFile> {
  const sessionIds: string[] = [];
  async function* text(): AsyncGenerator<string> {
    for (let index = 0; index < Math.ceil(recordCount / RECORDS_PER_SESSION); index++) {
      const session = sampleSession(firstSession + index);
      sessionIds.push(session.sessionId);
      yield `${session.lines.join("\n")}\n`;
    }
  }
  await pipeline(text, createWriteStream(path));
  return { path, sessionIds, recordCount: sessionIds.length * RECORDS_PER_SESSION, byteCount: statSync(path).size };
}

/** Streams a file as one NDJSON request; records a second, timed to the answer. `bytesPerSec` throttles it. */
export async function streamFile(url: string, file: SampleFile, bytesPerSec?: number): Promise<number> {
  const startedMs = performance.now();
  const answer = new Promise<string>((resolve, reject) => {
    const headers = { ...AUTHORIZATION, "content-type": "application/x-ndjson" };
    const call = request(`${url}/v1/records`, { method: "POST", headers }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () => resolve(text));
      response.on("error", reject);
    });
    call.on("error", reject);
    const source = createReadStream(file.path, { highWaterMark: 262_144 });
    pipeline(bytesPerSec === undefined ? [source, call] : [source, throttle(bytesPerSec), call]).catch(reject);
  });
  const { counts } = JSON.parse(await answer) as { counts: { stored: number } };
  if (counts.stored !== file.recordCount) throw new Error(`stored ${counts.stored} of ${file.recordCount}`);
  return file.recordCount / ((performance.now() - startedMs) / 1_000);
}

function throttle(bytesPerSec: number): Transform {
  const startedMs = performance.now();
  let sentBytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sentBytes += chunk.length;
      const dueMs = (sentBytes / bytesPerSec) * 1_000;
      setTimeout(() => done(null, chunk), Math.max(0, dueMs - (performance.now() - startedMs)));
    },
  });
}

export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** GET of trees of random sessions over a number of connections. */
export async function getTrees(url: string, sessionIds: readonly string[], connections: number, durationSec: number): Promise<LoadResult> {
  let next = 0;
  const nextSession = (): string => {
    next = (next + 7_919) % sessionIds.length;
    return sessionIds[next] ?? "";
  };
  const result = await autocannon({
    url,
    connections,
    duration: durationSec,
    headers: AUTHORIZATION,
    requests: [
      {
        method: "GET",
        setupRequest: (request) => ({
          ...request,
          path: `/v1/trees/call-session/${nextSession()}`,
        }),
      },
    ],
  });
  return checked(result);
}

/** One record a request over a number of connections. */
export async function postRecords(url: string, connections: number, durationSec: number): Promise<LoadResult> {
  const bodies: string[] = [];
  let session = 50_000_000;
  const result = await autocannon({
    url,
    connections,
    duration: durationSec,
    headers: { ...AUTHORIZATION, "content-type": "application/json" },
    requests: [
      {
        method: "POST",
        path: "/v1/records",
        setupRequest: (request) => {
          if (bodies.length === 0) bodies.push(...sampleSession(session++).lines);
          return { ...request, body: bodies.pop() ?? "" };
        },
      },
    ],
  });
  return checked(result);
}

function checked(result: autocannon.Result): LoadResult {
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} answers were not 2xx, ${result.errors} errors`);
  return { perSecond: result.requests.average, p50Ms: result.latency.p50, p99Ms: result.latency.p99 };
}
