const FILLS = [
  "fill-series-1",
  "fill-series-2",
  "fill-series-3",
  "fill-series-4",
  "fill-series-5",
  "fill-series-6",
  "fill-series-7",
  "fill-series-8",
] as const;

export const fillOf = (index: number): string => FILLS[index] ?? "fill-muted";

/** Every second series, so that two that lie upon each other differ by more than their colour. */
export const isHatched = (index: number): boolean => index % 2 === 1;
