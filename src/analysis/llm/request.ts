import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import {
  generateText,
  jsonSchema,
  type LanguageModelUsage,
  type ModelMessage,
  NoObjectGeneratedError,
  NoOutputGeneratedError,
  Output,
} from "ai";
import type { AnalysisOutcome } from "../../domain/analysis.ts";
import type { ModelSettings } from "../../domain/analysisOrganization.ts";
import type { ModelUse } from "../analyser.ts";
import type { Checked } from "../check.ts";
import type { Schema } from "./schema.ts";

export interface ModelRequest {
  readonly instructions: string;
  readonly messages: readonly ModelMessage[];
  readonly schema: Schema;
  /** Checks what the model said, once it is JSON. */
  readonly check: (answer: unknown) => Checked;
}

export type ModelAnswer =
  | { readonly kind: "accepted"; readonly outcome: AnalysisOutcome; readonly used: ModelUse }
  | { readonly kind: "faulty"; readonly text: string; readonly faults: readonly string[]; readonly used: ModelUse }
  | { readonly kind: "refused"; readonly text: string; readonly used: ModelUse };

/** Carries the faults of a check through the SDK. */
class AnswerFaults extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super("The answer has faults.");
    this.faults = faults;
  }
}

const CAUSES_MAX = 8;

/**
 * Sends one request, once, and checks what comes back. @throws what the SDK and `fetch` throw when there is no answer to
 * check (failure.ts tells what it means)
 */
export async function requestAnswer(
  request: ModelRequest,
  settings: ModelSettings,
  connection: { readonly key: string | null; readonly fetch: typeof globalThis.fetch; readonly signal: AbortSignal },
): Promise<ModelAnswer> {
  // The SDK warns on the console that a server without structured outputs gets no schema; there it stands in the prompt.
  globalThis.AI_SDK_LOG_WARNINGS = false;
  const provider = createOpenAICompatible({
    name: "model",
    baseURL: settings.baseUrl,
    fetch: connection.fetch,
    supportsStructuredOutputs: settings.structuredOutputs,
    ...(connection.key !== null && { apiKey: connection.key }),
  });
  try {
    const result = await generateText({
      model: provider.chatModel(settings.model),
      instructions: request.instructions,
      messages: [...request.messages],
      output: Output.object({ schema: checkedSchema(request), name: "analysis" }),
      temperature: 0,
      maxRetries: 0,
      abortSignal: connection.signal,
      telemetry: { isEnabled: false },
    });
    const used = useOf(result.usage, result.response.modelId, settings);
    return outcomeOf(result, used);
  } catch (error) {
    if (!NoObjectGeneratedError.isInstance(error)) throw error;
    const used = useOf(error.usage, error.response?.modelId, settings);
    const text = error.text ?? "";
    if (error.finishReason === "content-filter") return { kind: "refused", text, used };
    return { kind: "faulty", text, faults: faultsOf(error), used };
  }
}

const checkedSchema = ({ schema, check }: ModelRequest) =>
  jsonSchema<AnalysisOutcome>(schema, {
    validate: (answer) => {
      const checked = check(answer);
      return checked.isValid ? { success: true, value: checked.outcome } : { success: false, error: new AnswerFaults(checked.faults) };
    },
  });

/** Without any text there is no output to read, and the SDK says so only when it is asked for. */
function outcomeOf(
  result: { readonly output: AnalysisOutcome; readonly text: string; readonly finishReason: string },
  used: ModelUse,
): ModelAnswer {
  try {
    return { kind: "accepted", outcome: result.output, used };
  } catch (error) {
    if (!NoOutputGeneratedError.isInstance(error)) throw error;
    if (result.finishReason === "content-filter") return { kind: "refused", text: result.text, used };
    return { kind: "faulty", text: result.text, faults: [reasonWithoutJson(result.finishReason)], used };
  }
}

function faultsOf(error: NoObjectGeneratedError): readonly string[] {
  let cause: unknown = error;
  for (let depth = 0; depth < CAUSES_MAX && cause instanceof Error; depth++) {
    if (cause instanceof AnswerFaults) return cause.faults;
    cause = cause.cause;
  }
  return [reasonWithoutJson(error.finishReason)];
}

const reasonWithoutJson = (finishReason: string | undefined): string =>
  finishReason === "length"
    ? "The answer was cut off at the length that the server allows, so that it is no JSON; say it shorter."
    : "The answer is not JSON.";

function useOf(usage: LanguageModelUsage | undefined, modelId: string | undefined, settings: ModelSettings): ModelUse {
  // The SDK tells counts that the server left out as zero; its raw form tells them apart.
  const raw = usage?.raw ?? {};
  return {
    model: modelId ?? settings.model,
    inputTokens: tokensOf(raw["prompt_tokens"]),
    outputTokens: tokensOf(raw["completion_tokens"]),
  };
}

const tokensOf = (count: unknown): number | null => (typeof count === "number" && Number.isSafeInteger(count) && count >= 0 ? count : null);
