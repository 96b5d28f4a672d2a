import { type ReactNode, useId, useRef } from "react";
import { useWidth } from "../useWidth.ts";
import type { Interval } from "./buckets.ts";
import { positionOf, shortNumber } from "./scale.ts";
import { timeTicks } from "./timeTicks.ts";
import { type CursorState, cursorHandlers } from "./useCursor.ts";

/** Where a chart draws, in pixels. */
export interface Geometry {
  readonly widthPx: number;
  readonly bandPx: number;
  x(index: number): number;
  y(value: number): number;
}

export interface PlotProps extends CursorState {
  /** What the chart shows; read out when its cursor is reached. */
  readonly label: string;
  readonly heightPx: number;
  readonly starts: readonly number[];
  readonly interval: Interval;
  /** Marks of the value axis, lowest first; the first and the last are its ends. */
  readonly ticks: readonly number[];
  readonly tickText?: (value: number) => string;
  /** What the cursor tells at a bucket, whole. */
  readonly textAt: (index: number) => string;
  /** Takes the buckets from the first to the last that were marked. */
  readonly choose?: ((first: number, last: number) => void) | undefined;
  readonly draw: (geometry: Geometry) => ReactNode;
}

const TOP_PX = 8;
const AXIS_PX = 20;
const RIGHT_PX = 4;
const CHARACTER_PX = 7;
const LABEL_PX = 64;

/** The frame of a chart over time: axes, and a cursor for pointer and keyboard. It has its height before it has its data. */
export function Plot(props: PlotProps) {
  const { label, heightPx, starts, interval, ticks, tickText = shortNumber, textAt, choose, cursor, draw } = props;
  const box = useRef<HTMLDivElement>(null);
  const fullPx = useWidth(box);
  const hintId = useId();
  const leftPx = Math.max(...ticks.map((tick) => tickText(tick).length)) * CHARACTER_PX + 8;
  const widthPx = Math.max(0, fullPx - leftPx - RIGHT_PX);
  const bandPx = widthPx / Math.max(1, starts.length);
  const ends = [ticks[0] ?? 0, ticks.at(-1) ?? 1] as const;
  const geometry: Geometry = {
    widthPx,
    bandPx,
    x: (index) => leftPx + index * bandPx,
    y: (value) => positionOf(value, ends, [heightPx - AXIS_PX, TOP_PX]),
  };
  const indexAt = (xPx: number): number => Math.max(0, Math.min(starts.length - 1, Math.floor((xPx - leftPx) / bandPx)));
  const shown = cursor !== null && cursor.index < starts.length ? cursor : null;
  const now = shown?.index ?? starts.length - 1;
  return (
    <div ref={box} style={{ height: heightPx }} className="relative min-w-0">
      {widthPx === 0 ? null : (
        <svg aria-hidden="true" width={fullPx} height={heightPx} className="absolute inset-0 select-none">
          <ValueAxis {...{ ticks, geometry, tickText, leftPx }} />
          {draw(geometry)}
          <line x1={leftPx} x2={leftPx + widthPx} y1={geometry.y(0)} y2={geometry.y(0)} className="stroke-edge" />
          <TimeAxis {...{ starts, interval, geometry, heightPx }} />
          {shown === null ? null : <CursorMark {...shown} geometry={geometry} heightPx={heightPx} />}
        </svg>
      )}
      {starts.length === 0 ? null : (
        <div
          role="slider"
          tabIndex={0}
          aria-label={label}
          aria-orientation="horizontal"
          aria-valuemin={0}
          aria-valuemax={starts.length - 1}
          aria-valuenow={now}
          aria-valuetext={textAt(now)}
          aria-describedby={choose === undefined ? undefined : hintId}
          className={`absolute inset-0 touch-pan-y rounded ${choose === undefined ? "" : "cursor-crosshair"}`}
          {...cursorHandlers({ ...props, count: starts.length, indexAt })}
        />
      )}
      {choose === undefined ? null : (
        <p id={hintId} className="sr-only">
          Enter shows only this time; hold Shift with the arrows to mark more of it.
        </p>
      )}
    </div>
  );
}

interface ValueAxisProps {
  readonly ticks: readonly number[];
  readonly geometry: Geometry;
  readonly leftPx: number;
  tickText(value: number): string;
}

const ValueAxis = ({ ticks, geometry: { y, widthPx }, leftPx, tickText }: ValueAxisProps) => (
  <g className="fill-muted text-[11px] tabular-nums">
    {ticks.map((tick) => (
      <g key={tick}>
        <line x1={leftPx} x2={leftPx + widthPx} y1={y(tick)} y2={y(tick)} className="stroke-line" />
        <text x={leftPx - 6} y={y(tick)} dy="0.32em" textAnchor="end">
          {tickText(tick)}
        </text>
      </g>
    ))}
  </g>
);

interface TimeAxisProps {
  readonly starts: readonly number[];
  readonly interval: Interval;
  readonly geometry: Geometry;
  readonly heightPx: number;
}

function TimeAxis({ starts, interval, geometry: { x, bandPx, widthPx }, heightPx }: TimeAxisProps) {
  const ticks = timeTicks(starts, interval, Math.floor(widthPx / LABEL_PX));
  // Under the middle of a broad bucket, or where a narrow one begins; never cut off by an edge.
  const place = (index: number): readonly [number, "start" | "middle" | "end"] => {
    const middlePx = x(index) + bandPx / 2;
    if (middlePx - x(0) < LABEL_PX / 2) return [bandPx > LABEL_PX ? middlePx : x(index), bandPx > LABEL_PX ? "middle" : "start"];
    return x(0) + widthPx - middlePx < LABEL_PX / 2 ? [x(0) + widthPx, "end"] : [middlePx, "middle"];
  };
  return (
    <g className="fill-muted text-[11px] tabular-nums">
      {ticks.map(({ index, text }) => {
        const [xPx, textAnchor] = place(index);
        return (
          <text key={index} x={xPx} y={heightPx - 4} textAnchor={textAnchor}>
            {text}
          </text>
        );
      })}
    </g>
  );
}

interface CursorMarkProps {
  readonly index: number;
  readonly anchor: number;
  readonly geometry: Geometry;
  readonly heightPx: number;
}

function CursorMark({ index, anchor, geometry: { x, bandPx }, heightPx }: CursorMarkProps) {
  const [first, last] = [Math.min(index, anchor), Math.max(index, anchor)];
  const box = { x: x(first), y: TOP_PX, width: Math.max(1, (last - first + 1) * bandPx), height: heightPx - AXIS_PX - TOP_PX };
  return (
    <>
      <rect {...box} className="fill-text opacity-10" />
      <line x1={x(index) + bandPx / 2} x2={x(index) + bandPx / 2} y1={TOP_PX} y2={heightPx - AXIS_PX} className="stroke-text" />
    </>
  );
}
