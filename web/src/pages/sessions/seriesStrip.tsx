import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import { Button } from "../../components/button.tsx";
import { nextStart } from "../../components/charts/buckets.ts";
import { shortNumber } from "../../components/charts/scale.ts";
import { TimeChart } from "../../components/charts/timeChart.tsx";
import { bucketName } from "../../components/charts/timeTicks.ts";
import { useCursor } from "../../components/charts/useCursor.ts";
import { DataTable } from "../../components/dataTable.tsx";
import { Money, placesOf } from "../../components/money.tsx";
import { faultText } from "../../components/notice.tsx";
import { durationText } from "../../components/time.tsx";
import { readSessionSearch, type SessionQuery } from "./search.ts";
import { bucketsOf, localMinute, type SeriesBucket, type SessionSeries } from "./series.ts";
import { useSeries } from "./seriesQuery.ts";

export type SeriesShape = "chart" | "table";

const CHART_PX = 88;
const NUMBER = new Intl.NumberFormat();
const NONE: readonly SeriesBucket[] = [];

interface SeriesStripProps {
  readonly query: SessionQuery;
  readonly shape: SeriesShape;
}

/** Sessions, cost and answer times over time, of the sessions that match. Marking a time narrows the filter to it. */
export function SeriesStrip({ query, shape }: SeriesStripProps) {
  const { data, isPlaceholderData, error, refetch } = useSeries(query);
  const buckets = useMemo(() => (data === undefined ? NONE : bucketsOf(data)), [data]);
  const isShown = data !== undefined && buckets.length > 0;
  const again = <Button onClick={() => void refetch()}>Try again</Button>;
  return (
    <div
      aria-busy={data === undefined || isPlaceholderData}
      className={`relative pb-2 ${shape === "chart" ? "min-h-[22.5rem] sm:min-h-32" : ""}`}
    >
      {isShown ? (
        <div className={isPlaceholderData ? "opacity-60" : ""}>
          {shape === "table" ? <SeriesTable series={data} buckets={buckets} /> : <Charts series={data} buckets={buckets} />}
        </div>
      ) : (
        <Note isFault={error !== null}>
          {error !== null ? faultText(error) : data === undefined ? "Loading the charts…" : "No session in this time."}
          {error === null ? null : again}
        </Note>
      )}
      {isShown && error !== null ? (
        <p
          role="alert"
          className="absolute top-0 right-0 flex items-center gap-2 rounded-md border border-line bg-surface py-1 pr-1 pl-3 text-danger"
        >
          Not up to date: {faultText(error)} {again}
        </p>
      ) : null}
    </div>
  );
}

const Note = ({ isFault, children }: { readonly isFault: boolean; readonly children: ReactNode }) => (
  <p
    role={isFault ? "alert" : "status"}
    className="flex min-h-32 flex-wrap items-center justify-center gap-3 rounded-md bg-surface px-4 text-center text-muted"
  >
    {children}
  </p>
);

interface ChartsProps {
  readonly series: SessionSeries;
  readonly buckets: readonly SeriesBucket[];
}

function Charts({ series: { interval, currency }, buckets }: ChartsProps) {
  const navigate = useNavigate({ from: "/sessions" });
  const { cursor, setCursor } = useCursor();
  const starts = buckets.map(({ startMs }) => startMs);
  const choose = (first: number, last: number): void => {
    const [from, to] = [starts[first], starts[last]];
    if (from === undefined || to === undefined) return;
    const span = { within: undefined, after: localMinute(from), before: localMinute(nextStart(to, interval)) };
    setCursor(null);
    void navigate({ search: (known) => readSessionSearch({ ...known, ...span }) });
  };
  const at = cursor === null ? undefined : buckets[cursor.index];
  const common = { starts, interval, cursor, setCursor, choose, heightPx: CHART_PX };
  const textOf = (tell: (bucket: SeriesBucket) => string) => (index: number) => {
    const bucket = buckets[index];
    return bucket === undefined ? "" : `${bucketName(bucket.startMs, interval)}: ${tell(bucket)}`;
  };
  const when = at === undefined ? undefined : bucketName(at.startMs, interval);
  const latencies = buckets.map(({ latency_p95_ms }) => latency_p95_ms);
  return (
    <div className="grid gap-x-6 gap-y-2 sm:grid-cols-3">
      <Small name="Sessions" when={when} value={at === undefined ? null : NUMBER.format(at.session_count)}>
        <TimeChart
          {...common}
          label="Sessions over time"
          kind="bars"
          series={1}
          values={buckets.map(({ session_count }) => session_count)}
          textAt={textOf(sessionsText)}
        />
      </Small>
      <Small name={`Cost, ${currency}`} when={when} value={at === undefined ? null : <Money amount={at.owned_cost} places={0} />}>
        <TimeChart
          {...common}
          label="Cost over time"
          kind="bars"
          series={3}
          values={buckets.map(({ owned_cost }) => Number(owned_cost))}
          textAt={textOf((bucket) => `${bucket.owned_cost} ${currency}${unknownText(bucket)}`)}
        />
      </Small>
      <Small name="Answer time p95" when={when} value={at === undefined ? null : latencyText(at.latency_p95_ms)}>
        <TimeChart
          {...common}
          label="Answer time p95 over time"
          kind="line"
          series={6}
          values={latencies}
          tickText={(value) => (value === 0 ? "0" : value < 1_000 ? `${value} ms` : `${shortNumber(value / 1_000)} s`)}
          textAt={textOf(({ latency_p95_ms }) => latencyText(latency_p95_ms))}
        />
      </Small>
    </div>
  );
}

const sessionsText = ({ session_count }: SeriesBucket): string => `${session_count} ${session_count === 1 ? "session" : "sessions"}`;
const unknownText = ({ unknown_cost_count }: SeriesBucket): string =>
  unknown_cost_count === 0 ? "" : `, and ${unknown_cost_count} records of unknown cost`;
const latencyText = (latencyMs: number | null): string => (latencyMs === null ? "not known" : durationText(latencyMs));

interface SmallProps {
  readonly name: string;
  /** Which bucket the cursor is at. */
  readonly when: string | undefined;
  readonly value: ReactNode;
  readonly children: ReactNode;
}

/** The sums of all stand above the table; here it says what the cursor is at. */
const Small = ({ name, when, value, children }: SmallProps) => (
  <figure aria-label={name} className="min-w-0">
    <figcaption className="flex h-6 items-baseline gap-2">
      <span className="truncate text-xs text-muted">{when === undefined ? name : `${name}, ${when}`}</span>
      <span className="shrink-0 font-semibold tabular-nums">{value}</span>
    </figcaption>
    {children}
  </figure>
);

function SeriesTable({ series: { interval, currency }, buckets }: ChartsProps) {
  const places = placesOf(buckets.map(({ owned_cost }) => owned_cost));
  return (
    <div className="h-64 overflow-y-auto rounded-md border border-line bg-surface">
      <DataTable
        caption="Sessions, cost and answer times over time"
        rows={[...buckets].reverse()}
        keyOf={({ start }) => start}
        columns={[
          { title: "Time", show: ({ startMs }) => bucketName(startMs, interval) },
          { title: "Sessions", align: "right", show: ({ session_count }) => NUMBER.format(session_count) },
          { title: `Cost, ${currency}`, align: "right", show: ({ owned_cost }) => <Money amount={owned_cost} places={places} /> },
          { title: "Answer time p95", align: "right", show: ({ latency_p95_ms }) => latencyText(latency_p95_ms) },
        ]}
      />
    </div>
  );
}
