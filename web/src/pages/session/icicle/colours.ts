import type { CSSProperties } from "react";

const COLOURS = 8;

/** A thin band in the group's full colour, and a tint below the text, which so keeps its contrast in light and dark. */
export function cellColours(group: string, groups: readonly string[]): CSSProperties {
  const colour = seriesColour(group, groups);
  return { backgroundColor: `color-mix(in oklab, ${colour} 22%, var(--color-surface))`, borderTopColor: colour };
}

/** By place in the registry, so that a group has the same colour in every session. */
export function seriesColour(group: string, groups: readonly string[]): string {
  const place = groups.indexOf(group);
  return `var(--color-series-${place < 0 ? COLOURS : (place % COLOURS) + 1})`;
}
