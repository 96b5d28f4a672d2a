import { describe, expect, it } from "vitest";
import { deedOf, detailParts } from "./deeds.ts";

describe("the audit's words", () => {
  it("tell known deeds in words and unknown ones by their name", () => {
    expect(deedOf("key.revoked")).toBe("revoked a key");
    expect(deedOf("price_book.was_changed")).toBe("price book was changed");
  });

  it("lay JSON out and leave what is no JSON, or was cut, as it is", () => {
    expect(detailParts('3: {"status":"dead"}')).toEqual({ text: "3", json: '{\n  "status": "dead"\n}' });
    expect(detailParts('{"name":"A"}')).toEqual({ text: "", json: '{\n  "name": "A"\n}' });
    expect(detailParts("key_1 read,admin")).toEqual({ text: "key_1 read,admin", json: null });
    expect(detailParts('[{"currency":"EU')).toEqual({ text: '[{"currency":"EU', json: null });
  });
});
