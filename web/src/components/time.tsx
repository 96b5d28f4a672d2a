import { None } from "./badge.tsx";

const { hour12 } = new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions();
/** 09:05 PM is nobody's way to write it; where there are 24 hours, 09:05 is. */
const hour = hour12 === true ? "numeric" : "2-digit";
const DAY_AND_TIME = { month: "short", day: "2-digit", hour, minute: "2-digit", second: "2-digit" } as const;
const thisYear = new Intl.DateTimeFormat(undefined, DAY_AND_TIME);
const anyYear = new Intl.DateTimeFormat(undefined, { year: "numeric", ...DAY_AND_TIME });

/** Without the year where it is the present one. */
const textOf = (date: Date): string => (date.getFullYear() === new Date().getFullYear() ? thisYear : anyYear).format(date);

/** In the viewer's zone; UTC stands in the title. */
export function Time({ at }: { readonly at: string | null }) {
  if (at === null) return <None />;
  return (
    <time dateTime={at} title={`${at.replace("T", " ").replace("Z", "")} UTC`} className="whitespace-nowrap tabular-nums">
      {textOf(new Date(at))}
    </time>
  );
}

export function Duration({ durationMs }: { readonly durationMs: number | null }) {
  return durationMs === null ? <None /> : <span className="whitespace-nowrap tabular-nums">{durationText(durationMs)}</span>;
}

/** 340 ms, 4.2 s, 1:33, 2:04:10, 3 d 04:00. */
export function durationText(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 10_000) return `${(durationMs / 1_000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const twoDigits = (value: number): string => String(value).padStart(2, "0");
  if (hours >= 24) return `${Math.floor(hours / 24).toLocaleString("en")} d ${twoDigits(hours % 24)}:${twoDigits(minutes)}`;
  return hours === 0 ? `${minutes}:${twoDigits(seconds % 60)}` : `${hours}:${twoDigits(minutes)}:${twoDigits(seconds % 60)}`;
}
