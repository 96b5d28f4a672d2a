import type { Random } from "./random.ts";
import type { SessionAccount } from "./sessionAccount.ts";
import type { Turn } from "./turns.ts";

export const SAMPLES_PER_SECOND = 8_000;
const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;
const LENGTH_MS_MIN = 2_000;
const LENGTH_MS_MAX = 6_000;
/** A recording is a miniature of its call: so many times shorter, within the bounds above. */
const SHORTENING = 20;
const LOUDEST = 31_000;
const SYLLABLES_PER_SECOND = 4.5;
const PHRASES_PER_SECOND = 0.6;
/** A voice comes and goes within so small a part of its turn: one over this. */
const EDGE_TIMES = 20;
const AGENT_HERTZ = 190;
const CALLER_HERTZ = 270;

interface Voice {
  readonly startMs: number;
  readonly endMs: number;
  readonly hertz: number;
  /** 0 to 1. */
  readonly loudness: number;
}

/** A WAV file (8 kHz, mono, 16 bit) of 2 to 6 seconds in which the agent and the caller hum in turn, as long as each spoke. */
export function waveRecording(account: SessionAccount, random: Random): Buffer<ArrayBuffer> {
  const talkMs = account.conversation?.endMs ?? (account.endedMs ?? account.startedMs) - account.startedMs;
  const lengthMs = Math.round(Math.min(LENGTH_MS_MAX, Math.max(LENGTH_MS_MIN, talkMs / SHORTENING)));
  const voices = voicesOf(account.conversation?.turns ?? inTurns(talkMs, random), lengthMs / Math.max(1, talkMs), random);
  const samples = samplesIn(lengthMs);
  const sound = Buffer.alloc(samples * BYTES_PER_SAMPLE);
  for (const voice of voices) hum(sound, voice, { first: 0, samples });
  return Buffer.concat([header(sound.length), sound]);
}

/**
 * The same hum at the speed of the call itself, so that what is heard and what was said stand at the same time: a part for each
 * turn, so that nobody waits until all of it was made. Who speaks while another does begins after that one.
 */
export function* wholeRecording(turns: readonly Spoken[], lengthMs: number, random: Random): Generator<Buffer<ArrayBuffer>, void, void> {
  const samples = samplesIn(lengthMs);
  yield header(samples * BYTES_PER_SAMPLE);
  let first = 0;
  for (const voice of voicesOf(turns, 1, random)) {
    const last = Math.max(first, Math.min(samples, samplesIn(voice.endMs)));
    const sound = Buffer.alloc((last - first) * BYTES_PER_SAMPLE);
    hum(sound, { ...voice, startMs: Math.max(voice.startMs, (first * 1_000) / SAMPLES_PER_SECOND) }, { first, samples });
    yield sound;
    first = last;
  }
  yield Buffer.alloc((samples - first) * BYTES_PER_SAMPLE);
}

const samplesIn = (lengthMs: number): number => Math.round((lengthMs * SAMPLES_PER_SECOND) / 1_000);

export type Spoken = Pick<Turn, "by" | "startMs" | "endMs">;

/** Nobody wrote down who spoke when: they take turns of some seconds. */
function inTurns(talkMs: number, random: Random): Spoken[] {
  const turns: Spoken[] = [];
  for (let startMs = 500; startMs < talkMs; ) {
    const endMs = Math.min(talkMs, startMs + random.integer(1_500, 9_000));
    turns.push({ by: turns.length % 2 === 0 ? "assistant" : "user", startMs, endMs });
    startMs = endMs + random.integer(200, 1_500);
  }
  return turns;
}

function voicesOf(turns: readonly Spoken[], scale: number, random: Random): Voice[] {
  return turns
    .filter(({ by, startMs, endMs }) => (by === "user" || by === "assistant") && endMs > startMs)
    .map(({ by, startMs, endMs }) => ({
      startMs: startMs * scale,
      endMs: endMs * scale,
      hertz: (by === "user" ? CALLER_HERTZ : AGENT_HERTZ) + random.integer(-12, 12),
      loudness: by === "user" ? 0.35 + random.fraction() * 0.3 : 0.6 + random.fraction() * 0.4,
    }));
}

/** A tone with two overtones, swelling and fading as syllables do. `of`: where in the recording the sound begins, and how long that is. */
function hum(sound: Buffer, { startMs, endMs, hertz, loudness }: Voice, of: { readonly first: number; readonly samples: number }): void {
  const first = Math.floor((startMs * SAMPLES_PER_SECOND) / 1_000);
  const last = Math.min(of.samples, Math.floor((endMs * SAMPLES_PER_SECOND) / 1_000));
  for (let sample = first; sample < last; sample++) {
    const second = (sample - first) / SAMPLES_PER_SECOND;
    const part = (sample - first) / (last - first);
    const phase = 2 * Math.PI * hertz * second;
    const tone = 0.7 * Math.sin(phase) + 0.2 * Math.sin(2 * phase) + 0.1 * Math.sin(3 * phase);
    const edge = Math.min(1, EDGE_TIMES * part, EDGE_TIMES * (1 - part));
    const loud = Math.round(LOUDEST * loudness * swellAt(second, hertz) * edge * tone);
    sound.writeInt16LE(loud, (sample - of.first) * BYTES_PER_SAMPLE);
  }
}

/** How loud a voice is at a time: each syllable as strong as it happens to be, within phrases that rise, sink and pause. */
function swellAt(second: number, hertz: number): number {
  const place = second * SYLLABLES_PER_SECOND;
  const syllable = Math.floor(place);
  const strength = 0.35 + 0.65 * scattered(syllable + hertz);
  const phrase = second * PHRASES_PER_SECOND + scattered(hertz);
  const breath = 0.4 + 0.6 * Math.abs(Math.sin(Math.PI * phrase)) * (0.7 + 0.3 * scattered(Math.floor(phrase) + 2 * hertz));
  return strength * breath * (0.1 + 0.9 * Math.sin(Math.PI * (place - syllable)));
}

/** 0 to 1, as if by chance and always the same for the same number. */
function scattered(number: number): number {
  const wild = Math.sin(number * 12.9898) * 43_758.5453;
  return wild - Math.floor(wild);
}

/** RIFF, one `fmt ` chunk (PCM), one `data` chunk. */
function header(dataBytes: number): Buffer<ArrayBuffer> {
  const file = Buffer.alloc(HEADER_BYTES);
  file.write("RIFF", 0, "latin1");
  file.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  file.write("WAVEfmt ", 8, "latin1");
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  file.writeUInt32LE(SAMPLES_PER_SECOND * BYTES_PER_SAMPLE, 28);
  file.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  file.writeUInt16LE(8 * BYTES_PER_SAMPLE, 34);
  file.write("data", 36, "latin1");
  file.writeUInt32LE(dataBytes, 40);
  return file;
}
