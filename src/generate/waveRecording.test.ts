import { describe, expect, it } from "vitest";
import { generateSessions } from "./generateSessions.ts";
import { SAMPLES_PER_SECOND } from "./waveRecording.ts";

const recordings = [...generateSessions({ sessions: 200, seed: 5, startMs: 0 })].flatMap(({ recording }) =>
  recording === null ? [] : [Buffer.from(recording)],
);

describe("waveRecording", () => {
  it("is a WAV file of 8 kHz, mono, 16 bit, whose header says its length", () => {
    expect(recordings.length).toBeGreaterThan(10);
    for (const file of recordings) {
      expect(file.toString("latin1", 0, 4)).toBe("RIFF");
      expect(file.readUInt32LE(4)).toBe(file.length - 8);
      expect(file.toString("latin1", 8, 16)).toBe("WAVEfmt ");
      const format = [file.readUInt16LE(20), file.readUInt16LE(22), file.readUInt32LE(24), file.readUInt32LE(28), file.readUInt16LE(34)];
      expect(format).toEqual([1, 1, 8_000, 16_000, 16]);
      expect(file.toString("latin1", 36, 40)).toBe("data");
      expect(file.readUInt32LE(40)).toBe(file.length - 44);
    }
  });

  it("lasts two to six seconds", () => {
    for (const file of recordings) {
      const seconds = (file.length - 44) / 2 / SAMPLES_PER_SECOND;
      expect(seconds).toBeGreaterThanOrEqual(2);
      expect(seconds).toBeLessThanOrEqual(6);
    }
  });

  it("has loud and silent parts, so that a waveform shows who spoke", () => {
    for (const file of recordings) {
      const loudest = Array.from({ length: Math.floor((file.length - 44) / 400) }, (_, block) =>
        Math.max(...Array.from({ length: 200 }, (_, sample) => Math.abs(file.readInt16LE(44 + block * 400 + sample * 2)))),
      );
      expect(Math.max(...loudest)).toBeGreaterThan(8_000);
      expect(Math.min(...loudest)).toBeLessThan(500);
    }
  });
});
