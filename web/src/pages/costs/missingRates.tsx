import { Link } from "@tanstack/react-router";
import { bucketName } from "../../components/charts/timeTicks.ts";
import { DataTable } from "../../components/dataTable.tsx";
import { Money, placesOf } from "../../components/money.tsx";
import type { MissingRate } from "./usage.ts";

const NUMBER = new Intl.NumberFormat();

/** Which rate is missing, for which days, and what stays out of the sums for want of it. */
export function MissingRates({ missing }: { readonly missing: readonly MissingRate[] }) {
  if (missing.length === 0) return null;
  const places = placesOf(missing.map(({ cost }) => cost));
  return (
    <div className="mx-4 mt-3 mb-2 overflow-hidden rounded-md border border-line">
      <DataTable
        caption="Missing exchange rates"
        rows={missing}
        keyOf={({ currency }) => currency}
        columns={[
          { title: "Currency", show: ({ currency }) => <span className="font-medium">{currency}</span> },
          { title: "Days without a rate (UTC)", show: ({ firstDay, lastDay }) => spanText(firstDay, lastDay) },
          { title: "Records", align: "right", show: ({ recordCount }) => NUMBER.format(recordCount) },
          { title: "Left out", align: "right", show: ({ cost, currency }) => <Money amount={cost} currency={currency} places={places} /> },
          {
            title: "Action",
            show: ({ currency }) => (
              <Link to="/settings" className="link whitespace-nowrap">
                Add a rate for {currency}
              </Link>
            ),
          },
        ]}
      />
    </div>
  );
}

function spanText(first: string | null, last: string | null): string {
  if (first === null || last === null) return "records without a time";
  const [from, to] = [bucketName(Date.parse(first), "day"), bucketName(Date.parse(last), "day")];
  return first === last ? from : `${from} to ${to}`;
}
