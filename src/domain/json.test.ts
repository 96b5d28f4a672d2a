import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, checkJsonLimits, type JsonObject, parseJson, scalarText } from "./json.ts";

describe("reading JSON", () => {
  it.each(["12345678901234567890", "-9007199254740993", "0.1234567890123456789", "1e400", "-1e999"])(
    "keeps the numeral %s as it came",
    (numeral) => {
      const value = parseJson(`{"id":${numeral}}`) as JsonObject;
      expect(scalarText(value["id"])).toBe(numeral);
      expect(JSON.stringify(value)).toBe(`{"id":${numeral}}`);
    },
  );

  it("takes numerals that a double holds as plain numbers, also beside one that it does not", () => {
    const value = parseJson('{"a":1.50,"b":12345678901234567890,"c":1e3}') as JsonObject;
    expect(value["a"]).toBe(1.5);
    expect(value["c"]).toBe(1000);
  });

  it("refuses what is not JSON", () => {
    expect(() => parseJson("{")).toThrow(SyntaxError);
    expect(() => parseJson("NaN")).toThrow(SyntaxError);
  });
});

describe("canonical text", () => {
  it("is the same whatever the order of keys", () => {
    expect(canonicalJson({ b: 1, a: { d: [1, { y: 1, x: 2 }], c: null } })).toBe('{"a":{"c":null,"d":[1,{"x":2,"y":1}]},"b":1}');
  });

  it("leaves volatile fields out at the top only", () => {
    expect(canonicalJson({ url: "1", inner: { url: "2" } }, ["url"])).toBe('{"inner":{"url":"2"}}');
  });

  it("is JSON of the same value", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const plain = JSON.parse(JSON.stringify(object));
        expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
      }),
    );
  });
});

describe("limits", () => {
  const limits = { nestingMax: 4, keysMax: 5 };
  it("takes what is at the limit", () => {
    expect(() => checkJsonLimits({ a: { b: { c: {} } } }, limits)).not.toThrow();
    expect(() => checkJsonLimits({ a: 1, b: 2, c: 3, d: 4, e: 5 }, limits)).not.toThrow();
  });
  it("refuses one level and one key more", () => {
    expect(() => checkJsonLimits({ a: { b: { c: { d: {} } } } }, limits)).toThrow(/nests deeper than 4/);
    expect(() => checkJsonLimits({ a: 1, b: { c: 2, d: 3, e: 4, f: 5 } }, limits)).toThrow(/more than 5 keys/);
  });
  it("refuses very deep nesting without overflowing the stack", () => {
    const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`) as unknown;
    expect(() => checkJsonLimits(deep, limits)).toThrow(/nests deeper/);
  });
});
