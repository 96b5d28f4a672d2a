import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { indentJson, memberOfJson, partsOfJson } from "./jsonText.ts";

describe("JSON as text", () => {
  it("is indented as JSON.stringify indents it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it("keeps every digit, every escape and the order of members", () => {
    const text = '{"id":12345678901234567890,"b":1.10,"a":-0.1234567890123456789e-400,"\\u003c":"\\u0041 \\" , : {"}';
    expect(indentJson(text)).toBe(
      [
        "{",
        '  "id": 12345678901234567890,',
        '  "b": 1.10,',
        '  "a": -0.1234567890123456789e-400,',
        '  "\\u003c": "\\u0041 \\" , : {"',
        "}",
      ].join("\n"),
    );
  });

  it("falls apart into the members of an object and the items of an array, each as it was written", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue()), fc.constantFrom(0, 2), (object, list, indent) => {
        const members = Object.entries(JSON.parse(JSON.stringify(object)) as object);
        const read = partsOfJson(JSON.stringify(object, null, indent)).map(({ name, text }) => [name, JSON.parse(text)]);
        expect(read).toEqual(members);
        const items = partsOfJson(JSON.stringify(list, null, indent)).map(({ text }) => JSON.parse(text));
        expect(items).toEqual(JSON.parse(JSON.stringify(list)));
      }),
    );
  });

  it("gives one member with all its digits, and none where there is none", () => {
    const text = '{"cost":{"record":1},"record":{"n":12345678901234567890123, "deep":[{"record":2}]},"x":null}';
    expect(memberOfJson(text, "record")).toBe('{"n":12345678901234567890123, "deep":[{"record":2}]}');
    expect(memberOfJson(text, "deep")).toBeUndefined();
    expect(partsOfJson("{}")).toEqual([]);
    expect(partsOfJson("[]")).toEqual([]);
  });

  it("does not overflow on what is nested deeply, nor grow without measure", () => {
    const deep = "[".repeat(5_000) + "]".repeat(5_000);
    expect(indentJson(deep).length).toBeLessThan(1_000_000);
    expect(partsOfJson(deep)).toHaveLength(1);
  });
});
