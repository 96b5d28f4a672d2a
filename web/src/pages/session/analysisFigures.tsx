import type { ReactNode } from "react";
import { None } from "../../components/badge.tsx";
import { durationText } from "../../components/time.tsx";
import type { Result } from "./analysisParts.tsx";

/** Measured, not judged: who spoke for how long, and how often they cut each other short. */
export function AnalysisFigures({ figures }: { readonly figures: Result["figures"] }) {
  const { talk_ms, silence_ms, longest_silence_ms, interruptions, turns } = figures;
  const parts = [
    { name: "user", ms: talk_ms.user ?? 0, colour: "var(--color-series-5)" },
    { name: "assistant", ms: talk_ms.assistant ?? 0, colour: "var(--color-series-2)" },
    { name: "silence", ms: silence_ms ?? 0, colour: "var(--color-line)" },
  ];
  const allMs = parts.reduce((sum, { ms }) => sum + ms, 0);
  return (
    <section aria-label="Figures" className="min-w-0">
      <h3 className="text-xs text-muted">Measured</h3>
      {allMs === 0 ? null : (
        <div aria-hidden="true" className="mt-1.5 flex h-2 gap-px overflow-hidden rounded-full">
          {parts.map(({ name, ms, colour }) =>
            ms === 0 ? null : <span key={name} style={{ width: `${(ms / allMs) * 100}%`, backgroundColor: colour }} />,
          )}
        </div>
      )}
      <dl className="mt-1.5 grid grid-cols-[repeat(auto-fill,minmax(7rem,1fr))] gap-x-4 gap-y-1">
        <Figure name="User spoke" colour={parts[0]?.colour}>
          <Length ms={talk_ms.user} />
        </Figure>
        <Figure name="Assistant spoke" colour={parts[1]?.colour}>
          <Length ms={talk_ms.assistant} />
        </Figure>
        <Figure name="Silence" colour={parts[2]?.colour}>
          <Length ms={silence_ms} />
        </Figure>
        <Figure name="Longest silence">
          <Length ms={longest_silence_ms} />
        </Figure>
        <Figure name="Interruptions">{interruptions}</Figure>
        <Figure name="Turns">{turns}</Figure>
      </dl>
    </section>
  );
}

const Length = ({ ms }: { readonly ms: number | null }) => (ms === null ? <None /> : durationText(ms));

const Figure = ({
  name,
  colour,
  children,
}: {
  readonly name: string;
  readonly colour?: string | undefined;
  readonly children: ReactNode;
}) => (
  <div className="min-w-0">
    <dt className="flex items-center gap-1.5 text-xs text-muted">
      {colour === undefined ? null : <span aria-hidden="true" className="size-2 shrink-0 rounded-xs" style={{ backgroundColor: colour }} />}
      <span className="truncate">{name}</span>
    </dt>
    <dd className="tabular-nums">{children}</dd>
  </div>
);
