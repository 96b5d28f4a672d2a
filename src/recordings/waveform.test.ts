import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sniffAudio } from "./audioKind.ts";
import { silence, tone, wav } from "./soundFixtures.ts";
import { Waveforms } from "./waveform.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "calltree-waveform-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, bytes: Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

describe("a waveform", () => {
  it("has a line for each channel and the length of the sound", async () => {
    const half = wav(2, tone, (timeSec) => (timeSec < 1 ? 0 : 0.5));
    const waveform = await new Waveforms().draw({ path: await file("half", half), decoder: "wav" }, half.length);
    expect(waveform?.durationMs).toBe(2_000);
    expect(waveform?.channels).toHaveLength(2);
    const [first = [], second = []] = waveform?.channels ?? [];
    expect(Math.max(...first)).toBeGreaterThan(120);
    expect(Math.max(...second.slice(0, second.length / 2 - 2))).toBe(0);
    expect(Math.max(...second)).toBe(64);
  });

  it("is none of bytes that no decoder understands", async () => {
    const waveforms = new Waveforms();
    const path = await file("noise", Buffer.from("RIFFxxxxWAVE this is not sound at all"));
    for (const decoder of ["wav", "mp3", "flac", "oga", "m4a", "webm"] as const)
      expect(await waveforms.draw({ path, decoder }, 40)).toBeUndefined();
    expect(await waveforms.draw({ path: join(folder, "absent"), decoder: "wav" }, 40)).toBeUndefined();
  });

  it("is none of what takes too long, and the next one is drawn all the same", async () => {
    const path = await file("long", wav(1, silence));
    expect(await new Waveforms({ timeoutMs: 0 }).draw({ path, decoder: "wav" }, 100)).toBeUndefined();
    const waveforms = new Waveforms();
    const [first, second] = await Promise.all([
      waveforms.draw({ path: join(folder, "absent"), decoder: "wav" }, 1),
      waveforms.draw({ path, decoder: "wav" }, 1),
    ]);
    expect([first, second?.durationMs]).toEqual([undefined, 1_000]);
  });

  it("is drawn no more once it is closed", async () => {
    const waveforms = new Waveforms();
    const drawn = waveforms.draw({ path: await file("closing", wav(1, tone)), decoder: "wav" }, 100);
    await waveforms.close();
    expect(await drawn).toBeUndefined();
  });
});

describe("the type of a recording", () => {
  it("is read from its bytes", async () => {
    const ftyp = (brand: string) =>
      Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`ftyp${brand}`), Buffer.alloc(4), Buffer.from(`${brand}isom`)]);
    const kinds = [
      [wav(0.1, tone), "audio/wav"],
      [Buffer.concat([Buffer.from("ID3\u0003\0\0\0\0\0\0"), Buffer.from([0xff, 0xfb, 0x90, 0x44]), Buffer.alloc(2_000)]), "audio/mpeg"],
      [Buffer.concat([Buffer.from("fLaC"), Buffer.alloc(100)]), "audio/flac"],
      [Buffer.concat([ftyp("M4A "), Buffer.alloc(100)]), "audio/mp4"],
      [Buffer.concat([ftyp("isom"), Buffer.alloc(100)]), "video/mp4"],
    ] as const;
    for (const [index, [bytes, contentType]] of kinds.entries())
      expect((await sniffAudio(await file(`kind${index}`, bytes))).contentType).toBe(contentType);
  });

  it.each([
    ["a page", Buffer.from("<!doctype html><script>alert(1)</script>")],
    ["a picture", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")],
    ["a drawing", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"></svg>')],
    ["a program", Buffer.concat([Buffer.from("MZ"), Buffer.alloc(200)])],
    ["an archive", Buffer.from("504b0304140000000000", "hex")],
    ["a document", Buffer.from("%PDF-1.7\n")],
    ["text", Buffer.from("hello, I am a recording")],
    ["MIDI", Buffer.from("MThd\0\0\0\u0006\0\u0001\0\u0001\0\u0060")],
    ["a single byte", Buffer.from([0])],
  ])("is refused when it is %s", async (_what, bytes) => {
    await expect(sniffAudio(await file("refused", bytes))).rejects.toMatchObject({ code: "RECORDING_INVALID" });
  });
});
