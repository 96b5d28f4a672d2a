import { describe, expect, it } from "vitest";
import { readRange } from "./byteRange.ts";

describe("a Range header", () => {
  it.each([
    ["bytes=0-", { start: 0, end: 99 }],
    ["bytes=0-0", { start: 0, end: 0 }],
    ["bytes=99-", { start: 99, end: 99 }],
    ["bytes=10-19", { start: 10, end: 19 }],
    ["bytes=90-1000", { start: 90, end: 99 }],
    ["bytes=-1", { start: 99, end: 99 }],
    ["bytes=-30", { start: 70, end: 99 }],
    ["bytes=-1000", { start: 0, end: 99 }],
    ["Bytes = 5 - 6", { start: 5, end: 6 }],
  ])("%s asks for a part", (header, range) => {
    expect(readRange(header, 100)).toEqual(range);
  });

  it.each([undefined, "", "bytes=", "bytes=-", "bytes=a-b", "bytes=20-10", "bytes=0-1,5-6", "items=0-1", "bytes=1.5-2", "bytes=--1"])(
    "%s is passed over",
    (header) => {
      expect(readRange(header, 100)).toBeUndefined();
    },
  );

  it.each(["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999-"])(
    "%s is refused, for no byte of it exists",
    (header) => {
      expect(() => readRange(header, 100)).toThrow(expect.objectContaining({ code: "RANGE_INVALID" }));
    },
  );
});
