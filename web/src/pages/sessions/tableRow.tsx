import { memo } from "react";
import type { Column } from "./columns.tsx";
import { ROW_PX, type SessionRow } from "./sessionRows.ts";

interface RowProps {
  readonly row: SessionRow;
  readonly index: number;
  readonly columns: readonly Column[];
  readonly places: number;
  readonly isSelected: boolean;
  /** The words that the list is filtered by. */
  readonly find: string | undefined;
}

const CELL = "truncate border-b border-line px-3 first:pl-4 last:pr-4 sm:first:pl-6 sm:last:pr-6";
const STANDINGS = {
  matches: "",
  left: "It changed and no longer matches the filters.",
  gone: "It was erased, or turned out to be part of another session.",
} as const;

/** Drawn anew only when something of it changed: scrolling draws the rows that come into sight, and no others. */
export const Row = memo(function Row({ row, index, columns, places, isSelected, find }: RowProps) {
  const { session, standing } = row;
  const look = standing === "matches" ? "" : standing === "left" ? "opacity-60" : "line-through opacity-60";
  return (
    <tr
      aria-rowindex={index + 2}
      aria-current={isSelected ? "true" : undefined}
      title={standing === "matches" ? undefined : STANDINGS[standing]}
      style={{ height: ROW_PX }}
      className={`hover:bg-raised focus-within:bg-selected aria-[current=true]:bg-selected ${look}`}
    >
      {columns.map(({ name, isNumber, show }) => (
        <td key={name} className={isNumber ? `${CELL} text-right` : CELL}>
          {show(session, places, find)}
        </td>
      ))}
    </tr>
  );
});

/** A row that is on its way. */
export const PlaceholderRow = memo(function PlaceholderRow({ index, columns }: { readonly index: number; readonly columns: number }) {
  return (
    <tr aria-rowindex={index + 2} style={{ height: ROW_PX }}>
      <td colSpan={columns} className={CELL}>
        <span className="sr-only">Loading</span>
        <span aria-hidden="true" className="block h-3 w-2/3 rounded bg-raised" />
      </td>
    </tr>
  );
});
