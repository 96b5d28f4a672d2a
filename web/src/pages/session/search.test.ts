import { describe, expect, it } from "vitest";
import { readSessionPointers } from "./search.ts";

describe("the address of a session's part", () => {
  it("names a record, a turn, a position and a view", () => {
    expect(readSessionPointers({ record: "call/1", message: "m 2", at: 14_250, view: "money" })).toEqual({
      ...{ record: "call/1", message: "m 2", at: 14_250, view: "money" },
    });
    expect(readSessionPointers({ at: "-300.4" })).toEqual({ at: -300 });
    expect(readSessionPointers({ find: "late refund" })).toEqual({ find: "late refund" });
    expect(readSessionPointers({ find: " " })).toEqual({});
    expect(readSessionPointers({ message: 42 })).toEqual({ message: "42" });
  });

  it.each(["", "soon", "1e99", null, [1], Number.NaN])("leaves out the position %o", (at) => {
    expect(readSessionPointers({ at })).toEqual({});
  });
});
