import type { AxisEvent } from "./axisModel.ts";
import { type Packed, packRows } from "./packRows.ts";
import type { Scale, Span } from "./scale.ts";

export const ROW_PX = 20;
export const BAR_PX = 16;
const BAR_PX_MIN = 4;
const CHARACTER_PX = 6.3;
/** Up to so many, each is given room for its name where the whole session is shown. */
const NAMED_COUNT_MAX = 80;
const NAME_PX_MAX = 180;

export type EventRows = Packed<AxisEvent>;

export const nameOf = ({ node }: AxisEvent): string => node.record_type;
const nameWidth = (event: AxisEvent): number => Math.min(NAME_PX_MAX, nameOf(event).length * CHARACTER_PX + 16);

/** Laid out for the whole of the axis, so that no event changes its row when one zooms. */
export function eventRows(events: readonly AxisEvent[], whole: Span, widthPx: number): EventRows {
  const msPerPx = (whole.endMs - whole.startMs) / Math.max(1, widthPx);
  const gives = events.length <= NAMED_COUNT_MAX;
  return packRows(events, (event) => {
    const length = Math.max(BAR_PX_MIN + 1, gives ? nameWidth(event) : 0);
    // Near the end of the axis names stand left of where they would be cut off, so no room is kept beyond it.
    return Math.max(event.endMs + msPerPx, event.startMs + length * msPerPx);
  });
}

export interface Bar {
  readonly event: AxisEvent;
  readonly row: number;
  readonly left: number;
  readonly width: number;
}

/** The bars of these rows that are in sight. */
export function barsInSight({ rows }: EventRows, scale: Scale, firstRow: number, lastRow: number): Bar[] {
  const { view, xOf, widthPx } = scale;
  const bars: Bar[] = [];
  const slackMs = (BAR_PX_MIN * (view.endMs - view.startMs)) / Math.max(1, widthPx);
  for (let row = Math.max(0, firstRow); row <= Math.min(rows.length - 1, lastRow); row++) {
    for (const event of rows[row] ?? []) {
      if (event.startMs > view.endMs) break;
      if (event.endMs + slackMs < view.startMs) continue;
      const left = Math.max(-4, xOf(event.startMs));
      bars.push({ event, row, left, width: Math.max(BAR_PX_MIN, Math.min(xOf(event.endMs), widthPx + 4) - left) });
    }
  }
  return bars;
}

/** The event at a place of the drawing. */
export function eventAt(eventRowsShown: EventRows, scale: Scale, xPx: number, yPx: number): AxisEvent | undefined {
  const row = Math.floor(yPx / ROW_PX);
  // Of those that touch, the later one lies above.
  return barsInSight(eventRowsShown, scale, row, row).findLast(({ left, width }) => xPx >= left - 2 && xPx <= left + width + 2)?.event;
}

export interface BarName {
  readonly key: string;
  readonly text: string;
  readonly x: number;
  readonly row: number;
}

/** The names that have room: up to the next bar of their row. */
export function namesOf(bars: readonly Bar[], widthPx: number): BarName[] {
  const names: BarName[] = [];
  for (const [index, bar] of bars.entries()) {
    const next = bars[index + 1];
    const x = Math.max(bar.left, 0) + 6;
    const endPx = next !== undefined && next.row === bar.row ? next.left : widthPx;
    const characters = Math.floor((endPx - x - 4) / CHARACTER_PX);
    const name = nameOf(bar.event);
    if (characters < Math.min(4, name.length)) continue;
    names.push({ key: bar.event.key, row: bar.row, x, text: name.length <= characters ? name : `${name.slice(0, characters - 1)}…` });
  }
  return names;
}
