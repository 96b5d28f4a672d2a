import type { AgentAnalysis, AnalysisOutcome, ExtractedValue, RavanField } from "../../domain/analysis.ts";
import { AppError } from "../../domain/errors.ts";
import type { Analysed, Analyser, AnalysisInput } from "../analyser.ts";
import { checkAnswer } from "../check.ts";
import { cutTranscript } from "../cut.ts";
import { figuresOf } from "../figures.ts";
import { extractField } from "./fields/extractFields.ts";
import { findIntent } from "./intent.ts";
import { loadLanguageIdentifier } from "./language.ts";
import { judgeSentiment } from "./sentiment.ts";
import { summarise } from "./summary.ts";
import { readTranscript, type Transcript } from "./transcript.ts";

/** Half a million characters take about a tenth of a second; a call of an hour has a tenth of them. */
const CHARACTERS_MAX = 500_000;

type LeftOut = { readonly part: string; readonly reason: string };
type Answer = Record<string, unknown>;

/**
 * The analyser that asks nobody: no network, no model, the same answer every time. It serves what words of the transcript
 * prove, and lists everything else in `leftOut` (`left_out` in the API); a field that it left out is null and listed by its part and name.
 */
export function builtinAnalyser(): Analyser {
  return {
    async analyse(input, signal) {
      signal.throwIfAborted();
      const identify = await loadLanguageIdentifier();
      signal.throwIfAborted();
      const { messages, cut } = cutTranscript(input.messages, CHARACTERS_MAX);
      return answer(input, readTranscript(messages, identify), cut);
    },
  };
}

function answer({ settings, messages }: AnalysisInput, transcript: Transcript, cut: AnalysisOutcome["cut"]): Analysed {
  const leftOut: LeftOut[] = [];
  const found: Answer = {
    language: transcript.language,
    ...summaryPart(settings, transcript, leftOut),
    ...intentPart(settings, transcript, leftOut),
    ...resolutionPart(settings, leftOut),
    ...sentimentPart(settings, transcript, leftOut),
    ...fieldsPart("extractedData", settings.extraction, transcript, leftOut),
    ...fieldsPart("ravanData", settings.ravanFields, transcript, leftOut),
  };
  const checked = checkAnswer(found, { settings, messages, analyser: "builtin", figures: figuresOf(messages), leftOut, cut });
  if (!checked.isValid) throw new AppError("ANALYSIS_FAILED", `The builtin analyser's answer was refused: ${checked.faults.join("; ")}`);
  return { outcome: checked.outcome, model: null, inputTokens: null, outputTokens: null };
}

function summaryPart(settings: AgentAnalysis, transcript: Transcript, leftOut: LeftOut[]): Answer {
  if (!settings.summary) return {};
  const summary = summarise(transcript);
  if (summary !== undefined) return { summary };
  leftOut.push({ part: "summary", reason: "no sentence is plainly a request of the user or a commitment of the assistant" });
  return {};
}

function intentPart(settings: AgentAnalysis, transcript: Transcript, leftOut: LeftOut[]): Answer {
  if (settings.intent === null) return {};
  const intent = findIntent(settings.intent.intents, transcript);
  if (intent !== undefined) return { intent };
  leftOut.push({ part: "intent", reason: "no request of the user has the words of exactly one configured intent" });
  return {};
}

function resolutionPart(settings: AgentAnalysis, leftOut: LeftOut[]): Answer {
  if (settings.resolution !== null) leftOut.push({ part: "resolution", reason: "the builtin analyser does not judge resolution" });
  return {};
}

function sentimentPart(settings: AgentAnalysis, transcript: Transcript, leftOut: LeftOut[]): Answer {
  if (!settings.sentiment) return {};
  const sentiment = judgeSentiment(transcript);
  if (sentiment !== undefined) return { sentiment };
  leftOut.push({ part: "sentiment", reason: "the user said too few plainly glad or angry words, or both kinds" });
  return {};
}

function fieldsPart(
  part: "extractedData" | "ravanData",
  fields: readonly RavanField[] | null,
  transcript: Transcript,
  leftOut: LeftOut[],
): Answer {
  if (fields === null) return {};
  const values = fields.map((field): [string, ExtractedValue] => {
    const { value, reason } = extractField(field, transcript);
    if (reason !== undefined) leftOut.push({ part: `${part}.${field.name}`, reason });
    return [field.name, value];
  });
  return { [part]: Object.fromEntries(values) };
}
