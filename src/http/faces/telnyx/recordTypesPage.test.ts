import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { BUILT_IN_RECORD_TYPES } from "../../../domain/recordTypes.ts";
import { Registry } from "../../../domain/registry.ts";
import { renderRecordTypesPage } from "./recordTypesPage.ts";

const page = new URL("../../../../docs/record-types.md", import.meta.url);
const registry = new Registry(BUILT_IN_RECORD_TYPES);

describe("docs/record-types.md", () => {
  it("is what the registry says (UPDATE=1 writes it anew)", async () => {
    const rendered = renderRecordTypesPage(registry);
    if (process.env["UPDATE"] === "1") await writeFile(page, rendered);
    expect(await readFile(page, "utf8")).toBe(rendered);
  });

  it("names every record type, alias and product", () => {
    const rendered = renderRecordTypesPage(registry);
    const names = registry.types.flatMap((type) => [type.name, type.product, ...type.aliases]);
    expect(names.filter((name) => !rendered.includes(`\`${name}\``))).toEqual([]);
  });

  it("says where an edge adds no cost or is not followed", () => {
    const [inference] = registry.types.filter((type) => type.name === "inference");
    const [mapping] = inference?.parents ?? [];
    if (inference === undefined || mapping === undefined) throw new Error("the registry has no inference with a parent");
    const own = { ...inference, parents: [{ ...mapping, costRollup: false, traversalEnabled: false }] };
    const others = registry.types.filter((type) => type !== inference);
    expect(renderRecordTypesPage(new Registry([...others, own]))).toContain("shown, cost not added; not followed in trees");
  });
});
