import type { JsonObject } from "../domain/json.ts";
import { csvHeader, csvRow } from "../http/csv.ts";
import { SESSION_CSV } from "../http/faces/native/exportOperations.ts";
import { apiPath } from "./client.ts";
import { type CommandContext, printJson } from "./context.ts";
import { moneyText } from "./drawTree.ts";
import { EXIT } from "./exitCodes.ts";
import { count, duration } from "./progress.ts";
import { pages } from "./records.ts";
import { table } from "./table.ts";

export interface SessionListOptions {
  readonly agent?: string;
  readonly state?: string;
  readonly status?: string;
  readonly type?: string;
  readonly product?: string;
  readonly number?: string;
  readonly since?: string;
  readonly until?: string;
  readonly text?: string;
  readonly unknownCost?: boolean;
  /** Any other filter of GET /v1/sessions, by its own name. */
  readonly filter: Readonly<Record<string, string>>;
  readonly sort: string;
  readonly limit: number;
  readonly csv?: boolean;
}

interface SessionRow {
  readonly id: string;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly agent: { readonly id: string | null; readonly name: string | null } | null;
  readonly caller_number: string | null;
  readonly callee_number: string | null;
  readonly state: string;
  readonly status: string | null;
  readonly duration_ms: number | null;
  readonly owned_cost: string;
  readonly currency: string;
  readonly unknown_cost_count: number;
  readonly unconverted_count: number;
}

interface SessionTotals {
  readonly count: number;
  readonly owned_cost: string;
  readonly currency: string;
  readonly duration_ms: number;
  readonly unknown_cost_count: number;
  readonly unconverted_count: number;
}

/** Lists sessions; the last line tells the totals of all that match, shown or not. */
export async function listSessions(context: CommandContext, options: SessionListOptions): Promise<number> {
  const { output } = context;
  await using client = await context.openClient();
  const query = { ...options.filter, ...filtersOf(options), sort: options.sort };
  const { data, totals, isComplete } = await pages(client, { method: "GET", path: apiPath("sessions"), query }, options.limit);
  if (options.csv === true) output.print(`${csvHeader(SESSION_CSV)}${data.map((row) => csvRow(SESSION_CSV, row)).join("")}`.trimEnd());
  else if (output.isJson) printJson(output, { data, complete: isComplete, totals });
  else printSessions(context, data, totals);
  return EXIT.ok;
}

const filtersOf = (options: SessionListOptions) => ({
  ...said("agent_id", options.agent),
  ...said("state", options.state),
  ...said("status", options.status),
  ...said("type", options.type),
  ...said("product", options.product),
  ...said("number", options.number),
  ...said("created_after", options.since),
  ...said("created_before", options.until),
  ...said("q", options.text),
  ...(options.unknownCost === true ? { unknown_cost: true } : {}),
});

const said = (name: string, value: string | undefined): Record<string, string> => (value === undefined ? {} : { [name]: value });

function printSessions({ output }: CommandContext, data: readonly JsonObject[], totals: JsonObject): void {
  const rows = (data as unknown as SessionRow[]).map((session) => [
    (session.started_at ?? session.created_at).slice(0, 19).replace("T", " "),
    session.id,
    session.agent?.name ?? session.agent?.id ?? null,
    session.caller_number === null && session.callee_number === null
      ? null
      : `${session.caller_number ?? "?"} → ${session.callee_number ?? "?"}`,
    session.status === null ? session.state : `${session.state}, ${session.status}`,
    session.duration_ms === null ? null : duration(session.duration_ms),
    costText(session),
  ]);
  if (rows.length > 0)
    output.print(table(["WHEN", "ID", "AGENT", "NUMBERS", "STATE", "DURATION", "COST"], rows.map(printable), output.colors));
  output.tell(totalsLine(rows.length, totals as unknown as SessionTotals));
}

function totalsLine(shown: number, totals: SessionTotals): string {
  const sessions =
    shown < totals.count ? `${count(shown)} of ${count(totals.count)} sessions; all of them` : `${count(totals.count)} sessions`;
  const unknown = totals.unknown_cost_count === 0 ? "" : `, ${count(totals.unknown_cost_count)} records of unknown cost`;
  const unconverted =
    totals.unconverted_count === 0 ? "" : `, ${count(totals.unconverted_count)} records in a currency without an exchange rate`;
  return `${sessions}: ${moneyText(totals.owned_cost, totals.currency)}, ${duration(totals.duration_ms)}${unknown}${unconverted}`;
}

/** Money that could not be added must not look like none. */
function costText({ owned_cost, currency, unknown_cost_count, unconverted_count }: SessionRow): string {
  const lacking = [...(unknown_cost_count > 0 ? [" + unknown"] : []), ...(unconverted_count > 0 ? [" + unconverted"] : [])];
  return `${moneyText(owned_cost, currency)}${lacking.join("")}`;
}

/** What callers are called must not command the terminal that it is shown on. */
const printable = (cells: readonly (string | null)[]): (string | null)[] =>
  cells.map((cell) => cell?.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ") ?? null);
