import { AppError } from "../domain/errors.ts";

/** Half-open: `fromMs` belongs to it, `beforeMs` does not. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly beforeMs: number;
}

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;
/** About a hundred years; more is a slip of the keyboard. */
const LAST_DAYS_MAX = 36_500;

const RANGES: Readonly<Record<string, (todayMs: number) => TimeWindow>> = {
  yesterday: (todayMs) => days(todayMs - DAY_MS, 1),
  today: (todayMs) => days(todayMs, 1),
  tomorrow: (todayMs) => days(todayMs + DAY_MS, 1),
  last_week: (todayMs) => days(mondayOf(todayMs) - WEEK_DAYS * DAY_MS, WEEK_DAYS),
  this_week: (todayMs) => days(mondayOf(todayMs), WEEK_DAYS),
  next_week: (todayMs) => days(mondayOf(todayMs) + WEEK_DAYS * DAY_MS, WEEK_DAYS),
  last_month: (todayMs) => month(todayMs, -1),
  this_month: (todayMs) => month(todayMs, 0),
  next_month: (todayMs) => month(todayMs, 1),
};

/** Every form that `filter[date_range]` takes, as errors and the options endpoint name them. */
export const DATE_RANGE_NAMES: readonly string[] = [...Object.keys(RANGES), "last_N_days"];

/**
 * The window a date range names, in whole UTC days; weeks begin on Monday. `last_N_days` is the N days before today
 * and today itself.
 * @throws AppError FILTER_INVALID for any other name
 */
export function dateRangeWindow(name: string, nowMs: number): TimeWindow {
  const todayMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const range = Object.hasOwn(RANGES, name) ? RANGES[name] : undefined;
  if (range !== undefined) return range(todayMs);
  const count = Number(/^last_(\d{1,5})_days$/.exec(name)?.[1]);
  if (!(count >= 1 && count <= LAST_DAYS_MAX)) throw dateRangeInvalid(name);
  return days(todayMs - count * DAY_MS, count + 1);
}

export const dateRangeInvalid = (name: string): AppError =>
  new AppError("FILTER_INVALID", `No date range "${name}" was found. Valid ones: ${DATE_RANGE_NAMES.join(", ")}.`, {
    field: "filter[date_range]",
  });

const days = (fromMs: number, count: number): TimeWindow => ({ fromMs, beforeMs: fromMs + count * DAY_MS });

/** 1 January 1970 was a Thursday, three days after a Monday. */
function mondayOf(todayMs: number): number {
  const dayNumber = todayMs / DAY_MS;
  const daysSinceMonday = (((dayNumber + 3) % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS;
  return todayMs - daysSinceMonday * DAY_MS;
}

function month(todayMs: number, offset: number): TimeWindow {
  const today = new Date(todayMs);
  const begin = (monthsOn: number): number => Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + monthsOn, 1);
  return { fromMs: begin(offset), beforeMs: begin(offset + 1) };
}
