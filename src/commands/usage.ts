import { csvHeader, csvRow } from "../http/csv.ts";
import { apiPath } from "./client.ts";
import { type CommandContext, printJson } from "./context.ts";
import { moneyText } from "./drawTree.ts";
import { EXIT } from "./exitCodes.ts";
import { count } from "./progress.ts";
import { table } from "./table.ts";

export interface UsageOptions {
  /** Dimensions, separated by commas; empty: all in one row per currency. */
  readonly by: string;
  readonly from?: string;
  readonly to?: string;
  readonly product?: string;
  readonly type?: string;
  readonly model?: string;
  readonly agent?: string;
  readonly csv?: boolean;
}

interface UsageNumbers {
  readonly currency: string;
  readonly cost: string;
  readonly record_count: number;
  readonly unknown_cost_count: number;
}
type UsageRow = UsageNumbers & Readonly<Record<string, string | number | null>>;

const NUMBERS = ["currency", "cost", "record_count", "unknown_cost_count"] as const;

/** Sums charges by what was asked for; every record counts once, orphans too. */
export async function showUsage(context: CommandContext, options: UsageOptions): Promise<number> {
  const { output } = context;
  await using client = await context.openClient();
  const query = {
    group_by: options.by,
    from: options.from,
    to: options.to,
    product: options.product,
    record_type: options.type,
    model: options.model,
    agent_id: options.agent,
  };
  const answer = await client.request({ method: "GET", path: apiPath("usage"), query });
  const { data, totals } = answer as unknown as { data: UsageRow[]; totals: { by_currency: UsageNumbers[] } };
  const dimensions = Object.keys(data[0] ?? {}).filter((name) => !(NUMBERS as readonly string[]).includes(name));
  if (options.csv === true) {
    const columns = [...dimensions, ...NUMBERS].map((name) => [name, name] as const);
    output.print(`${csvHeader(columns)}${data.map((row) => csvRow(columns, row)).join("")}`.trimEnd());
    return EXIT.ok;
  }
  if (output.isJson) {
    printJson(output, answer);
    return EXIT.ok;
  }
  const rows = data.map((row) => [
    ...dimensions.map((name) => (row[name] === null ? null : String(row[name]))),
    ...[moneyText(row.cost, row.currency), count(row.record_count), count(row.unknown_cost_count)],
  ]);
  const head = dimensions.map((name) => name.replaceAll("_", " ").toUpperCase());
  if (rows.length > 0) output.print(table([...head, "COST", "RECORDS", "UNKNOWN COST"], rows, output.colors));
  for (const total of totals.by_currency) {
    output.tell(
      `total ${moneyText(total.cost, total.currency)}, ${count(total.record_count)} records, ${count(total.unknown_cost_count)} of unknown cost`,
    );
  }
  return EXIT.ok;
}
