import type { ReactNode } from "react";
import { fillOf, isHatched } from "./series.ts";

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

/** In the order of the stack, with the numbers that the cursor is at: nothing floats over the chart. */
export function Legend({ title, total, entries, toggle, point }: LegendProps) {
  return (
    <div className="min-w-0">
      <p className="flex justify-between gap-3 px-2 pb-1 text-xs text-muted">
        <span className="truncate">{title}</span>
        <span className="font-medium text-text">{total}</span>
      </p>
      <ul aria-label="Series, from the bottom of the stack upwards">
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
              <Swatch index={index} isShown={isShown} />
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

/** Coloured and hatched as the band is; empty when the band is hidden. */
const Swatch = ({ index, isShown }: { readonly index: number; readonly isShown: boolean }) => (
  <svg aria-hidden="true" width="12" height="12" className="shrink-0 overflow-hidden rounded-xs">
    <rect width="12" height="12" strokeWidth="3" className={isShown ? fillOf(index) : "fill-none stroke-edge"} />
    {isShown && isHatched(index) ? <path d="M-2 8L8 -2M2 14L14 2" strokeWidth="2" className="stroke-surface opacity-45" /> : null}
  </svg>
);
