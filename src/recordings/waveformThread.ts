/** A worker thread that decodes one recording and tells its waveform; then it is done. */
import { createReadStream } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { decodeChunked } from "audio-decode";
import { PeakGatherer } from "./peaks.ts";
import type { WaveformJob } from "./waveform.ts";

/** More are no recording of a call, and each costs memory. */
const CHANNELS_MAX = 8;

const job = workerData as WaveformJob;
const gatherer = new PeakGatherer();
// The decoder of MP4 copies all it has with each chunk until it has found the index, so that its chunks are larger.
const chunks = createReadStream(job.path, { highWaterMark: job.decoder === "m4a" ? 4_194_304 : 65_536 });
for await (const { channelData, sampleRate } of decodeChunked(chunks as AsyncIterable<Uint8Array>, job.decoder)) {
  if (channelData.length > CHANNELS_MAX) throw new Error(`more than ${CHANNELS_MAX} channels`);
  gatherer.add(channelData, sampleRate);
}
parentPort?.postMessage(gatherer.waveform() ?? null);
