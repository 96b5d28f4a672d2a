import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import type { AxisEvent, AxisModel } from "./axisModel.ts";
import { BAR_PX, type Bar, barsInSight, eventAt, eventRows, namesOf, ROW_PX } from "./eventRows.ts";
import { EventTip } from "./eventTip.tsx";
import { Lane } from "./lane.tsx";
import type { Scale } from "./scale.ts";

const HEIGHT_PX_MAX = 11 * ROW_PX;
const HEIGHT_PX_MIN = 2 * ROW_PX;

interface EventLaneProps {
  readonly model: AxisModel;
  readonly scale: Scale;
  /** Key of the record that the address points at. */
  readonly selected: string | undefined;
  colourOf(group: string): string;
  select(key: string): void;
  /** Brings a time into sight. */
  reveal(atMs: number): void;
}

/** The records as a waterfall. Arrow keys go from one to the next in time, Enter chooses it. */
export function EventLane({ model, scale, selected, colourOf, select, reveal }: EventLaneProps) {
  const { events, whole } = model;
  const rows = useMemo(() => eventRows(events, whole, scale.widthPx), [events, whole, scale.widthPx]);
  const [firstRow, setFirstRow] = useState(0);
  const [hovered, setHovered] = useState<AxisEvent | undefined>();
  const [activeKey, setActiveKey] = useState(selected);
  const [hasFocus, setFocus] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const optionId = useId();
  const activeIndex = Math.max(
    0,
    events.findIndex(({ key }) => key === (activeKey ?? selected)),
  );
  const active = events[activeIndex];
  const heightPx = Math.min(HEIGHT_PX_MAX, Math.max(HEIGHT_PX_MIN, rows.rows.length * ROW_PX + 4));
  const bars = useMemo(() => barsInSight(rows, scale, firstRow, firstRow + HEIGHT_PX_MAX / ROW_PX + 1), [rows, scale, firstRow]);

  const moveTo = (index: number): void => {
    const event = events[Math.min(Math.max(0, index), events.length - 1)];
    if (event === undefined) return;
    setActiveKey(event.key);
    reveal(event.startMs);
    const top = (rows.rowOf[events.indexOf(event)] ?? 0) * ROW_PX;
    const { current } = box;
    if (current === null || (top >= current.scrollTop && top + ROW_PX <= current.scrollTop + current.clientHeight)) return;
    current.scrollTop = top - current.clientHeight / 2;
  };
  const press = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 20, PageUp: -20 };
    const step = steps[event.key];
    if (step !== undefined) moveTo(activeIndex + step);
    else if (event.key === "Home") moveTo(0);
    else if (event.key === "End") moveTo(events.length - 1);
    else if (event.key === "Enter" && active !== undefined) select(active.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const under = (client: { readonly clientX: number; readonly clientY: number }): AxisEvent | undefined => {
    const { current } = box;
    if (current === null) return undefined;
    const { left, top } = current.getBoundingClientRect();
    return eventAt(rows, scale, client.clientX - left, client.clientY - top + current.scrollTop);
  };
  const tip = hovered ?? (hasFocus ? active : undefined);
  return (
    <div className="relative">
      <Lane name="Records" note={events.length.toLocaleString()} heightPx={heightPx}>
        {active === undefined ? (
          <p className="p-2 text-xs text-muted">No record has a time.</p>
        ) : (
          <div
            ref={box}
            role="listbox"
            aria-label="Records in time"
            aria-activedescendant={optionId}
            tabIndex={0}
            onKeyDown={press}
            onFocus={() => setFocus(true)}
            onBlur={() => setFocus(false)}
            onScroll={({ currentTarget }) => setFirstRow(Math.floor(currentTarget.scrollTop / ROW_PX))}
            onPointerMove={(event) => setHovered(under(event))}
            onPointerLeave={() => setHovered(undefined)}
            onPointerDownCapture={(event) => {
              const found = under(event);
              if (found === undefined) return;
              // Choosing a record is no move on the axis, which listens by itself; hence before it.
              event.stopPropagation();
              setActiveKey(found.key);
              select(found.key);
            }}
            className={`h-full overflow-x-hidden overflow-y-auto -outline-offset-2 ${hovered === undefined ? "" : "cursor-pointer"}`}
          >
            <div className="relative" style={{ height: rows.rows.length * ROW_PX + 4 }}>
              <Bars bars={bars} groups={model.groups} colourOf={colourOf} scale={scale} heightPx={rows.rows.length * ROW_PX + 4} />
              <Mark bar={bars.find(({ event }) => event.key === selected)} look="outline-2 outline-accent" />
              <Mark bar={hasFocus ? bars.find(({ event }) => event.key === active.key) : undefined} look="outline-2 outline-text" />
              <span
                id={optionId}
                role="option"
                tabIndex={-1}
                aria-selected={active.key === selected}
                aria-setsize={events.length}
                aria-posinset={activeIndex + 1}
                className="sr-only"
              >
                <EventTip event={active} />
              </span>
            </div>
          </div>
        )}
      </Lane>
      {tip === undefined ? null : <Tip event={tip} scale={scale} />}
    </div>
  );
}

interface BarsProps {
  readonly bars: readonly Bar[];
  readonly groups: readonly string[];
  colourOf(group: string): string;
  readonly scale: Scale;
  readonly heightPx: number;
}

/** One path a group, however many records there are. */
function Bars({ bars, groups, colourOf, scale, heightPx }: BarsProps) {
  const names = useMemo(() => namesOf(bars, scale.widthPx), [bars, scale.widthPx]);
  return (
    <svg width={scale.widthPx} height={heightPx} aria-hidden="true" className="block">
      {groups.map((group) => {
        const own = bars.filter(({ event }) => event.group === group);
        const top = (row: number): number => row * ROW_PX + 2;
        return (
          <g key={group} style={{ fill: colourOf(group) }}>
            <path
              d={own
                .map(({ row, left, width }) => `M${left.toFixed(1)} ${top(row)}h${width.toFixed(1)}v${BAR_PX}h${(-width).toFixed(1)}z`)
                .join("")}
              fillOpacity="0.24"
            />
            <path d={own.map(({ row, left }) => `M${left.toFixed(1)} ${top(row)}h3v${BAR_PX}h-3z`).join("")} />
          </g>
        );
      })}
      <g className="fill-text text-[11px]">
        {names.map(({ key, text, x, row }) => (
          <text key={key} x={x} y={row * ROW_PX + 14}>
            {text}
          </text>
        ))}
      </g>
    </svg>
  );
}

const Mark = ({ bar, look }: { readonly bar: Bar | undefined; readonly look: string }) =>
  bar === undefined ? null : (
    <span
      aria-hidden="true"
      className={`pointer-events-none absolute rounded-xs ${look}`}
      style={{ left: bar.left, top: bar.row * ROW_PX + 2, width: bar.width, height: BAR_PX }}
    />
  );

/** Over the lane, at the side where there is room. */
function Tip({ event, scale }: { readonly event: AxisEvent; readonly scale: Scale }) {
  const x = Math.min(Math.max(0, scale.xOf(event.startMs)), scale.widthPx);
  const isLeft = x < scale.widthPx / 2;
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute bottom-full z-20 mb-1 max-w-full rounded-md border border-line bg-surface px-3 py-2 shadow-lg sm:ml-28"
      style={isLeft ? { left: x } : { right: scale.widthPx - x }}
    >
      <EventTip event={event} />
    </div>
  );
}
