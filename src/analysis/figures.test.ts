import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CALL, message } from "./analysisFixtures.ts";
import { figuresOf } from "./figures.ts";

describe("the figures of a conversation", () => {
  it("measure talk, silence and turns, without what the agent was told", () => {
    expect(figuresOf(CALL)).toEqual({
      talkMs: { user: 3_300, assistant: 4_000 },
      silenceMs: 1_700,
      longestSilenceMs: 1_000,
      interruptions: 0,
      turns: 4,
    });
  });

  it("are unknown, not zero, without offsets; turns can still be counted", () => {
    const figures = figuresOf([message("a", "user", "Hello"), message("b", "user", "Hello?"), message("c", "assistant", "Hello!")]);
    expect(figures).toEqual({
      talkMs: { user: null, assistant: null },
      silenceMs: null,
      longestSilenceMs: null,
      interruptions: 0,
      turns: 2,
    });
    expect(figuresOf([])).toMatchObject({ talkMs: { user: null, assistant: null }, silenceMs: null, turns: 0 });
  });

  it("tell a role's talk only when all of its messages are measured, and silence only when all are", () => {
    const figures = figuresOf([
      message("a", "user", "Hello", 0, 500),
      message("b", "assistant", "Hi"),
      message("c", "assistant", "?", 900, 990),
    ]);
    expect(figures).toMatchObject({ talkMs: { user: 500, assistant: null }, silenceMs: null, longestSilenceMs: null });
  });

  it("do not count an end before its start", () => {
    expect(figuresOf([message("a", "user", "Hello", 500, 100)])).toMatchObject({ talkMs: { user: null }, silenceMs: null });
  });

  it("count time once when both speak", () => {
    const figures = figuresOf([
      message("a", "user", "…", 0, 1_000),
      message("b", "assistant", "…", 500, 2_000),
      message("c", "user", "…", 2_500, 3_000),
    ]);
    expect(figures).toMatchObject({ talkMs: { user: 1_500, assistant: 1_500 }, silenceMs: 500, longestSilenceMs: 500, interruptions: 1 });
  });

  it("count who was overtaken or is said to have been interrupted, and no backchannel", () => {
    const backchannel = [message("a", "assistant", "…", 0, 5_000), message("b", "user", "mhm", 1_000, 1_300)];
    expect(figuresOf(backchannel).interruptions).toBe(0);
    expect(figuresOf([...backchannel, message("c", "user", "wait", 4_000, 6_000)]).interruptions).toBe(1);
    const said = { ...message("a", "assistant", "…"), interrupted: true };
    expect(figuresOf([said, message("b", "user", "wait")]).interruptions).toBe(1);
  });

  it("add up: talk of both, less what they spoke together, and silence fill the time from first to last word", () => {
    const drawn = fc.array(fc.tuple(fc.constantFrom("user", "assistant"), fc.nat(10_000), fc.nat(2_000)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(drawn, (spans) => {
        const messages = spans.map(([role, startMs, length], index) => message(`${index}`, role, "…", startMs, startMs + length));
        const { talkMs, silenceMs, longestSilenceMs } = figuresOf(messages);
        const first = Math.min(...spans.map(([, startMs]) => startMs));
        const last = Math.max(...spans.map(([, startMs, length]) => startMs + length));
        const talk = (talkMs.user ?? 0) + (talkMs.assistant ?? 0);
        expect(talk + (silenceMs ?? 0)).toBeGreaterThanOrEqual(last - first);
        expect(Math.max(talkMs.user ?? 0, talkMs.assistant ?? 0) + (silenceMs ?? 0)).toBeLessThanOrEqual(last - first);
        expect(longestSilenceMs).toBeLessThanOrEqual(silenceMs ?? 0);
      }),
    );
  });
});
