import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchOf, draftOf } from "../../contract/drafts.ts";
import { FieldMemory } from "../fieldMemory.ts";
import { packCall, unpackCall } from "./packing.ts";

const text = fc.string({ unit: "grapheme" });
const draft = fc
  .record({
    timeMs: fc.option(fc.maxSafeNat()),
    costNanos: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    currency: fc.option(fc.constantFrom("USD", "IDR")),
    links: fc.array(fc.tuple(text, text), { maxLength: 4 }),
    version: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    fields: fc.uniqueArray(fc.constantFrom("a", "b", "c")),
  })
  .map((given) => draftOf("r", { body: "{}", ...given }));

describe("packing a call for the writer thread", () => {
  it("comes out as it went in, across a structured clone", () => {
    fc.assert(
      fc.property(fc.array(fc.array(draft, { maxLength: 5 }), { maxLength: 3 }), (batches) => {
        const call = batches.map((records) => batchOf("o", records, { source: "s", receivedMs: 3 }));
        expect(unpackCall(structuredClone(packCall(call, new FieldMemory())))).toEqual(call);
      }),
    );
  });

  it("leaves known field names at home", () => {
    const fields = new FieldMemory();
    fields.remember("o call", ["a", "b"]);
    const packed = packCall([batchOf("o", [draftOf("r", { fields: ["a", "c"] }), draftOf("s", { fields: ["b"] })])], fields);
    expect(unpackCall(packed)[0]?.records.map((record) => record.fields)).toEqual([["c"], []]);
    expect(packed.hasUnknownFields).toBe(true);
    expect(packCall([batchOf("o", [draftOf("s", { fields: ["b"] })])], fields).hasUnknownFields).toBe(false);
  });
});
