import { Card } from "../../components/card.tsx";
import { ChartFigure } from "../../components/charts/chartFigure.tsx";
import { StackedAreas } from "../../components/charts/stackedAreas.tsx";
import { TimeChart } from "../../components/charts/timeChart.tsx";
import { useCursor } from "../../components/charts/useCursor.ts";
import { DataTable } from "../../components/dataTable.tsx";
import { LOCALE } from "../../locale.ts";

const DAY_MS = 86_400_000;
const FIRST_MS = Date.UTC(2026, 4, 1);
const STARTS = Array.from({ length: 14 }, (_none, day) => FIRST_MS + day * DAY_MS);
const CALLS = STARTS.map((_start, day) => 20 + ((day * 7) % 11));
const SERIES = ["speech-to-text", "inference", "text-to-speech"].map((name, place) => ({
  key: name,
  name,
  amounts: STARTS.map((_start, day) => `${(day * (3 - place)) % 7}.${place}50000`),
}));
const HEIGHT_PX = 180;

const Numbers = ({ caption, values }: { readonly caption: string; readonly values: readonly number[] }) => (
  <DataTable
    caption={caption}
    columns={[
      { title: "Day", show: ({ start }) => new Date(start).toLocaleDateString(LOCALE) },
      { title: "Calls", align: "right", show: ({ value }) => value },
    ]}
    rows={STARTS.map((start, index) => ({ start, value: values[index] ?? 0 }))}
    keyOf={({ start }) => String(start)}
  />
);

/** Charts over time; the arrow keys move their cursor. */
export function ChartSamples() {
  const calls = useCursor();
  return (
    <Card title="ChartFigure, TimeChart, StackedAreas" className="xl:col-span-2">
      <ChartFigure
        title="Calls"
        summary="Between 20 and 30 calls a day."
        heightPx={HEIGHT_PX}
        chart={
          <div className="px-4 pb-3">
            <TimeChart
              label="Calls"
              starts={STARTS}
              interval="day"
              values={CALLS}
              kind="bars"
              series={1}
              heightPx={HEIGHT_PX}
              textAt={(index) => `${new Date(STARTS[index] ?? 0).toLocaleDateString(LOCALE)}: ${CALLS[index]} calls`}
              {...calls}
            />
          </div>
        }
        table={<Numbers caption="Calls by day" values={CALLS} />}
      />
      <StackedAreas label="Cost by product" currency="USD" starts={STARTS} interval="day" series={SERIES} heightPx={HEIGHT_PX} />
    </Card>
  );
}
