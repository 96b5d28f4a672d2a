import { describe, expect, it } from "vitest";
import { BUILT_IN_RECORD_TYPES } from "../../../domain/recordTypes.ts";
import { Registry } from "../../../domain/registry.ts";
import { acceptedAliases, childRelationships, childTypes, parentRelationships, parentTypes, siblingTypes } from "./relationships.ts";

const registry = new Registry(BUILT_IN_RECORD_TYPES);

describe("relationships of record types", () => {
  it("cover the children that the public guide names", () => {
    const session = ["call-control", "sip-trunking", "recording", "webrtc", "siprec-client", "fax-api", "conference-participant"];
    const control = ["ai-voice-assistant", "amd", "media-streaming", "speech-to-text", "text-to-speech", "noise-suppression"];
    expect(childTypes(registry, "call-session")).toEqual(expect.arrayContaining(session));
    expect(childTypes(registry, "call-control")).toEqual(expect.arrayContaining(control));
    expect(childTypes(registry, "ai-voice-assistant")).toContain("inference");
    expect(childTypes(registry, "conference")).toEqual(["conference-participant"]);
    expect(childTypes(registry, "message")).toEqual(["ai-messaging-assistant"]);
  });

  it("tell the same edge from both of its ends", () => {
    for (const child of registry.types) {
      for (const upward of parentRelationships(registry, child)) {
        const parent = registry.require(upward.parent_record_type);
        const downward = childRelationships(registry, parent).filter((edge) => edge.child_record_type === child.name);
        expect(downward).toContainEqual(expect.objectContaining({ via: upward.via, cost_rollup: upward.cost_rollup }));
      }
    }
  });

  it("call a child child_of and a parent parent_of", () => {
    const assistant = registry.require("ai-voice-assistant");
    expect(new Set(childRelationships(registry, assistant).map((edge) => edge.relationship_type))).toEqual(new Set(["child_of"]));
    expect(new Set(parentRelationships(registry, assistant).map((edge) => edge.relationship_type))).toEqual(new Set(["parent_of"]));
  });

  it("count types once, however many fields link them", () => {
    expect(parentTypes(registry.require("amd"))).toEqual(["call-control", "call-session"]);
  });

  it("do not make a type its own sibling", () => {
    const siblings = siblingTypes(registry, registry.require("inference"));
    expect(siblings).toContain("summarization");
    expect(siblings).not.toContain("inference");
  });

  it("give only aliases that lead back to the type", () => {
    for (const type of registry.types) {
      for (const alias of acceptedAliases(registry, type)) expect(registry.resolve(alias)).toBe(type);
    }
    expect(acceptedAliases(registry, registry.require("call-session"))).toEqual([]);
    expect(acceptedAliases(registry, registry.require("sip-trunking"))).toEqual(["siptrunking-cdrs"]);
  });
});
