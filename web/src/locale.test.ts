import { describe, expect, it } from "vitest";
import { localeOf } from "./locale.ts";

describe("the locale of numbers and dates", () => {
  it("is the viewer's first English one, as the words are English", () => {
    expect(localeOf(["de-DE", "en-IN", "en-US"])).toBe("en-IN");
    expect(localeOf(["en"])).toBe("en");
  });

  it("is British English for whoever reads no English, so that no Arabic digits stand beside English words", () => {
    const locale = localeOf(["ar-EG", "eno-XX"]);
    expect(locale).toBe("en-GB");
    expect(new Intl.NumberFormat(locale).format(1234)).toBe("1,234");
  });
});
