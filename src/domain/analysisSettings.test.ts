import { describe, expect, it } from "vitest";
import { resolutionOf } from "./analysis.ts";
import { parseAgentAnalysis, viewAgentAnalysis } from "./analysisSettings.ts";

const FULL = {
  analyser: "llm",
  summary: true,
  intent: { custom_intents: ["book-appointment", "cancel-appointment"] },
  resolution: {
    definitions: [
      { status: "Booked", description: "A slot was agreed.", classification: "success", checklist: ["slot_agreed"], priority: 1 },
      { status: "Not booked", description: "", classification: "failed", checklist: [], priority: 2 },
      { status: "Will call back", description: "", classification: "neutral", checklist: [], priority: 0 },
    ],
  },
  sentiment: true,
  extraction: {
    fields: [
      { name: "slot", description: "When", type: "string", choices: [], examples: ["Tuesday at nine"] },
      { name: "party_size", description: "", type: "number", choices: [], examples: [] },
      { name: "room", description: "", type: "enum", choices: ["Inside", "Outside"], examples: [] },
    ],
  },
  post_call_analysis_data: [
    { name: "what they did in their work?", description: "", type: "string", choices: [] },
    { name: "Phone number.", description: "", type: "string", choices: [] },
    { name: "sentiments", description: "", type: "enum", choices: ["Negative", "Positive", "Neutral"] },
  ],
};
const definition = (classification: string, status = classification): object => ({ status, classification });
const field = (more: object): object => ({ extraction: { fields: [{ name: "a", type: "string", ...more }] } });
const repeat = (count: number, entry: (index: number) => unknown): unknown[] => Array.from({ length: count }, (_, index) => entry(index));

const REFUSED: readonly [what: string, json: unknown, field: string][] = [
  ["a member that nobody knows", { sumary: true }, "sumary"],
  ["another analyser", { analyser: "gpt" }, "analyser"],
  ["a summary that is no switch", { summary: "yes" }, "summary"],
  ["a sentiment that is no switch", { sentiment: {} }, "sentiment"],
  ["an intent that is a bare true", { intent: true }, "intent"],
  ["a blank intent", { intent: { custom_intents: ["a", " "] } }, "intent.custom_intents.1"],
  ["the same intent twice", { intent: { custom_intents: ["a", "a"] } }, "intent.custom_intents.1"],
  ["too many intents", { intent: { custom_intents: repeat(101, String) } }, "intent.custom_intents"],
  ["an intent of 201 characters", { intent: { custom_intents: ["x".repeat(201)] } }, "intent.custom_intents.0"],
  ["an intent with a NUL", { intent: { custom_intents: ["a\0"] } }, "intent.custom_intents.0"],
  ["half a character", { intent: { custom_intents: ["\ud800"] } }, "intent.custom_intents.0"],
  ["no definitions", { resolution: {} }, "resolution.definitions"],
  ["definitions without a failed one", { resolution: { definitions: [definition("success")] } }, "resolution.definitions"],
  ["definitions without a success", { resolution: { definitions: [definition("failed")] } }, "resolution.definitions"],
  ["another classification", { resolution: { definitions: [definition("SUCCESS")] } }, "resolution.definitions.0.classification"],
  [
    "two definitions of one status",
    { resolution: { definitions: [definition("success", "Done"), definition("failed", "Done")] } },
    "resolution.definitions.1.status",
  ],
  [
    "a priority that is no whole number",
    { resolution: { definitions: [{ ...definition("success"), priority: 1.5 }] } },
    "resolution.definitions.0.priority",
  ],
  [
    "a checklist that names a thing twice",
    { resolution: { definitions: [{ ...definition("success"), checklist: ["a", "a"] }] } },
    "resolution.definitions.0.checklist.1",
  ],
  ["an extraction without fields", { extraction: { fields: [] } }, "extraction.fields"],
  ["a field without a name", field({ name: "" }), "extraction.fields.0.name"],
  ["a field of another type", field({ type: "date" }), "extraction.fields.0.type"],
  ["an enum without choices", field({ type: "enum" }), "extraction.fields.0.choices"],
  ["choices of a text", field({ choices: ["a"] }), "extraction.fields.0.choices"],
  ["the same choice twice", field({ type: "enum", choices: ["a", "a"] }), "extraction.fields.0.choices.1"],
  ["a description of 4,001 characters", field({ description: "x".repeat(4_001) }), "extraction.fields.0.description"],
  ["an example that is no text", field({ examples: [1] }), "extraction.fields.0.examples.0"],
  ["a name that would change what an object is", field({ name: "__proto__" }), "extraction.fields.0.name"],
  ["two fields of one name", { extraction: { fields: repeat(2, () => ({ name: "a", type: "string" })) } }, "extraction.fields.1.name"],
  ["too many fields", { extraction: { fields: repeat(101, (index) => ({ name: `${index}`, type: "string" })) } }, "extraction.fields"],
  [
    "two Ravan fields of one name",
    { post_call_analysis_data: repeat(2, () => ({ name: "a?", type: "string" })) },
    "post_call_analysis_data.1.name",
  ],
  [
    "examples of a Ravan field",
    { post_call_analysis_data: [{ name: "a", type: "string", examples: [] }] },
    "post_call_analysis_data.0.examples",
  ],
];

describe("the analysis settings of an agent", () => {
  it("read everything that can be said, free-text names included, and give it back as it came", () => {
    const settings = parseAgentAnalysis(FULL);
    expect(settings.resolution?.definitions[0]).toEqual(FULL.resolution.definitions[0]);
    expect(settings.ravanFields?.map(({ name }) => name)).toEqual(["what they did in their work?", "Phone number.", "sentiments"]);
    expect(viewAgentAnalysis(settings)).toEqual(FULL);
    expect(parseAgentAnalysis(JSON.parse(JSON.stringify(viewAgentAnalysis(settings))))).toEqual(settings);
  });

  it("switch off what is absent, null or false, and what Ravan's clients send for off", () => {
    const off = {
      analyser: "builtin",
      summary: false,
      intent: null,
      resolution: null,
      sentiment: false,
      extraction: null,
      ravanFields: null,
    };
    expect(parseAgentAnalysis({})).toEqual(off);
    const said = { summary: null, intent: false, resolution: null, sentiment: false, extraction: false, post_call_analysis_data: [] };
    expect(parseAgentAnalysis(said)).toEqual(off);
  });

  it("take intents without a list: the analyser then names one in its own words", () => {
    expect(parseAgentAnalysis({ intent: {} }).intent).toEqual({ intents: [] });
  });

  it("allow the same name for an extracted field and a Ravan field", () => {
    const both = { ...field({}), post_call_analysis_data: [{ name: "a", type: "string" }] };
    expect(parseAgentAnalysis(both)).toMatchObject({ extraction: [{ name: "a" }], ravanFields: [{ name: "a" }] });
  });

  it("refuse what is no object", () => {
    expect(() => parseAgentAnalysis([])).toThrow(expect.objectContaining({ code: "ANALYSIS_SETTINGS_INVALID", field: undefined }));
  });

  it.each(REFUSED)("refuse %s, and name the member", (_what, json, name) => {
    expect(() => parseAgentAnalysis(json)).toThrow(expect.objectContaining({ code: "ANALYSIS_SETTINGS_INVALID", field: name }));
  });
});

describe("the classification of an outcome", () => {
  it("follows the definition, and neutral counts as partial once something was achieved", () => {
    expect(resolutionOf("success", 0)).toBe("RESOLVED");
    expect(resolutionOf("failed", 2)).toBe("UNRESOLVED");
    expect(resolutionOf("neutral", 1)).toBe("PARTIALLY_RESOLVED");
    expect(resolutionOf("neutral", 0)).toBe("NOT_APPLICABLE");
    expect(resolutionOf(null, 0)).toBe("NOT_APPLICABLE");
  });
});
