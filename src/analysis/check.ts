import {
  type AgentAnalysis,
  type AnalyserName,
  type AnalysisFigures,
  type AnalysisOutcome,
  type IntentFound,
  type ResolutionFound,
  resolutionOf,
  SENTIMENTS,
  type SentimentFound,
} from "../domain/analysis.ts";
import { isJsonObject, type JsonObject } from "../domain/json.ts";
import type { AnalysedMessage } from "./analyser.ts";
import { findEvidence } from "./evidence.ts";
import { Faults, shown } from "./faults.ts";
import { checkFields } from "./fields.ts";

const SUMMARY_CHARACTERS_MAX = 10_000;
const INTENT_CHARACTERS_MAX = 200;

/** What an answer is held against, and what goes into the outcome beside it. */
export interface Asked {
  readonly settings: AgentAnalysis;
  /** What the analyser was shown; evidence has to stand in one of these. */
  readonly messages: readonly AnalysedMessage[];
  readonly analyser: AnalyserName;
  readonly figures: AnalysisFigures;
  /** Parts that were switched on and that the answer need not have. */
  readonly leftOut: AnalysisOutcome["leftOut"];
  readonly cut: AnalysisOutcome["cut"];
}

export type Checked =
  | { readonly isValid: true; readonly outcome: AnalysisOutcome }
  /** In words fit to be shown to a model and to people; at least one. */
  | { readonly isValid: false; readonly faults: readonly string[] };

/** Names of the parts, in an answer and in `leftOut`, that these settings switch on. */
export function partsOf(settings: AgentAnalysis): string[] {
  const parts: readonly (readonly [name: string, isOn: boolean])[] = [
    ["summary", settings.summary],
    ["intent", settings.intent !== null],
    ["resolution", settings.resolution !== null],
    ["sentiment", settings.sentiment],
    ["extractedData", settings.extraction !== null],
    ["ravanData", settings.ravanFields !== null],
  ];
  return parts.filter(([, isOn]) => isOn).map(([name]) => name);
}

/**
 * Checks one answer of an analyser, whatever it is:
 *
 *     { language: string | null,
 *       summary: string,
 *       intent: { intent: string | null, confidence: 0..1, explanation: string },
 *       resolution: { status: string | null, confidence: 0..1, satisfiedChecklistItems: string[],
 *                     evidence: { quote: string, messageId?: string }[], explanation: string },
 *       sentiment: { sentiment: "POSITIVE" | "NEUTRAL" | "NEGATIVE", score: -1..1, explanation: string },
 *       extractedData: { [name]: value | null }, ravanData: { [name]: value | null } }
 *
 * with exactly the parts that are switched on and not left out. The classification is not asked for: it follows from the
 * definition (domain/analysis.ts). A field that is absent counts as null. Never throws, never repairs.
 */
export function checkAnswer(answer: unknown, asked: Asked): Checked {
  const faults = new Faults();
  if (!isJsonObject(answer)) return { isValid: false, faults: ["The answer is not a JSON object."] };
  const { settings, analyser, figures, leftOut, cut } = asked;
  const expected = partsOf(settings).filter((part) => !leftOut.some((left) => left.part === part));
  faults.checkKeys(answer, "", ["language", ...expected], expected);
  const has = (part: string): boolean => expected.includes(part) && answer[part] !== undefined;
  const outcome: AnalysisOutcome = {
    analyser,
    language: checkLanguage(answer["language"], faults),
    ...(has("summary") && { summary: faults.text(answer["summary"], "summary", SUMMARY_CHARACTERS_MAX) }),
    ...(has("intent") && { intent: checkIntent(answer["intent"], settings.intent?.intents ?? [], faults) }),
    ...(has("resolution") && { resolution: checkResolution(answer["resolution"], asked, faults) }),
    ...(has("sentiment") && { sentiment: checkSentiment(answer["sentiment"], faults) }),
    ...(has("extractedData") && {
      extractedData: checkFields(answer["extractedData"], "extractedData", settings.extraction ?? [], faults),
    }),
    ...(has("ravanData") && { ravanData: checkFields(answer["ravanData"], "ravanData", settings.ravanFields ?? [], faults) }),
    figures,
    leftOut,
    cut,
  };
  return faults.found.length === 0 ? { isValid: true, outcome } : { isValid: false, faults: faults.found };
}

/** "pt-BR" is told as "pt". */
function checkLanguage(value: unknown, faults: Faults): string | null {
  if (value === undefined || value === null) return null;
  const match = typeof value === "string" ? /^([a-z]{2,3})(?:-[a-z0-9]{1,8})*$/i.exec(value) : null;
  if (match?.[1] === undefined) faults.add("language", `is ${shown(value)}, not an ISO 639 code such as "en", or null`);
  return match?.[1]?.toLowerCase() ?? null;
}

function checkIntent(value: unknown, intents: readonly string[], faults: Faults): IntentFound {
  const said = faults.object(value, "intent", ["intent", "confidence", "explanation"]);
  return {
    intent: checkIntentName(said["intent"], intents, faults),
    confidence: faults.number(said["confidence"], "intent.confidence", 0, 1),
    explanation: faults.explanation(said["explanation"], "intent.explanation"),
  };
}

function checkIntentName(value: unknown, intents: readonly string[], faults: Faults): string | null {
  if (value === null) return null;
  if (intents.length === 0) return faults.text(value, "intent.intent", INTENT_CHARACTERS_MAX);
  return faults.choice(value, "intent.intent", intents, "or null");
}

function checkResolution(value: unknown, asked: Asked, faults: Faults): ResolutionFound {
  const keys = ["status", "confidence", "satisfiedChecklistItems", "evidence", "explanation"];
  const said = faults.object(value, "resolution", keys);
  const definitions = asked.settings.resolution?.definitions ?? [];
  const statuses = definitions.map(({ status }) => status);
  const status = said["status"] === null ? null : faults.choice(said["status"], "resolution.status", statuses, "or null");
  const definition = definitions.find((one) => one.status === status);
  const items = checkChecklist(said, definition?.checklist ?? [], faults);
  const evidence = findEvidence(said["evidence"], "resolution.evidence", asked.messages, faults);
  if (definition?.classification === "success" && evidence.length === 0) {
    faults.add("resolution.evidence", `is empty; "${definition.status}" is a success, which has to be shown by what was said`);
  }
  return {
    classification: resolutionOf(definition?.classification ?? null, items.length),
    status,
    confidence: faults.number(said["confidence"], "resolution.confidence", 0, 1),
    satisfiedChecklistItems: items,
    evidence,
    explanation: faults.explanation(said["explanation"], "resolution.explanation"),
  };
}

/** In the order of the checklist, whatever the order of the answer. */
function checkChecklist(said: JsonObject, checklist: readonly string[], faults: Faults): readonly string[] {
  const path = "resolution.satisfiedChecklistItems";
  const items = faults.list(said["satisfiedChecklistItems"], path);
  for (const [index, item] of items.entries()) {
    const isKnown = checklist.some((known) => known === item);
    if (!isKnown) faults.add(`${path}[${index}]`, `is ${shown(item)}, which is not on the checklist of the chosen definition`);
  }
  return checklist.filter((item) => items.includes(item));
}

function checkSentiment(value: unknown, faults: Faults): SentimentFound {
  const said = faults.object(value, "sentiment", ["sentiment", "score", "explanation"]);
  const sentiment = faults.choice(said["sentiment"], "sentiment.sentiment", SENTIMENTS);
  const score = faults.number(said["score"], "sentiment.score", -1, 1);
  if ((sentiment === "POSITIVE" && score < 0) || (sentiment === "NEGATIVE" && score > 0)) {
    faults.add("sentiment.score", `is ${score}, which does not fit ${sentiment}`);
  }
  return {
    sentiment,
    score,
    explanation: faults.explanation(said["explanation"], "sentiment.explanation"),
  };
}
