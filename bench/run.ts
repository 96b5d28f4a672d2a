/**
 * Measures Calltree against the engine's own floor on the same machine in the same run, prints a table and writes
 * bench/results.json. `--only NAME` runs the parts whose name contains NAME; `--quick` uses smaller stores.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import Table from "cli-table3";
import { measureAnalysis } from "./analysis.ts";
import { measureIngest } from "./ingest.ts";
import { measureLife } from "./life.ts";
import { measurePage } from "./page.ts";
import { measureReads } from "./reads.ts";
import { format, isReached, type Row } from "./report.ts";
import { measureRollUp } from "./rollUp.ts";
import { measureSessions } from "./sessions.ts";
import { measureWebhooks } from "./webhooks.ts";

export interface BenchOptions {
  /** An empty folder on the disk that is measured. */
  readonly folder: string;
  readonly storedSmall: number;
  readonly storedLarge: number;
  readonly report: (row: Row) => void;
  readonly say: (text: string) => void;
}

const parts = {
  ...{ rollUp: measureRollUp, life: measureLife, reads: measureReads, ingest: measureIngest, sessions: measureSessions },
  ...{ analysis: measureAnalysis, webhooks: measureWebhooks, page: measurePage },
};

const isQuick = process.argv.includes("--quick");
const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : undefined;
const folder = mkdtempSync(join(process.env["BENCH_FOLDER"] ?? tmpdir(), "calltree-bench-"));
const rows: Row[] = [];
const options: BenchOptions = {
  folder,
  storedSmall: isQuick ? 20_000 : 200_000,
  storedLarge: isQuick ? 60_000 : 1_000_000,
  report: (row) => {
    rows.push(row);
    const reached = isReached(row);
    console.log(
      `${reached === null ? " " : reached ? "✓" : "✗"} ${row.name}: ${format(row.value)} ${row.unit}${targetText(row)}  (${row.detail})`,
    );
  },
  say: (text) => console.error(`… ${text}`),
};

try {
  for (const [name, measure] of Object.entries(parts)) {
    if (only === undefined || name.toLowerCase().includes(only.toLowerCase())) await measure(options);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
printTable();
if (only === undefined && !isQuick) writeResults();

function targetText({ target }: Row): string {
  if (target === null) return "";
  if (target.atLeast !== undefined) return `, target ≥ ${format(target.atLeast)}`;
  return `, target ≤ ${format(target.atMost ?? Number.NaN)}`;
}

function printTable(): void {
  const table = new Table({ head: ["measure", "reached", "target", "", "detail"], colWidths: [52, 18, 10, 4, 70], wordWrap: true });
  for (const row of rows) {
    const reached = isReached(row);
    table.push([
      row.name,
      `${format(row.value)} ${row.unit}`,
      targetText(row).replace(", target ", ""),
      reached === null ? "" : reached ? "✓" : "✗",
      row.detail,
    ]);
  }
  console.log(table.toString());
}

function writeResults(): void {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
  const machine = { cores: cpus().length, model: cpus()[0]?.model ?? "", memoryBytes: totalmem(), node: process.version };
  const results = {
    measuredAt: new Date().toISOString(),
    version,
    machine,
    rows: rows.map((row) => ({ ...row, reached: isReached(row) })),
  };
  writeFileSync(new URL("./results.json", import.meta.url), `${JSON.stringify(results, null, 2)}\n`);
}
