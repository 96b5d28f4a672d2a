import { memo } from "react";
import { Badge } from "../../components/badge.tsx";
import { Money } from "../../components/money.tsx";
import type { LeftOut } from "./leftOut.ts";
import { Sum } from "./sum.tsx";
import { shareOf, shareText, type TreeRow } from "./treeRows.ts";
import { marksOf } from "./words.ts";

export const ROW_PX = 34;
/** `--own` and `--sum` are as wide as the longest amount; `--indent` moves each level to the right. */
export const COLUMNS =
  "grid [--indent:0.5rem] sm:[--indent:1rem] grid-cols-[minmax(6rem,1fr)_var(--own)_var(--sum)] gap-x-2 px-2 sm:gap-x-3 sm:px-3 sm:grid-cols-[minmax(12rem,1fr)_var(--own)_var(--sum)_7rem]";

/** Deeper levels do not move further to the right: they say which they are. */
const INDENTED_LEVELS_MAX = 12;

interface RowProps {
  readonly row: TreeRow;
  readonly id: string;
  readonly rowIndex: number;
  readonly topPx: number;
  readonly total: string;
  readonly places: number;
  readonly isSelected: boolean;
  /** The one that the keys act on. */
  readonly isActive: boolean;
  /** What its sum lacks. */
  readonly leftOut: LeftOut | undefined;
  /** False while a search keeps everything open. */
  readonly canClose: boolean;
}

/** Drawn anew only when it changes, not with every step of scrolling; the grid hears its clicks. */
export const Row = memo(function Row({ row, id, rowIndex, topPx, total, places, isSelected, isActive, leftOut, canClose }: RowProps) {
  const { node, level, isOpen, key } = row;
  const hasChildren = node.children.length > 0;
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={rowIndex}
      aria-level={level}
      aria-selected={isSelected}
      {...(hasChildren ? { "aria-expanded": isOpen } : {})}
      data-key={key}
      className={`${COLUMNS} absolute inset-x-0 cursor-pointer items-center border-b border-line -outline-offset-2 outline-accent ${
        isSelected ? "bg-selected shadow-[inset_3px_0_var(--color-accent)]" : "hover:bg-raised"
      } ${isActive ? "group-focus-visible/grid:outline-2" : ""}`}
      style={{ transform: `translateY(${topPx}px)`, height: ROW_PX }}
    >
      <span
        role="gridcell"
        className="flex min-w-0 items-center gap-1.5"
        style={{ paddingLeft: `calc(var(--indent) * ${Math.min(level - 1, INDENTED_LEVELS_MAX)})` }}
      >
        {hasChildren ? (
          <button
            type="button"
            tabIndex={-1}
            aria-hidden="true"
            disabled={!canClose}
            className="-ml-1 size-6 shrink-0 cursor-pointer text-muted disabled:cursor-default"
          >
            {isOpen ? "▾" : "▸"}
          </button>
        ) : (
          <span className="-ml-1 w-2 shrink-0 sm:w-6" />
        )}
        {level - 1 > INDENTED_LEVELS_MAX ? <span className="text-xs text-muted tabular-nums">level {level}</span> : null}
        <span className="min-w-16 truncate" title={key}>
          {node.record_type}
        </span>
        {marksOf(node).map(({ word, isWarning = false }) =>
          // What is wrong with its cost stands where the cost would.
          isWarning ? null : (
            <span key={word} className="hidden min-w-0 shrink sm:block">
              <Badge>{word}</Badge>
            </span>
          ),
        )}
      </span>
      <span role="gridcell" className="text-right">
        <Own row={row} places={places} />
      </span>
      <span role="gridcell" className="text-right">
        <Sum amount={node.cost.cumulative_cost} places={places} leftOut={leftOut} />
      </span>
      <Share part={node.cost.cumulative_cost} whole={total} />
    </div>
  );
});

/** What is not known is never shown as nothing. */
function Own({ row: { node }, places }: { readonly row: TreeRow; readonly places: number }) {
  if (node.cost_status === "unknown" && node.role === "charge") return <span className="text-warn">unknown</span>;
  if (node.cost_status === "unconverted") return <span className="text-warn">no rate</span>;
  return <Money amount={node.cost.event_cost} places={places} />;
}

const Share = ({ part, whole }: { readonly part: string; readonly whole: string }) => (
  <span role="gridcell" className="hidden items-center gap-2 sm:flex">
    <span aria-hidden="true" className="block h-2 min-w-0 flex-1 rounded-full bg-raised forced-colors:outline">
      <span className="painted block h-2 rounded-full bg-accent" style={{ width: `${shareOf(part, whole) * 100}%` }} />
    </span>
    <span className="w-12 text-right text-xs text-muted tabular-nums">{shareText(part, whole)}</span>
  </span>
);
