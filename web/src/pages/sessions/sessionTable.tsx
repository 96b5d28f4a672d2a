import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { Session } from "../../api/native.generated.ts";
import { placesOf } from "../../components/money.tsx";
import { COLUMNS, type Column } from "./columns.tsx";
import { DEFAULT_SORT } from "./search.ts";

const ROW_PX = 40;
/** How many rows before the end the next page is asked for. */
const AHEAD = 60;

interface SessionTableProps {
  readonly sessions: readonly Session[];
  /** Of all pages, loaded or not. */
  readonly count: number;
  readonly sort: string | undefined;
  /** Another view begins at its top. */
  readonly view: object;
  readonly selected: number;
  /** Older rows are still shown while the filtered ones are on their way. */
  readonly isStale: boolean;
  sortBy(field: string): void;
  loadMore(): void;
}

/** Only the rows in sight exist; all have one height, so that the scroll bar never jumps. */
export function SessionTable({ sessions, count, sort, view, selected, isStale, sortBy, loadMore }: SessionTableProps) {
  const scroller = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer({
    count: sessions.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const rows = virtualizer.getVirtualItems();
  const [first, last] = [rows[0], rows.at(-1)];
  const lastIndex = last?.index ?? 0;

  useEffect(() => {
    if (lastIndex >= sessions.length - AHEAD) loadMore();
  }, [lastIndex, sessions.length, loadMore]);

  const shownView = useRef(view);
  useEffect(() => {
    if (shownView.current === view) return;
    shownView.current = view;
    virtualizer.scrollToOffset(0);
  }, [view, virtualizer]);

  useEffect(() => {
    if (selected < 0) return;
    virtualizer.scrollToIndex(selected, { align: "auto" });
    // The row exists only after the scrolling was drawn.
    const frame = requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLAnchorElement>(`a[data-index="${selected}"]`)?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [selected, virtualizer]);

  const places = placesOf(sessions.map((session) => session.owned_cost));
  return (
    <section ref={scroller} aria-label="Sessions" tabIndex={0} className="min-h-112 flex-1 overflow-auto border-t border-line bg-surface">
      <table className="w-full table-fixed border-separate border-spacing-0 lg:min-w-5xl" aria-rowcount={count + 1} aria-busy={isStale}>
        <caption className="sr-only">Sessions that match the filters; the heads of the columns sort them.</caption>
        <thead>
          <tr aria-rowindex={1}>
            {COLUMNS.map((column) => (
              <Head key={column.title} column={column} sort={sort ?? DEFAULT_SORT} sortBy={sortBy} />
            ))}
          </tr>
        </thead>
        <Gap heightPx={first?.start ?? 0} />
        <tbody className={isStale ? "opacity-60" : ""}>
          {rows.map(({ index }) => {
            const session = sessions[index];
            return session === undefined ? null : <Row key={session.id} session={session} index={index} places={places} />;
          })}
        </tbody>
        <Gap heightPx={virtualizer.getTotalSize() - (last?.end ?? 0)} />
      </table>
    </section>
  );
}

function Row({ session, index, places }: { readonly session: Session; readonly index: number; readonly places: number }) {
  return (
    <tr aria-rowindex={index + 2} style={{ height: ROW_PX }} className="hover:bg-raised focus-within:bg-selected">
      {COLUMNS.map(({ title, look, show }) => (
        <td key={title} className={`truncate border-b border-line px-3 ${look}`}>
          {show(session, index, places)}
        </td>
      ))}
    </tr>
  );
}

/** Stands for the rows that are out of sight. */
const Gap = ({ heightPx }: { readonly heightPx: number }) =>
  heightPx <= 0 ? null : (
    <tbody aria-hidden="true">
      <tr>
        <td style={{ height: heightPx }} />
      </tr>
    </tbody>
  );

function Head({ column, sort, sortBy }: { readonly column: Column; readonly sort: string; sortBy(field: string): void }) {
  const { sort: field, title, look } = column;
  const direction = sort === field ? "ascending" : sort === `-${field}` ? "descending" : "none";
  const sign = { ascending: "↑", descending: "↓", none: "" }[direction];
  return (
    <th
      scope="col"
      aria-sort={direction}
      className={`sticky top-0 z-10 h-9 border-b border-line bg-surface px-3 text-left font-medium ${look}`}
    >
      {field === undefined ? (
        title
      ) : (
        <button type="button" className="cursor-pointer text-muted hover:text-text" onClick={() => sortBy(field)}>
          {title} <span aria-hidden="true">{sign}</span>
        </button>
      )}
    </th>
  );
}
