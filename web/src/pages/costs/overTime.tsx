import type { ReactNode } from "react";
import { AtLeast } from "../../components/atLeast.tsx";
import { ChartFigure } from "../../components/charts/chartFigure.tsx";
import { type AmountSeries, StackedAreas } from "../../components/charts/stackedAreas.tsx";
import { bucketName } from "../../components/charts/timeTicks.ts";
import { type DataColumn, DataTable } from "../../components/dataTable.tsx";
import { Money, placesOf } from "../../components/money.tsx";
import { sumOf } from "../../decimal.ts";
import type { ChartInterval } from "./usage.ts";

export const CHART_PX = 272;

interface OverTimeProps {
  readonly currency: string;
  readonly interval: ChartInterval;
  readonly starts: readonly number[];
  readonly series: readonly AmountSeries[];
  /** For each bucket, how many of its records have no known cost. */
  readonly unknowns: readonly number[];
  /** What cannot be in the chart, for want of a time. */
  readonly undated: string | undefined;
  readonly aside?: ReactNode;
}

export function OverTime({ currency, interval, starts, series, unknowns, undated, aside }: OverTimeProps) {
  const title = interval === "day" ? "Cost per day (UTC)" : "Cost per hour";
  const sum = sumOf(series.flatMap(({ amounts }) => amounts));
  const names = series.map(({ name }) => name).join(", ");
  const [first, last] = [starts[0], starts.at(-1)];
  const span = first === undefined || last === undefined ? "" : `, from ${bucketName(first, interval)} to ${bucketName(last, interval)}`;
  return (
    <div className="rounded-lg border border-line bg-surface">
      <ChartFigure
        title={title}
        summary={`${unknowns.some((count) => count > 0) ? "At least " : ""}${sum} ${currency} together${span}. In the order of the stack: ${names}.`}
        heightPx={CHART_PX}
        aside={aside}
        chart={<StackedAreas label={title} heightPx={CHART_PX} {...{ currency, interval, starts, series, unknowns }} />}
        table={<SeriesTable {...{ currency, interval, starts, series, unknowns }} />}
      />
      {undated === undefined ? null : (
        <p className="px-4 pb-3 text-muted">
          <Money amount={undated} currency={currency} places={0} /> without a time is not in the chart.
        </p>
      )}
    </div>
  );
}

interface TimeRow {
  readonly startMs: number;
  readonly index: number;
  readonly sum: string;
}

function SeriesTable({ currency, interval, starts, series, unknowns }: Omit<OverTimeProps, "aside" | "undated">) {
  const rows = starts.map(
    (startMs, index): TimeRow => ({ startMs, index, sum: sumOf(series.map(({ amounts }) => amounts[index] ?? "0")) }),
  );
  const places = placesOf(series.flatMap(({ amounts }) => amounts));
  const money = (amount: string) => <Money amount={amount} places={places} />;
  const columns: DataColumn<TimeRow>[] = [
    { title: interval === "day" ? "Day" : "Hour", look: "whitespace-nowrap", show: ({ startMs }) => bucketName(startMs, interval) },
    {
      title: `Together, ${currency}`,
      align: "right",
      show: ({ index, sum }) => (
        <>
          {(unknowns[index] ?? 0) > 0 ? <AtLeast why="Some have no known amount." /> : null}
          {money(sum)}
        </>
      ),
    },
    ...(series.length < 2 ? [] : series).map(
      ({ name, amounts }): DataColumn<TimeRow> => ({ title: name, align: "right", show: ({ index }) => money(amounts[index] ?? "0") }),
    ),
  ];
  return <DataTable caption="Cost over time" columns={columns} rows={rows.reverse()} keyOf={({ startMs }) => String(startMs)} />;
}
