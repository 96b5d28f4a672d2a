import { describe, expect, it } from "vitest";
import { defineRecordType, typesToReread } from "./defineRecordType.ts";
import { BUILT_IN_RECORD_TYPES } from "./recordTypes.ts";
import { Registry } from "./registry.ts";

const registry = new Registry(BUILT_IN_RECORD_TYPES);
const parent = (parentType: string, localField = "campaign_id", parentField = "id") => ({
  parentType,
  localField,
  parentField,
  specificity: 1,
  costRollup: true,
  traversalEnabled: true,
});

describe("the built-in registry", () => {
  it("holds the guide's 31 types and ai-messaging-assistant", () => {
    expect(registry.types).toHaveLength(32);
  });

  it("has every parent, and puts virtual parents last", () => {
    for (const type of registry.types) {
      const virtual = type.parents.map((mapping) => registry.isVirtual(mapping.parentType));
      expect(virtual, type.name).toEqual(virtual.toSorted((a, b) => Number(a) - Number(b)));
      for (const mapping of type.parents) expect(registry.byName(mapping.parentType), mapping.parentType).toBeDefined();
    }
  });

  it("gives no name, alias or product to two types, save the slug that a virtual type shares", () => {
    const names = registry.types.flatMap((type) => [type.name, ...type.aliases]);
    expect(new Set(names).size).toBe(names.length);
  });

  it("resolves names, aliases and product slugs, the non-virtual type first", () => {
    expect(registry.resolve("siptrunking-cdrs")?.name).toBe("sip-trunking");
    expect(registry.resolve("call-session")?.name).toBe("call-session");
    expect(registry.resolve("message_detail_record")?.name).toBe("message");
    expect(registry.resolve("messaging")?.name).toBe("message");
    expect(registry.resolve("stt")?.name).toBe("speech-to-text");
    expect(registry.resolve("toString")).toBeUndefined();
  });

  it("recommends the depth that reaches the leaves", () => {
    expect(registry.depthBelow("call-session")).toBe(4);
    expect(registry.depthBelow("inference")).toBe(1);
  });
});

describe("an organization's own types", () => {
  it("get sensible defaults", () => {
    expect(defineRecordType("campaign", {}, registry)).toMatchObject({
      product: "campaign",
      event: "campaign",
      idFields: ["id"],
      costFields: ["cost"],
      builtIn: false,
    });
  });

  it("put mappings to virtual types last", () => {
    const own = defineRecordType("x", { parents: [parent("call-session", "s", "telnyx_session_id"), parent("conference")] }, registry);
    expect(own.parents.map((mapping) => mapping.parentType)).toEqual(["conference", "call-session"]);
  });

  it("may be their own parents, and parents of built-in ones", () => {
    const campaign = defineRecordType("campaign", { parents: [parent("campaign", "outer_id")] }, registry);
    const wider = new Registry([...BUILT_IN_RECORD_TYPES, campaign]);
    const recording = defineRecordType("recording", { parents: [parent("campaign")] }, wider);
    expect(recording.parents[0]?.parentType).toBe("campaign");
    expect(recording.builtIn).toBe(true);
    expect(
      typesToReread(registry, new Registry([...BUILT_IN_RECORD_TYPES.filter((type) => type.name !== "recording"), campaign, recording])),
    ).toEqual(expect.arrayContaining(["campaign", "recording"]));
  });

  it("are read again when they say anew where the model is, and not when nothing changes", () => {
    const own = defineRecordType("render", {}, registry);
    const before = new Registry([...BUILT_IN_RECORD_TYPES, own]);
    const after = new Registry([...BUILT_IN_RECORD_TYPES, defineRecordType("render", { modelFields: ["engine"] }, before)]);
    expect(typesToReread(before, after)).toEqual(["render"]);
    expect(typesToReread(before, new Registry([...BUILT_IN_RECORD_TYPES, own]))).toEqual([]);
  });

  it.each([
    ["an unknown parent", "x", { parents: [parent("nonsense")] }, "parents.0.record_type"],
    ["a reserved name", "metadata", {}, "name"],
    ["a name that is an alias of another", "stt", {}, "name"],
    ["a name with capitals", "Campaign", {}, "name"],
    ["an alias that is taken", "x", { aliases: ["recording"] }, "aliases.0"],
    ["a virtual parent by a field that is not its own", "x", { parents: [parent("call-session", "a", "b")] }, "parents.0.parent_field"],
    ["a virtual type that is its own parent", "x", { virtualBy: ["a"], parents: [parent("x", "a", "a")] }, "parents.0.record_type"],
    ["a built-in parent for a built-in type", "recording", { parents: [parent("conference")] }, "parents.0.record_type"],
  ])("refuse %s", (_name, name, given, field) => {
    expect(() => defineRecordType(name, given, registry)).toThrow(expect.objectContaining({ code: "RECORD_TYPE_INVALID", field }));
  });

  it("cannot take the place of a built-in type", () => {
    expect(() => defineRecordType("recording", { costFields: ["price"] }, registry)).toThrow(
      expect.objectContaining({ code: "RECORD_TYPE_BUILT_IN" }),
    );
  });
});
