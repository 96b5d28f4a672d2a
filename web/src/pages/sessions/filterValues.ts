/** Milliseconds of "90", "1:30", "1:02:03" or "2.5" (seconds unless said otherwise); undefined for anything else. */
export function lengthMsOf(text: string | undefined, unitMs = 1_000): number | undefined {
  const trimmed = text?.trim() ?? "";
  if (/^\d{1,12}(\.\d+)?$/.test(trimmed)) return Math.round(Number(trimmed) * unitMs);
  const match = /^(?:(\d{1,4}):)?(\d{1,4}):(\d{2})$/.exec(trimmed);
  if (match === null) return undefined;
  const [, hours = "0", minutes = "0", seconds = "0"] = match;
  return (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
}

/** A plain decimal amount as the API takes it, of "0.05" or "1,000.50"; undefined for anything else. */
export function amountOf(text: string | undefined): string | undefined {
  const trimmed = text?.trim() ?? "";
  // Commas group by threes, as the page writes amounts; any other could as well be meant as a decimal point.
  const plain = /^-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(trimmed) ? trimmed.replaceAll(",", "") : trimmed;
  return /^-?\d{1,15}(\.\d{1,9})?$/.test(plain) ? plain : undefined;
}

/** A number, or a part of one, as it is kept, of one as people write it: "+44 (0)770-0900" or "00447700900". */
export function dialledOf(text: string | undefined): string | undefined {
  const trimmed = text?.trim() ?? "";
  if (!/^\+?[\d\s().\-\u2010-\u2015/]*\d[\d\s().\-\u2010-\u2015/]*$/.test(trimmed)) return text;
  const digits = trimmed.replace(/^((?:\+|00).*)\(0\)/, "$1").replace(/[^+\d]/g, "");
  // No country's code begins with 0, and a part as short as "0012" may stand anywhere in a number.
  return digits.replace(/^00(?=[1-9]\d{3})/, "+");
}

const TIME = /^(\d{4})-(\d{2})-(\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** The instant of a `datetime-local` field's text, which is in the viewer's zone; undefined for what is no time of the calendar. */
export function instantMsOf(text: string | undefined): number | undefined {
  const match = TIME.exec(text?.trim() ?? "");
  if (match === null) return undefined;
  const [all, year, month, day] = match;
  const timeMs = Date.parse(all);
  const isInCalendar = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  return Number.isNaN(timeMs) || !isInCalendar ? undefined : timeMs;
}

export const flagOf = (text: string | undefined): boolean | undefined => (text === "true" ? true : text === "false" ? false : undefined);

/** The values that a filter lists; a comma of a value stands behind a backslash. */
export const valuesOf = (text: string | undefined): readonly string[] =>
  text === undefined
    ? []
    : text
        .split(/(?<!\\),/)
        .map((part) => part.replaceAll("\\,", ",").trim())
        .filter((part) => part !== "");

export const listText = (values: readonly string[]): string => values.map((value) => value.replaceAll(",", "\\,")).join(",");
