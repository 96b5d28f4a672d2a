import { type Column, MONEY_COLUMNS } from "./columns.tsx";

interface HeadProps {
  readonly column: Column;
  /** Without one it takes what is left. */
  readonly widthPx: number | undefined;
  readonly sort: string;
  readonly currency: string | undefined;
  sortBy(field: string): void;
}

/** Sorts by its column. */
export function Head({ column, widthPx, sort, currency, sortBy }: HeadProps) {
  const { name, title, isNumber, isUnsorted } = column;
  const direction = sort === name ? "ascending" : sort === `-${name}` ? "descending" : "none";
  const sign = { ascending: "↑", descending: "↓", none: "" }[direction];
  const unit =
    MONEY_COLUMNS.has(name) && currency !== undefined ? <span className="ml-1 text-xs font-normal text-muted">{currency}</span> : null;
  return (
    <th
      scope="col"
      aria-sort={isUnsorted ? undefined : direction}
      style={{ width: widthPx }}
      className={`sticky top-0 z-10 h-9 truncate border-b border-line bg-surface px-3 font-medium text-muted first:pl-4 last:pr-4 sm:first:pl-6 sm:last:pr-6 ${isNumber ? "text-right" : "text-left"}`}
    >
      {isUnsorted ? (
        title
      ) : (
        <button type="button" className="min-h-6 cursor-pointer hover:text-text" onClick={() => sortBy(name)}>
          {title}
          {unit}
          <span aria-hidden="true" className="text-text">
            {sign === "" ? "" : ` ${sign}`}
          </span>
        </button>
      )}
    </th>
  );
}
