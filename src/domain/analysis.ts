/**
 * The words of post-call analysis: what an agent wants to know of its sessions, and what an analyser found. Both are kept
 * as JSON text; domain/analysisSettings.ts reads and writes the settings, analysis/check.ts checks every answer.
 */
export const ANALYSERS = ["builtin", "llm"] as const;
export type AnalyserName = (typeof ANALYSERS)[number];

export const FIELD_TYPES = ["string", "number", "boolean", "enum"] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export const CLASSIFICATIONS = ["success", "failed", "neutral"] as const;
/** What it says of a session that it ended in this status. */
export type DefinitionClassification = (typeof CLASSIFICATIONS)[number];

export const RESOLUTIONS = ["RESOLVED", "PARTIALLY_RESOLVED", "UNRESOLVED", "NOT_APPLICABLE"] as const;
export type ResolutionClassification = (typeof RESOLUTIONS)[number];

export const SENTIMENTS = ["POSITIVE", "NEUTRAL", "NEGATIVE"] as const;
export type Sentiment = (typeof SENTIMENTS)[number];

/** One way in which a session can end. */
export interface ResolutionDefinition {
  /** Unique among an agent's definitions; free text. */
  readonly status: string;
  readonly description: string;
  readonly classification: DefinitionClassification;
  /** What has to have happened; free texts, unique inside one definition. */
  readonly checklist: readonly string[];
  /** Where several fit, the smallest wins. */
  readonly priority: number;
}

/** One value to find, under a name that is free text: `what they did in their work?` is one that people really use. */
export interface RavanField {
  readonly name: string;
  readonly description: string;
  readonly type: FieldType;
  /** The allowed values of an enum, in their own case; empty for every other type. */
  readonly choices: readonly string[];
}

export interface ExtractionField extends RavanField {
  readonly examples: readonly string[];
}

/** Settings of one agent. A part that is null or false is switched off, and is absent from the outcome. */
export interface AgentAnalysis {
  readonly analyser: AnalyserName;
  readonly summary: boolean;
  /** The intents to choose from; empty: the analyser names one in its own words. */
  readonly intent: { readonly intents: readonly string[] } | null;
  /** At least one success and one failed definition. */
  readonly resolution: { readonly definitions: readonly ResolutionDefinition[] } | null;
  readonly sentiment: boolean;
  /** At least one. */
  readonly extraction: readonly ExtractionField[] | null;
  /** Ravan's `postCallAnalysisData[]`; at least one. */
  readonly ravanFields: readonly RavanField[] | null;
}

/** Words that really stand in the transcript. */
export interface Evidence {
  /** Verbatim, but for runs of white space. */
  readonly quote: string;
  readonly messageId: string;
  /** Of that message. */
  readonly role: string;
}

export interface IntentFound {
  /** Null: none of the configured ones. */
  readonly intent: string | null;
  /** 0 to 1. */
  readonly confidence: number;
  readonly explanation: string;
}

export interface ResolutionFound {
  readonly classification: ResolutionClassification;
  /** `status` of the definition that fits; null: none does. */
  readonly status: string | null;
  /** 0 to 1. */
  readonly confidence: number;
  /** Of the checklist of that definition, in its order. */
  readonly satisfiedChecklistItems: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly explanation: string;
}

export interface SentimentFound {
  readonly sentiment: Sentiment;
  /** -1 (worst) to 1 (best). */
  readonly score: number;
  readonly explanation: string;
}

/** Null: the conversation does not say. */
export type ExtractedValue = string | number | boolean | null;

/** Measured, not judged: from the offsets of the messages. Null: the messages carry no offsets to measure it by. */
export interface AnalysisFigures {
  readonly talkMs: { readonly user: number | null; readonly assistant: number | null };
  /** Time in which nobody spoke, from the first word to the last. */
  readonly silenceMs: number | null;
  readonly longestSilenceMs: number | null;
  readonly interruptions: number;
  /** Times that user and assistant took the word. */
  readonly turns: number;
}

/** What an analyser found, checked. A part that was switched off, or is left out, has no key. */
export interface AnalysisOutcome {
  readonly analyser: AnalyserName;
  /** ISO 639-1 or 639-3 code; null: not known. */
  readonly language: string | null;
  readonly summary?: string;
  readonly intent?: IntentFound;
  readonly resolution?: ResolutionFound;
  readonly sentiment?: SentimentFound;
  /** One key per configured field. */
  readonly extractedData?: Readonly<Record<string, ExtractedValue>>;
  /** One key per configured Ravan field. */
  readonly ravanData?: Readonly<Record<string, ExtractedValue>>;
  readonly figures: AnalysisFigures;
  /** Parts that were switched on and are left out, each with why. */
  readonly leftOut: readonly { readonly part: string; readonly reason: string }[];
  /** Set when not all of the transcript was read: the rule, and how many messages were. */
  readonly cut: { readonly rule: string; readonly messagesRead: number; readonly messagesTotal: number } | null;
}

/**
 * The outcome's word for a definition's. Neutral is ours to map: with a satisfied checklist item something was achieved.
 * Null: no definition fits.
 */
export function resolutionOf(classification: DefinitionClassification | null, satisfiedCount: number): ResolutionClassification {
  if (classification === "success") return "RESOLVED";
  if (classification === "failed") return "UNRESOLVED";
  return classification === "neutral" && satisfiedCount > 0 ? "PARTIALLY_RESOLVED" : "NOT_APPLICABLE";
}
