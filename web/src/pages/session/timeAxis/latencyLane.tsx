import type { Message } from "../../../api/native.generated.ts";
import { durationText } from "../../../components/time.tsx";
import type { AxisModel } from "./axisModel.ts";
import { LATENCY_PARTS, Lane } from "./lane.tsx";
import type { Scale } from "./scale.ts";
import { inSight } from "./turnLane.tsx";

const HEIGHT_PX = 48;
const BARS_PX = HEIGHT_PX - 6;
const BAR_PX = 7;
const NAMED_PX_MIN = 52;

/** How long each answer took, in its parts, standing where it began. */
export function LatencyLane({ model, scale }: { readonly model: AxisModel; readonly scale: Scale }) {
  const answers = model.turns.flatMap((turn) => {
    const totalMs = totalOf(turn.message.latency);
    return totalMs === null ? [] : [{ ...turn, totalMs }];
  });
  const longestMs = answers.reduce((longest, { totalMs }) => Math.max(longest, totalMs), 1);
  const shown = answers.filter(inSight(scale));
  const note = answers.length === 0 ? undefined : `up to ${durationText(longestMs)}`;
  return (
    <Lane name="Answered after" note={note} heightPx={HEIGHT_PX}>
      <div role="img" aria-label={`Time to answer, ${answers.length} turns${note === undefined ? "" : `, ${note}`}`}>
        {shown.map(({ message, startMs, totalMs }, index) => {
          const left = scale.xOf(startMs);
          const next = shown[index + 1];
          const room = (next === undefined ? scale.widthPx : scale.xOf(next.startMs)) - left;
          return (
            <div key={message.id} title={latencyText(message.latency)} className="absolute bottom-0 flex items-end gap-1" style={{ left }}>
              <Stack latency={message.latency} pxPerMs={BARS_PX / longestMs} totalMs={totalMs} />
              {room < NAMED_PX_MIN ? null : (
                <span className="pb-0.5 text-xs whitespace-nowrap text-muted tabular-nums">{durationText(totalMs)}</span>
              )}
            </div>
          );
        })}
        {answers.length > 0 ? null : <p className="p-2 text-xs text-muted">No turn tells how long its answer took.</p>}
      </div>
    </Lane>
  );
}

interface StackProps {
  readonly latency: Message["latency"];
  readonly totalMs: number;
  readonly pxPerMs: number;
}

function Stack({ latency, totalMs, pxPerMs }: StackProps) {
  const parts = LATENCY_PARTS.map(([part, , colour]) => ({ part, colour, ms: latency?.[part] ?? 0 }));
  const restMs = Math.max(0, totalMs - parts.reduce((sum, { ms }) => sum + ms, 0));
  return (
    <span className="flex flex-col-reverse overflow-hidden rounded-t-sm" style={{ width: BAR_PX }}>
      {[...parts, { part: "rest", colour: "text-edge", ms: restMs }].map(({ part, colour, ms }) => (
        <span key={part} className={`bg-current ${colour}`} style={{ height: ms * pxPerMs }} />
      ))}
    </span>
  );
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
