import type { Analysis } from "../../api/native.generated.ts";
import { Money } from "../../components/money.tsx";
import { durationText, Time } from "../../components/time.tsx";
import { LOCALE } from "../../locale.ts";

const TRIGGERS = { auto: "when the session ended", request: "asked for", bulk: "asked for, with others" } as const;

/** Which analyser, when, how long it took and what it cost. */
export function AnalysisMade({ analysis }: { readonly analysis: Analysis }) {
  const { analyser, model, finished_at, duration_ms, input_tokens, output_tokens, cost, currency, attempts, trigger } = analysis;
  if (finished_at === null) return null;
  return (
    <p className="flex flex-wrap gap-x-3 gap-y-1 text-xs text-muted">
      <span>
        By {analyser === "llm" ? (model ?? "a model") : "the built-in analyser"}, {TRIGGERS[trigger]}
      </span>
      <Time at={finished_at} />
      {duration_ms === null ? null : <span>took {durationText(duration_ms)}</span>}
      {input_tokens === null || output_tokens === null ? null : (
        <span className="tabular-nums">
          {input_tokens.toLocaleString(LOCALE)} tokens read, {output_tokens.toLocaleString(LOCALE)} written
        </span>
      )}
      {cost === null ? null : (
        <span>
          cost <Money amount={cost} {...(currency === null ? {} : { currency })} places={0} />
        </span>
      )}
      {attempts > 1 ? <span>{attempts} attempts</span> : null}
    </p>
  );
}
