import type { TimeFormat } from "./registry.ts";

/** ISO 8601 as providers write it: "T" or a space, any fraction, an offset, "Z", " UTC" or nothing (which means UTC). */
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)? ?(Z|z|UTC|[+-]\d{2}(?::?\d{2})?)?$/;
const EPOCH_DIVISOR: Record<Exclude<TimeFormat, "iso">, number> = { epoch_s: 0.001, epoch_ms: 1, epoch_us: 1_000, epoch_ns: 1_000_000 };
/** Year 9999: later instants have no RFC 3339 form. */
const TIME_MS_MAX = 253_402_300_799_999;

/**
 * Epoch milliseconds (fractions cut off) of a provider's time. Null and blank are `null`: not known yet. Undefined: not a time.
 */
export function parseTimeMs(value: unknown, format: TimeFormat): number | null | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" && value.trim() === "") return null;
  if (format === "iso") return typeof value === "string" ? parseIsoMs(value.trim()) : undefined;
  const number = typeof value === "number" ? value : typeof value === "string" && /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  if (!Number.isFinite(number) || number < 0) return undefined;
  const timeMs = Math.floor(number / EPOCH_DIVISOR[format]);
  return timeMs <= TIME_MS_MAX ? timeMs : undefined;
}

export function parseIsoMs(text: string): number | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = "", zone = "Z"] = match;
  const clipped = second === "60" ? "59" : second;
  const timeMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${clipped}.${fraction.slice(0, 3).padEnd(3, "0")}${isoZone(zone)}`);
  // Date.parse turns 31 February into March; a date that does not exist is a fault of the sender.
  if (Number.isNaN(timeMs) || Number(day) > daysInMonth(Number(year), Number(month))) return undefined;
  return timeMs;
}

export const isDateOnly = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** RFC 3339, UTC, milliseconds. */
export const formatTime = (timeMs: number): string => new Date(timeMs).toISOString();
export const formatTimeOrNull = (timeMs: number | null): string | null => (timeMs === null ? null : formatTime(timeMs));

function isoZone(zone: string): string {
  if (!/^[+-]/.test(zone)) return "Z";
  const digits = zone.replace(":", "").padEnd(5, "0");
  return `${digits.slice(0, 3)}:${digits.slice(3)}`;
}

const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
