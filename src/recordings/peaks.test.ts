import fastCheck from "fast-check";
import { describe, expect, it } from "vitest";
import { PEAKS_MAX, PeakGatherer } from "./peaks.ts";

const gathered = (chunks: readonly (readonly number[])[], sampleRateHz = 8_000) => {
  const gatherer = new PeakGatherer();
  for (const chunk of chunks) gatherer.add([Float32Array.from(chunk)], sampleRateHz);
  return gatherer.waveform();
};

describe("peaks", () => {
  it("are none of nothing", () => {
    expect(new PeakGatherer().waveform()).toBeUndefined();
  });

  it("are each sample of a sound that is short enough", () => {
    expect(gathered([[0, 0.5, -1, 1]])).toEqual({ durationMs: 1, channels: [[0, 0, 0, 64, -127, 0, 0, 127]] });
  });

  it("keep within bounds what a decoder gives beyond them", () => {
    expect(gathered([[-3, 7]])?.channels).toEqual([[-127, 0, 0, 127]]);
  });

  it("lose no extreme, however long the sound is and wherever it is cut", () => {
    const lengths = fastCheck.array(fastCheck.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 8 });
    fastCheck.assert(
      fastCheck.property(lengths, fastCheck.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (chunkLengths, place) => {
        const total = chunkLengths.reduce((sum, length) => sum + length, 0);
        const loudAt = Math.floor(place * total);
        let offset = 0;
        const chunks = chunkLengths.map((length) => {
          const chunk = new Array<number>(length).fill(0);
          if (loudAt >= offset && loudAt < offset + length) chunk[loudAt - offset] = 1;
          offset += length;
          return chunk;
        });
        const peaks = gathered(chunks)?.channels[0] ?? [];
        expect(peaks.length / 2).toBeLessThanOrEqual(PEAKS_MAX);
        expect(peaks.filter((value) => value !== 0)).toEqual([127]);
        const bucketsPerSample = peaks.length / 2 / total;
        expect(Math.abs(peaks.indexOf(127) / 2 - loudAt * bucketsPerSample)).toBeLessThanOrEqual(peaks.length / 2 / 2 + 1);
      }),
      { numRuns: 60 },
    );
  });

  it("of a long sound are at least half as many as they may be", () => {
    const chunks = Array.from({ length: 100 }, () => new Array<number>(8_000).fill(0.5));
    const waveform = gathered(chunks);
    expect(waveform?.durationMs).toBe(100_000);
    expect(waveform?.channels[0]?.length).toBeGreaterThanOrEqual(PEAKS_MAX);
    expect(waveform?.channels[0]?.length).toBeLessThanOrEqual(PEAKS_MAX * 2);
  });

  it("give a channel that appears late the past of the first", () => {
    const gatherer = new PeakGatherer();
    gatherer.add([Float32Array.from([1, 0])], 8_000);
    gatherer.add([Float32Array.from([0]), Float32Array.from([-1])], 8_000);
    expect(gatherer.waveform()?.channels).toEqual([
      [0, 127, 0, 0, 0, 0],
      [0, 127, 0, 0, -127, 0],
    ]);
  });
});
