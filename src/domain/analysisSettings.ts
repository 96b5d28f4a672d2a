import {
  type AgentAnalysis,
  ANALYSERS,
  CLASSIFICATIONS,
  type ExtractionField,
  FIELD_TYPES,
  type RavanField,
  type ResolutionDefinition,
} from "./analysis.ts";
import {
  flagOf,
  invalid,
  isSafeName,
  listOf,
  objectOf,
  optionalTextOf,
  refuseRepeats,
  textOf,
  textsOf,
  wholeNumberOf,
  wordOf,
} from "./analysisMembers.ts";
import type { JsonObject } from "./json.ts";

const NAME_CHARACTERS_MAX = 200;
const DESCRIPTION_CHARACTERS_MAX = 4_000;
const FIELDS_MAX = 100;
const DEFINITIONS_MAX = 50;
const INTENTS = { countMax: 100, charactersMax: NAME_CHARACTERS_MAX };
const CHECKLIST = { countMax: 50, charactersMax: 500 };
const CHOICES = { countMax: 100, charactersMax: NAME_CHARACTERS_MAX };
const EXAMPLES = { countMax: 20, charactersMax: 500 };
const PRIORITY_MAX = 1_000_000;

const MEMBERS = ["analyser", "summary", "intent", "resolution", "sentiment", "extraction", "post_call_analysis_data"];

/**
 * Reads `analysis` of `PUT /v1/agents/{id}`. A part that is absent, null or false is switched off; the analyser is
 * `builtin` unless said otherwise. @throws AppError ANALYSIS_SETTINGS_INVALID with the member at fault
 */
export function parseAgentAnalysis(json: unknown): AgentAnalysis {
  const said = objectOf(json, "", MEMBERS);
  return {
    analyser: isOff(said["analyser"]) ? "builtin" : wordOf(said["analyser"], "analyser", ANALYSERS),
    summary: flagOf(said["summary"], "summary", false),
    intent: isOff(said["intent"]) ? null : readIntent(said["intent"]),
    resolution: isOff(said["resolution"]) ? null : readResolution(said["resolution"]),
    sentiment: flagOf(said["sentiment"], "sentiment", false),
    extraction: isOff(said["extraction"]) ? null : readExtraction(said["extraction"]),
    ravanFields: readRavanFields(said["post_call_analysis_data"]),
  };
}

/** The wire form, which `parseAgentAnalysis` reads back to the same settings; kept as JSON text with the agent. */
export function viewAgentAnalysis(settings: AgentAnalysis): JsonObject {
  const { analyser, summary, intent, resolution, sentiment, extraction, ravanFields } = settings;
  return {
    analyser,
    summary,
    intent: intent === null ? null : { custom_intents: intent.intents },
    resolution,
    sentiment,
    extraction: extraction === null ? null : { fields: extraction },
    post_call_analysis_data: ravanFields,
  };
}

const isOff = (value: unknown): boolean => value === undefined || value === null || value === false;

function readIntent(json: unknown): AgentAnalysis["intent"] {
  const said = objectOf(json, "intent", ["custom_intents"]);
  return { intents: textsOf(said["custom_intents"], "intent.custom_intents", INTENTS) };
}

function readResolution(json: unknown): AgentAnalysis["resolution"] {
  const said = objectOf(json, "resolution", ["definitions"]);
  const path = "resolution.definitions";
  const definitions = listOf(said["definitions"], path, DEFINITIONS_MAX).map((entry, index) => readDefinition(entry, `${path}.${index}`));
  for (const needed of ["success", "failed"] as const) {
    if (!definitions.some(({ classification }) => classification === needed)) {
      throw invalid(path, `has no definition with the classification "${needed}"; at least one success and one failed are needed`);
    }
  }
  refuseRepeats(
    definitions.map(({ status }) => status),
    (index) => `${path}.${index}.status`,
  );
  return { definitions };
}

function readDefinition(json: unknown, path: string): ResolutionDefinition {
  const said = objectOf(json, path, ["status", "description", "classification", "checklist", "priority"]);
  return {
    status: textOf(said["status"], `${path}.status`, NAME_CHARACTERS_MAX),
    description: optionalTextOf(said["description"], `${path}.description`, DESCRIPTION_CHARACTERS_MAX),
    classification: wordOf(said["classification"], `${path}.classification`, CLASSIFICATIONS),
    checklist: textsOf(said["checklist"], `${path}.checklist`, CHECKLIST),
    priority: wholeNumberOf(said["priority"], `${path}.priority`, [0, PRIORITY_MAX], 0),
  };
}

function readExtraction(json: unknown): readonly ExtractionField[] {
  const said = objectOf(json, "extraction", ["fields"]);
  const path = "extraction.fields";
  const fields = listOf(said["fields"], path, FIELDS_MAX).map((entry, index) => {
    const at = `${path}.${index}`;
    const field = objectOf(entry, at, ["name", "description", "type", "choices", "examples"]);
    return { ...readField(field, at), examples: textsOf(field["examples"], `${at}.examples`, EXAMPLES) };
  });
  if (fields.length === 0) throw invalid(path, "has no field; null instead of `extraction` switches it off");
  refuseRepeatedNames(fields, path);
  return fields;
}

/** An empty list is what Ravan's clients send for "off". */
function readRavanFields(json: unknown): readonly RavanField[] | null {
  if (isOff(json)) return null;
  const path = "post_call_analysis_data";
  const fields = listOf(json, path, FIELDS_MAX).map((entry, index) => {
    const at = `${path}.${index}`;
    return readField(objectOf(entry, at, ["name", "description", "type", "choices"]), at);
  });
  refuseRepeatedNames(fields, path);
  return fields.length === 0 ? null : fields;
}

function readField(said: JsonObject, path: string): RavanField {
  const name = textOf(said["name"], `${path}.name`, NAME_CHARACTERS_MAX);
  if (!isSafeName(name)) throw invalid(`${path}.name`, `must not be "${name}"`);
  const type = wordOf(said["type"], `${path}.type`, FIELD_TYPES);
  const choices = textsOf(said["choices"], `${path}.choices`, CHOICES);
  if (type === "enum" && choices.length === 0) throw invalid(`${path}.choices`, "is missing; an enum needs the values to choose from");
  if (type !== "enum" && choices.length > 0) throw invalid(`${path}.choices`, `is only for enums, and the type is ${type}`);
  return { name, description: optionalTextOf(said["description"], `${path}.description`, DESCRIPTION_CHARACTERS_MAX), type, choices };
}

const refuseRepeatedNames = (fields: readonly RavanField[], path: string): void =>
  refuseRepeats(
    fields.map(({ name }) => name),
    (index) => `${path}.${index}.name`,
  );
