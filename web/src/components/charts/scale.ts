/** Round numbers for an axis that holds zero and every value; nothing to show gives one that reaches to 1. */
export function niceTicks(lowest: number, highest: number, count: number): number[] {
  const [low, high] = [Math.min(0, lowest), Math.max(0, highest)];
  if (high - low === 0) return [0, 1];
  const step = niceStep((high - low) / Math.max(1, count));
  const [first, last] = [Math.floor(low / step + EDGE), Math.ceil(high / step - EDGE)];
  // Multiples of a whole number of steps, so that 0.1 + 0.2 shows no tail.
  return Array.from({ length: last - first + 1 }, (_none, index) => tidy((first + index) * step));
}

/** What dividing by a step may be off by. */
const EDGE = 1e-9;

/** 1, 2 or 5 times a power of ten, not less than what is asked for. */
export function niceStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= atLeast * (1 - EDGE)) ?? 10;
  return tidy(factor * power);
}

const tidy = (value: number): number => Number(value.toPrecision(12));

/** Where a value stands between two ends. */
export const positionOf = (value: number, [low, high]: readonly [number, number], [from, to]: readonly [number, number]): number =>
  high === low ? from : from + ((value - low) / (high - low)) * (to - from);

/** An axis label: 12, 1.5k, 0.002, 3M. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  const [divisor, suffix] = size >= 1e9 ? [1e9, "B"] : size >= 1e6 ? [1e6, "M"] : size >= 10_000 ? [1e3, "k"] : [1, ""];
  return `${value < 0 ? "−" : ""}${tidy(size / divisor)}${suffix}`;
}
