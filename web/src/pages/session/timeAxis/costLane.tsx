import { useMemo } from "react";
import { Sum } from "../sum.tsx";
import type { AxisModel } from "./axisModel.ts";
import { Lane } from "./lane.tsx";
import { amountText, costText, type RunningCost } from "./runningCost.ts";
import type { Scale } from "./scale.ts";

const HEIGHT_PX = 60;
const MARGIN_PX = 5;

interface CostLaneProps {
  readonly model: AxisModel;
  readonly currency: string;
  readonly scale: Scale;
}

/** What had been spent at each instant, as a line of steps. */
export function CostLane({ model: { cost, whole }, currency, scale }: CostLaneProps) {
  const line = useMemo(() => costPath(cost, whole.endMs, scale), [cost, whole.endMs, scale]);
  const total = amountText(cost.totalNanos);
  return (
    <Lane
      name="Running cost"
      note={
        <>
          <span className="text-text">
            <Sum amount={total} places={0} leftOut={cost.leftOut} />
          </span>
          {cost.untimedNanos === 0n ? null : <div>{amountText(cost.untimedNanos)} without a time</div>}
        </>
      }
      heightPx={HEIGHT_PX}
    >
      <svg
        role="img"
        aria-label={`Running cost, in the end ${costText(cost, whole.endMs, whole.endMs, currency)}`}
        width={scale.widthPx}
        height={HEIGHT_PX}
        className="block text-accent"
      >
        <path d={`${line}V${HEIGHT_PX}H${scale.xOf(whole.startMs)}Z`} fill="currentColor" fillOpacity="0.13" />
        <path d={line} fill="none" stroke="currentColor" strokeWidth="1.5" />
      </svg>
    </Lane>
  );
}

/** Number is exact enough to draw with. */
function costPath({ steps, totalNanos }: RunningCost, endMs: number, { xOf, view }: Scale): string {
  const sums = [0, ...steps.map(({ sumNanos }) => Number(sumNanos)), Number(totalNanos)];
  const [least, greatest] = [extreme(sums, Math.min), extreme(sums, Math.max)];
  const pxPerNano = (HEIGHT_PX - 2 * MARGIN_PX) / Math.max(1, greatest - least);
  const y = (nanos: number): string => (HEIGHT_PX - MARGIN_PX - (nanos - least) * pxPerNano).toFixed(1);
  // Far beyond its edges the drawing would be clipped anyhow.
  const x = (atMs: number): string => xOf(Math.min(Math.max(atMs, view.startMs - 1), view.endMs + 1)).toFixed(1);
  const drawn = steps.map(({ startMs, sumNanos }) => `H${x(startMs)}V${y(Number(sumNanos))}`).join("");
  return `M${x(Math.min(view.startMs, steps[0]?.startMs ?? 0, 0))} ${y(0)}${drawn}H${x(endMs)}V${y(Number(totalNanos))}`;
}

const extreme = (values: readonly number[], pick: (a: number, b: number) => number): number =>
  values.reduce((best, value) => pick(best, value), 0);
