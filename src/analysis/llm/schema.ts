import type { AgentAnalysis, RavanField, ResolutionDefinition } from "../../domain/analysis.ts";
import { SENTIMENTS } from "../../domain/analysis.ts";

/** A JSON schema of the plain kind that every server understands: no ranges, no lengths; check.ts holds those. */
export type Schema = { readonly [keyword: string]: unknown };

const TEXT: Schema = { type: "string" };

/**
 * The key that stands for a configured name in requests and answers. Names are free text (`Phone number.`), and servers
 * differ in what they take as a key.
 */
export const fieldKey = (index: number): string => `field_${index + 1}`;

/** What an answer has to look like: the switched-on parts, every key required. */
export function answerSchema(settings: AgentAnalysis): Schema {
  const { summary, intent, resolution, sentiment, extraction, ravanFields } = settings;
  return closed({
    language: orNull({ type: "string", description: 'ISO 639-1 code of the language that the user speaks, such as "en"' }),
    ...(summary && { summary: { type: "string", description: "one paragraph, in the language of the conversation" } }),
    ...(intent !== null && { intent: intentSchema(intent.intents) }),
    ...(resolution !== null && { resolution: resolutionSchema(resolution.definitions) }),
    ...(sentiment && { sentiment: sentimentSchema() }),
    ...(extraction !== null && { extractedData: fieldsSchema(extraction) }),
    ...(ravanFields !== null && { ravanData: fieldsSchema(ravanFields) }),
  });
}

const closed = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: "null" }] });
const oneOf = (values: readonly string[]): Schema => ({ type: "string", enum: values });
const confidence: Schema = { type: "number", description: "from 0 to 1" };

const intentSchema = (intents: readonly string[]): Schema =>
  closed({
    explanation: TEXT,
    intent: orNull(intents.length === 0 ? { type: "string", description: "two to four words" } : oneOf(intents)),
    confidence,
  });

function resolutionSchema(definitions: readonly ResolutionDefinition[]): Schema {
  const items = [...new Set(definitions.flatMap(({ checklist }) => checklist))];
  return closed({
    evidence: {
      type: "array",
      description: "copied word for word from the transcript",
      items: closed({ message: { type: "integer", description: "`n` of the message" }, quote: TEXT }),
    },
    explanation: TEXT,
    status: orNull(oneOf(definitions.map(({ status }) => status))),
    satisfiedChecklistItems: { type: "array", items: items.length === 0 ? TEXT : oneOf(items) },
    confidence,
  });
}

const sentimentSchema = (): Schema =>
  closed({ explanation: TEXT, sentiment: oneOf(SENTIMENTS), score: { type: "number", description: "from -1 (worst) to 1 (best)" } });

const fieldsSchema = (fields: readonly RavanField[]): Schema =>
  closed(Object.fromEntries(fields.map((field, index) => [fieldKey(index), orNull(fieldSchema(field))])));

function fieldSchema({ name, description, type, choices }: RavanField): Schema {
  const told = description === "" ? name : `${name}: ${description}`;
  return type === "enum" ? { ...oneOf(choices), description: told } : { type, description: told };
}
