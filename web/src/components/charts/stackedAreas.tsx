import { useId, useState } from "react";
import { sumOf } from "../../decimal.ts";
import { AtLeast } from "../atLeast.tsx";
import { Money } from "../money.tsx";
import type { Interval } from "./buckets.ts";
import { Legend } from "./legend.tsx";
import { type Geometry, Plot } from "./plot.tsx";
import { niceTicks } from "./scale.ts";
import { fillOf, isHatched } from "./series.ts";
import { type Band, extentOf, stackOf, thickestOf } from "./stack.ts";
import { bucketName } from "./timeTicks.ts";
import { useCursor } from "./useCursor.ts";

export interface AmountSeries {
  readonly key: string;
  readonly name: string;
  /** Exact decimal texts, one for each bucket. */
  readonly amounts: readonly string[];
}

interface StackedAreasProps {
  readonly label: string;
  readonly currency: string;
  readonly starts: readonly number[];
  readonly interval: Interval;
  /** Eight at most, largest first. */
  readonly series: readonly AmountSeries[];
  readonly heightPx: number;
  /** For each bucket, how many of what it holds have no known amount: its sum is at least what is shown. */
  readonly unknowns?: readonly number[];
}

/** Amounts over time, one upon the other. Each bucket keeps its width, so that one day alone is seen as well as four hundred. */
export function StackedAreas({ label, currency, starts, interval, series, heightPx, unknowns = [] }: StackedAreasProps) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [pointed, setPointed] = useState<string | null>(null);
  const { cursor, setCursor } = useCursor();
  const shown = series.filter(({ key }) => !hidden.has(key));
  const bands = stackOf(series.map(({ key, amounts }) => amounts.map((amount) => (hidden.has(key) ? 0 : Number(amount)))));
  const index = cursor !== null && cursor.index < starts.length ? cursor.index : null;
  const amountOf = ({ amounts }: AmountSeries): string => (index === null ? sumOf(amounts) : (amounts[index] ?? "0"));
  const isAtLeast = index === null ? unknowns.some((count) => count > 0) : (unknowns[index] ?? 0) > 0;
  const toggle = (key: string): void =>
    setHidden((before) => new Set(before.has(key) ? [...before].filter((one) => one !== key) : [...before, key]));
  const textAt = (at: number): string => {
    const parts = shown.map(({ name, amounts }) => `${name} ${amounts[at] ?? "0"}`);
    const sum = sumOf(shown.map(({ amounts }) => amounts[at] ?? "0"));
    return `${bucketName(starts[at] ?? 0, interval)}: ${(unknowns[at] ?? 0) > 0 ? "at least " : ""}${sum} ${currency} together. ${parts.join(", ")}`;
  };
  const draw = (geometry: Geometry) => <Bands {...{ series, bands, geometry, pointed }} />;
  return (
    <div className="grid grid-cols-1 gap-x-4 gap-y-3 px-2 pb-3 md:grid-cols-[minmax(0,1fr)_minmax(15rem,20rem)] md:px-4">
      <Plot {...{ label, heightPx, starts, interval, textAt, cursor, setCursor, draw }} ticks={niceTicks(...extentOf(bands), 5)} />
      <Legend
        title={index === null ? "All of the time shown" : bucketName(starts[index] ?? 0, interval)}
        total={
          <>
            {isAtLeast ? <AtLeast why="Some have no known amount." /> : null}
            <Money amount={sumOf(shown.map(amountOf))} currency={currency} places={0} />
          </>
        }
        entries={series.map((one) => ({
          key: one.key,
          name: one.name,
          isShown: !hidden.has(one.key),
          value: <Money amount={amountOf(one)} places={0} />,
        }))}
        toggle={toggle}
        point={setPointed}
      />
    </div>
  );
}

interface BandsProps {
  readonly series: readonly AmountSeries[];
  readonly bands: readonly (readonly Band[])[];
  readonly geometry: Geometry;
  readonly pointed: string | null;
}

/** Every second band is hatched and the thick ones carry their names, for colour is never the only sign. */
function Bands({ series, bands, geometry, pointed }: BandsProps) {
  const hatch = useId();
  return (
    <>
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="6" strokeWidth="2" className="stroke-surface opacity-45" />
        </pattern>
      </defs>
      {series.map(({ key }, index) => {
        const path = pathOf(bands[index] ?? [], geometry);
        const isFaint = pointed !== null && pointed !== key;
        return (
          <g key={key} className={isFaint ? "opacity-25" : ""}>
            <path d={path} className={`stroke-surface ${fillOf(index)}`} />
            {isHatched(index) ? <path d={path} fill={`url(#${hatch})`} /> : null}
          </g>
        );
      })}
      {(series.length < 2 ? [] : series).map(({ key, name }, index) => (
        <BandName key={key} name={name} bands={bands[index] ?? []} geometry={geometry} />
      ))}
    </>
  );
}

/** Along the far edge of every bucket, and back along the near one. */
function pathOf(bands: readonly Band[], { x, y }: Geometry): string {
  const there = bands.map(({ to }, index) => `${x(index)} ${y(to)}L${x(index + 1)} ${y(to)}`);
  const back = bands.map(({ from }, index) => `${x(index + 1)} ${y(from)}L${x(index)} ${y(from)}`).reverse();
  return bands.length === 0 ? "" : `M${[...there, ...back].join("L")}Z`;
}

const NAME_PX = 18;
const CHARACTER_PX = 6.5;
const NAME_CHARACTERS_MAX = 22;

/** The name stands where the band is thickest, if it is thick enough around there to hold it. */
function BandName({ name, bands, geometry: { x, y, bandPx } }: { name: string; bands: readonly Band[]; geometry: Geometry }) {
  const thickPx = (band: Band | undefined): number => (band === undefined ? 0 : Math.abs(y(band.to) - y(band.from)));
  const thickest = thickestOf(bands);
  const band = bands[thickest];
  if (band === undefined || thickPx(band) < NAME_PX) return null;
  const text = name.length > NAME_CHARACTERS_MAX ? `${name.slice(0, NAME_CHARACTERS_MAX - 1)}…` : name;
  const middlePx = (y(band.to) + y(band.from)) / 2;
  const holds = (at: Band | undefined): boolean =>
    at !== undefined &&
    Math.max(y(at.to), y(at.from)) >= middlePx + NAME_PX / 2 &&
    Math.min(y(at.to), y(at.from)) <= middlePx - NAME_PX / 2;
  let [first, last] = [thickest, thickest];
  while (holds(bands[first - 1])) first--;
  while (holds(bands[last + 1])) last++;
  if ((last - first + 1) * bandPx < text.length * CHARACTER_PX + 8) return null;
  return (
    <text
      x={(x(first) + x(last + 1)) / 2}
      y={middlePx}
      dy="0.35em"
      textAnchor="middle"
      paintOrder="stroke"
      strokeWidth="3"
      strokeLinejoin="round"
      className="fill-text stroke-surface text-[11px] font-medium"
    >
      {text}
    </text>
  );
}
