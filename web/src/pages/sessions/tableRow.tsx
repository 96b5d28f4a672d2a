import { memo, type ReactNode } from "react";
import { StateBadge } from "../../components/badge.tsx";
import { Duration, Time } from "../../components/time.tsx";
import { type Column, OwnedCost } from "./columns.tsx";
import { ROW_PX, type SessionRow, TALL_ROW_PX } from "./sessionRows.ts";

interface FrameProps {
  readonly row: SessionRow;
  readonly index: number;
  readonly isSelected: boolean;
}

const EDGES = "border-b border-line px-3 first:pl-4 last:pr-4 sm:first:pl-6 sm:last:pr-6";
const CELL = `truncate ${EDGES}`;
const STANDINGS = {
  matches: "",
  left: "It changed and no longer matches the filters.",
  gone: "It was erased, or turned out to be part of another session.",
} as const;

const Frame = ({ row: { standing }, index, isSelected, heightPx, children }: FrameProps & { heightPx: number; children: ReactNode }) => (
  <tr
    aria-rowindex={index + 2}
    aria-current={isSelected ? "true" : undefined}
    title={standing === "matches" ? undefined : STANDINGS[standing]}
    style={{ height: heightPx }}
    className={`hover:bg-raised focus-within:bg-selected aria-[current=true]:bg-selected ${standing === "matches" ? "" : standing === "left" ? "opacity-60" : "line-through opacity-60"}`}
  >
    {children}
  </tr>
);

interface CellsProps {
  readonly row: SessionRow;
  readonly columns: readonly Column[];
  readonly places: number;
}

/** Drawn anew only when something of it changed: scrolling draws the rows that come into sight, and no others. */
export const Row = memo(({ row, index, isSelected, columns, places }: FrameProps & CellsProps) => (
  <Frame {...{ row, index, isSelected }} heightPx={ROW_PX}>
    <Cells {...{ row, columns, places }} />
  </Frame>
));

/** Rows that others push down have another number, and the same cells. */
const Cells = memo(({ row: { session }, columns, places }: CellsProps) =>
  columns.map(({ name, isNumber, show }) => (
    <td key={name} className={isNumber ? `${CELL} text-right` : CELL}>
      {show(session, places)}
    </td>
  )),
);

/** Where there is no room for columns: who and how much, then when, how long and how it stands. */
export const TallRow = memo(({ row, index, isSelected, places }: FrameProps & { readonly places: number }) => {
  const { session } = row;
  const { id, agent } = session;
  return (
    <Frame {...{ row, index, isSelected }} heightPx={TALL_ROW_PX}>
      <td className={EDGES}>
        <a
          href={`/sessions/${encodeURIComponent(id)}`}
          data-session={id}
          title={id}
          className="block min-h-6 truncate font-medium text-accent"
        >
          <bdi>{agent?.name ?? agent?.id ?? id}</bdi>
        </a>
        <span className="flex gap-2 truncate text-xs text-muted">
          <Time at={session.started_at ?? session.created_at} />
          {session.duration_ms === null ? null : <Duration durationMs={session.duration_ms} />}
        </span>
      </td>
      <td className={`${EDGES} text-right`}>
        <span className="block min-h-6">
          <OwnedCost session={session} places={places} />
        </span>
        <span className="block text-xs">
          <StateBadge state={session.state} />
        </span>
      </td>
    </Frame>
  );
});

interface PlaceholderProps {
  readonly index: number;
  readonly columns: number;
  readonly heightPx: number;
}

/** A row that is on its way. */
export const PlaceholderRow = memo(({ index, columns, heightPx }: PlaceholderProps) => (
  <tr aria-rowindex={index + 2} style={{ height: heightPx }}>
    <td colSpan={columns} className={CELL}>
      <span className="sr-only">Loading</span>
      <span aria-hidden="true" className="block h-3 w-2/3 rounded bg-raised" />
    </td>
  </tr>
));
