import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { AtLeast } from "../../components/atLeast.tsx";
import { Button } from "../../components/button.tsx";
import { Money } from "../../components/money.tsx";
import { LOCALE } from "../../locale.ts";
import type { CostsSearch } from "./search.ts";
import { type CurrencySum, currenciesShown } from "./usage.ts";

const NUMBER = new Intl.NumberFormat(LOCALE);

interface CurrenciesProps {
  readonly search: CostsSearch;
  readonly sums: readonly CurrencySum[];
  readonly chosen: string;
  /** Those that no exchange rate is known for, at least on some days. */
  readonly unconverted: ReadonlySet<string>;
}

/** A sum for each currency, never one over several; what is chosen is what the chart and the table below tell. */
export function Currencies({ search, sums, chosen, unconverted }: CurrenciesProps) {
  const [isWhole, setWhole] = useState(false);
  const { shown, restCount } = currenciesShown(sums, chosen, isWhole);
  return (
    <ul aria-label="Sums by currency" className="flex min-h-15 flex-wrap gap-2 px-4 sm:px-6">
      {shown.map(({ currency, cost, record_count, unknown_cost_count }) => (
        <li key={currency} className="min-w-0">
          <Link
            to="/costs"
            search={{ ...search, currency }}
            replace
            aria-current={currency === chosen ? "true" : undefined}
            className="block h-full rounded-lg border border-line bg-surface px-3 py-1.5 hover:bg-raised aria-[current=true]:border-accent aria-[current=true]:bg-selected forced-colors:aria-[current=true]:bg-[Highlight] forced-colors:aria-[current=true]:text-[HighlightText] forced-colors:aria-[current=true]:forced-color-adjust-none forced-colors:aria-[current=true]:[&_*]:text-[HighlightText]"
          >
            <span className="text-base font-semibold">
              {unknown_cost_count > 0 ? <AtLeast /> : null}
              <Money amount={cost} currency={currency} places={0} />
            </span>
            <span className="block text-xs text-muted">
              {NUMBER.format(record_count)} {record_count === 1 ? "record" : "records"}
              {unknown_cost_count > 0 ? `, ${NUMBER.format(unknown_cost_count)} of unknown cost` : ""}
              {unconverted.has(currency) ? <span className="text-warn">, exchange rate missing</span> : null}
            </span>
          </Link>
        </li>
      ))}
      {restCount === 0 && !isWhole ? null : (
        <li className="flex items-center">
          <Button look="quiet" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? "Fewer currencies" : `${restCount} more ${restCount === 1 ? "currency" : "currencies"}`}
          </Button>
        </li>
      )}
    </ul>
  );
}
