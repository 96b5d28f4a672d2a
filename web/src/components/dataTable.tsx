import type { ReactNode } from "react";

export interface DataColumn<Row> {
  readonly title: string;
  /** Numbers stand at the right. */
  readonly align?: "left" | "right";
  /** Width, and from which width of the window on it is shown. */
  readonly look?: string;
  show(row: Row): ReactNode;
}

interface DataTableProps<Row> {
  /** Says what the table tells; read out, not seen. */
  readonly caption: string;
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  keyOf(row: Row): string;
  /** Marks the row that the address points at. */
  isChosen?(row: Row): boolean;
}

/** A table of some hundred rows at most; the sessions have their own, which draws only what is in sight. */
export function DataTable<Row>({ caption, columns, rows, keyOf, isChosen }: DataTableProps<Row>) {
  return (
    <section aria-label={caption} tabIndex={0} className="relative overflow-x-auto">
      <table className="w-full border-separate border-spacing-0">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, align, look = "" }) => (
              <th
                key={title}
                scope="col"
                className={`border-b border-line px-4 py-2 font-medium whitespace-nowrap text-muted ${sideOf(align)} ${look}`}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={keyOf(row)}
              aria-current={isChosen?.(row) ? "true" : undefined}
              className="hover:bg-raised aria-[current=true]:bg-selected forced-colors:aria-[current=true]:outline-2 forced-colors:aria-[current=true]:-outline-offset-2"
            >
              {columns.map(({ title, align, look = "", show }) => (
                <td key={title} className={`border-b border-line px-4 py-2 align-top ${sideOf(align)} ${look}`}>
                  {show(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const sideOf = (align: "left" | "right" | undefined): string => (align === "right" ? "text-right tabular-nums" : "text-left");
