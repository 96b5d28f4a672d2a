import type { Agent } from "../../api/native.generated.ts";
import { fieldFault } from "../../api/useDeed.ts";

type Analysis = NonNullable<Agent["analysis"]>;
export type Analyser = NonNullable<Analysis["analyser"]>;
type Definition = NonNullable<Analysis["resolution"]>["definitions"][number];
type Field = NonNullable<Analysis["extraction"]>["fields"][number];
export type Classification = Definition["classification"];
export type FieldType = Field["type"];

/** Lists are written one a line; `key` tells rows apart while they move. */
export interface DefinitionDraft {
  readonly key: string;
  readonly status: string;
  readonly description: string;
  readonly classification: Classification;
  readonly checklist: string;
  readonly priority: string;
}

export interface FieldDraft {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly type: FieldType;
  readonly choices: string;
  readonly examples: string;
}

/** What stands in the form, saved or not. */
export interface AgentDraft {
  readonly name: string;
  readonly expectedTypes: string;
  readonly idleCloseSec: string;
  readonly isAnalysed: boolean;
  readonly analyser: Analyser;
  readonly hasSummary: boolean;
  readonly hasSentiment: boolean;
  readonly hasIntent: boolean;
  readonly intents: string;
  readonly hasResolution: boolean;
  readonly definitions: readonly DefinitionDraft[];
  readonly hasExtraction: boolean;
  readonly fields: readonly FieldDraft[];
  readonly hasRavanFields: boolean;
  readonly ravanFields: readonly FieldDraft[];
}

/** What each part of the form takes. */
export interface PartProps {
  readonly draft: AgentDraft;
  change(part: Partial<AgentDraft>): void;
  readonly fault: unknown;
}

const linesOf = (texts: readonly string[] | undefined): string => (texts ?? []).join("\n");
const textsOf = (lines: string): string[] =>
  lines
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

let rowCount = 0;
const newKey = (): string => `row-${rowCount++}`;

export const newDefinition = (classification: Classification): DefinitionDraft => ({
  ...{ key: newKey(), status: "", description: "", classification, checklist: "", priority: "0" },
});
export const newField = (): FieldDraft => ({ key: newKey(), name: "", description: "", type: "string", choices: "", examples: "" });

const definitionDraft = ({ status, description = "", classification, checklist, priority = 0 }: Definition): DefinitionDraft => ({
  ...{ key: newKey(), status, description, classification, checklist: linesOf(checklist), priority: String(priority) },
});
const fieldDraft = ({ name, description = "", type, choices, examples }: Field): FieldDraft => ({
  ...{ key: newKey(), name, description, type, choices: linesOf(choices), examples: linesOf(examples) },
});

/** Of an agent that is configured, or of one that is to be. */
export function draftOf(agent: Agent | undefined): AgentDraft {
  const analysis = agent?.analysis ?? null;
  return {
    name: agent?.name ?? "",
    expectedTypes: linesOf(agent?.expected_record_types),
    idleCloseSec: agent?.idle_close_sec?.toString() ?? "",
    isAnalysed: analysis !== null,
    analyser: analysis?.analyser ?? "builtin",
    hasSummary: analysis === null || analysis.summary === true,
    hasSentiment: analysis === null || analysis.sentiment === true,
    hasIntent: (analysis?.intent ?? null) !== null,
    intents: linesOf(analysis?.intent?.custom_intents),
    hasResolution: (analysis?.resolution ?? null) !== null,
    definitions: analysis?.resolution?.definitions.map(definitionDraft) ?? [newDefinition("success"), newDefinition("failed")],
    hasExtraction: (analysis?.extraction ?? null) !== null,
    fields: analysis?.extraction?.fields.map(fieldDraft) ?? [newField()],
    hasRavanFields: (analysis?.post_call_analysis_data ?? null) !== null,
    ravanFields: analysis?.post_call_analysis_data?.map(fieldDraft) ?? [newField()],
  };
}

function definitionBody({ status, description, classification, checklist, priority }: DefinitionDraft, index: number) {
  const field = `analysis.resolution.definitions.${index}.priority`;
  return { status, description, classification, checklist: textsOf(checklist), priority: wholeNumber(priority, field) ?? 0 };
}

const ravanFieldBody = ({ name, description, type, choices }: FieldDraft) => ({
  ...{ name, description, type, choices: type === "enum" ? textsOf(choices) : [] },
});
const fieldBody = (field: FieldDraft) => ({ ...ravanFieldBody(field), examples: textsOf(field.examples) });

/** The analysis alone, as a try-out takes it. @throws ApiError with the field at fault */
export const analysisBody = (draft: AgentDraft) => ({
  analyser: draft.analyser,
  summary: draft.hasSummary,
  sentiment: draft.hasSentiment,
  intent: draft.hasIntent ? { custom_intents: textsOf(draft.intents) } : null,
  resolution: draft.hasResolution ? { definitions: draft.definitions.map(definitionBody) } : null,
  extraction: draft.hasExtraction ? { fields: draft.fields.map(fieldBody) } : null,
  post_call_analysis_data: draft.hasRavanFields ? draft.ravanFields.map(ravanFieldBody) : null,
});

/** The body of `PUT /v1/agents/{id}`. @throws ApiError with the field at fault */
export const agentBody = (draft: AgentDraft) => ({
  name: draft.name.trim() === "" ? null : draft.name.trim(),
  expected_record_types: textsOf(draft.expectedTypes),
  idle_close_sec: wholeNumber(draft.idleCloseSec, "idle_close_sec"),
  analysis: draft.isAnalysed ? analysisBody(draft) : null,
});

function wholeNumber(text: string, field: string): number | null {
  if (text.trim() === "") return null;
  const value = Number(text);
  if (!Number.isInteger(value)) throw fieldFault(field, "Give a whole number, or nothing.");
  return value;
}

/** Whether anything was changed; where rows stand in the form does not count. */
export const isSameDraft = (one: AgentDraft, other: AgentDraft): boolean => textOf(one) === textOf(other);
const textOf = (draft: AgentDraft): string => JSON.stringify(draft, (name, value: unknown) => (name === "key" ? undefined : value));
