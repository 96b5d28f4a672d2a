/** Sounds for tests, made as they are needed: no recording of anybody lies in the repository. */

const SAMPLE_RATE_HZ = 8_000;

/** 16-bit WAV, one function of time (seconds) to sample (-1 to 1) a channel. */
export function wav(durationSec: number, ...channels: readonly ((timeSec: number) => number)[]): Buffer {
  const frames = Math.round(durationSec * SAMPLE_RATE_HZ);
  const bytesPerFrame = channels.length * 2;
  const bytes = Buffer.alloc(44 + frames * bytesPerFrame);
  bytes.write("RIFF", 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(channels.length, 22);
  bytes.writeUInt32LE(SAMPLE_RATE_HZ, 24);
  bytes.writeUInt32LE(SAMPLE_RATE_HZ * bytesPerFrame, 28);
  bytes.writeUInt16LE(bytesPerFrame, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36);
  bytes.writeUInt32LE(frames * bytesPerFrame, 40);
  for (let frame = 0; frame < frames; frame++) {
    for (const [index, sampleAt] of channels.entries()) {
      const sample = Math.max(-1, Math.min(1, sampleAt(frame / SAMPLE_RATE_HZ)));
      bytes.writeInt16LE(Math.round(sample * 32_767), 44 + frame * bytesPerFrame + index * 2);
    }
  }
  return bytes;
}

export const tone = (timeSec: number): number => Math.sin(timeSec * 440 * 2 * Math.PI);
export const silence = (): number => 0;
