import { describe, expect, it } from "vitest";
import { searchWords } from "../../../../../src/domain/searchWords.ts";
import { holdsAny, piecesOf, wordsToFind } from "./foundWords.ts";

const marked = (text: string, find: string): string[] =>
  piecesOf(text, wordsToFind(find)).flatMap((piece) => (piece.isFound ? [piece.text] : []));

describe("the words that a transcript was found by", () => {
  it.each([
    ["I want a refund, a REFUND.", "refund", ["refund", "REFUND"]],
    ["Die Grüße aus Zürich", "grusse ZURICH", ["Grüße", "Zürich"]],
    ["STRASSE und Straße", "straße", ["STRASSE", "Straße"]],
    ["Hôtel, Ho\u0302tel", "hotel", ["Hôtel", "Ho\u0302tel"]],
    ["The ﬁne ＡＢＣ", "fine abc", ["ﬁne", "ＡＢＣ"]],
    ["O'Neil paid 5.30", "o'neil 5.30", ["O'Neil", "5.30"]],
    ["ΟΔΥΣΣΕΥΣ, Οδυσσεύς", "οδυσσεύς", ["ΟΔΥΣΣΕΥΣ", "Οδυσσεύς"]],
    ["我想取消订单", "取消", ["取消"]],
    ["मेरा ऑर्डर रद्द करें", "ऑर्डर", ["ऑर्डर"]],
    ["أريد إلغاء الطلب", "إلغاء", ["إلغاء"]],
    ["İstanbul 👩‍👩‍👧 istanbul", "istanbul", ["İstanbul", "istanbul"]],
  ])("are marked as they were written: in %j for %j", (text, find, found) => {
    expect(marked(text, find)).toEqual(found);
  });

  it.each([
    ["refunding is no refunded word", "refund"],
    ["ऑर्डर", "ऑर्ड"],
    ["a re fund", "refund"],
    ["anything", "…!?"],
    ["", "refund"],
  ])("are whole words: in %j nothing is marked for %j", (text, find) => {
    expect(marked(text, find)).toEqual([]);
    expect(holdsAny(text, wordsToFind(find))).toBe(false);
  });

  it("leave the text as it is", () => {
    const text = "x <b>Grüße</b>\n\n  ﬁne\r\n👍🏽 ";
    expect(
      piecesOf(text, wordsToFind("grüße fine"))
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
  });

  it.each(["Hello, HELLO there! It's 5.30", "Größe HÔTEL Ёжик İstanbul", "नमस्ते مرحبا 예약 我想取消预订", "ＡＢＣ ﬁne", "-- …"])(
    "are cut by the rules of the server's search: %s",
    (text) => {
      expect(wordsToFind(text)).toEqual(searchWords(text));
      expect(marked(text, text).map((word) => searchWords(word).join(""))).toEqual(expect.arrayContaining(searchWords(text)));
    },
  );
});
