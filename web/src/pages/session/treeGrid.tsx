import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type KeyboardEvent, type MouseEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import type { Tree } from "../../api/native.generated.ts";
import { Button } from "../../components/button.tsx";
import { partsOf, placesOf } from "../../components/money.tsx";
import { LOCALE } from "../../locale.ts";
import type { LeftOut } from "./leftOut.ts";
import { COLUMNS, ROW_PX, Row } from "./treeGridRow.tsx";
import { findRows, parentIndex, type TreeRow, treeRows } from "./treeRows.ts";

const HEIGHT_PX_MAX = 560;
/** "≥ " before an amount. */
const SIGN_CH = 2;
const NONE_CLOSED: ReadonlySet<string> = new Set();

interface TreeGridProps {
  readonly tree: Tree;
  /** All of them, open. */
  readonly allRows: readonly TreeRow[];
  /** Whose sums lack a cost, by key. */
  readonly incomplete: ReadonlyMap<string, LeftOut>;
  /** Key of the record that is shown below; see keyOf. */
  readonly selected: string | undefined;
  select(key: string): void;
  /** Shows the record, and moves the focus into it where that was asked for. */
  open(key: string, isEntered: boolean): void;
}

/** The tree with own and cumulative cost. Arrow keys move, open and close, as the pattern of a tree grid has it. */
export function TreeGrid({ tree, allRows, incomplete, selected, select, open }: TreeGridProps) {
  const [closed, setClosed] = useState(NONE_CLOSED);
  const [text, setText] = useState("");
  const found = useMemo(() => (text.trim() === "" ? undefined : findRows(allRows, text)), [allRows, text]);
  const openRows = useMemo(() => treeRows(tree.root, closed), [tree.root, closed]);
  const rows = found?.rows ?? openRows;
  const room = useMemo(() => measureMoney(allRows, incomplete.size > 0), [allRows, incomplete]);

  const toggle = (key: string, isOpen: boolean): void =>
    setClosed((before) => {
      const after = new Set(before);
      if (isOpen) after.delete(key);
      else after.add(key);
      return after;
    });
  const closeAll = (): void =>
    setClosed(new Set(allRows.flatMap(({ key, level, node }) => (level > 1 && node.children.length > 0 ? [key] : []))));

  return (
    <>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-line px-3 py-2">
        <input
          type="search"
          aria-label="Find a record in this tree"
          placeholder="Find by type, id or product"
          value={text}
          onChange={({ target }) => setText(target.value)}
          className="h-8 min-w-32 flex-1 basis-full rounded-md sm:basis-32 border border-edge bg-surface px-2 placeholder:text-muted"
        />
        <span role="status" className="mr-auto text-xs text-muted tabular-nums">
          {found === undefined ? `${allRows.length.toLocaleString(LOCALE)} records` : `${found.matchCount.toLocaleString(LOCALE)} found`}
        </span>
        <Button look="quiet" className="px-2" disabled={found !== undefined || closed.size === 0} onClick={() => setClosed(NONE_CLOSED)}>
          Expand all
        </Button>
        <Button look="quiet" className="px-2" disabled={found !== undefined} onClick={closeAll}>
          Collapse all
        </Button>
      </div>
      {rows.length === 0 ? (
        <p className="p-4 text-muted">No record of this tree has that in its type, id, product or event.</p>
      ) : (
        <Grid {...{ tree, rows, incomplete, room, selected, select, open, toggle }} canClose={found === undefined} />
      )}
    </>
  );
}

/** So that all amounts stand with their points below each other, in columns that are wide enough for them. */
interface Room {
  readonly places: number;
  readonly ownCh: number;
  readonly sumCh: number;
}

function measureMoney(rows: readonly TreeRow[], hasSigns: boolean): Room {
  const amounts = rows.flatMap(({ node: { cost } }) => [cost.event_cost, cost.cumulative_cost]);
  const places = placesOf(amounts);
  const moneyCh = amounts.reduce((widest, amount) => Math.max(widest, partsOf(amount).whole.length + 1 + places), 0);
  return { places, ownCh: moneyCh, sumCh: moneyCh + (hasSigns ? SIGN_CH : 0) };
}

const widthOf = (characters: number): string => `max(5rem, ${characters + 1}ch)`;

interface GridProps extends Pick<TreeGridProps, "tree" | "incomplete" | "selected" | "select" | "open"> {
  readonly rows: readonly TreeRow[];
  readonly room: Room;
  readonly canClose: boolean;
  toggle(key: string, isOpen: boolean): void;
}

function Grid({ tree, rows, incomplete, room, selected, canClose, select, open: openRecord, toggle }: GridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
    // The head stands above the rows and takes of what is in sight.
    scrollPaddingEnd: ROW_PX,
  });
  const idPrefix = useId();
  const [left, setLeft] = useState(selected);
  // A record that was closed is still where the keys go on from.
  const active = selected ?? left;
  const index = Math.max(
    0,
    rows.findIndex(({ key }) => key === active),
  );
  useEffect(() => {
    if (active !== undefined) virtualizer.scrollToIndex(index, { align: "auto" });
  }, [active, index, virtualizer]);

  const moveTo = (next: number | undefined): void => {
    const row = next === undefined ? undefined : rows[Math.min(Math.max(next, 0), rows.length - 1)];
    if (row === undefined) return;
    setLeft(row.key);
    select(row.key);
  };
  const click = ({ target }: MouseEvent): void => {
    if (!(target instanceof Element)) return;
    const key = target.closest<HTMLElement>("[data-key]")?.dataset["key"];
    const row = rows.find((candidate) => candidate.key === key);
    if (row === undefined) return;
    if (canClose && row.node.children.length > 0 && target.closest("button") !== null) toggle(row.key, !row.isOpen);
    else {
      setLeft(row.key);
      openRecord(row.key, false);
    }
  };
  const press = (event: KeyboardEvent): void => {
    const row = rows[index];
    const hasChildren = (row?.node.children.length ?? 0) > 0;
    const open = (): void =>
      row !== undefined && hasChildren && !row.isOpen ? toggle(row.key, true) : moveTo(hasChildren ? index + 1 : undefined);
    const close = (): void =>
      canClose && row !== undefined && hasChildren && row.isOpen ? toggle(row.key, false) : moveTo(parentIndex(rows, index));
    const actions = new Map([
      ["ArrowDown", () => moveTo(index + 1)],
      ["ArrowUp", () => moveTo(index - 1)],
      ["Home", () => moveTo(0)],
      ["End", () => moveTo(rows.length - 1)],
      ["ArrowRight", open],
      ["ArrowLeft", close],
      ["Enter", () => row !== undefined && openRecord(row.key, true)],
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
      aria-activedescendant={`${idPrefix}-${index}`}
      tabIndex={0}
      onKeyDown={press}
      onFocus={() => virtualizer.scrollToIndex(index, { align: "auto" })}
      // The row that the keys act on wears the ring.
      className="group/grid overflow-auto outline-none"
      style={{ maxHeight: HEIGHT_PX_MAX, "--own": widthOf(room.ownCh), "--sum": widthOf(room.sumCh) } as CSSProperties}
    >
      <div role="row" aria-rowindex={1} className={`${COLUMNS} sticky top-0 z-10 border-b border-line bg-surface py-2 text-xs text-muted`}>
        <span role="columnheader">Record</span>
        <span role="columnheader" className="text-right">
          Own
        </span>
        <span role="columnheader" className="text-right">
          With below
        </span>
        <span role="columnheader" className="hidden text-right sm:block">
          Of the session
        </span>
      </div>
      <div role="rowgroup" onClick={click} className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <Row
              key={row.key}
              {...{ row, canClose }}
              places={room.places}
              id={`${idPrefix}-${item.index}`}
              rowIndex={item.index + 2}
              topPx={item.start}
              total={tree.cost.total}
              isSelected={row.key === selected}
              isActive={item.index === index}
              leftOut={incomplete.get(row.key)}
            />
          );
        })}
      </div>
    </div>
  );
}
