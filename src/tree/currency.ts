import { convertNanos, type Decimal, parseDecimal } from "../domain/money.ts";

/** One unit of `currency` is `rate` units of the tree's currency, from `effectiveMs` on. */
export interface DatedRate {
  readonly currency: string;
  readonly rate: string;
  readonly effectiveMs: number;
}

/** An amount in the tree's currency, or null without a rate for that time. */
export type Convert = (nanos: bigint, currency: string, atMs: number) => bigint | null;

/** The newest rate of the currency that was in effect at that time. */
export function rateAt(rates: readonly DatedRate[], currency: string, atMs: number): DatedRate | undefined {
  let found: DatedRate | undefined;
  for (const rate of rates) {
    if (rate.currency !== currency || rate.effectiveMs > atMs) continue;
    if (found === undefined || rate.effectiveMs >= found.effectiveMs) found = rate;
  }
  return found;
}

/** Converts by dated rates: multiplied exactly, rounded once. */
export function convertAtRates(rates: readonly DatedRate[]): Convert {
  const exact = new Map<string, Decimal | undefined>();
  return (nanos, currency, atMs) => {
    const text = rateAt(rates, currency, atMs)?.rate;
    if (text === undefined) return null;
    if (!exact.has(text)) exact.set(text, parseDecimal(text));
    const rate = exact.get(text);
    return rate === undefined ? null : convertNanos(nanos, rate);
  };
}
