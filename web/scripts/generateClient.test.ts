import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { clientTypes, typeOf } from "./generateClient.ts";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

describe("the page's client", () => {
  it("is what the native contract says (`npm run client --workspace web` writes it anew)", () => {
    expect(read("../src/api/native.generated.ts")).toBe(clientTypes(JSON.parse(read("../../contracts/native.openapi.json"))));
  });

  it("tells optional members, nothing, choices and lists apart", () => {
    const schema = {
      type: "object",
      required: ["a"],
      properties: { a: { anyOf: [{ type: "string" }, { type: "null" }] }, "b-c": { type: "array", items: { enum: ["x", "y"] } } },
    };
    expect(typeOf(schema)).toBe('{ readonly a: string | null; readonly "b-c"?: readonly ("x" | "y")[]; }');
  });

  it("knows nothing of what the contract leaves open", () => {
    expect(typeOf({})).toBe("unknown");
    expect(typeOf({ type: "object" })).toBe("{ readonly [name: string]: unknown }");
  });
});
