import { ApiError } from "../../api/client.ts";

/** One dated rate, as `PUT /v1/exchange-rates` takes it. */
export interface RateGiven {
  readonly currency: string;
  readonly rate: string;
  readonly effective_at: string | null;
}

export interface LineFault {
  /** From 1, as people count lines. */
  readonly line: number;
  readonly message: string;
}

export interface RateLines {
  readonly rates: readonly RateGiven[];
  /** The line that each rate stands on. */
  readonly lines: readonly number[];
  readonly faults: readonly LineFault[];
}

/** Reads `currency, rate, from` lines, as they come out of a spreadsheet; a head line and empty lines are passed over. */
export function readRateLines(text: string): RateLines {
  const rates: RateGiven[] = [];
  const lines: number[] = [];
  const faults: LineFault[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    if (raw.trim() === "") continue;
    const cells = raw.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
    if (index === 0 && cells[0]?.toLowerCase() === "currency") continue;
    const fault = faultOfCells(cells);
    if (fault !== undefined) {
      faults.push({ line: index + 1, message: fault });
      continue;
    }
    const [currency = "", rate = "", from = ""] = cells;
    rates.push({ currency: currency.toUpperCase(), rate, effective_at: from === "" ? null : from });
    lines.push(index + 1);
  }
  return { rates, lines, faults };
}

function faultOfCells(cells: readonly string[]): string | undefined {
  const [currency = "", rate = "", from = "", ...more] = cells;
  if (more.some((cell) => cell !== "")) return "has more than currency, rate and from.";
  if (!/^[A-Za-z]{3}$/.test(currency)) return `“${currency}” is no currency; write three letters, such as EUR.`;
  if (!/^\d+(\.\d+)?$/.test(rate) || !/[1-9]/.test(rate)) return `“${rate}” is no rate; write a positive decimal, such as 1.0842.`;
  if (from !== "" && (!/^\d{4}-\d{2}-\d{2}/.test(from) || Number.isNaN(Date.parse(from)))) {
    return `“${from}” is no date; write it as 2026-03-17 or 2026-03-17T10:00:00Z.`;
  }
  return undefined;
}

/** The index in a fault's path: `3.rate` is of the fourth. */
export const faultIndex = (error: unknown): number | undefined => {
  const index = error instanceof ApiError ? Number.parseInt(error.field ?? "", 10) : Number.NaN;
  return Number.isNaN(index) ? undefined : index;
};
