/**
 * Money is whole nanos (1e-9 of the currency's unit) in a `bigint`. Prices and exchange rates are exact
 * decimals and may be finer than a nano; a product is rounded once, a price never (design.md, Money).
 */

export const NANOS_PER_UNIT = 1_000_000_000n;
const NANO_PLACES = 9;
const PLACES_MIN = 6;
/** A record's own amount must fit a signed 64-bit integer: about 9.2 billion units. */
export const COST_NANOS_MAX = 2n ** 63n - 1n;
/** Longer numerals are not money; the bound keeps `10n ** exponent` cheap. */
const NUMERAL_CHARACTERS_MAX = 64;
const EXPONENT_MAX = 64;

/** An exact decimal: `coefficient / 10 ** places`. */
export interface Decimal {
  readonly coefficient: bigint;
  readonly places: number;
}

const NUMERAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/**
 * Reads a decimal or scientific numeral ("0.0052", "1.687E-4", ".5", "-3"). Returns undefined for anything else:
 * no digits, grouping commas, currency signs, more than 64 characters, exponents past 64. With an exponent below -64 it is zero.
 */
export function parseDecimal(text: string): Decimal | undefined {
  if (text.length > NUMERAL_CHARACTERS_MAX) return undefined;
  const match = NUMERAL.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = "", fraction = "", exponentText = "0"] = match;
  if (whole === "" && fraction === "") return undefined;
  const exponent = Number(exponentText);
  if (exponent > EXPONENT_MAX) return undefined;
  if (exponent < -EXPONENT_MAX) return { coefficient: 0n, places: 0 };
  const digits = BigInt(`${whole}${fraction}`);
  const coefficient = sign === "-" ? -digits : digits;
  const places = fraction.length - exponent;
  return places >= 0 ? { coefficient, places } : { coefficient: coefficient * 10n ** BigInt(-places), places: 0 };
}

/** Integer division rounding half to even, the one rounding rule of this program. `divisor` must be positive. */
export function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const remainder = dividend % divisor;
  if (remainder === 0n) return quotient;
  const twice = 2n * (remainder < 0n ? -remainder : remainder);
  const away = dividend < 0n ? -1n : 1n;
  if (twice > divisor) return quotient + away;
  if (twice < divisor) return quotient;
  return quotient % 2n === 0n ? quotient : quotient + away;
}

/** Rounds an exact decimal to whole nanos, half to even. */
export function decimalToNanos(decimal: Decimal): bigint {
  if (decimal.places <= NANO_PLACES) return decimal.coefficient * 10n ** BigInt(NANO_PLACES - decimal.places);
  return divideHalfEven(decimal.coefficient, 10n ** BigInt(decimal.places - NANO_PLACES));
}

/**
 * Reads an amount of money as providers write it: a string or a finite number (through its shortest form).
 * Null, undefined and blank text are `null`: unknown, not zero. Anything else is `undefined`: not an amount.
 */
export function parseAmountNanos(value: unknown): bigint | null | undefined {
  if (value === null || value === undefined) return null;
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string") return undefined;
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const decimal = parseDecimal(trimmed);
  if (decimal === undefined) return undefined;
  const nanos = decimalToNanos(decimal);
  return nanos > COST_NANOS_MAX || nanos < -COST_NANOS_MAX ? undefined : nanos;
}

/** Decimal string with at least six places, and more only where they are needed to stay exact: "0.212800". */
export function formatNanos(nanos: bigint): string {
  const sign = nanos < 0n ? "-" : "";
  const digits = (nanos < 0n ? -nanos : nanos).toString().padStart(NANO_PLACES + 1, "0");
  const whole = digits.slice(0, -NANO_PLACES);
  let end = digits.length;
  const endMin = digits.length - NANO_PLACES + PLACES_MIN;
  while (end > endMin && digits.charCodeAt(end - 1) === 48) end--;
  return `${sign}${whole}.${digits.slice(digits.length - NANO_PLACES, end)}`;
}

/** `amountNanos × rate`, multiplied first and rounded once. */
export function convertNanos(amountNanos: bigint, rate: Decimal): bigint {
  return divideHalfEven(amountNanos * rate.coefficient, 10n ** BigInt(rate.places));
}

/** ISO 4217 shape: three letters, upper-cased. Undefined when it is not one. */
export function parseCurrency(value: unknown): string | undefined {
  return typeof value === "string" && /^[A-Za-z]{3}$/.test(value.trim()) ? value.trim().toUpperCase() : undefined;
}
