import { createColors } from "picocolors";
import { type DrawSessionOptions, printable } from "./drawSession.ts";

/** The part of the native API's analysis that is shown. */
export interface AnalysisAnswer {
  readonly status: string;
  readonly analyser: string | null;
  readonly model: string | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly result: {
    readonly summary?: string;
    readonly intent?: { readonly intent: string | null };
    readonly resolution?: {
      readonly classification: string;
      readonly status: string | null;
      readonly evidence: readonly { readonly quote: string }[];
    };
    readonly sentiment?: { readonly sentiment: string; readonly score: number };
    readonly extracted_data?: Readonly<Record<string, unknown>>;
    readonly post_call_analysis_data?: Readonly<Record<string, unknown>>;
  } | null;
}

/** Who analysed it and what was found, a line for each part that there is. */
export function drawAnalysis({ status, analyser, model, failure, result }: AnalysisAnswer, { colors }: DrawSessionOptions): string {
  const paint = createColors(colors);
  const by = analyser === null ? "" : ` by ${model ?? analyser}`;
  const head = `${paint.bold("analysis")}  ${status}${by}`;
  if (result === null) return failure === null ? head : `${head}: ${printable(failure.message)}`;
  const { summary, intent, resolution, sentiment } = result;
  const said = resolution === undefined ? [] : resolution.evidence.map(({ quote }) => `“${quote}”`);
  const parts: [string, string | undefined][] = [
    ["summary", summary],
    ["intent", intent && (intent.intent ?? "none of the configured ones")],
    ["resolution", resolution && [resolution.classification, resolution.status, ...said].filter((part) => part !== null).join(", ")],
    ["sentiment", sentiment && `${sentiment.sentiment} (${sentiment.score})`],
    ...Object.entries({ ...result.extracted_data, ...result.post_call_analysis_data }).map(([name, value]): [string, string] => [
      name,
      value === null ? "not said" : String(value),
    ]),
  ];
  const lines = parts.flatMap(([name, text]) => (text === undefined ? [] : [`  ${paint.dim(printable(name))}  ${printable(text)}`]));
  return [head, ...lines].join("\n");
}
