import type { AgentAnalysis, RavanField } from "../../domain/analysis.ts";
import { isJsonObject, type JsonObject } from "../../domain/json.ts";
import type { AnalysedMessage } from "../analyser.ts";
import { fieldKey } from "./schema.ts";

/**
 * A model's answer in the words of check.ts: field keys become names, numbers of messages their ids. What is not as it
 * should be stays as it is, for the check to name.
 */
export function fromModelAnswer(answer: unknown, settings: AgentAnalysis, shown: readonly AnalysedMessage[]): unknown {
  if (!isJsonObject(answer)) return answer;
  const { resolution, extractedData, ravanData } = answer;
  return {
    ...answer,
    ...(isJsonObject(resolution) && { resolution: fromResolution(resolution, shown) }),
    ...(isJsonObject(extractedData) && { extractedData: withNames(extractedData, settings.extraction ?? []) }),
    ...(isJsonObject(ravanData) && { ravanData: withNames(ravanData, settings.ravanFields ?? []) }),
  };
}

function fromResolution(resolution: JsonObject, shown: readonly AnalysedMessage[]): JsonObject {
  const { evidence } = resolution;
  return Array.isArray(evidence) ? { ...resolution, evidence: evidence.map((one) => fromEvidence(one, shown)) } : resolution;
}

/** A wrong number is not worth asking again for: the quote itself says where it stands. */
function fromEvidence(evidence: unknown, shown: readonly AnalysedMessage[]): unknown {
  if (!isJsonObject(evidence)) return evidence;
  const { message, ...rest } = evidence;
  const messageId = typeof message === "number" ? shown[message - 1]?.id : undefined;
  return messageId === undefined ? rest : { ...rest, messageId };
}

function withNames(values: JsonObject, fields: readonly RavanField[]): JsonObject {
  const names = new Map(fields.map(({ name }, index) => [fieldKey(index), name]));
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [names.get(key) ?? key, value]));
}
