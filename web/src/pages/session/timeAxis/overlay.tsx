import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import { Sum } from "../sum.tsx";
import { type AxisModel, speakerOf } from "./axisModel.ts";
import { latencyText } from "./latencyLane.tsx";
import { usePlaybackPart } from "./playback.ts";
import { amountText, costAt, leftOutAt } from "./runningCost.ts";
import { clockText, type Scale } from "./scale.ts";
import { turnAt } from "./turnAt.ts";

interface OverlayProps {
  readonly model: AxisModel;
  readonly scale: Scale;
  readonly plot: RefObject<HTMLElement | null>;
  readonly strip: RefObject<HTMLElement | null>;
}

/** Lines through all lanes: at the position, and where the pointer is. */
export function Overlay({ model, scale, plot, strip }: OverlayProps) {
  const hoverPx = useHover(plot, strip);
  return (
    <div className="pointer-events-none absolute inset-y-0 right-0 left-0 z-10 overflow-hidden sm:left-28">
      {hoverPx === null ? null : <HoverLine model={model} scale={scale} xPx={hoverPx} />}
      <PositionLine scale={scale} />
    </div>
  );
}

function PositionLine({ scale }: { readonly scale: Scale }) {
  const xPx = usePlaybackPart(({ positionMs }) => Math.round(scale.xOf(positionMs) * 2) / 2);
  if (xPx < -1 || xPx > scale.widthPx + 1) return null;
  return (
    <span data-position className="absolute inset-y-0 -left-px painted w-0.5 bg-accent" style={{ transform: `translateX(${xPx}px)` }}>
      <span className="absolute top-0 -left-1 painted size-2.5 rounded-full bg-accent" />
    </span>
  );
}

function HoverLine({ model, scale, xPx }: { readonly model: AxisModel; readonly scale: Scale; readonly xPx: number }) {
  const atMs = scale.timeOf(xPx);
  const turn = turnAt(model.turns, atMs)?.message;
  const side = xPx > scale.widthPx / 2 ? "right-1.5" : "left-1.5";
  return (
    <span className="absolute inset-y-0 border-l border-dashed border-edge" style={{ left: xPx }}>
      <span
        className={`absolute top-0.5 w-max max-w-56 rounded border border-line bg-surface px-1.5 text-xs tabular-nums shadow-sm ${side}`}
      >
        {clockText(atMs, 100)}{" "}
        <Sum
          amount={amountText(costAt(model.cost, atMs, model.whole.endMs))}
          places={0}
          leftOut={leftOutAt(model.cost, atMs, model.whole.endMs)}
        />
        {turn === undefined ? null : (
          <span className="block truncate text-muted">
            {speakerOf(turn)}: <span dir="auto">{turn.content}</span>
          </span>
        )}
        {turn?.latency == null ? null : <span className="block text-muted">{latencyText(turn.latency)}</span>}
      </span>
    </span>
  );
}

/** Where a mouse or a pen is on the strip; a finger only presses. */
function useHover(plot: RefObject<HTMLElement | null>, strip: RefObject<HTMLElement | null>): number | null {
  const [xPx, setXPx] = useState<number | null>(null);
  const move = useEffectEvent((event: PointerEvent) => {
    const { left = 0, right = 0 } = strip.current?.getBoundingClientRect() ?? {};
    const isOn = event.pointerType !== "touch" && event.clientX >= left && event.clientX <= right;
    setXPx(isOn ? Math.round(event.clientX - left) : null);
  });
  useEffect(() => {
    const box = plot.current;
    if (box === null) return;
    const ending = new AbortController();
    box.addEventListener("pointermove", move, { signal: ending.signal });
    box.addEventListener("pointerleave", () => setXPx(null), { signal: ending.signal });
    return () => ending.abort();
  }, [plot]);
  return xPx;
}
