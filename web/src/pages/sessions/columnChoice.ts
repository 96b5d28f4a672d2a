import { keep, readKept } from "../../kept.ts";
import { COLUMNS, type Column } from "./columns.tsx";

const KEPT_NAME = "calltree-columns";
/** Below it the usual columns stand in two lines, and there is room for more of them. */
const NARROW_PX = 560;
/** In order of importance for somebody who looks for one call, with the width of the table from which on each is shown. */
const USUAL: readonly (readonly [name: string, fromPx: number])[] = [
  ["started_at", 760],
  ["id", 0],
  ["agent_name", 0],
  ["customer_number", 1420],
  ["state", 0],
  ["outcome", 1010],
  ["sentiment", 1560],
  ["duration_ms", 850],
  ["latency_p95_ms", 1240],
  ["owned_cost", 0],
];

const byName: ReadonlyMap<string, Column> = new Map(COLUMNS.map((known) => [known.name, known]));

/** Names that are known, once each; undefined where there is none. */
export function readColumns(text: string | null | undefined): readonly Column[] | undefined {
  const columns = [...new Set((text ?? "").split(","))].flatMap((name) => byName.get(name.trim()) ?? []);
  return columns.length === 0 ? undefined : columns;
}

export const columnsText = (columns: readonly Column[]): string => columns.map(({ name }) => name).join(",");

const SUMS: readonly string[] = ["owned_cost", "tree_cost"];

/** The columns of an export: an amount never goes without the counts that say whether it is all of it. */
export const exportColumnsText = (columns: readonly Column[]): string => {
  const names = columns.map(({ name }) => name);
  return [...new Set([...names, ...(names.some((name) => SUMS.includes(name)) ? ["unknown_cost_count", "unconverted_count"] : [])])].join(
    ",",
  );
};

/** What the address says, else what this browser was last told, else the usual ones. */
export const chosenColumns = (text: string | undefined): readonly Column[] | undefined =>
  readColumns(text) ?? readColumns(readKept(KEPT_NAME));

export const keepColumns = (columns: readonly Column[] | undefined): void =>
  keep(KEPT_NAME, columns === undefined ? undefined : columnsText(columns));

/** What a row of two lines tells. */
const NARROW: readonly string[] = ["agent_name", "id", "started_at", "duration_ms", "state", "owned_cost"];

export const usualColumns = (widthPx = Number.POSITIVE_INFINITY): readonly Column[] =>
  widthPx < NARROW_PX
    ? NARROW.flatMap((name) => byName.get(name) ?? [])
    : USUAL.flatMap(([name, fromPx]) => (widthPx >= fromPx ? (byName.get(name) ?? []) : []));

export const areNarrow = (columns: readonly Column[]): boolean => columnsText(columns) === NARROW.join(",");
