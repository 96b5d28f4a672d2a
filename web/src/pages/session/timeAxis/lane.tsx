import type { ReactNode } from "react";

interface LaneProps {
  /** One, or one for each row with the row's height as a class. */
  readonly name: string | readonly (readonly [name: string, height: string])[];
  /** Beside the name: what its height means, or how much there is. */
  readonly note?: ReactNode;
  readonly heightPx: number;
  readonly children: ReactNode;
}

/** One strip of the time axis, with its name at the side, or above it on a small screen. */
export const Lane = ({ name, note, heightPx, children }: LaneProps) => (
  <div className="grid border-t border-line sm:grid-cols-[7rem_minmax(0,1fr)]">
    <div className="flex gap-2 pt-1 pr-3 text-xs text-muted sm:block sm:pt-0">
      {typeof name === "string" ? (
        <div className="sm:pt-1.5">{name}</div>
      ) : (
        name.map(([row, height]) => (
          <div key={row} className={`flex items-center ${height}`}>
            {row}
          </div>
        ))
      )}
      {note === undefined ? null : <div className="tabular-nums">{note}</div>}
    </div>
    <div className="relative min-w-0 overflow-hidden" style={{ height: heightPx }}>
      {children}
    </div>
  </div>
);

/** What of an answer's time nobody told apart. */
export const UNSPLIT = ["Not told apart", "var(--color-edge)"] as const;

export const LATENCY_PARTS = [
  ["stt_ms", "Speech to text", "var(--color-series-5)"],
  ["llm_ms", "Model", "var(--color-series-8)"],
  ["tts_ms", "Text to speech", "var(--color-series-6)"],
] as const;

interface LegendProps {
  readonly name: string;
  readonly entries: readonly (readonly [name: string, colour: string])[];
}

/** Which colour means what. */
export const Legend = ({ name, entries }: LegendProps) =>
  entries.length === 0 ? null : (
    <ul aria-label={name} className="flex flex-wrap items-center gap-x-4 gap-y-1">
      {entries.map(([entry, colour]) => (
        <li key={entry} className="flex items-center gap-1.5">
          <span aria-hidden="true" className="painted size-2.5 rounded-xs" style={{ backgroundColor: colour }} />
          <span>{entry}</span>
        </li>
      ))}
    </ul>
  );
