/** Milliseconds of "90", "1:30", "1:02:03" or "2.5" (seconds unless said otherwise); undefined for anything else. */
export function lengthMsOf(text: string | undefined, unitMs = 1_000): number | undefined {
  const trimmed = text?.trim() ?? "";
  if (/^\d{1,12}(\.\d+)?$/.test(trimmed)) return Math.round(Number(trimmed) * unitMs);
  const match = /^(?:(\d{1,4}):)?(\d{1,4}):(\d{2})$/.exec(trimmed);
  if (match === null) return undefined;
  const [, hours = "0", minutes = "0", seconds = "0"] = match;
  return (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
}

/** A plain decimal amount as the API takes it; undefined for anything else. */
export function amountOf(text: string | undefined): string | undefined {
  const trimmed = text?.trim().replace(",", ".") ?? "";
  return /^-?\d{1,15}(\.\d{1,9})?$/.test(trimmed) ? trimmed : undefined;
}

/** The values that a filter lists; a comma of a value stands behind a backslash. */
export const valuesOf = (text: string | undefined): readonly string[] =>
  text === undefined
    ? []
    : text
        .split(/(?<!\\),/)
        .map((part) => part.replaceAll("\\,", ",").trim())
        .filter((part) => part !== "");

export const listText = (values: readonly string[]): string => values.map((value) => value.replaceAll(",", "\\,")).join(",");
