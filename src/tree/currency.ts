import { AppError } from "../domain/errors.ts";
import { convertNanos, type Decimal, parseDecimal } from "../domain/money.ts";

/** From `effectiveMs` (epoch ms) on, one unit of `currency` is `rate` (an exact decimal) units of the tree's currency. */
export interface DatedRate {
  readonly currency: string;
  readonly rate: string;
  readonly effectiveMs: number;
}

/** Nanos of the tree's currency, or null when there is no rate for that currency at that time (epoch ms). */
export type Convert = (nanos: bigint, currency: string, atMs: number) => bigint | null;

/** The newest rate of the currency that is in effect at `atMs` (epoch ms). None: undefined. */
export function rateAt<Rate extends DatedRate>(rates: readonly Rate[], currency: string, atMs: number): Rate | undefined {
  let newest: Rate | undefined;
  for (const rate of rates) {
    if (rate.currency !== currency || rate.effectiveMs > atMs) continue;
    if (newest === undefined || rate.effectiveMs > newest.effectiveMs) newest = rate;
  }
  return newest;
}

/**
 * Converts by these rates: multiplied exactly, rounded once, half to even. Nothing is worked out before the first amount.
 * The function that it returns throws AppError RATE_INVALID for a rate that is not a positive decimal.
 */
export function convertAtRates(rates: readonly DatedRate[]): Convert {
  const decimals = new Map<DatedRate, Decimal>();
  return (nanos, currency, atMs) => {
    const rate = rateAt(rates, currency, atMs);
    if (rate === undefined) return null;
    let decimal = decimals.get(rate);
    if (decimal === undefined) {
      decimal = readRate(rate);
      decimals.set(rate, decimal);
    }
    return convertNanos(nanos, decimal);
  };
}

function readRate(rate: DatedRate): Decimal {
  const decimal = parseDecimal(rate.rate);
  if (decimal === undefined || decimal.coefficient <= 0n) {
    throw new AppError("RATE_INVALID", `The rate of ${rate.currency}, ${JSON.stringify(rate.rate)}, is not a positive decimal.`);
  }
  return decimal;
}
