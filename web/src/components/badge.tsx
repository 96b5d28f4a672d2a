const TONES = {
  neutral: ["", "border-line text-muted"],
  good: ["✓", "border-good/40 text-good"],
  warn: ["!", "border-warn/40 text-warn"],
  danger: ["✕", "border-danger/40 text-danger"],
  live: ["●", "border-accent/40 text-accent"],
} as const;

export type Tone = keyof typeof TONES;

/** A word with a sign and a colour: the colour is never the only one to tell. */
export function Badge({ tone = "neutral", children }: { readonly tone?: Tone; readonly children: string }) {
  const [sign, look] = TONES[tone];
  return (
    <span className={`inline-flex max-w-full items-center gap-1 rounded-full border px-2 text-xs/5 ${look}`}>
      {sign === "" ? null : <span aria-hidden="true">{sign}</span>}
      <span className="truncate">{children}</span>
    </span>
  );
}

const STATE_TONES: Readonly<Record<string, Tone>> = { open: "live", ended: "neutral", settling: "neutral", settled: "good" };
const OUTCOME_TONES: Readonly<Record<string, Tone>> = { RESOLVED: "good", PARTIALLY_RESOLVED: "warn", UNRESOLVED: "danger" };
const SENTIMENT_TONES: Readonly<Record<string, Tone>> = { POSITIVE: "good", NEGATIVE: "danger" };

export const StateBadge = ({ state }: { readonly state: string }) => <Badge tone={STATE_TONES[state] ?? "neutral"}>{state}</Badge>;

export const OutcomeBadge = ({ outcome }: { readonly outcome: string | null }) =>
  outcome === null ? <None /> : <Badge tone={OUTCOME_TONES[outcome] ?? "neutral"}>{wordsOf(outcome)}</Badge>;

export const SentimentBadge = ({ sentiment }: { readonly sentiment: string | null }) =>
  sentiment === null ? <None /> : <Badge tone={SENTIMENT_TONES[sentiment] ?? "neutral"}>{wordsOf(sentiment)}</Badge>;

/** What is not known, seen and heard. */
export const None = () => (
  <span className="text-muted">
    <span aria-hidden="true">–</span>
    <span className="sr-only">not known</span>
  </span>
);

/** PARTIALLY_RESOLVED → partially resolved. */
export const wordsOf = (code: string): string => code.toLowerCase().replaceAll("_", " ");
