import { type ReactNode, useId, useState } from "react";
import { Segments } from "../segments.tsx";

type Shape = "chart" | "table";

interface ChartFigureProps {
  readonly title: string;
  /** What the chart says, in a sentence. */
  readonly summary: string;
  /** Stands beside the title. */
  readonly aside?: ReactNode;
  readonly heightPx: number;
  readonly chart: ReactNode;
  /** The same numbers as a table. */
  readonly table: ReactNode;
}

/** Every chart can be read as a table too, in the same room. */
export function ChartFigure({ title, summary, aside, heightPx, chart, table }: ChartFigureProps) {
  const [shape, setShape] = useState<Shape>("chart");
  const id = useId();
  return (
    <figure aria-labelledby={id} className="min-w-0">
      <figcaption className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-1.5">
        <span id={id} className="text-[0.9375rem] font-semibold">
          {title}
        </span>
        <span className="sr-only">{summary}</span>
        <span className="flex flex-wrap items-center gap-3">
          {aside}
          <Segments<Shape>
            label={`${title}, shown as`}
            choices={[
              ["chart", "Chart"],
              ["table", "Table"],
            ]}
            value={shape}
            choose={setShape}
          />
        </span>
      </figcaption>
      {shape === "chart" ? (
        chart
      ) : (
        <div style={{ height: heightPx }} className="overflow-y-auto">
          {table}
        </div>
      )}
    </figure>
  );
}
