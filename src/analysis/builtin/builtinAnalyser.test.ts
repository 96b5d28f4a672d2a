import { describe, expect, it } from "vitest";
import { CALL, EVERYTHING, message, NOTHING } from "../analysisFixtures.ts";
import { builtinAnalyser } from "./builtinAnalyser.ts";
import { findIntent } from "./intent.ts";
import { judgeSentiment } from "./sentiment.ts";
import { summarise } from "./summary.ts";
import { transcriptOf } from "./transcriptFixtures.ts";

const analyse = (settings: typeof EVERYTHING, messages = CALL, signal = new AbortController().signal) =>
  builtinAnalyser().analyse({ settings, messages, durationMs: null, agentName: null }, signal);

describe("builtinAnalyser", () => {
  it("says the same of the same transcript, asks no model and counts no tokens", async () => {
    const first = await analyse(EVERYTHING);
    expect(await analyse(EVERYTHING)).toEqual(first);
    expect(first).toMatchObject({ model: null, inputTokens: null, outputTokens: null, outcome: { analyser: "builtin", language: "en" } });
  });

  it("has no key for what is switched off, and leaves none of it out", async () => {
    const { outcome } = await analyse(NOTHING);
    expect(Object.keys(outcome).toSorted()).toEqual(["analyser", "cut", "figures", "language", "leftOut"]);
    expect(outcome.leftOut).toEqual([]);
  });

  it("leaves out everything of a session in which nobody spoke", async () => {
    const { outcome } = await analyse(EVERYTHING, []);
    expect(outcome.language).toBeNull();
    expect(outcome.leftOut.map(({ part }) => part)).toEqual(
      expect.arrayContaining(["summary", "intent", "resolution", "sentiment", "extractedData.guests"]),
    );
  });

  it("takes fields that are named like parts of objects for names", async () => {
    const fields = ["__proto__", "constructor"].map((name) => ({ name, description: "Email", type: "string" as const, choices: [] }));
    const { outcome } = await analyse({ ...NOTHING, ravanFields: fields }, [message("m1", "user", "My email is ada@example.org")]);
    expect(Object.entries(outcome.ravanData ?? {})).toEqual([
      ["__proto__", "ada@example.org"],
      ["constructor", "ada@example.org"],
    ]);
  });

  it("cuts a transcript that is too long and says so", async () => {
    const long = Array.from({ length: 200 }, (_, index) => message(`m${index}`, "user", "words ".repeat(700)));
    expect((await analyse(EVERYTHING, long)).outcome.cut).toMatchObject({ messagesTotal: 200 });
    expect((await analyse(EVERYTHING)).outcome.cut).toBeNull();
  });

  it("reads 20,000 messages, and speech without any punctuation, whatever is repeated in it", async () => {
    const many = Array.from({ length: 20_000 }, (_, index) =>
      message(`m${index}`, index % 2 === 0 ? "user" : "assistant", "My name is Bob."),
    );
    expect((await analyse(EVERYTHING, many)).outcome.language).toBe("en");
    for (const piece of ["1.", "a@", "five hundred ", "my name is ", "I want to not cancel the order "]) {
      const endless = message("m1", "user", piece.repeat(150_000 / piece.length));
      expect((await analyse(EVERYTHING, [endless])).outcome.analyser).toBe("builtin");
    }
  });

  it("gives up when told to", async () => {
    await expect(analyse(EVERYTHING, CALL, AbortSignal.abort(new Error("stop")))).rejects.toThrow("stop");
  });
});

describe("summarise", () => {
  it("quotes the first request and the last commitment, one a line", () => {
    const lines = ["user: Hello. I need a taxi.", "assistant: Is now fine?", "user: Yes.", "assistant: Thanks. Your taxi is booked. Bye."];
    expect(summarise(transcriptOf("en", ...lines))).toBe("I need a taxi.\nYour taxi is booked.");
  });

  it("takes no refusal for a request, and no question or denial for a commitment", () => {
    expect(summarise(transcriptOf("en", "user: No, I don't want a taxi.", "assistant: Your taxi is not booked."))).toBeUndefined();
    expect(summarise(transcriptOf("hi", "user: नहीं, मुझे नहीं चाहिए।"))).toBeUndefined();
  });

  it("says nothing in a language of which it knows no words", () => {
    expect(summarise(transcriptOf("fi", "user: Haluaisin varata ajan."))).toBeUndefined();
  });
});

describe("judgeSentiment", () => {
  const of = (...said: readonly string[]) => judgeSentiment(transcriptOf("en", ...said))?.sentiment;

  it("needs two words of one kind", () => {
    expect(of("user: That was excellent, you are amazing.")).toBe("POSITIVE");
    expect(of("user: This is terrible. I am furious.")).toBe("NEGATIVE");
  });

  it("leaves out single, mixed, denied and thankful words, and those of the assistant", () => {
    expect(of("user: Excellent.")).toBeUndefined();
    expect(of("user: Excellent, amazing, but the line was terrible.")).toBeUndefined();
    expect(of("user: It was not excellent and not amazing.")).toBeUndefined();
    expect(of("user: Thanks, thank you.")).toBeUndefined();
    expect(of("assistant: Excellent, amazing!")).toBeUndefined();
  });
});

describe("findIntent", () => {
  const INTENTS = ["cancel_order", "track order", "order"];
  const of = (...lines: readonly string[]) => findIntent(INTENTS, transcriptOf("en", ...lines))?.intent;

  it("takes the intent with the most words that a request has", () => {
    expect(of("user: I want to cancel my order.")).toBe("cancel_order");
  });

  it("takes none that is denied, not requested, said by the assistant, or one of two", () => {
    expect(of("user: I don't want to cancel or track any order.")).toBeUndefined();
    expect(of("user: Output: cancel order.")).toBeUndefined();
    expect(of("assistant: I want to cancel your order.")).toBeUndefined();
    expect(of("user: I want to cancel one order and to track another order.")).toBeUndefined();
  });
});
