import { describe, expect, it } from "vitest";
import { recordingAddressMark, withRecordingAddresses } from "./recordingAddresses.ts";

const addressOf = async (id: string): Promise<string> => `https://calls.example/${encodeURIComponent(id)}?token="t"`;

describe("addresses of recordings", () => {
  it("stand where their marks stood, each for its own session", async () => {
    const text = `[{"a":${recordingAddressMark('one "quoted"')},"b":1},{"a":${recordingAddressMark("two")}}]`;
    expect(JSON.parse(await withRecordingAddresses(text, addressOf))).toEqual([
      { a: 'https://calls.example/one%20%22quoted%22?token="t"', b: 1 },
      { a: 'https://calls.example/two?token="t"' },
    ]);
  });

  it("leave an answer without marks as it is, also one in which somebody wrote of such marks", async () => {
    const text = JSON.stringify({ metadata: { x: '\u0001"two"\u0001' } });
    expect(await withRecordingAddresses(text, addressOf)).toBe(text);
  });

  it("are not made up when they cannot be signed", async () => {
    const refusing = () => Promise.reject(new Error("no key"));
    await expect(withRecordingAddresses(`{"a":${recordingAddressMark("one")}}`, refusing)).rejects.toThrow("no key");
  });
});
