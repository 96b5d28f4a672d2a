/** Enough for any screen, few enough to travel with a page. */
export const PEAKS_MAX = 800;
const SAMPLE_MAX = 127;

export interface Waveform {
  readonly durationMs: number;
  /** Per channel, minimum and maximum of each bucket in turn, -127 to 127; every channel has as many buckets, at most PEAKS_MAX. */
  readonly channels: readonly (readonly number[])[];
}

/**
 * Gathers the extremes of samples as they come, in memory that does not grow with the recording: twice PEAKS_MAX buckets are
 * kept, and when they are full, each two become one of twice the length.
 */
export class PeakGatherer {
  #channels: Float32Array[] = [];
  #bucketFrames = 1;
  #frames = 0;
  #durationSec = 0;

  /** @param channelData one array of samples (-1 to 1) a channel, equally long. A channel that appears late was like the first until then. */
  add(channelData: readonly Float32Array[], sampleRateHz: number): void {
    const frames = channelData[0]?.length ?? 0;
    if (frames === 0 || !(sampleRateHz > 0)) return;
    while (this.#channels.length < channelData.length) this.#channels.push(this.#channels[0]?.slice() ?? emptyBuckets());
    while (this.#frames + frames > BUCKETS_KEPT * this.#bucketFrames) this.#merge();
    for (const [index, extremes] of this.#channels.entries()) this.#addTo(extremes, channelData[index] ?? channelData[0] ?? NO_SAMPLES);
    this.#frames += frames;
    this.#durationSec += frames / sampleRateHz;
  }

  /** Undefined when nothing came. */
  waveform(): Waveform | undefined {
    if (this.#frames === 0) return undefined;
    while (Math.ceil(this.#frames / this.#bucketFrames) > PEAKS_MAX) this.#merge();
    const buckets = Math.ceil(this.#frames / this.#bucketFrames);
    const channels = this.#channels.map((extremes) => Array.from(extremes.subarray(0, buckets * 2), toByte));
    return { durationMs: Math.round(this.#durationSec * 1_000), channels };
  }

  #addTo(extremes: Float32Array, samples: Float32Array): void {
    for (let index = 0; index < samples.length; index++) {
      const at = Math.floor((this.#frames + index) / this.#bucketFrames) * 2;
      const sample = samples[index] ?? 0;
      if (sample < (extremes[at] ?? 0)) extremes[at] = sample;
      if (sample > (extremes[at + 1] ?? 0)) extremes[at + 1] = sample;
    }
  }

  #merge(): void {
    for (const extremes of this.#channels) {
      for (let bucket = 0; bucket < BUCKETS_KEPT; bucket++) {
        const from = bucket * 4;
        extremes[bucket * 2] = Math.min(extremes[from] ?? 0, extremes[from + 2] ?? 0);
        extremes[bucket * 2 + 1] = Math.max(extremes[from + 1] ?? 0, extremes[from + 3] ?? 0);
      }
    }
    this.#bucketFrames *= 2;
  }
}

const BUCKETS_KEPT = PEAKS_MAX * 2;
const NO_SAMPLES = new Float32Array(0);
const emptyBuckets = (): Float32Array => new Float32Array(BUCKETS_KEPT * 2);
const toByte = (sample: number): number => Math.round(Math.max(-1, Math.min(1, sample)) * SAMPLE_MAX) || 0;
