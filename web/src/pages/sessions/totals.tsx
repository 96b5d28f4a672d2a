import { type ReactNode, useEffect, useRef, useState } from "react";
import { Duration } from "../../components/time.tsx";
import { LOCALE } from "../../locale.ts";
import { KnownCost } from "./columns.tsx";
import type { ListTotals, SessionRows } from "./sessionRows.ts";

const NUMBER = new Intl.NumberFormat(LOCALE);

/** Counts and sums of everything that matches, not only of what is loaded. */
export function Totals({ totals }: { readonly totals: ListTotals | undefined }) {
  const left = totals === undefined ? 0 : totals.unknown_cost_count + totals.unconverted_count;
  return (
    <dl className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-6 gap-y-0.5 px-4 py-2 sm:pr-56 sm:pl-6" aria-label="All that match">
      <Total name={totals?.count === 1 ? "session" : "sessions"}>{totals === undefined ? "…" : NUMBER.format(totals.count)}</Total>
      <Total name="cost">
        {totals === undefined ? (
          "…"
        ) : (
          <>
            <KnownCost amount={totals.owned_cost} isLess={left > 0} places={0} />{" "}
            <span className="text-xs font-normal text-muted">{totals.currency}</span>
          </>
        )}
      </Total>
      <Total name="length">
        {totals === undefined ? "…" : <Duration durationMs={totals.duration_ms === 0 ? null : totals.duration_ms} />}
      </Total>
      <Total name="messages">{totals === undefined ? "…" : NUMBER.format(totals.message_count)}</Total>
      {left === 0 ? null : (
        <Total name={left === 1 ? "record left out of the cost" : "records left out of the cost"}>
          <span className="text-warn">{NUMBER.format(left)}</span>
        </Total>
      )}
    </dl>
  );
}

/** Reads out what the viewer's own change of the filters came to; what changes by itself only shows. */
export function SpokenTotals({ list }: { readonly list: SessionRows }) {
  const [spoken, setSpoken] = useState("");
  const told = useRef(list);
  const { totals } = list;
  useEffect(() => {
    if (told.current === list || totals === undefined) return;
    told.current = list;
    const count = totals.count === 1 ? "1 session matches" : `${NUMBER.format(totals.count)} sessions match`;
    const least = totals.unknown_cost_count + totals.unconverted_count > 0 ? "at least " : "";
    setSpoken(`${count}, ${least}${totals.owned_cost} ${totals.currency}`);
  }, [list, totals]);
  return (
    <p role="status" className="sr-only">
      {spoken}
    </p>
  );
}

const Total = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className="flex flex-row-reverse items-baseline gap-1.5">
    <dt className="text-muted">{name}</dt>
    <dd className="font-semibold tabular-nums">{children}</dd>
  </div>
);
