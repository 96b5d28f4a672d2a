import type { ReactNode } from "react";

interface SegmentsProps<Value extends string> {
  readonly label: string;
  readonly choices: readonly (readonly [value: Value, shown: ReactNode])[];
  readonly value: Value;
  /** Those that cannot be chosen now; say nearby why. */
  readonly off?: readonly Value[];
  choose(value: Value): void;
}

/** A choice of two or a few, all in sight. */
export function Segments<Value extends string>({ label, choices, value, off = [], choose }: SegmentsProps<Value>) {
  return (
    <div role="radiogroup" aria-label={label} className="inline-flex max-w-full flex-wrap rounded-md bg-raised p-0.5">
      {choices.map(([choice, shown]) => (
        <label
          key={choice}
          className="cursor-pointer rounded px-2.5 py-1 whitespace-nowrap text-muted has-checked:bg-surface has-checked:text-text has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent has-disabled:cursor-default has-disabled:line-through forced-colors:has-checked:bg-[Highlight] forced-colors:has-checked:text-[HighlightText] forced-colors:has-checked:forced-color-adjust-none"
        >
          <input
            type="radio"
            name={label}
            className="sr-only"
            checked={choice === value}
            disabled={off.includes(choice)}
            onChange={() => choose(choice)}
          />
          {shown}
        </label>
      ))}
    </div>
  );
}
