import Table from "cli-table3";
import { createColors } from "picocolors";

const NO_LINES = {
  ...{ top: "", "top-mid": "", "top-left": "", "top-right": "", bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "" },
  ...{ left: "", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "", middle: "  " },
};

/** Columns without lines around them, so that they paste and pipe well. */
export function table(head: readonly string[], rows: readonly (readonly (string | null)[])[], colors: boolean): string {
  const paint = createColors(colors);
  const drawn = new Table({ chars: NO_LINES, style: { "padding-left": 0, "padding-right": 0, head: [], border: [] } });
  drawn.push(
    head.map((name) => paint.dim(name)),
    ...rows.map((row) => row.map((cell) => cell ?? "-")),
  );
  return drawn
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
