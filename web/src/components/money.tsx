interface MoneyProps {
  /** Exact decimal string, as the API gives it. */
  readonly amount: string;
  readonly currency?: string;
  /** Places kept free behind the point, so that the amounts of a column stand with their points below each other. */
  readonly places?: number;
}

const PLACES_MIN = 6;

/** Every digit that the server told; the first two places carry the weight. */
export function Money({ amount, currency, places }: MoneyProps) {
  const { whole, cents, rest } = partsOf(amount);
  // In a column the code of each currency takes the same room, or the points would not stand below each other.
  const codeLook = places !== undefined && places > 0 ? "inline-block w-[2.5em] text-left" : "";
  return (
    <span className="whitespace-nowrap tabular-nums">
      {whole}.{cents}
      <span className="text-muted" style={{ paddingRight: `${Math.max(0, (places ?? PLACES_MIN) - 2 - rest.length)}ch` }}>
        {rest}
      </span>
      {currency === undefined ? null : <span className={`ml-1 text-xs text-muted ${codeLook}`}>{currency}</span>}
    </span>
  );
}

export function partsOf(amount: string): { whole: string; cents: string; rest: string } {
  const isNegative = amount.startsWith("-");
  const [whole = "0", fraction = ""] = (isNegative ? amount.slice(1) : amount).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return { whole: `${isNegative ? "−" : ""}${grouped}`, cents: fraction.slice(0, 2).padEnd(2, "0"), rest: fraction.slice(2) };
}

/** What the amounts of a column need. */
export interface AmountRoom {
  /** Behind the point. */
  readonly places: number;
  /** Characters before it, a sign and the marks between thousands among them. */
  readonly wholeLength: number;
}

export function roomOf(amounts: Iterable<string>): AmountRoom {
  let wholeLength = 1;
  const all = [...amounts];
  for (const amount of all) wholeLength = Math.max(wholeLength, partsOf(amount).whole.length);
  return { places: placesOf(all), wholeLength };
}

/** The most places that any of the amounts has. */
export const placesOf = (amounts: Iterable<string>): number => {
  let places = PLACES_MIN;
  for (const amount of amounts) places = Math.max(places, amount.length - amount.indexOf(".") - 1);
  return places;
};
