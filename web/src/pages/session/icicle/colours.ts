import type { CSSProperties } from "react";

/** Written out, for the style sheet keeps only the colours that it finds named. The last is for groups that the registry does not know. */
const COLOURS = [
  "var(--color-series-1)",
  "var(--color-series-2)",
  "var(--color-series-3)",
  "var(--color-series-4)",
  "var(--color-series-5)",
  "var(--color-series-6)",
  "var(--color-series-7)",
  "var(--color-series-8)",
] as const;

/** A thin band in the group's full colour, and a tint below the text, which so keeps its contrast in light and dark. */
export function cellColours(group: string, groups: readonly string[]): CSSProperties {
  const colour = seriesColour(group, groups);
  return { backgroundColor: `color-mix(in oklab, ${colour} 22%, var(--color-surface))`, borderTopColor: colour };
}

/** By place in the registry, so that a group has the same colour in every session. */
export function seriesColour(group: string, groups: readonly string[]): string {
  const place = groups.indexOf(group);
  return COLOURS[place < 0 ? COLOURS.length - 1 : place % COLOURS.length] ?? COLOURS[0];
}
