import { type KeyboardEvent, type SyntheticEvent, useCallback, useMemo, useRef, useState } from "react";
import type { TreeNode } from "../../../api/native.generated.ts";
import { useWidth } from "../../../components/useWidth.ts";
import type { TreeRow } from "../treeRows.ts";
import { Cells, ROW_PX } from "./cells.tsx";
import { Explained } from "./explained.tsx";
import { type Cell, layOut, neighbour, type Step } from "./layout.ts";
import type { WeighedTree } from "./weigh.ts";
import type { Telling } from "./words.ts";

const STEPS: Readonly<Record<string, Step>> = {
  ...{ ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down", Home: "first", End: "last" },
};

export interface Choice {
  /** TYPE/ID of the record to show below. */
  readonly record?: string;
  /** TYPE/ID of the record that takes the whole width; undefined: all of the session. */
  readonly zoom?: string | undefined;
}

interface PictureProps {
  readonly weighed: WeighedTree;
  readonly telling: Telling;
  readonly record: string | undefined;
  /** What the one at the top hangs under; undefined when that is the root. */
  readonly above: TreeRow | undefined;
  choose(choice: Choice): void;
  zoomTo(key: string): void;
}

/** The cells, and what the one under the pointer or the focus tells. */
export function Picture({ weighed, telling, record, above, choose, zoomTo }: PictureProps) {
  const box = useRef<HTMLDivElement>(null);
  const { cells, rows } = useLayout(weighed, useWidth(box));
  const [looked, setLooked] = useState<string>();
  const [reached, setReached] = useState<string>();
  const parentOf = useCallback(
    (cell: Cell): TreeNode | undefined => weighed.entries[cell.entry.parent]?.node ?? above?.node,
    [weighed, above],
  );
  const tabbed = cells.find(({ key }) => key === reached) ?? cells[0];
  const explained = cells.find(({ key }) => key === looked) ?? tabbed;

  const cellOf = (event: SyntheticEvent): Cell | undefined => {
    const element = (event.target as Element).closest<HTMLElement>("[data-cell]");
    return element === null ? undefined : cells[Number(element.dataset["cell"])];
  };
  const reach = (cell: Cell | undefined): void => {
    if (cell === undefined) return;
    setReached(cell.key);
    setLooked(cell.key);
    box.current?.querySelector<HTMLElement>(`[data-cell="${cells.indexOf(cell)}"]`)?.focus({ preventScroll: false });
  };
  const enter = (cell: Cell | undefined): void => {
    if (cell === undefined || cell.moreCount > 0) return;
    const { key, level, entry } = cell;
    setReached(key);
    // The one at the top leads out again; one with nothing below it has nothing to zoom into.
    const isTop = level === 0;
    const next = isTop ? above?.key : entry.node.children.length > 0 ? key : undefined;
    choose({ record: key, ...(next === undefined ? {} : { zoom: isTop && above?.level === 1 ? undefined : next }) });
  };
  const press = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    const cell = cellOf(event);
    if (cell === undefined) return;
    if (step !== undefined) reach(neighbour(cells, cell, step));
    else if (event.key === "Enter" || event.key === " ") enter(cell);
    else if (event.key === "Escape" && above !== undefined) zoomTo(above.key);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <div className="px-4 py-3">
        <div
          ref={box}
          role="tree"
          aria-label="Records of this session, each as wide as its share"
          onKeyDown={press}
          onClick={(event) => enter(cellOf(event))}
          onPointerOver={(event) => setLooked(cellOf(event)?.key)}
          onPointerLeave={() => setLooked(undefined)}
          onFocus={(event) => setLooked(cellOf(event)?.key)}
          className="relative overflow-hidden"
          style={{ height: Math.max(1, rows) * ROW_PX }}
        >
          <Cells {...{ cells, record, telling, parentOf }} reached={tabbed?.key} />
        </div>
        {weighed.entries[0]?.width === 0 ? <p className="py-8 text-center text-muted">{NOTHING[telling.measure]}</p> : null}
      </div>
      {explained === undefined ? null : <Explained cell={explained} parent={parentOf(explained)} telling={telling} />}
    </>
  );
}

const NOTHING = {
  cost: "Nothing here cost anything.",
  time: "No record here says when it ended.",
  tokens: "No record here says how many tokens it used.",
} as const;

const useLayout = (weighed: WeighedTree, widthPx: number) => useMemo(() => layOut(weighed, widthPx), [weighed, widthPx]);
