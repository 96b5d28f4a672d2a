import type { WholeSession } from "../../api/native.generated.ts";
import { Card } from "../../components/card.tsx";
import { Money } from "../../components/money.tsx";
import { Time } from "../../components/time.tsx";

/** What changed after the costs had been told as settled. */
export function Revisions({ revisions }: { readonly revisions: NonNullable<WholeSession["revisions"]> }) {
  if (revisions.length === 0) return null;
  return (
    <Card title="Revisions of settled costs">
      <ol className="grid gap-2 p-4">
        {revisions.map(({ number, at, before, after, currency, causes }) => (
          <li key={number}>
            <span className="text-muted">{number}.</span> <Time at={at} />: <Money amount={before.owned_cost} places={0} /> →{" "}
            <Money amount={after.owned_cost} currency={currency} places={0} />
            <span className="block text-muted">because of {causes.map(({ record_type, id }) => `${record_type} ${id}`).join(", ")}</span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
