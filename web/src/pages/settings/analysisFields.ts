import type { AnalysisSettings, Operations } from "../../api/native.generated.ts";

export type AnalysisBody = NonNullable<Operations["PUT /v1/analysis/settings"]["body"]>;

/** The members that are a text or a number in the form. */
export const TEXTS = [
  [
    "base_url",
    "Address of the model’s server",
    "Of any that speaks the OpenAI protocol: everything before /chat/completions. Empty: no model.",
  ],
  ["model", "Model", "Its name there."],
  ["input_price", "Price of a million tokens in", "An exact decimal. Empty: the cost is not known."],
  ["output_price", "Price of a million tokens out", "An exact decimal."],
  ["daily_cost_max", "Most that a day may cost", "Of one UTC day; needs both prices. Empty: no limit."],
  ["daily_count_max", "Most analyses a day by the model", "Empty: no limit."],
  ["timeout_ms", "Longest wait for an answer, in ms", "100 to 100000; empty: 45000."],
  ["retries", "Tries after a failure", "0 to 5; empty: 2."],
  ["max_input_characters", "Longest transcript, in characters", "A longer one is cut. Empty: 100000."],
] as const;
export type TextName = (typeof TEXTS)[number][0];

const NUMBERS: ReadonlySet<TextName> = new Set(["daily_count_max", "timeout_ms", "retries", "max_input_characters"]);

export type AnalysisDraft = { readonly [Name in TextName]: string } & {
  /** Empty: it stays as it is. */
  readonly api_key: string;
  readonly structured_outputs: boolean;
  readonly ravan_typed_wrapper: boolean;
};

export const analysisDraft = (settings: AnalysisSettings): AnalysisDraft => ({
  base_url: settings.base_url ?? "",
  model: settings.model ?? "",
  input_price: settings.input_price ?? "",
  output_price: settings.output_price ?? "",
  daily_cost_max: settings.daily_cost_max ?? "",
  daily_count_max: settings.daily_count_max?.toString() ?? "",
  timeout_ms: settings.timeout_ms?.toString() ?? "",
  retries: settings.retries?.toString() ?? "",
  max_input_characters: settings.max_input_characters?.toString() ?? "",
  api_key: "",
  structured_outputs: settings.structured_outputs ?? true,
  ravan_typed_wrapper: settings.ravan_typed_wrapper,
});

/** Only what was changed; what was emptied goes back to its default. A number that is none goes as it was written, to be refused. */
export function analysisChange(before: AnalysisDraft, after: AnalysisDraft): AnalysisBody {
  const texts = TEXTS.filter(([name]) => after[name].trim() !== before[name]).map(([name]) => [name, memberOf(name, after[name].trim())]);
  return {
    ...Object.fromEntries(texts),
    ...(after.api_key === "" ? {} : { api_key: after.api_key }),
    ...(after.structured_outputs === before.structured_outputs ? {} : { structured_outputs: after.structured_outputs }),
    ...(after.ravan_typed_wrapper === before.ravan_typed_wrapper ? {} : { ravan_typed_wrapper: after.ravan_typed_wrapper }),
  };
}

function memberOf(name: TextName, text: string): string | number | null {
  if (text === "") return null;
  return NUMBERS.has(name) && Number.isFinite(Number(text)) ? Number(text) : text;
}
