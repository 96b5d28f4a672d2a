import { type KeyboardEvent, useMemo } from "react";
import { type AxisModel, speakerOf } from "./axisModel.ts";
import { usePlayback, usePlaybackPart } from "./playback.ts";
import { costText } from "./runningCost.ts";
import { clockText, type Scale, ticksOf } from "./scale.ts";
import { turnAt } from "./turnAt.ts";

const STEP_MS = 1_000;
const LARGE_STEP_MS = 10_000;
export const RULER_PX = 28;
const CHARACTER_PX = 7;

interface RulerProps {
  readonly model: AxisModel;
  readonly currency: string;
  readonly scale: Scale;
}

/** The times, and the slider that the keyboard moves. */
export function Ruler({ model, currency, scale }: RulerProps) {
  const { whole } = model;
  const playback = usePlayback();
  const tenths = usePlaybackPart(({ positionMs }) => Math.round(positionMs / 100));
  const { positionMs } = playback.state();
  const press = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? LARGE_STEP_MS : STEP_MS;
    const now = playback.state().positionMs;
    const targets = new Map([
      ["ArrowRight", now + step],
      ["ArrowUp", now + step],
      ["ArrowLeft", now - step],
      ["ArrowDown", now - step],
      ["PageUp", now + LARGE_STEP_MS],
      ["PageDown", now - LARGE_STEP_MS],
      ["Home", whole.startMs],
      ["End", whole.endMs],
    ]);
    const target = targets.get(event.key);
    if (target === undefined) return;
    event.preventDefault();
    playback.seek(Math.min(Math.max(whole.startMs, target), whole.endMs));
  };
  return (
    <div
      role="slider"
      aria-label="Position"
      aria-valuemin={Math.round(whole.startMs)}
      aria-valuemax={Math.round(whole.endMs)}
      aria-valuenow={Math.round(tenths * 100)}
      aria-valuetext={positionText(model, currency, positionMs)}
      tabIndex={0}
      onKeyDown={press}
      className="absolute inset-0 cursor-ew-resize overflow-hidden -outline-offset-2"
    >
      <Ticks scale={scale} />
    </div>
  );
}

function Ticks({ scale }: { readonly scale: Scale }) {
  const { stepMs, atMs } = useMemo(() => ticksOf(scale), [scale]);
  return (
    <>
      {atMs.map((at) => {
        const x = scale.xOf(at);
        // The last name stands left of its tick, so that it is not cut off.
        const name = clockText(at, stepMs);
        const isLast = x > scale.widthPx - Math.max(52, name.length * CHARACTER_PX);
        return (
          <span
            key={at}
            className={`absolute bottom-0 h-full text-xs whitespace-nowrap text-muted tabular-nums ${isLast ? "border-r pr-1" : "border-l pl-1"} border-line`}
            style={isLast ? { right: scale.widthPx - x } : { left: x }}
          >
            {name}
          </span>
        );
      })}
    </>
  );
}

/** "0:14.2, agent: Sure. Could you…, 0.021300 USD so far". */
function positionText(model: AxisModel, currency: string, positionMs: number): string {
  const turn = turnAt(model.turns, positionMs)?.message;
  const said = turn === undefined ? "" : `, ${speakerOf(turn)}: ${turn.content.slice(0, 80)}`;
  return `${clockText(positionMs, 100)}${said}, ${costText(model.cost, positionMs, model.whole.endMs, currency)} so far`;
}
