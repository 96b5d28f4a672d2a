import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ERRORS } from "./errors.ts";

describe("the catalogue of errors", () => {
  it("is documented, code by code, with what to do", () => {
    const sections = readFileSync("docs/errors.md", "utf8").split("\n## ").slice(1);
    expect(sections.map((section) => section.split("\n")[0])).toEqual(Object.keys(ERRORS));
    for (const [index, { fix }] of Object.values(ERRORS).entries()) expect(sections[index]).toContain(fix);
  });
});
