import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ask } from "../../api/client.ts";
import { None } from "../../components/badge.tsx";
import { Card } from "../../components/card.tsx";
import { Money } from "../../components/money.tsx";
import { Segments } from "../../components/segments.tsx";
import { ErrorState, LoadingState } from "../../components/states.tsx";
import { Duration } from "../../components/time.tsx";
import { LOCALE } from "../../locale.ts";

const PERIODS = [
  ["7", "7 days"],
  ["30", "30 days"],
  ["all", "All"],
] as const;
type Period = (typeof PERIODS)[number][0];
const DAY_MS = 86_400_000;

/** What a session of this agent is like: the middle one, and the one that only 5 % exceed. */
export function Medians({ id }: { readonly id: string }) {
  const [period, setPeriod] = useState<Period>("30");
  const medians = useQuery({
    queryKey: ["medians", id, period],
    queryFn: ({ signal }) => {
      const query = period === "all" ? {} : { from: new Date(Date.now() - Number(period) * DAY_MS).toISOString() };
      return ask("GET /v1/agents/{id}/medians", { path: { id }, query, signal });
    },
  });
  return (
    <Card title="Its sessions" aside={<Segments<Period> label="Period" choices={PERIODS} value={period} choose={setPeriod} />}>
      {medians.data !== undefined ? (
        <Figures medians={medians.data} />
      ) : medians.error !== null ? (
        <ErrorState error={medians.error} retry={() => void medians.refetch()} />
      ) : (
        <LoadingState label="Loading the medians" lines={7} />
      )}
    </Card>
  );
}

type Answer = Awaited<ReturnType<typeof ask<"GET /v1/agents/{id}/medians">>>;

const CELL = "border-b border-line px-4 py-1.5 text-right tabular-nums";

const Figures = ({ medians }: { readonly medians: Answer }) => (
  <section aria-label="Medians" tabIndex={0} className="overflow-x-auto">
    <table className="w-full border-separate border-spacing-0">
      <caption className="px-4 pt-3 pb-1 text-left text-muted">
        {medians.totals.count.toLocaleString(LOCALE)} {medians.totals.count === 1 ? "session" : "sessions"}, together{" "}
        <Money amount={medians.totals.owned_cost} currency={medians.currency} places={0} />
      </caption>
      <thead>
        <tr className="text-muted">
          <th scope="col" className="border-b border-line px-4 py-1.5 text-left font-medium">
            Per session
          </th>
          <th scope="col" className={`${CELL} font-medium`}>
            Median
          </th>
          <th scope="col" className={`${CELL} font-medium`}>
            95 % are below
          </th>
        </tr>
      </thead>
      <tbody>
        <Row name="Cost" pair={medians.owned_cost} show={(amount) => <Money amount={amount} currency={medians.currency} />} />
        <Row name="Duration" pair={medians.duration_ms} show={(ms) => <Duration durationMs={ms} />} />
        <Row name="Median latency of a turn" pair={medians.latency_p50_ms} show={(ms) => <Duration durationMs={ms} />} />
        <Row name="Turns" pair={medians.message_count} show={(count) => count.toLocaleString(LOCALE)} />
        <Row name="Records" pair={medians.event_count} show={(count) => count.toLocaleString(LOCALE)} />
      </tbody>
    </table>
  </section>
);

interface RowProps<Value> {
  readonly name: string;
  readonly pair: { readonly median: Value | null; readonly p95: Value | null };
  show(value: Value): ReactNode;
}

const Row = <Value,>({ name, pair, show }: RowProps<Value>) => (
  <tr>
    <th scope="row" className="border-b border-line px-4 py-1.5 text-left font-normal">
      {name}
    </th>
    <td className={CELL}>{pair.median === null ? <None /> : show(pair.median)}</td>
    <td className={CELL}>{pair.p95 === null ? <None /> : show(pair.p95)}</td>
  </tr>
);
