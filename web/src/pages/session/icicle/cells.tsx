import { memo } from "react";
import type { TreeNode } from "../../../api/native.generated.ts";
import { cellColours } from "./colours.ts";
import type { Cell } from "./layout.ts";
import { amountText, cellText, type Telling } from "./words.ts";

export const ROW_PX = 32;
const SIGN_WIDTH_PX = 10;
const NAME_WIDTH_PX = 44;
const AMOUNT_WIDTH_PX = 150;

interface CellsProps {
  readonly cells: readonly Cell[];
  /** The one that Tab leads to. */
  readonly reached: string | undefined;
  /** The record that is shown below. */
  readonly record: string | undefined;
  readonly telling: Telling;
  parentOf(cell: Cell): TreeNode | undefined;
}

/** Drawn anew only when the picture changes, not with every movement over it. */
export const Cells = memo(function Cells({ cells, reached, record, telling, parentOf }: CellsProps) {
  return cells.map((cell, index) => {
    const { key, entry, level, leftPx, widthPx, moreCount } = cell;
    return (
      <div
        key={moreCount > 0 ? `more ${key}` : key}
        role="treeitem"
        data-cell={index}
        tabIndex={key === reached ? 0 : -1}
        aria-level={level + 1}
        aria-selected={moreCount === 0 && key === record}
        aria-label={cellText(cell, parentOf(cell), telling)}
        className="group absolute top-0 left-0 cursor-pointer pr-px pb-px motion-safe:transition-[transform,width] motion-safe:duration-200"
        style={{ transform: `translate(${leftPx}px, ${level * ROW_PX}px)`, width: widthPx, height: ROW_PX }}
      >
        <div
          aria-hidden="true"
          data-sign={signOf(cell)}
          className={lookOf(cell, key === record)}
          style={moreCount > 0 ? {} : coloursOf(cell, telling)}
        >
          {widthPx < NAME_WIDTH_PX ? null : (
            <>
              <span className="truncate">{moreCount > 0 ? `${moreCount.toLocaleString("en")} more` : entry.node.record_type}</span>{" "}
              {widthPx < AMOUNT_WIDTH_PX || moreCount > 0 ? null : (
                <span className="ml-auto shrink-0 tabular-nums">{amountText(entry.node, telling)}</span>
              )}
            </>
          )}
        </div>
      </div>
    );
  });
});

/** Beside its name for eyes; whoever hears the cell is told in words. */
const signOf = ({ entry, moreCount, widthPx }: Cell): string =>
  moreCount > 0 || widthPx < SIGN_WIDTH_PX ? "" : entry.isUnknown ? "?" : entry.isCredit ? "−" : "";

const SIGN = "before:font-semibold before:content-[attr(data-sign)]";

function lookOf({ entry, moreCount, widthPx }: Cell, isChosen: boolean): string {
  const shape = `flex h-full items-center gap-1 overflow-hidden text-xs ${widthPx < NAME_WIDTH_PX ? "justify-center" : "px-1.5"}`;
  const edge = isChosen
    ? "outline-2 -outline-offset-2 outline-text"
    : "group-hover:outline-1 group-hover:-outline-offset-1 group-hover:outline-text";
  if (moreCount > 0) return `${shape} ${edge} rounded-xs border border-dashed border-edge text-muted`;
  if (entry.isUnknown) return `${shape} ${edge} ${SIGN} hatched rounded-xs border border-dashed border-warn text-text`;
  if (entry.isCredit) return `${shape} ${edge} ${SIGN} rounded-xs border border-dashed border-good text-text`;
  return `${shape} ${edge} rounded-xs border-t-3 forced-colors:border`;
}

const coloursOf = ({ entry }: Cell, { types }: Telling) =>
  entry.isUnknown || entry.isCredit ? {} : cellColours(types.groupOf(entry.node), types.groups);
