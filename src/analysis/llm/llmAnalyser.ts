import type { ModelMessage } from "ai";
import type { ModelSettings } from "../../domain/analysisOrganization.ts";
import type { Clock } from "../../domain/clock.ts";
import { type Analysed, type Analyser, AnalyserError, type AnalysisInput, type ModelUse, NO_MODEL_USE } from "../analyser.ts";
import { type Asked, checkAnswer, partsOf } from "../check.ts";
import { cutTranscript } from "../cut.ts";
import { shown } from "../faults.ts";
import { figuresOf } from "../figures.ts";
import { fromModelAnswer } from "./answer.ts";
import { requestFailureOf } from "./failure.ts";
import { correctionText, instructionsFor, transcriptText } from "./prompt.ts";
import { type ModelAnswer, type ModelRequest, requestAnswer } from "./request.ts";
import { answerSchema } from "./schema.ts";

export interface LlmParts {
  /** Reaches only what it may. */
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** Rejects with the signal's reason when that is given up. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

const PAUSE_MS = 1_000;
/** A server that wants to be left alone for longer is asked again in another run. */
const PAUSE_MS_MAX = 30_000;
/** The first answer, and one more that knows the faults of the first. */
const ANSWERS_MAX = 2;
const ANSWER_SHOWN_CHARACTERS_MAX = 20_000;

/**
 * Asks a model behind any server of the OpenAI chat completions protocol. The transcript goes in as data, the answer is
 * held to a schema and to check.ts; one with faults is asked for once more with the faults named.
 * @param key sent as bearer token, and nowhere else; null: the server needs none
 */
export function llmAnalyser(settings: ModelSettings, key: string | null, parts: LlmParts): Analyser {
  return { analyse: (input, signal) => analyse(input, { settings, key, parts, signal }) };
}

interface Conversation {
  readonly settings: ModelSettings;
  readonly key: string | null;
  readonly parts: LlmParts;
  readonly signal: AbortSignal;
}

async function analyse(input: AnalysisInput, talk: Conversation): Promise<Analysed> {
  const transcript = cutTranscript(input.messages, talk.settings.inputCharactersMax);
  const asked: Asked = {
    settings: input.settings,
    messages: transcript.messages,
    analyser: "llm",
    figures: figuresOf(input.messages),
    leftOut: [],
    cut: transcript.cut,
  };
  const parts = partsOf(input.settings);
  if (parts.length === 0) return withoutModel(asked);
  if (!input.messages.some(isSpoken)) {
    return withoutModel({ ...asked, leftOut: parts.map((part) => ({ part, reason: "nothing was said in this session" })) });
  }
  if (!transcript.messages.some(isSpoken)) {
    const message = `Every message is longer than the ${talk.settings.inputCharactersMax} characters that max_input_characters allows.`;
    throw new AnalyserError("ANALYSIS_FAILED", message, NO_MODEL_USE);
  }
  if (talk.key !== null && !/^[\x21-\x7e]+$/.test(talk.key)) {
    // The error that a header would give quotes it.
    throw new AnalyserError("ANALYSIS_FAILED", "The model's key holds characters that no HTTP header can carry.", NO_MODEL_USE);
  }
  return converse(asked, transcriptText(transcript), talk);
}

const isSpoken = ({ role, content }: AnalysisInput["messages"][number]): boolean =>
  (role === "user" || role === "assistant") && content.trim() !== "";

function withoutModel(asked: Asked): Analysed {
  const checked = checkAnswer({ language: null }, asked);
  if (!checked.isValid) throw new AnalyserError("ANALYSIS_FAILED", checked.faults.join(" "), NO_MODEL_USE);
  return { outcome: checked.outcome, ...NO_MODEL_USE };
}

async function converse(asked: Asked, transcript: string, talk: Conversation): Promise<Analysed> {
  const messages: ModelMessage[] = [{ role: "user", content: transcript }];
  const request: ModelRequest = {
    instructions: instructionsFor(asked.settings, !talk.settings.structuredOutputs),
    messages,
    schema: answerSchema(asked.settings),
    check: (answer) => checkAnswer(fromModelAnswer(answer, asked.settings, asked.messages), asked),
  };
  let used = NO_MODEL_USE;
  for (let answers = 1; ; answers++) {
    const answer = await answerOf(request, talk, used);
    used = added(used, answer.used);
    if (answer.kind === "accepted") return { outcome: answer.outcome, ...used };
    if (answer.kind === "refused") {
      const words = answer.text === "" ? "" : `: ${shown(answer.text)}`;
      throw new AnalyserError("ANALYSIS_FAILED", `The model refused to answer${words}.`, used);
    }
    if (answers === ANSWERS_MAX) {
      const message = `The model's answer was not accepted, and neither was the one after its faults were named: ${answer.faults.join(" ")}`;
      throw new AnalyserError("ANALYSIS_FAILED", message, used);
    }
    const said = answer.text.slice(0, ANSWER_SHOWN_CHARACTERS_MAX).toWellFormed();
    // Some servers refuse an empty message.
    messages.push(
      { role: "assistant", content: said === "" ? "(nothing)" : said },
      { role: "user", content: correctionText(answer.faults) },
    );
  }
}

/** Sends the request until there is an answer, as often and as patiently as the settings say. */
async function answerOf(request: ModelRequest, talk: Conversation, used: ModelUse): Promise<ModelAnswer> {
  const { settings, key, parts, signal } = talk;
  for (let retries = 0; ; retries++) {
    signal.throwIfAborted();
    const timeout = AbortSignal.timeout(settings.timeoutMs);
    try {
      return await requestAnswer(request, settings, { key, fetch: parts.fetch, signal: AbortSignal.any([signal, timeout]) });
    } catch (error) {
      signal.throwIfAborted();
      const failure = timeout.aborted
        ? { reason: `The model's server did not answer within ${settings.timeoutMs} ms.`, canRetry: true, retryAfterMs: null }
        : requestFailureOf(error, key, parts.clock);
      if (failure === undefined) throw error;
      if (!failure.canRetry) throw new AnalyserError("ANALYSIS_FAILED", failure.reason, used);
      const pauseMs = Math.max(PAUSE_MS * 2 ** retries, failure.retryAfterMs ?? 0);
      if (retries >= settings.retries || pauseMs > PAUSE_MS_MAX) throw unavailable(failure.reason, failure.retryAfterMs, used);
      await parts.sleep(pauseMs, signal);
    }
  }
}

const unavailable = (reason: string, retryAfterMs: number | null, used: ModelUse): AnalyserError =>
  new AnalyserError("ANALYSER_UNAVAILABLE", reason, used, retryAfterMs === null ? {} : { retryAfterSec: Math.ceil(retryAfterMs / 1_000) });

const added = (before: ModelUse, more: ModelUse): ModelUse => ({
  model: more.model ?? before.model,
  inputTokens: sum(before.inputTokens, more.inputTokens),
  outputTokens: sum(before.outputTokens, more.outputTokens),
});

/** What one answer did not say does not hide what the other said. */
const sum = (one: number | null, other: number | null): number | null => (one === null || other === null ? (one ?? other) : one + other);
