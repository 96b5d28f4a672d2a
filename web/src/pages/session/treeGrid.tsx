import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import type { Tree } from "../../api/native.generated.ts";
import { Badge } from "../../components/badge.tsx";
import { Money, placesOf } from "../../components/money.tsx";
import { keyOf, parentIndex, shareOf, type TreeRow, treeRows } from "./treeRows.ts";

const ROW_PX = 34;
const HEIGHT_PX_MAX = 560;
const COLUMNS = "grid grid-cols-[minmax(9rem,1fr)_7.5rem_7.5rem] sm:grid-cols-[minmax(12rem,1fr)_8.5rem_8.5rem_5rem]";

interface TreeGridProps {
  readonly tree: Tree;
  /** Key of the record that is shown beside; see keyOf. */
  readonly selected: string | undefined;
  select(key: string): void;
}

/** The tree with own and cumulative cost. Arrow keys move, open and close, as the pattern of a tree grid has it. */
export function TreeGrid({ tree, selected, select }: TreeGridProps) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => treeRows(tree.root, closed), [tree.root, closed]);
  const places = useMemo(
    () => placesOf(treeRows(tree.root, new Set()).flatMap(({ node }) => [node.cost.event_cost, node.cost.cumulative_cost])),
    [tree],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  });
  const idPrefix = useId();
  const index = rows.findIndex(({ key }) => key === selected);

  const toggle = (key: string, isOpen: boolean): void =>
    setClosed((before) => {
      const after = new Set(before);
      if (isOpen) after.delete(key);
      else after.add(key);
      return after;
    });
  const moveTo = (next: number | undefined): void => {
    const row = next === undefined ? undefined : rows[Math.min(Math.max(next, 0), rows.length - 1)];
    if (row === undefined) return;
    select(row.key);
    virtualizer.scrollToIndex(rows.indexOf(row), { align: "auto" });
  };
  const press = (event: KeyboardEvent): void => {
    const row = rows[index];
    const hasChildren = (row?.node.children.length ?? 0) > 0;
    const open = (): void =>
      row !== undefined && hasChildren && !row.isOpen ? toggle(row.key, true) : moveTo(hasChildren ? index + 1 : undefined);
    const close = (): void => (row !== undefined && hasChildren && row.isOpen ? toggle(row.key, false) : moveTo(parentIndex(rows, index)));
    const actions = new Map([
      ["ArrowDown", () => moveTo(index + 1)],
      ["ArrowUp", () => moveTo(index - 1)],
      ["Home", () => moveTo(0)],
      ["End", () => moveTo(rows.length - 1)],
      ["ArrowRight", open],
      ["ArrowLeft", close],
    ]);
    const action = actions.get(event.key);
    if (action === undefined) return;
    event.preventDefault();
    action();
  };

  return (
    <div
      ref={scroller}
      role="treegrid"
      aria-label="Records of this session, each with its cost"
      aria-rowcount={rows.length + 1}
      aria-activedescendant={index < 0 ? undefined : `${idPrefix}-${index}`}
      tabIndex={0}
      onKeyDown={press}
      className="overflow-auto"
      style={{ maxHeight: HEIGHT_PX_MAX }}
    >
      <div role="row" aria-rowindex={1} className={`${COLUMNS} sticky top-0 z-10 border-b border-line bg-surface px-3 py-2 text-muted`}>
        <span role="columnheader">Record</span>
        <span role="columnheader" className="text-right">
          Own cost
        </span>
        <span role="columnheader" className="text-right">
          With all below
        </span>
        <span role="columnheader" className="hidden pl-4 sm:block">
          Share
        </span>
      </div>
      <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <Row
              key={row.key}
              {...{ row, places, toggle, select }}
              id={`${idPrefix}-${item.index}`}
              rowIndex={item.index + 2}
              topPx={item.start}
              total={tree.cost.total}
              isSelected={row.key === selected}
            />
          );
        })}
      </div>
    </div>
  );
}

interface RowProps {
  readonly row: TreeRow;
  readonly id: string;
  readonly rowIndex: number;
  readonly topPx: number;
  readonly total: string;
  readonly places: number;
  readonly isSelected: boolean;
  toggle(key: string, isOpen: boolean): void;
  select(key: string): void;
}

function Row({ row, id, rowIndex, topPx, total, places, isSelected, toggle, select }: RowProps) {
  const { node, level, isOpen, key } = row;
  const hasChildren = node.children.length > 0;
  const share = shareOf(node.cost.cumulative_cost, total);
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={rowIndex}
      aria-level={level}
      aria-selected={isSelected}
      {...(hasChildren ? { "aria-expanded": isOpen } : {})}
      onClick={() => select(key)}
      className={`${COLUMNS} absolute inset-x-0 cursor-pointer items-center border-b border-line px-3 ${isSelected ? "bg-selected" : "hover:bg-raised"}`}
      style={{ transform: `translateY(${topPx}px)`, height: ROW_PX }}
    >
      <span role="gridcell" className="flex min-w-0 items-center gap-1.5" style={{ paddingLeft: `${(level - 1) * 1.1}rem` }}>
        <button
          type="button"
          tabIndex={-1}
          aria-hidden="true"
          className={`w-4 shrink-0 cursor-pointer text-muted ${hasChildren ? "" : "invisible"}`}
          onClick={(event) => {
            event.stopPropagation();
            toggle(key, !isOpen);
          }}
        >
          {isOpen ? "▾" : "▸"}
        </button>
        <span className="truncate" title={keyOf(node)}>
          {node.record_type}
        </span>
        <Marks row={row} />
      </span>
      <span role="gridcell" className="text-right">
        {node.cost_status === "unknown" ? (
          <span className="text-warn">unknown</span>
        ) : (
          <Money amount={node.cost.event_cost} places={places} />
        )}
      </span>
      <span role="gridcell" className="text-right">
        <Money amount={node.cost.cumulative_cost} places={places} />
      </span>
      <span role="gridcell" className="hidden pl-4 sm:block" title={`${(share * 100).toFixed(1)} % of the session`}>
        <span className="block h-2 rounded-full bg-raised">
          <span className="block h-2 rounded-full bg-accent" style={{ width: `${share * 100}%` }} />
        </span>
        <span className="sr-only">{(share * 100).toFixed(1)} %</span>
      </span>
    </div>
  );
}

function Marks({ row: { node } }: { readonly row: TreeRow }) {
  return (
    <>
      {node.shared ? <Badge>shared</Badge> : null}
      {node.virtual ? <Badge>no record of its own</Badge> : null}
      {node.role === "charge" ? null : <Badge>{node.role}</Badge>}
      {node.cost_status === "unconverted" ? <Badge tone="warn">no rate</Badge> : null}
    </>
  );
}
