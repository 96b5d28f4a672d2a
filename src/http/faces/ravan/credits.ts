import { type Decimal, divideHalfEven, formatNanos } from "../../../domain/money.ts";
import type { ProductCost, SessionSummary } from "../../../domain/session.ts";

/** Groups of record types (domain/recordTypes.ts) that this contract tells apart. */
export const MODEL_GROUP = "AI & Voice Intelligence";
export const TELEPHONY_GROUP = "Voice & Telephony";

const MICROS_PER_CREDIT = 1_000_000n;
const MICRO_PLACES = 6;
const NANO_PLACES = 9;
const COST_TOTAL_PLACES_MIN = 2;

/** What a call used, in millionths of a credit. The total is the sum of the two parts as they are shown. */
export interface CallCredits {
  readonly modelMicros: bigint;
  readonly providerMicros: bigint;
  /** The part of `providerMicros` that telephony makes up. */
  readonly telephonyMicros: bigint;
  readonly totalMicros: bigint;
}

/**
 * Credits are the costs of the records that the call owns, times the organization's credits per unit of its currency.
 * Multiplied first and rounded once a part, half to even; where the carrier is paid directly, providers cost no credits.
 */
export function creditsOf(summary: Pick<SessionSummary, "costByProduct" | "facts">, creditsPerUnit: Decimal): CallCredits {
  const modelMicros = microsOf(nanosOf(summary.costByProduct, isModel), creditsPerUnit);
  if (!isProviderManaged(summary)) return { modelMicros, providerMicros: 0n, telephonyMicros: 0n, totalMicros: modelMicros };
  const providerMicros = microsOf(
    nanosOf(summary.costByProduct, (cost) => !isModel(cost)),
    creditsPerUnit,
  );
  const telephonyMicros = microsOf(nanosOf(summary.costByProduct, isTelephony), creditsPerUnit);
  return { modelMicros, providerMicros, telephonyMicros, totalMicros: modelMicros + providerMicros };
}

/** Nobody said: the costs that came in are costs to be told. */
export const isProviderManaged = ({ facts }: Pick<SessionSummary, "facts">): boolean => facts.providerManaged ?? true;

/** Costs of models, or of all others, in the organization's currency: a JSON number. */
export const currencyNumber = (summary: Pick<SessionSummary, "costByProduct">, part: "model" | "provider"): string =>
  shortened(formatNanos(nanosOf(summary.costByProduct, part === "model" ? isModel : (cost) => !isModel(cost))));

/** A JSON number without needless zeros, exact: "4.2". */
export const creditsNumber = (micros: bigint): string => shortened(fixed(micros));

/** Fixed-point text with two to six places: "9.30". */
export function creditsText(micros: bigint): string {
  const text = shortened(fixed(micros));
  const [whole = "", fraction = ""] = text.split(".");
  return `${whole}.${fraction.padEnd(COST_TOTAL_PLACES_MIN, "0")}`;
}

const isModel = ({ group }: ProductCost): boolean => group === MODEL_GROUP;
const isTelephony = ({ group }: ProductCost): boolean => group === TELEPHONY_GROUP;

const nanosOf = (costs: readonly ProductCost[], counts: (cost: ProductCost) => boolean): bigint =>
  costs.filter(counts).reduce((sum, { costNanos }) => sum + costNanos, 0n);

const microsOf = (nanos: bigint, { coefficient, places }: Decimal): bigint =>
  divideHalfEven(nanos * coefficient, 10n ** BigInt(places + NANO_PLACES - MICRO_PLACES));

function fixed(micros: bigint): string {
  const size = micros < 0n ? -micros : micros;
  const fraction = (size % MICROS_PER_CREDIT).toString().padStart(MICRO_PLACES, "0");
  return `${micros < 0n ? "-" : ""}${size / MICROS_PER_CREDIT}.${fraction}`;
}

const shortened = (decimal: string): string => decimal.replace(/\.?0+$/, "");
