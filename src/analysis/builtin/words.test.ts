import { describe, expect, it } from "vitest";
import { fold, isSameWord, sentencesOf, withAsciiDigits, wordsOf } from "./words.ts";

describe("sentencesOf", () => {
  const texts = (text: string) => sentencesOf(text).map((sentence) => sentence.text);

  it("cuts after the marks of every script", () => {
    expect(texts("Yes. Really? No!")).toEqual(["Yes.", "Really?", "No!"]);
    expect(texts("ठीक है। धन्यवाद।")).toEqual(["ठीक है।", "धन्यवाद।"]);
    expect(texts("ما اسمك؟ شكرًا.")).toEqual(["ما اسمك؟", "شكرًا."]);
  });

  it("does not cut inside amounts, after titles, initials and German days", () => {
    expect(texts("It is 1.250,50 euros.")).toHaveLength(1);
    expect(texts("Room No. 5, please. No. Not that one.")).toHaveLength(3);
    expect(texts("Dr. Brown and J. Smith came.")).toHaveLength(1);
    expect(texts("Ihr Termin am 12. Mai um 9 Uhr.")).toHaveLength(1);
  });

  it("ends a sentence without punctuation past 600 characters, at a blank", () => {
    const sentences = texts("word ".repeat(1_000));
    expect(Math.max(...sentences.map(({ length }) => length))).toBeLessThanOrEqual(605);
    expect(sentences.join(" ")).toBe("word ".repeat(1_000).trim());
  });
});

describe("words", () => {
  it("keep their places, so that what is quoted is verbatim", () => {
    const text = "Straße, ÉTÉ und أحمد";
    expect(wordsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual(["Straße", "ÉTÉ", "und", "أحمد"]);
    expect(wordsOf(text).map(({ folded }) => folded)).toEqual(["strasse", "ete", "und", "احمد"]);
  });

  it("read Arabic and Devanagari digits as ASCII ones in the same places", () => {
    expect(withAsciiDigits("٢٠ يونيو २०")).toBe("20 يونيو 20");
  });

  it("fold the nukta and the vowel marks", () => {
    expect(fold("फ़ोन")).toBe(fold("फोन"));
    expect(fold("شكرًا")).toBe("شكرا");
  });

  it("are one word in their forms, and two where only the beginning is shared", () => {
    expect(isSameWord("book", "booking")).toBe(true);
    expect(isSameWord("reservieren", "reserviert")).toBe(true);
    expect(isSameWord("contract", "contact")).toBe(false);
    expect(isSameWord("pay", "payday")).toBe(false);
  });
});
