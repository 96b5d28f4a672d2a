import { useMemo } from "react";
import type { Message } from "../../../api/native.generated.ts";
import { durationText } from "../../../components/time.tsx";
import type { AxisModel, AxisTurn } from "./axisModel.ts";
import { LATENCY_PARTS, Lane, UNSPLIT } from "./lane.tsx";
import type { Scale } from "./scale.ts";
import { inSight } from "./turnLane.tsx";

const HEIGHT_PX = 48;
const BARS_PX = HEIGHT_PX - 6;
const BAR_PX = 7;
const NAMED_PX_MIN = 52;

interface Answer extends AxisTurn {
  readonly totalMs: number;
}

/** How long each answer took, in its parts, standing where it began. */
export function LatencyLane({ model, scale }: { readonly model: AxisModel; readonly scale: Scale }) {
  const answers = useMemo(() => answersOf(model), [model]);
  const longestMs = answers.reduce((longest, { totalMs }) => Math.max(longest, totalMs), 1);
  const shown = answers.filter(inSight(scale));
  const note = answers.length === 0 ? undefined : `up to ${durationText(longestMs)}`;
  return (
    <Lane name="Answered after" note={note} heightPx={HEIGHT_PX}>
      <svg
        role="img"
        aria-label={`Time to answer, ${answers.length} turns${note === undefined ? "" : `, ${note}`}`}
        width={scale.widthPx}
        height={HEIGHT_PX}
        className="block"
      >
        <Stacks answers={shown} scale={scale} pxPerMs={BARS_PX / longestMs} />
        <g className="fill-muted text-xs tabular-nums">
          {shown.filter(hasRoom(scale)).map(({ message, startMs, totalMs }) => (
            <text key={message.id} x={scale.xOf(startMs) + BAR_PX + 4} y={HEIGHT_PX - 4}>
              {durationText(totalMs)}
            </text>
          ))}
        </g>
      </svg>
      {answers.length > 0 ? null : <p className="absolute top-2 left-2 text-xs text-muted">No turn tells how long its answer took.</p>}
    </Lane>
  );
}

const answersOf = ({ turns }: AxisModel): Answer[] =>
  turns.flatMap((turn) => {
    const totalMs = totalOf(turn.message.latency);
    return totalMs === null ? [] : [{ ...turn, totalMs }];
  });

/** Whether a text fits between this bar and the next. */
const hasRoom =
  ({ xOf, widthPx }: Scale) =>
  ({ startMs }: Answer, index: number, shown: readonly Answer[]): boolean => {
    const next = shown[index + 1];
    return (next === undefined ? widthPx : xOf(next.startMs)) - xOf(startMs) >= NAMED_PX_MIN;
  };

interface StacksProps {
  readonly answers: readonly Answer[];
  readonly scale: Scale;
  readonly pxPerMs: number;
}

/** One path a part, however many answers there are. */
function Stacks({ answers, scale, pxPerMs }: StacksProps) {
  const paths = new Map([...LATENCY_PARTS.map(([, , colour]) => colour), UNSPLIT[1]].map((colour) => [colour as string, ""]));
  for (const { message, startMs, totalMs } of answers) {
    const x = scale.xOf(startMs).toFixed(1);
    let belowMs = 0;
    const parts = LATENCY_PARTS.map(([part, , colour]) => [colour as string, message.latency?.[part] ?? 0] as const);
    for (const [colour, ms] of [...parts, [UNSPLIT[1] as string, unsplitMs(message.latency, totalMs)] as const]) {
      const height = (ms * pxPerMs).toFixed(1);
      if (ms > 0)
        paths.set(colour, `${paths.get(colour) ?? ""}M${x} ${(HEIGHT_PX - belowMs * pxPerMs).toFixed(1)}v-${height}h${BAR_PX}v${height}z`);
      belowMs += ms;
    }
  }
  return [...paths].map(([colour, path]) => <path key={colour} d={path} style={{ fill: colour }} />);
}

const unsplitMs = (latency: Message["latency"], totalMs: number): number =>
  Math.max(0, totalMs - LATENCY_PARTS.reduce((sum, [part]) => sum + (latency?.[part] ?? 0), 0));

/** Names and colours of what the bars of these turns are made of, and of nothing else. */
export function latencyLegend(turns: readonly AxisTurn[]): (readonly [name: string, colour: string])[] {
  const latencies = turns.flatMap(({ message: { latency } }) => latency ?? []);
  const parts = LATENCY_PARTS.filter(([part]) => latencies.some((latency) => (latency[part] ?? 0) > 0));
  const isUnsplit = latencies.some((latency) => unsplitMs(latency, totalOf(latency) ?? 0) > 0);
  return [...parts.map(([, name, colour]) => [name, colour] as const), ...(isUnsplit ? [UNSPLIT] : [])];
}

function totalOf(latency: Message["latency"]): number | null {
  if (latency === null) return null;
  if (latency.total_ms !== null) return latency.total_ms;
  const parts = LATENCY_PARTS.flatMap(([part]) => latency[part] ?? []);
  return parts.length === 0 ? null : parts.reduce((sum, ms) => sum + ms, 0);
}

/** "speech to text 160 ms, model 640 ms, 950 ms in all". */
export function latencyText(latency: Message["latency"]): string {
  const totalMs = totalOf(latency);
  if (latency === null || totalMs === null) return "";
  const parts = LATENCY_PARTS.flatMap(([part, name]) => {
    const ms = latency[part];
    return ms === null ? [] : [`${name.toLowerCase()} ${durationText(ms)}`];
  });
  return [...parts, `${durationText(totalMs)} in all`].join(", ");
}
