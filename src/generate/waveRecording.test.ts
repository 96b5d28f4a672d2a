import { describe, expect, it } from "vitest";
import { generateSessions } from "./generateSessions.ts";
import { Random } from "./random.ts";
import { SAMPLES_PER_SECOND, wholeRecording } from "./waveRecording.ts";

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

describe("wholeRecording", () => {
  const bytes = (turns: Parameters<typeof wholeRecording>[0], lengthMs: number): Buffer =>
    Buffer.concat([...wholeRecording(turns, lengthMs, new Random(1))]);
  const loudest = (file: Buffer, fromMs: number, toMs: number): number => {
    let peak = 0;
    for (let sample = fromMs * 8; sample < toMs * 8; sample++) peak = Math.max(peak, Math.abs(file.readInt16LE(44 + sample * 2)));
    return peak;
  };

  it("is as long as it is asked to be, whoever still speaks then, and silent where nobody does", () => {
    const file = bytes(
      [
        { by: "assistant", startMs: 100.3, endMs: 900.7 },
        { by: "tool", startMs: 1_000, endMs: 1_400 },
        { by: "user", startMs: 1_500, endMs: 9_000 },
      ],
      2_000,
    );
    expect([file.length, file.readUInt32LE(40)]).toEqual([44 + 32_000, 32_000]);
    expect([loudest(file, 0, 100), loudest(file, 902, 1_500)]).toEqual([0, 0]);
    expect(Math.min(loudest(file, 200, 800), loudest(file, 1_600, 1_900))).toBeGreaterThan(3_000);
  });

  it("lets nobody begin before the other has ended, and is silence where nobody speaks", () => {
    const cut = { by: "assistant", startMs: 0, endMs: 1_000.06 } as const;
    const inside = { by: "user", startMs: 300, endMs: 600 } as const;
    expect(bytes([cut, inside], 1_500)).toHaveLength(44 + 24_000);
    expect(loudest(bytes([cut, inside], 1_500), 1_001, 1_500)).toBe(0);
    expect(loudest(bytes([cut, { by: "user", startMs: 500, endMs: 1_400 }], 1_500), 1_100, 1_300)).toBeGreaterThan(3_000);
    expect(loudest(bytes([], 500), 0, 500)).toBe(0);
  });
});
