import { describe, expect, it } from "vitest";
import { searchWords } from "./searchWords.ts";

describe("words to search by", () => {
  it("are distinct, in lower case, without punctuation", () => {
    expect(searchWords("Hello, HELLO there! It's 5.30 o'clock?")).toEqual(["hello", "there", "its", "530", "oclock"]);
  });

  it("are found in languages without spaces", () => {
    expect(searchWords("我想取消预订")).toContain("取消");
  });

  it("are found without their accents and in any case, and keep the vowel signs of other scripts", () => {
    expect(searchWords("Größe HÔTEL Ёжик İstanbul")).toEqual(["grosse", "hotel", "ежик", "istanbul"]);
    expect(searchWords("GRÖSSE hotel ежик istanbul")).toEqual(["grosse", "hotel", "ежик", "istanbul"]);
    expect(searchWords("नमस्ते مرحبا 예약")).toEqual(["नमस्ते", "مرحبا", "예약"]);
  });

  it("are the same for compatibility forms", () => {
    expect(searchWords("ＡＢＣ ﬁne")).toEqual(searchWords("abc fine"));
  });

  it("are none in a text without any", () => {
    expect(searchWords(" … --- 🙂 ")).toEqual([]);
  });
});
