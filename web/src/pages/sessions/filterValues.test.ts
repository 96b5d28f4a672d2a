import { describe, expect, it } from "vitest";
import { amountOf, dialledOf } from "./filterValues.ts";

describe("an amount", () => {
  it.each([
    ["0.05", "0.05"],
    ["1,000", "1000"],
    ["-1,234,567.89", "-1234567.89"],
    [" 12 ", "12"],
  ])("%s is %s", (text, amount) => expect(amountOf(text)).toBe(amount));

  it.each(["0,05", "1,00", "1,0000", "0,050", "1000,000", "1.000,50", "1,000,", "abc", "1e3", ""])("%s is none", (text) =>
    expect(amountOf(text)).toBeUndefined(),
  );
});

describe("a number as people write it", () => {
  it.each([
    ["+44 770-0900866", "+447700900866"],
    ["00447700900866", "+447700900866"],
    ["+44 (0)770 0900866", "+447700900866"],
    ["(312) 555-0142", "3125550142"],
    ["312.555.0142", "3125550142"],
    ["550177", "550177"],
    ["0012", "0012"],
    ["000 1", "0001"],
  ])("%s is looked for as %s", (text, number) => expect(dialledOf(text)).toBe(number));

  it.each(["sip:front-desk@example.org", "anonymous", "---", "+"])("leaves %s as it is", (text) => expect(dialledOf(text)).toBe(text));
});
