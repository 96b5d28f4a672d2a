import type { Interval } from "./buckets.ts";
import { type Geometry, Plot } from "./plot.tsx";
import { niceTicks } from "./scale.ts";
import type { CursorState } from "./useCursor.ts";

interface TimeChartProps extends CursorState {
  readonly label: string;
  readonly starts: readonly number[];
  readonly interval: Interval;
  /** For drawing only; null: not known, which leaves a gap. */
  readonly values: readonly (number | null)[];
  /** Amounts are bars; what can rise and fall without being added up is a line. */
  readonly kind: "bars" | "line";
  readonly series: 1 | 3 | 6;
  readonly heightPx: number;
  readonly tickText?: (value: number) => string;
  readonly textAt: (index: number) => string;
  readonly choose?: ((first: number, last: number) => void) | undefined;
}

const BARS = { 1: "fill-series-1", 3: "fill-series-3", 6: "fill-series-6" } as const;
const LINES = { 1: "stroke-series-1", 3: "stroke-series-3", 6: "stroke-series-6" } as const;

const DOTS_FROM_PX = 12;

/** One figure over time, small. */
export function TimeChart({ values, kind, series, ...rest }: TimeChartProps) {
  const known = values.filter((value) => value !== null);
  const ticks = niceTicks(Math.min(0, ...known), Math.max(0, ...known), 2);
  const draw = (geometry: Geometry) =>
    kind === "bars" ? <Bars {...{ values, geometry }} look={BARS[series]} /> : <Line {...{ values, geometry }} look={LINES[series]} />;
  return <Plot {...rest} {...{ ticks, draw }} />;
}

interface DrawProps {
  readonly values: readonly (number | null)[];
  readonly geometry: Geometry;
}

function Bars({ values, geometry: { x, y, bandPx }, look }: DrawProps & { readonly look: string }) {
  const gapPx = bandPx > 4 ? 1 : 0;
  const path = values
    .map((value, index) =>
      value === null || value === 0 ? "" : `M${x(index)} ${y(0)}V${y(value)}h${Math.max(0.75, bandPx - gapPx)}V${y(0)}Z`,
    )
    .join("");
  return <path d={path} className={look} />;
}

/** Broken where nothing is known; a value that stands alone is a dot. */
function Line({ values, geometry: { x, y, bandPx }, look }: DrawProps & { readonly look: string }) {
  const isKnown = (index: number): boolean => (values[index] ?? null) !== null;
  const at = (value: number, index: number): string => `${x(index) + bandPx / 2} ${y(value)}`;
  const isDotted = (index: number): boolean => bandPx > DOTS_FROM_PX || !(isKnown(index - 1) || isKnown(index + 1));
  const path = values.map((value, index) => (value === null ? "" : `${isKnown(index - 1) ? "L" : "M"}${at(value, index)}`));
  // A line of no length with round ends is a dot.
  const dots = values.map((value, index) => (value === null || !isDotted(index) ? "" : `M${at(value, index)}h0`));
  return (
    <g fill="none" strokeLinejoin="round" strokeLinecap="round" className={look}>
      <path d={path.join("")} strokeWidth={1.75} />
      <path d={dots.join("")} strokeWidth={4.5} />
    </g>
  );
}
