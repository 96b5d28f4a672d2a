import { queryText } from "../../api/client.ts";
import { Popover } from "../../components/popover.tsx";
import { LOCALE } from "../../locale.ts";
import { columnsText, exportColumnsText } from "./columnChoice.ts";
import type { Column } from "./columns.tsx";
import type { SessionQuery } from "./search.ts";

interface ExportMenuProps {
  readonly query: SessionQuery;
  readonly columns: readonly Column[];
  /** How many sessions match; undefined while nobody knows. */
  readonly count: number | undefined;
}

const NUMBER = new Intl.NumberFormat(LOCALE);
const LINK = "block rounded-md border border-line px-3 py-2 hover:bg-raised";

/** Exactly what is shown, all of it: the same filters, the same order; the cookie opens the links. */
export function ExportMenu({ query, columns, count }: ExportMenuProps) {
  const rows = count === undefined ? "All rows" : count === 1 ? "1 row" : `${NUMBER.format(count)} rows`;
  const columnNames = exportColumnsText(columns);
  return (
    <Popover label="Export" title="Export these sessions">
      <p className="mb-2 text-muted">{rows}, with the filters and the order that you see.</p>
      <div className="grid gap-2">
        <a className={LINK} download="sessions.csv" href={`/v1/sessions${queryText({ ...query, format: "csv", columns: columnNames })}`}>
          <span className="font-medium">CSV</span>
          <span className="block text-xs text-muted">
            {columnNames.split(",").length} columns, in the order of the table
            {columnNames === columnsText(columns) ? "" : ", then how many costs are missing"}. For spreadsheets.
          </span>
        </a>
        <a className={LINK} download="sessions.ndjson" href={`/v1/sessions${queryText({ ...query, format: "ndjson" })}`}>
          <span className="font-medium">NDJSON</span>
          <span className="block text-xs text-muted">One session a line, with all of its fields. For programs.</span>
        </a>
      </div>
    </Popover>
  );
}
