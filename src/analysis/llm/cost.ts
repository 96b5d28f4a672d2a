import type { ModelSettings } from "../../domain/analysisOrganization.ts";
import { type Decimal, divideHalfEven, NANOS_PER_UNIT, parseDecimal } from "../../domain/money.ts";
import type { ModelUse } from "../analyser.ts";

const TOKENS_PER_PRICE = 1_000_000n;

/**
 * What so many tokens cost, in nanos of the organization's currency: both products exact, their sum rounded once, half to
 * even. Null: the tokens or the prices are not known, and neither is the cost.
 */
export function modelCostNanos(settings: ModelSettings, used: Pick<ModelUse, "inputTokens" | "outputTokens">): bigint | null {
  const input = priced(used.inputTokens, settings.inputPrice);
  const output = priced(used.outputTokens, settings.outputPrice);
  if (input === undefined || output === undefined) return null;
  const places = Math.max(input.places, output.places);
  const coefficient = scaled(input, places) + scaled(output, places);
  return divideHalfEven(coefficient * NANOS_PER_UNIT, TOKENS_PER_PRICE * 10n ** BigInt(places));
}

function priced(tokens: number | null, price: string | null): Decimal | undefined {
  const exact = price === null ? undefined : parseDecimal(price);
  if (tokens === null || exact === undefined) return undefined;
  return { coefficient: exact.coefficient * BigInt(tokens), places: exact.places };
}

const scaled = ({ coefficient, places }: Decimal, to: number): bigint => coefficient * 10n ** BigInt(to - places);
