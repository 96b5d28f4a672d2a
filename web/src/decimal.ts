/** Exact sums and order of the API's decimal strings: money is never added up as floating point. */

const PLACES_SHOWN = 6;

interface Decimal {
  readonly digits: bigint;
  readonly places: number;
}

/** @throws SyntaxError where the text is no plain decimal number */
function read(amount: string): Decimal {
  if (!/^-?\d+(\.\d+)?$/.test(amount)) throw new SyntaxError(`not a decimal number: ${amount}`);
  const point = amount.indexOf(".");
  return point === -1
    ? { digits: BigInt(amount), places: 0 }
    : { digits: BigInt(amount.slice(0, point) + amount.slice(point + 1)), places: amount.length - point - 1 };
}

const widen = ({ digits, places }: Decimal, toPlaces: number): bigint => digits * 10n ** BigInt(toPlaces - places);

/** As the API writes it: at least six places, more only where the amounts have them. @throws SyntaxError where one is no decimal number */
export function sumOf(amounts: Iterable<string>): string {
  let sum: Decimal = { digits: 0n, places: PLACES_SHOWN };
  for (const amount of amounts) {
    const next = read(amount);
    const places = Math.max(sum.places, next.places);
    sum = { digits: widen(sum, places) + widen(next, places), places };
  }
  return write(sum);
}

/** Below zero when `a` is less than `b`, above when more. @throws SyntaxError where one is no decimal number */
export function compare(a: string, b: string): number {
  const [left, right] = [read(a), read(b)];
  const places = Math.max(left.places, right.places);
  const difference = widen(left, places) - widen(right, places);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

function write({ digits, places }: Decimal): string {
  const isNegative = digits < 0n;
  const text = (isNegative ? -digits : digits).toString().padStart(places + 1, "0");
  const fraction = text.slice(-places).replace(/0+$/, "").padEnd(PLACES_SHOWN, "0");
  return `${isNegative ? "-" : ""}${text.slice(0, -places)}.${fraction}`;
}
