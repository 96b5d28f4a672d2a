export interface Row {
  readonly name: string;
  /** What was reached, as a ratio to the floor of the same run or as an absolute figure. */
  readonly value: number;
  readonly unit: string;
  readonly target: { readonly atLeast?: number; readonly atMost?: number } | null;
  /** Absolute numbers beside a ratio, and the spread over repetitions. */
  readonly detail: string;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const spread = (values: readonly number[]): string => `${format(Math.min(...values))}–${format(Math.max(...values))}`;

export const format = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en-US") : String(Number(value.toPrecision(3)));

export function isReached({ value, target }: Row): boolean | null {
  if (target === null) return null;
  return (target.atLeast === undefined || value >= target.atLeast) && (target.atMost === undefined || value <= target.atMost);
}
