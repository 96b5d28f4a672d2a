import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { message } from "./analysisFixtures.ts";
import { cutTranscript } from "./cut.ts";

const spoken = (count: number, characters: number) =>
  Array.from({ length: count }, (_, index) => message(`m${index}`, index % 2 === 0 ? "assistant" : "user", "x".repeat(characters)));
const toolCall = { id: null, name: "look_up", argumentsJson: "{}", resultJson: JSON.stringify("y".repeat(5_000)) };
const idsOf = (messages: readonly { readonly id: string }[]): string[] => messages.map(({ id }) => id);

describe("a transcript that is too long", () => {
  it("is left alone as long as it fits", () => {
    const messages = spoken(10, 60);
    expect(cutTranscript(messages, 1_000)).toEqual({ messages, gapAfter: null, cut: null });
    expect(cutTranscript(messages, 999).cut).not.toBeNull();
    expect(cutTranscript([], 1_000)).toEqual({ messages: [], gapAfter: null, cut: null });
  });

  it("loses its system messages first, and says so", () => {
    const messages = [message("s", "system", "z".repeat(5_000)), ...spoken(10, 60)];
    const { messages: read, gapAfter, cut } = cutTranscript(messages, 1_000);
    expect(idsOf(read)).not.toContain("s");
    expect(gapAfter).toBeNull();
    expect(cut).toEqual({ rule: "longer than 1000 characters: system messages were left out", messagesRead: 10, messagesTotal: 11 });
  });

  it("then loses what tools were given and answered", () => {
    const [first = message("m0", "assistant", ""), ...others] = spoken(10, 60);
    const messages = [{ ...first, toolCall }, { ...message("t", "tool", ""), toolCall }, ...others];
    const { messages: read, cut } = cutTranscript(messages, 1_000);
    expect(idsOf(read)).toEqual(idsOf([first, ...others]));
    expect(read.every((one) => (one.toolCall ?? null) === null)).toBe(true);
    expect(cut?.rule).toContain("tool messages and tool calls were left out");
    expect(cut).toMatchObject({ messagesRead: 10, messagesTotal: 11 });
  });

  it("then loses its middle, and says how much of it is read", () => {
    const { messages: read, gapAfter, cut } = cutTranscript(spoken(100, 60), 1_000);
    expect(idsOf(read)).toEqual(["m0", "m1", "m2", "m93", "m94", "m95", "m96", "m97", "m98", "m99"]);
    expect(gapAfter).toBe(3);
    expect(cut).toEqual({
      rule: "longer than 1000 characters: system messages were left out, of 100 messages the first 3 and the last 7 were read",
      messagesRead: 10,
      messagesTotal: 100,
    });
  });

  it("reads nothing rather than half of a message", () => {
    const { messages: read, cut } = cutTranscript(spoken(2, 5_000), 1_000);
    expect(read).toEqual([]);
    expect(cut).toMatchObject({ messagesRead: 0, messagesTotal: 2 });
  });

  it("always fits, keeps the order, and never cuts without saying so", () => {
    const lengths = fc.array(fc.record({ role: fc.constantFrom("user", "assistant", "system", "tool"), length: fc.nat(400) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 50, max: 5_000 }), (drawn, charactersMax) => {
        const messages = drawn.map(({ role, length }, index) => message(`${index}`, role, "x".repeat(length)));
        const { messages: read, cut } = cutTranscript(messages, charactersMax);
        const ids = read.map(({ id }) => Number(id));
        expect(read.reduce((sum, { content }) => sum + content.length + 40, 0)).toBeLessThanOrEqual(charactersMax);
        expect(ids).toEqual(ids.toSorted((left, right) => left - right));
        expect(cut === null).toBe(read.length === messages.length);
        if (cut !== null) expect(cut).toMatchObject({ messagesRead: read.length, messagesTotal: messages.length });
      }),
    );
  });
});
