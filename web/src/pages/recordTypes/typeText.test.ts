import { describe, expect, it } from "vitest";
import type { RecordType } from "../../api/native.generated.ts";
import { standsAlone, textOfParents } from "./typeText.ts";

const parent = (record_type: string) => ({
  ...{ record_type, local_field: "call_id", parent_field: "id" },
  ...{ specificity: 1, cost_rollup: true, traversal_enabled: true },
});
const type = (name: string, given: Partial<RecordType> = {}): RecordType => ({
  ...{ name, product: name, event: name, group: "", description: "", built_in: true, aliases: [] },
  ...{ id_fields: ["id"], time_fields: [], end_fields: [], time_format: "iso", cost_fields: [], cost_is_negative: false },
  ...{ quantity_fields: [], unit_field: null, model_fields: [], virtual_by: [], session_root: false, role: "charge" },
  ...{ volatile_fields: [], rereading_since: null, parents: [] },
  ...given,
});

describe("parents added to a built-in type", () => {
  const own = type("dialer-call", { built_in: false });

  it("begin with an example that names a type of one's own, and keep those that were added before", () => {
    expect(JSON.parse(textOfParents(type("verify"), [own]))).toEqual({
      parents: [{ record_type: "dialer-call", local_field: "call_id", parent_field: "id" }],
    });
    const both = type("amd", { parents: [parent("dialer-call"), parent("call-control")] });
    expect(JSON.parse(textOfParents(both, [both, own]))).toEqual({ parents: [parent("dialer-call")] });
  });

  it("are not missed where records usually stand alone: neither at sessions' roots nor at one's own types", () => {
    expect(standsAlone(type("verify"))).toBe(true);
    expect([type("call-session", { session_root: true }), own, type("amd", { parents: [parent("x")] })].map(standsAlone)).toEqual([
      ...[false, false, false],
    ]);
  });
});
