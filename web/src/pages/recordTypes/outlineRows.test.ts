import { describe, expect, it } from "vitest";
import type { RecordType } from "../../api/native.generated.ts";
import { linkText, outlineOf, rowsMatching } from "./outlineRows.ts";

const type = (name: string, ...parents: string[]): RecordType => ({
  ...{ name, product: name, event: name, group: "", description: "", built_in: true, aliases: [] },
  ...{ id_fields: ["id"], time_fields: [], end_fields: [], time_format: "iso", cost_fields: [], cost_is_negative: false },
  ...{ quantity_fields: [], unit_field: null, model_fields: [], virtual_by: [], session_root: false, role: "charge" },
  ...{ volatile_fields: [], rereading_since: null },
  parents: parents.map((record_type) => ({
    ...{ record_type, local_field: `${record_type}_id`, parent_field: "id", specificity: 1, cost_rollup: true, traversal_enabled: true },
  })),
});

describe("the outline of record types", () => {
  const types = [type("turn", "call", "chat"), type("call"), type("chat"), type("word", "turn"), type("span", "span")];

  it("hangs a type under each of its parents, and what is below it once", () => {
    expect(outlineOf(types).map(({ path, isRepeat }) => [path, isRepeat])).toEqual([
      ["call", false],
      ["call / turn", false],
      ["call / turn / word", false],
      ["chat", false],
      ["chat / turn", true],
      ["span", false],
    ]);
  });

  it("shows types that are each other's ancestors", () => {
    expect(outlineOf([type("a", "b"), type("b", "a")]).map(({ path }) => path)).toEqual(["a", "a / b", "a / b / a"]);
  });

  it("keeps what a match hangs under, and shows everything for no words", () => {
    const rows = outlineOf(types);
    expect(rowsMatching(rows, "word").map(({ path }) => path)).toEqual(["call", "call / turn", "call / turn / word"]);
    expect(rowsMatching(rows, "")).toHaveLength(rows.length);
    expect(rowsMatching(rows, "nothing-of-that")).toEqual([]);
  });

  it("tells links in words", () => {
    const { parents } = type("turn", "call");
    expect(parents.map(linkText)).toEqual(["call_id = id"]);
    expect(parents.map((link) => linkText({ ...link, local_field: "id" }))).toEqual(["id"]);
  });
});
