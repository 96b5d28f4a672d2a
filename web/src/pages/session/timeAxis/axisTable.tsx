import { useMemo, useState } from "react";
import { Button } from "../../../components/button.tsx";
import { type DataColumn, DataTable } from "../../../components/dataTable.tsx";
import { Money, placesOf } from "../../../components/money.tsx";
import { leftOutOf } from "../leftOut.ts";
import { Sum } from "../sum.tsx";
import { type AxisModel, speakerOf } from "./axisModel.ts";
import { latencyText } from "./latencyLane.tsx";
import { amountText, costAt, leftOutAt } from "./runningCost.ts";
import { clockText } from "./scale.ts";
import { type TableRow, tableRows } from "./tableRows.ts";

const ROWS_A_STEP = 300;

/** The whole axis in words: the same turns and records, in the order in which they ended, for a cost counts when its record ends. */
export function AxisTable({ model, currency }: { readonly model: AxisModel; readonly currency: string }) {
  const rows = useMemo(() => tableRows(model), [model]);
  const places = useMemo(() => placesOf(model.cost.steps.map(({ sumNanos }) => amountText(sumNanos))), [model]);
  const [shown, setShown] = useState(ROWS_A_STEP);
  const columns: readonly DataColumn<TableRow>[] = [
    { title: "From", align: "right", show: ({ startMs }) => clockText(startMs, 100) },
    { title: "To", align: "right", show: ({ startMs, endMs }) => (endMs === startMs ? "" : clockText(endMs, 100)) },
    { title: "What", show: (row) => <What row={row} /> },
    {
      title: `Own cost, ${currency}`,
      align: "right",
      show: ({ node }) =>
        node === undefined ? (
          ""
        ) : leftOutOf(node) !== undefined ? (
          <span className="text-warn">{leftOutOf(node)}</span>
        ) : (
          <Money amount={node.cost.event_cost} places={places} />
        ),
    },
    { title: "Known how", show: ({ node }) => node?.cost_status ?? "" },
    {
      title: `So far, ${currency}`,
      align: "right",
      show: ({ endMs }) => (
        <Sum
          amount={amountText(costAt(model.cost, endMs, model.whole.endMs))}
          places={places}
          leftOut={leftOutAt(model.cost, endMs, model.whole.endMs)}
        />
      ),
    },
  ];
  return (
    <>
      <section className="max-h-[32rem] overflow-auto border-t border-line" tabIndex={0} aria-label="The time axis as a table">
        <DataTable
          caption="Turns and records in the order in which they ended"
          columns={columns}
          rows={rows.slice(0, shown)}
          keyOf={({ key }) => key}
        />
      </section>
      {rows.length <= shown ? null : (
        <p className="flex flex-wrap items-center gap-3 p-3 text-muted">
          {shown.toLocaleString()} of {rows.length.toLocaleString()}
          <Button onClick={() => setShown((before) => before + ROWS_A_STEP)}>Show more</Button>
        </p>
      )}
    </>
  );
}

function What({ row: { message, node } }: { readonly row: TableRow }) {
  if (node !== undefined)
    return (
      <span className="wrap-anywhere">
        {node.record_type} <code className="text-muted">{node.id}</code>
      </span>
    );
  if (message === undefined) return null;
  const told = [message.interrupted ? "interrupted" : "", latencyText(message.latency)].filter((text) => text !== "").join("; ");
  return (
    <span className="block min-w-48 wrap-anywhere">
      <span className="text-muted">{message.tool_call === null ? speakerOf(message) : `tool ${message.tool_call.name}`}: </span>
      <span dir="auto">{message.content}</span>
      {told === "" ? null : <span className="block text-xs text-muted">{told}</span>}
    </span>
  );
}
