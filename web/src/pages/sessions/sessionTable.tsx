import { useNavigate } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type MouseEvent, useEffect, useLayoutEffect, useRef } from "react";
import { type Column, widthOf } from "./columns.tsx";
import { DEFAULT_SORT } from "./search.ts";
import { ROW_PX, type SessionRows, TALL_ROW_PX } from "./sessionRows.ts";
import { Head } from "./tableHead.tsx";
import { PlaceholderRow, Row, TallRow } from "./tableRow.tsx";

/** How many rows beyond those in sight are asked for. */
const AHEAD = 200;
/** Browsers cannot scroll through more than some ten million pixels; whoever has more sessions narrows the filters. */
const ROWS_MAX = 400_000;

const NARROW_HEADS: ReadonlySet<string> = new Set(["started_at", "owned_cost"]);

interface SessionTableProps {
  readonly list: SessionRows;
  readonly columns: readonly Column[];
  readonly areUsual: boolean;
  /** A phone has rows of two lines, under two of the heads. */
  readonly isNarrow: boolean;
  readonly sort: string | undefined;
  /** Older rows are still shown while the filtered ones are on their way. */
  readonly isStale: boolean;
  sortBy(field: string): void;
}

/** Only the rows in sight exist. The scroll bar stands for all that match; those not loaded yet are on their way. */
export function SessionTable({ list, columns, areUsual, isNarrow, sort, isStale, sortBy }: SessionTableProps) {
  const scroller = useRef<HTMLElement>(null);
  const navigate = useNavigate();
  const total = list.isComplete ? list.rows.length : Math.max(list.totals?.count ?? 0, list.rows.length);
  const rowPx = isNarrow ? TALL_ROW_PX : ROW_PX;
  const virtualizer = useVirtualizer({
    count: Math.min(total, ROWS_MAX),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 5,
    initialOffset: list.scrollPx,
  });
  useLayoutEffect(() => {
    list.rowPx = rowPx;
    virtualizer.measure();
  }, [list, rowPx, virtualizer]);
  const items = virtualizer.getVirtualItems();
  const [first, last] = [items[0], items.at(-1)];
  const lastIndex = last?.index ?? 0;

  useEffect(() => list.want(lastIndex + 1 + AHEAD), [list, lastIndex]);

  // Another view begins where it was left, a new one at its top.
  useLayoutEffect(() => {
    scroller.current?.scrollTo(0, list.scrollPx);
  }, [list]);

  useSelectedFocus(scroller, list, virtualizer.scrollToIndex);

  const open = (event: MouseEvent): void => {
    const id = sessionOf(event);
    if (id === undefined || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    list.select(id);
    const main = scroller.current?.closest("main");
    // The row that had the focus is gone then; whoever goes on by keyboard begins at the top of the session.
    void navigate({ to: "/sessions/$id", params: { id } }).then(() => {
      if (document.activeElement === document.body) main?.focus();
    });
  };
  const currency = list.totals?.currency;
  // Of the usual columns one gives way, so that they fit; those that were chosen keep their widths, and the table scrolls.
  const headed = isNarrow ? columns.filter(({ name }) => NARROW_HEADS.has(name)) : columns;
  const giving = isNarrow ? "started_at" : "id";
  const widths = headed.map((column) => (areUsual && column.name === giving ? undefined : widthOf(column, list.room)));
  const widthPx = areUsual ? undefined : widths.reduce<number>((sum, width) => sum + (width ?? 0), 0);
  return (
    <section
      ref={scroller}
      aria-label="Sessions"
      tabIndex={0}
      className="min-h-80 flex-1 overflow-auto overscroll-contain contain-strict border-t border-line bg-surface"
      onScroll={(event) => {
        list.scrollPx = event.currentTarget.scrollTop;
      }}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: these are links, which the keyboard presses as well. */}
      <table
        className="w-full table-fixed border-separate border-spacing-0"
        style={{ minWidth: widthPx }}
        aria-rowcount={total + 1}
        aria-busy={isStale}
        onClick={open}
      >
        <caption className="sr-only">Sessions that match the filters; the heads of the columns sort them.</caption>
        <thead>
          <tr aria-rowindex={1}>
            {headed.map((column, index) => (
              <Head key={column.name} widthPx={widths[index]} {...{ column, sortBy, currency, sort: sort ?? DEFAULT_SORT }} />
            ))}
          </tr>
        </thead>
        <Gap heightPx={first?.start ?? 0} columns={headed.length} />
        <tbody className={isStale ? "opacity-60" : ""}>
          {items.map(({ index }) => {
            const row = list.rows[index];
            if (row === undefined) return <PlaceholderRow key={`row-${index}`} index={index} heightPx={rowPx} columns={headed.length} />;
            const { id } = row.session;
            const common = { row, index, places: list.room.places, isSelected: id === list.selected };
            return isNarrow ? <TallRow key={id} {...common} /> : <Row key={id} {...common} columns={columns} />;
          })}
        </tbody>
        <Gap heightPx={virtualizer.getTotalSize() - (last?.end ?? 0)} columns={headed.length} />
      </table>
    </section>
  );
}

const sessionOf = ({ target }: MouseEvent): string | undefined =>
  target instanceof Element ? target.closest<HTMLElement>("a[data-session]")?.dataset["session"] : undefined;

/** The chosen row comes into sight and has the focus. */
function useSelectedFocus(
  scroller: { readonly current: HTMLElement | null },
  list: SessionRows,
  scrollToIndex: (index: number, options: { align: "auto" }) => void,
): void {
  const { selected } = list;
  const scrollTo = useRef(scrollToIndex);
  scrollTo.current = scrollToIndex;
  useEffect(() => {
    const index = list.indexOf(selected);
    if (selected === undefined || index < 0) return;
    scrollTo.current(index, { align: "auto" });
    // The row exists only after the scrolling was drawn.
    const frame = requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLAnchorElement>(`a[data-session="${CSS.escape(selected)}"]`)?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [selected, list, scroller]);
}

/** Stands for the rows that are out of sight. */
const Gap = ({ heightPx, columns }: { readonly heightPx: number; readonly columns: number }) =>
  heightPx <= 0 ? null : (
    <tbody aria-hidden="true">
      <tr>
        <td colSpan={columns} style={{ height: heightPx }} />
      </tr>
    </tbody>
  );
