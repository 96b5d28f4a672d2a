import { Link } from "@tanstack/react-router";
import type { Revision } from "../../api/native.generated.ts";
import { Card } from "../../components/card.tsx";
import { Money } from "../../components/money.tsx";
import { Time } from "../../components/time.tsx";
import { LOCALE } from "../../locale.ts";

/** What changed after the costs had been told as settled. */
export function Revisions({ revisions }: { readonly revisions: readonly Revision[] }) {
  if (revisions.length === 0) return null;
  return (
    <Card title="Revisions of settled costs" aside={<span className="text-muted tabular-nums">{revisions.length}</span>}>
      <ol id="revisions" className="divide-y divide-line">
        {revisions.map((revision) => (
          <li key={revision.number} className="grid grid-cols-[2rem_minmax(0,1fr)] px-4 py-2.5">
            <span className="text-muted tabular-nums">{revision.number}</span>
            <Changed revision={revision} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Changed({ revision: { at, before, after, currency, causes } }: { readonly revision: Revision }) {
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span>
          <Money amount={before.owned_cost} places={0} /> <span className="text-muted">→</span>{" "}
          <Money amount={after.owned_cost} currency={currency} places={0} />
        </span>
        <span className="text-muted">
          <Time at={at} />
        </span>
      </p>
      <p className="text-muted">
        {[
          changeText("record", before.event_count, after.event_count),
          changeText("unknown cost", before.unknown_cost_count, after.unknown_cost_count),
          changeText("cost without a rate", before.unconverted_count, after.unconverted_count),
        ]
          .filter((text) => text !== "")
          .join(", ")}
      </p>
      {causes.length === 0 ? null : (
        <ul className="mt-0.5 flex flex-wrap gap-x-3 text-xs text-muted">
          <li>Because of</li>
          {causes.map(({ record_type, id }) => (
            <li key={`${record_type}/${id}`} className="min-w-0 wrap-anywhere">
              <Link
                from="/sessions/$id"
                to="."
                search={(pointers) => ({ ...pointers, record: `${record_type}/${id}` })}
                resetScroll={false}
                className="link inline-block min-h-6"
              >
                {record_type} {id}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function changeText(name: string, before: number, after: number): string {
  return before === after ? "" : `${name}s ${before.toLocaleString(LOCALE)} → ${after.toLocaleString(LOCALE)}`;
}
