import { LOCALE } from "../../locale.ts";
import type { Interval } from "./buckets.ts";

export interface TimeTick {
  /** Which bucket it stands under. */
  readonly index: number;
  readonly text: string;
}

interface Clock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
}

type Zone = "UTC" | undefined;

/** Days are cut in UTC, so they are named in UTC; an hour is the same instant everywhere and is named in the viewer's zone. */
const zoneOf = (interval: Interval): Zone => (interval === "hour" ? undefined : "UTC");

function clockOf(timeMs: number, zone: Zone): Clock {
  const date = new Date(timeMs);
  return zone === "UTC"
    ? { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate(), hour: date.getUTCHours() }
    : { year: date.getFullYear(), month: date.getMonth(), day: date.getDate(), hour: date.getHours() };
}

const DAY_MS = 86_400_000;
const dayNumber = ({ year, month, day }: Clock): number => Math.floor(Date.UTC(year, month, day) / DAY_MS);

interface Unit {
  readonly format: Intl.DateTimeFormatOptions;
  /** Changes where a tick stands. */
  of(clock: Clock): number;
}

const hours = (count: number): Unit => ({
  format: { hour: "2-digit", minute: "2-digit" },
  of: (clock) => dayNumber(clock) * 24 + Math.floor(clock.hour / count) * count,
});
const days = (count: number): Unit => ({
  format: { day: "numeric", month: "short" },
  // Counted from a Monday, so that seven days are weeks.
  of: (clock) => Math.floor((dayNumber(clock) + 3) / count),
});
const months = (count: number): Unit => ({
  format: { month: "short", year: "2-digit" },
  of: ({ year, month }) => year * 12 + Math.floor(month / count) * count,
});
const UNITS: readonly Unit[] = [
  ...[1, 3, 6, 12].map(hours),
  ...[1, 2, 7, 14].map(days),
  ...[1, 3, 6].map(months),
  { format: { year: "numeric" }, of: ({ year }) => year },
];

/** The finest marks on the time axis that `countMax` labels have room for; each stands where its hour, day or month begins. */
export function timeTicks(starts: readonly number[], interval: Interval, countMax: number, locale: string = LOCALE): TimeTick[] {
  const zone = zoneOf(interval);
  const clocks = starts.map((startMs) => clockOf(startMs, zone));
  for (const unit of UNITS) {
    const indices = clocks.flatMap((clock, index) => {
      const before = clocks[index - 1];
      // What the axis begins with counts only where the unit begins there too, unless nothing else does.
      return before === undefined ? (beginsUnit(unit, clock, interval) ? [0] : []) : unit.of(before) === unit.of(clock) ? [] : [index];
    });
    if (indices.length > Math.max(1, countMax)) continue;
    const shown = indices.length === 0 ? [0] : indices;
    return shown.flatMap((index) => {
      const startMs = starts[index];
      return startMs === undefined ? [] : [{ index, text: nameOf(startMs, unit, zone, locale) }];
    });
  }
  return [];
}

function beginsUnit(unit: Unit, clock: Clock, interval: Interval): boolean {
  const before =
    interval === "hour" && clock.hour > 0
      ? { ...clock, hour: clock.hour - 1 }
      : { ...clockOf(Date.UTC(clock.year, clock.month, clock.day) - 1, "UTC") };
  return unit.of(before) !== unit.of(clock);
}

/** Midnight shows its day, or one could not tell one day's hours from the next's. */
function nameOf(startMs: number, { format }: Unit, zone: Zone, locale: string): string {
  const isMidnight = format.hour !== undefined && clockOf(startMs, zone).hour === 0;
  const shown: Intl.DateTimeFormatOptions = isMidnight ? { day: "numeric", month: "short" } : format;
  return new Intl.DateTimeFormat(locale, { ...shown, ...zoneOption(zone) }).format(new Date(startMs));
}

const zoneOption = (zone: Zone): Intl.DateTimeFormatOptions => (zone === undefined ? {} : { timeZone: zone });

const LONG: Readonly<Record<Interval, Intl.DateTimeFormatOptions>> = {
  hour: { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  day: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
  week: { day: "numeric", month: "short", year: "numeric" },
  month: { month: "long", year: "numeric" },
};

/** What a bucket is called where there is room: in the readout and in tables. */
export function bucketName(startMs: number, interval: Interval, locale: string = LOCALE): string {
  const text = new Intl.DateTimeFormat(locale, { ...LONG[interval], ...zoneOption(zoneOf(interval)) }).format(new Date(startMs));
  return interval === "week" ? `week of ${text}` : text;
}
