import type { ReactNode } from "react";

export interface LegendEntry {
  readonly key: string;
  readonly name: string;
  readonly isShown: boolean;
  /** The sum, or what it is at the cursor. */
  readonly value: ReactNode;
}

interface LegendProps {
  readonly title: string;
  readonly total: ReactNode;
  readonly entries: readonly LegendEntry[];
  toggle(key: string): void;
  /** Which one is pointed at: it is drawn out of the others. */
  point(key: string | null): void;
}

const SWATCHES = [
  "bg-series-1",
  "bg-series-2",
  "bg-series-3",
  "bg-series-4",
  "bg-series-5",
  "bg-series-6",
  "bg-series-7",
  "bg-series-8",
] as const;

/** In the order of the stack, with the numbers that the cursor is at: nothing floats over the chart. */
export function Legend({ title, total, entries, toggle, point }: LegendProps) {
  return (
    <div className="min-w-0">
      <p className="flex justify-between gap-3 px-2 pb-1 text-xs text-muted">
        <span className="truncate">{title}</span>
        <span className="font-medium text-text">{total}</span>
      </p>
      <ul aria-label="Series, in the order of the stack">
        {entries.map(({ key, name, isShown, value }, index) => (
          <li key={key}>
            <button
              type="button"
              aria-pressed={isShown}
              onClick={() => toggle(key)}
              onPointerEnter={() => point(key)}
              onPointerLeave={() => point(null)}
              onFocus={() => point(key)}
              onBlur={() => point(null)}
              className="flex h-7 w-full cursor-pointer items-center gap-2 rounded px-2 text-left hover:bg-raised"
            >
              <span
                aria-hidden="true"
                className={`size-3 shrink-0 rounded-xs border-2 ${isShown ? `border-transparent ${SWATCHES[index] ?? ""}` : "border-edge"}`}
              />
              <bdi className={`min-w-0 flex-1 truncate ${isShown ? "" : "text-muted line-through"}`} title={name}>
                {name}
              </bdi>
              <span className={isShown ? "" : "text-muted"}>{value}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
