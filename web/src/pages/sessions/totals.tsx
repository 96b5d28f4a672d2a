import type { ReactNode } from "react";
import type { SessionList } from "../../api/native.generated.ts";
import { Money } from "../../components/money.tsx";
import { Duration } from "../../components/time.tsx";

const NUMBER = new Intl.NumberFormat();

/** Counts and sums of everything that matches, not only of what is loaded. */
export function Totals({ totals }: { readonly totals: SessionList["totals"] | undefined }) {
  return (
    <dl className="flex min-h-12 shrink-0 flex-wrap gap-x-8 gap-y-1 px-4 pb-3" aria-live="polite">
      <Total name="Sessions">{totals === undefined ? "…" : NUMBER.format(totals.count)}</Total>
      <Total name="Cost">{totals === undefined ? "…" : <Money amount={totals.owned_cost} currency={totals.currency} places={0} />}</Total>
      <Total name="Length">{totals === undefined ? "…" : <Duration durationMs={totals.duration_ms} />}</Total>
      <Total name="Messages">{totals === undefined ? "…" : NUMBER.format(totals.message_count)}</Total>
      {totals === undefined || totals.unknown_cost_count + totals.unconverted_count === 0 ? null : (
        <Total name="Records left out of the cost">
          <span className="text-warn">{NUMBER.format(totals.unknown_cost_count + totals.unconverted_count)}</span>
        </Total>
      )}
    </dl>
  );
}

const Total = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt className="text-xs text-muted">{name}</dt>
    <dd className="text-base font-semibold tabular-nums">{children}</dd>
  </div>
);
