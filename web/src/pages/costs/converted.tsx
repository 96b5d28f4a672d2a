import { Link } from "@tanstack/react-router";
import { AtLeast } from "../../components/atLeast.tsx";
import { Money } from "../../components/money.tsx";
import { LOCALE } from "../../locale.ts";
import { useDearest } from "./queries.ts";
import { type CostsSearch, type Range, sessionsBehind } from "./search.ts";

const NUMBER = new Intl.NumberFormat(LOCALE);

interface ConvertedProps {
  readonly search: CostsSearch;
  readonly range: Range;
}

/**
 * Why these sums are not the one on the page of sessions, and what that one is. Sessions can be narrowed by time and agent; their
 * cost is that of all their products, so with a narrower filter there is no converted sum that would be of the same.
 */
export function Converted({ search, range }: ConvertedProps) {
  const { data } = useDearest(search, range);
  const isNarrow = search.product !== undefined || search.model !== undefined || search.record_type !== undefined;
  return (
    <p className="min-h-6 px-4 text-muted sm:px-6">
      {isNarrow ? null : <>All sessions: {data?.totals == null ? "…" : <Sum totals={data.totals} search={search} />} </>}
      Below: as charged, by currency.
    </p>
  );
}

type Totals = NonNullable<NonNullable<ReturnType<typeof useDearest>["data"]>["totals"]>;

function Sum({ totals, search }: { readonly totals: Totals; readonly search: CostsSearch }) {
  const leftOut = totals.unknown_cost_count + totals.unconverted_count;
  return (
    <>
      <Link to="/sessions" search={sessionsBehind(search)} className="font-semibold text-text underline underline-offset-2">
        {leftOut === 0 ? null : <AtLeast why="Some records have no known cost, or no exchange rate." />}
        <Money amount={totals.owned_cost} currency={totals.currency} places={0} />
      </Link>
      , converted at each day’s rate
      {leftOut === 0 ? "." : `; ${NUMBER.format(leftOut)} ${leftOut === 1 ? "record" : "records"} left out.`}
    </>
  );
}
