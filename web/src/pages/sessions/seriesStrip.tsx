import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useMemo, useState } from "react";
import { ask } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { nextStart } from "../../components/charts/buckets.ts";
import { shortNumber } from "../../components/charts/scale.ts";
import { TimeChart } from "../../components/charts/timeChart.tsx";
import { bucketName } from "../../components/charts/timeTicks.ts";
import { useCursor } from "../../components/charts/useCursor.ts";
import { DataTable } from "../../components/dataTable.tsx";
import { Money } from "../../components/money.tsx";
import { faultText } from "../../components/notice.tsx";
import { durationText } from "../../components/time.tsx";
import { sumOf } from "../../decimal.ts";
import { LOCALE } from "../../locale.ts";
import { readSessionSearch, type SessionSearch, toQuery } from "./search.ts";
import { bucketsOf, localMinute, type SeriesBucket, type SessionSeries } from "./series.ts";

const CHART_PX = 88;
const NUMBER = new Intl.NumberFormat(LOCALE);
const EMPTY: SessionSeries = { interval: "day", currency: "", data: [] };

/** Calls, cost and p95 latency over time, of the sessions that match. Marking a time narrows the filter to it. */
export function SeriesStrip({ search }: { readonly search: SessionSearch }) {
  const { data = EMPTY, isPending, isPlaceholderData, error, refetch } = useSeries(search);
  const [isTable, setTable] = useState(false);
  const buckets = useMemo(() => bucketsOf(data), [data]);
  const note =
    error !== null ? faultText(error) : isPending ? "Loading the charts…" : buckets.length === 0 ? "No session in this time." : undefined;
  return (
    <section aria-label="Over time" aria-busy={isPending || isPlaceholderData} className="relative shrink-0 px-4 pb-2">
      <div className={`h-[8.25rem] ${isPlaceholderData ? "opacity-60" : ""}`}>
        {isTable ? <SeriesTable series={data} buckets={buckets} /> : <Charts {...{ search, buckets }} series={data} />}
      </div>
      {note === undefined ? null : (
        <p
          role={error === null ? "status" : "alert"}
          className="absolute inset-0 flex items-center justify-center gap-3 px-4 text-center text-muted"
        >
          {note}
          {error === null ? null : <Button onClick={() => void refetch()}>Try again</Button>}
        </p>
      )}
      <Button
        look="quiet"
        aria-pressed={isTable}
        className="absolute -top-6 right-4 !h-6 bg-ground px-2 text-xs"
        onClick={() => setTable((isShown) => !isShown)}
      >
        {isTable ? "Charts" : "Table"}
      </Button>
    </section>
  );
}

function useSeries(search: SessionSearch) {
  // A range that moves is fixed for as long as the filters stay, or every drawing would ask for another.
  const query = useMemo(() => {
    const { sort: _sort, ...filters } = toQuery(search, Date.now());
    return filters;
  }, [search]);
  return useQuery({
    queryKey: ["session-series", query],
    queryFn: ({ signal }) => ask("GET /v1/session-series", { query, signal }),
    placeholderData: keepPreviousData,
  });
}

interface ChartsProps {
  readonly search: SessionSearch;
  readonly series: SessionSeries;
  readonly buckets: readonly SeriesBucket[];
}

function Charts({ search, series: { interval, currency }, buckets }: ChartsProps) {
  const navigate = useNavigate({ from: "/sessions" });
  const { cursor, setCursor } = useCursor();
  const starts = buckets.map(({ startMs }) => startMs);
  const choose = (first: number, last: number): void => {
    const [from, to] = [starts[first], starts[last]];
    if (from === undefined || to === undefined) return;
    const span = { within: undefined, after: localMinute(from), before: localMinute(nextStart(to, interval)) };
    setCursor(null);
    void navigate({ search: readSessionSearch({ ...search, ...span }) });
  };
  const at = cursor === null ? undefined : buckets[cursor.index];
  const common = { starts, interval, cursor, setCursor, choose, heightPx: CHART_PX };
  const textOf = (tell: (bucket: SeriesBucket) => string) => (index: number) => {
    const bucket = buckets[index];
    return bucket === undefined ? "" : `${bucketName(bucket.startMs, interval)}: ${tell(bucket)}`;
  };
  const counts = buckets.map(({ session_count }) => session_count);
  const costs = buckets.map(({ owned_cost }) => owned_cost);
  const latencies = buckets.map(({ latency_p95_ms }) => latency_p95_ms);
  const when = at === undefined ? undefined : bucketName(at.startMs, interval);
  return (
    <div className="grid h-full auto-cols-[minmax(16rem,1fr)] grid-flow-col gap-x-6 overflow-x-auto overflow-y-hidden">
      <Small name="Calls" when={when} value={NUMBER.format(at?.session_count ?? counts.reduce((sum, count) => sum + count, 0))}>
        <TimeChart {...common} label="Calls over time" kind="bars" series={1} values={counts} textAt={textOf(callsText)} />
      </Small>
      <Small name="Cost" when={when} value={<Money amount={at?.owned_cost ?? sumOf(costs)} currency={currency} places={0} />}>
        <TimeChart
          {...common}
          label="Cost over time"
          kind="bars"
          series={3}
          values={costs.map(Number)}
          textAt={textOf((bucket) => `${bucket.owned_cost} ${currency}${unknownText(bucket)}`)}
        />
      </Small>
      <Small name="p95 latency" when={when} value={latencyText(at === undefined ? undefined : at.latency_p95_ms)}>
        <TimeChart
          {...common}
          label="p95 latency over time"
          kind="line"
          series={6}
          values={latencies}
          tickText={(value) => (value === 0 ? "0" : value < 1_000 ? `${value} ms` : `${shortNumber(value / 1_000)} s`)}
          textAt={textOf(({ latency_p95_ms }) => (latency_p95_ms === null ? "not known" : durationText(latency_p95_ms)))}
        />
      </Small>
    </div>
  );
}

const callsText = ({ session_count }: SeriesBucket): string => `${session_count} ${session_count === 1 ? "call" : "calls"}`;
const unknownText = ({ unknown_cost_count }: SeriesBucket): string =>
  unknown_cost_count === 0 ? "" : `, and ${unknown_cost_count} records of unknown cost`;
/** There is no latency of the whole time that one could make out of its parts, so none is shown without the cursor. */
const latencyText = (latencyMs: number | null | undefined): string =>
  latencyMs === undefined ? "" : latencyMs === null ? "not known" : durationText(latencyMs);

interface SmallProps {
  readonly name: string;
  /** Which bucket the cursor is at. */
  readonly when: string | undefined;
  readonly value: ReactNode;
  readonly children: ReactNode;
}

const Small = ({ name, when, value, children }: SmallProps) => (
  <figure aria-label={name} className="min-w-0">
    <figcaption className="flex h-11 flex-col justify-start pb-1 leading-tight">
      <span className="truncate text-xs text-muted">{when === undefined ? name : `${name}, ${when}`}</span>
      <span className="min-h-5 truncate font-semibold tabular-nums">{value}</span>
    </figcaption>
    {children}
  </figure>
);

function SeriesTable({ series: { interval, currency }, buckets }: { series: SessionSeries; buckets: readonly SeriesBucket[] }) {
  return (
    <div className="h-full overflow-y-auto rounded-md border border-line bg-surface">
      <DataTable
        caption="Calls, cost and p95 latency over time"
        rows={[...buckets].reverse()}
        keyOf={({ start }) => start}
        columns={[
          { title: "Time", show: ({ startMs }) => bucketName(startMs, interval) },
          { title: "Calls", align: "right", show: ({ session_count }) => NUMBER.format(session_count) },
          { title: `Cost, ${currency}`, align: "right", show: ({ owned_cost }) => <Money amount={owned_cost} /> },
          { title: "p95 latency", align: "right", look: "pr-20", show: ({ latency_p95_ms }) => latencyText(latency_p95_ms) },
        ]}
      />
    </div>
  );
}
