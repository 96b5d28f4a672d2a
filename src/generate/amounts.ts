import type { Random } from "./random.ts";

/** What a session is billed in, and how many of its units a dollar is here (a round figure: the traffic is invented). */
export interface BillingCurrency {
  readonly code: string;
  readonly perDollar: bigint;
  readonly perDollarDivisor: bigint;
}

const CURRENCIES: readonly (readonly [BillingCurrency, number])[] = [
  [{ code: "USD", perDollar: 1n, perDollarDivisor: 1n }, 80],
  [{ code: "EUR", perDollar: 9n, perDollarDivisor: 10n }, 8],
  [{ code: "GBP", perDollar: 8n, perDollarDivisor: 10n }, 6],
  [{ code: "IDR", perDollar: 16_000n, perDollarDivisor: 1n }, 6],
];

export const pickCurrency = (random: Random): BillingCurrency => random.pickWeighted(CURRENCIES);

/** A dollar price in another currency, in nanos of that currency. */
export const inCurrency = (dollarNanos: bigint, currency: BillingCurrency): bigint =>
  (dollarNanos * currency.perDollar) / currency.perDollarDivisor;

/** The shortest decimal, with at least one place, as platforms write amounts: "0.0052", "0.18", "0.0". */
export function amountText(nanos: bigint): string {
  const digits = nanos.toString().padStart(10, "0");
  const places = digits.slice(-9).replace(/0+$/, "");
  return `${digits.slice(0, -9)}.${places === "" ? "0" : places}`;
}

/** As platforms on the JVM write small amounts: below a thousandth in scientific notation, "1.666E-4". */
export function scientificAmountText(nanos: bigint): string {
  if (nanos === 0n || nanos >= 1_000_000n) return amountText(nanos);
  const digits = nanos.toString();
  const places = digits.slice(1).replace(/0+$/, "");
  return `${digits.slice(0, 1)}.${places === "" ? "0" : places}E-${10 - digits.length}`;
}

/** Billed by the started minute: 35 s is 60, 163 s is 180, and a call that was never answered is 0. */
export const billedSeconds = (callSec: number): number => Math.ceil(callSec / 60) * 60;

/** The part of a record that says what it cost by the minute. */
export function minuteCharge(callSec: number, dollarNanosPerMinute: bigint, currency: BillingCurrency) {
  const billedSec = billedSeconds(callSec);
  const rateNanos = inCurrency(dollarNanosPerMinute, currency);
  return {
    billed_sec: billedSec,
    rate: amountText(rateNanos),
    rate_measured_in: "minutes",
    cost: amountText((rateNanos * BigInt(billedSec)) / 60n),
    currency: currency.code,
  };
}
