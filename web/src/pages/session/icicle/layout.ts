import type { Weighed, WeighedTree } from "./weigh.ts";

/** More rows than this below the one at the top are reached by zooming in. */
const LEVELS_MAX = 12;
const WIDTH_PX_MIN = 1;

export interface Cell {
  /** The record's; of several in one cell, that of the first. */
  readonly key: string;
  readonly entry: Weighed;
  /** Row, from 0. */
  readonly level: number;
  readonly leftPx: number;
  readonly widthPx: number;
  /** 0: one record with its own cell. Otherwise so many neighbours, with all below them, each too narrow or too deep to draw. */
  readonly moreCount: number;
  /** Indices among the entries of the first and of the last neighbour in this cell. */
  readonly first: number;
  readonly last: number;
}

export interface Layout {
  /** Each after its parent's; in a row from left to right. */
  readonly cells: readonly Cell[];
  readonly rows: number;
}

interface Run {
  first: number;
  last: number;
  count: number;
  start: number;
  width: number;
}

/** Places each record below its parent, side by side in the order of the tree, in one pass. */
export function layOut({ entries }: WeighedTree, widthPx: number, levelsMax = LEVELS_MAX): Layout {
  const whole = entries[0]?.width ?? 0;
  if (whole <= 0 || widthPx <= 0) return { cells: [], rows: 0 };
  const scale = widthPx / whole;
  const starts = new Float64Array(entries.length);
  const cursors = new Float64Array(entries.length);
  const isDrawn = new Uint8Array(entries.length);
  const runs = new Map<number, Run>();
  const cells: Cell[] = [];
  const endRun = (parent: number): void => {
    const run = runs.get(parent);
    const entry = run === undefined ? undefined : entries[run.first];
    runs.delete(parent);
    if (run === undefined || entry === undefined || run.width * scale < WIDTH_PX_MIN) return;
    const { first, last, count, start, width } = run;
    const place = { leftPx: start * scale, widthPx: width * scale, level: entry.level };
    cells.push({ key: entry.key, entry, ...place, moreCount: count, first, last });
  };
  entries.forEach((entry, index) => {
    const { parent, width, level, count } = entry;
    if (width === 0 || (parent >= 0 && isDrawn[parent] === 0)) return;
    const start = parent < 0 ? 0 : (cursors[parent] ?? 0);
    if (parent >= 0) cursors[parent] = start + width;
    starts[index] = start;
    cursors[index] = start;
    if (width * scale >= WIDTH_PX_MIN && level < levelsMax) {
      endRun(parent);
      isDrawn[index] = 1;
      cells.push({ key: entry.key, entry, level, leftPx: start * scale, widthPx: width * scale, moreCount: 0, first: index, last: index });
      return;
    }
    const run = runs.get(parent);
    if (run === undefined) runs.set(parent, { first: index, last: index, count, start, width });
    else Object.assign(run, { last: index, count: run.count + count, width: run.width + width });
  });
  for (const parent of [...runs.keys()]) endRun(parent);
  cells.sort((a, b) => a.level - b.level || a.leftPx - b.leftPx);
  return { cells, rows: cells.reduce((rows, { level }) => Math.max(rows, level + 1), 0) };
}

export type Step = "left" | "right" | "up" | "down" | "first" | "last";

/** Where an arrow key leads; undefined where nothing is. */
export function neighbour(cells: readonly Cell[], from: Cell, step: Step): Cell | undefined {
  const row = cells.filter(({ level }) => level === from.level);
  const index = row.indexOf(from);
  if (step === "left") return row[index - 1];
  if (step === "right") return row[index + 1];
  if (step === "first") return row[0];
  if (step === "last") return row.at(-1);
  if (step === "down") return from.moreCount > 0 ? undefined : cells.find(({ entry }) => entry.parent === from.first);
  return cells.find(({ first, moreCount }) => moreCount === 0 && first === from.entry.parent);
}
