/** A stretch of the axis: milliseconds from the session's start. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** Turns times into places on a strip of `widthPx`, and back. */
export interface Scale {
  readonly view: Span;
  readonly widthPx: number;
  xOf(atMs: number): number;
  timeOf(xPx: number): number;
}

const VIEW_MS_MIN = 200;
const TICK_GAP_PX_MIN = 104;
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const TICK_STEPS_MS = [
  ...[20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 30, 90, 365].map((days) => days * DAY_MS),
];

export const lengthOf = ({ startMs, endMs }: Span): number => endMs - startMs;

export function scaleOf(view: Span, widthPx: number): Scale {
  const pxPerMs = widthPx / Math.max(1, lengthOf(view));
  return {
    view,
    widthPx,
    xOf: (atMs) => (atMs - view.startMs) * pxPerMs,
    timeOf: (xPx) => (pxPerMs === 0 ? view.startMs : view.startMs + xPx / pxPerMs),
  };
}

/** The view made `factor` times as long, with `aroundMs` where it was; never more than the whole. */
export function zoom(view: Span, whole: Span, factor: number, aroundMs: number): Span {
  const length = lengthOf(view);
  const wanted = Math.min(lengthOf(whole), Math.max(VIEW_MS_MIN, length * factor));
  const part = length === 0 ? 0.5 : (aroundMs - view.startMs) / length;
  return moveInto({ startMs: aroundMs - part * wanted, endMs: aroundMs + (1 - part) * wanted }, whole);
}

/** The same length, moved no further than to the ends of the whole. */
export function moveInto(view: Span, whole: Span): Span {
  const length = Math.min(lengthOf(view), lengthOf(whole));
  const startMs = Math.min(Math.max(view.startMs, whole.startMs), whole.endMs - length);
  return { startMs, endMs: startMs + length };
}

/** The view that has `atMs` in sight: the same one where it is in it already. */
export function showing(view: Span, whole: Span, atMs: number): Span {
  if (atMs >= view.startMs && atMs <= view.endMs) return view;
  const length = lengthOf(view);
  // A little is kept in sight of what went before.
  return moveInto({ startMs: atMs - length * 0.1, endMs: atMs + length * 0.9 }, whole);
}

export interface Ticks {
  readonly stepMs: number;
  readonly atMs: readonly number[];
}

/** Round times, far enough from each other for their names. */
export function ticksOf({ view, widthPx }: Scale): Ticks {
  const stepMin = (lengthOf(view) * TICK_GAP_PX_MIN) / Math.max(1, widthPx);
  const stepMs = TICK_STEPS_MS.find((step) => step >= stepMin) ?? Math.ceil(stepMin / (365 * DAY_MS)) * 365 * DAY_MS;
  const first = Math.ceil(view.startMs / stepMs);
  const last = Math.floor(view.endMs / stepMs);
  return { stepMs, atMs: Array.from({ length: Math.max(0, last - first + 1) }, (_none, index) => (first + index) * stepMs) };
}

/**
 * 0:14, 1:02:03; with parts of a second where the step is finer: 0:14.2. From a day on 3 d 04:00:00, from a year on 2 y 35 d 04:00,
 * as fine as the step.
 */
export function clockText(atMs: number, stepMs: number = SECOND_MS): string {
  if (Math.abs(atMs) >= DAY_MS) return longText(atMs, stepMs);
  const places = stepMs >= SECOND_MS ? 0 : stepMs >= 100 ? 1 : 2;
  const unitMs = SECOND_MS / 10 ** places;
  const units = Math.floor(Math.abs(atMs) / unitMs + 1e-6);
  const fraction = places === 0 ? "" : `.${String(units % 10 ** places).padStart(places, "0")}`;
  const seconds = Math.floor(units / 10 ** places);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const twoDigits = (value: number): string => String(value).padStart(2, "0");
  const sign = atMs < 0 && units > 0 ? "−" : "";
  const whole = hours === 0 ? `${minutes}` : `${hours}:${twoDigits(minutes)}`;
  return `${sign}${whole}:${twoDigits(seconds % 60)}${fraction}`;
}

const YEAR_DAYS = 365;

function longText(atMs: number, stepMs: number): string {
  const lengthMs = Math.abs(atMs);
  const days = Math.floor(lengthMs / DAY_MS);
  const years = Math.floor(days / YEAR_DAYS);
  const restMs = lengthMs - days * DAY_MS;
  const twoDigits = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  const minutes = `${twoDigits(restMs / HOUR_MS)}:${twoDigits((restMs / MINUTE_MS) % 60)}`;
  const seconds = stepMs >= MINUTE_MS || years > 0 ? "" : `:${twoDigits((restMs / SECOND_MS) % 60)}`;
  const parts = [
    years === 0 ? "" : `${years.toLocaleString("en")} y`,
    days % YEAR_DAYS === 0 && years > 0 ? "" : `${days % YEAR_DAYS} d`,
    stepMs >= DAY_MS ? "" : minutes + seconds,
  ].filter((part) => part !== "");
  return `${atMs < 0 ? "−" : ""}${parts.join(" ")}`;
}
