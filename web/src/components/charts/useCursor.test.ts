import { describe, expect, it } from "vitest";
import { shareOf, shareText } from "./share.ts";
import { moved } from "./useCursor.ts";

describe("the keys of a chart's cursor", () => {
  it("move by one, by ten, and to the ends, and never beyond", () => {
    expect([moved("ArrowRight", 3, 5), moved("ArrowRight", 4, 5), moved("ArrowLeft", 0, 5)]).toEqual([4, 4, 0]);
    expect([moved("PageDown", 3, 50), moved("PageUp", 3, 50), moved("Home", 3, 50), moved("End", 3, 50)]).toEqual([13, 0, 0, 49]);
  });

  it("begin at the near end", () => expect([moved("ArrowRight", null, 5), moved("ArrowLeft", null, 5)]).toEqual([0, 4]));
  it("are no others", () => expect(moved("j", 1, 5)).toBeUndefined());
});

describe("a share", () => {
  it("is told in percent, the smallest and refunds as what they are", () => {
    expect([shareText(0.1234), shareText(0), shareText(0.000001), shareText(-0.05)]).toEqual(["12.3 %", "0.0 %", "< 0.1 %", "−5.0 %"]);
  });

  it("is none of a whole that is nothing, or less", () =>
    expect([shareOf(1, 0), shareOf(1, -2), shareOf(1, 4)]).toEqual([null, null, 0.25]));
});
