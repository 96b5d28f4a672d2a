import type { JsonObject } from "../domain/json.ts";
import { apiPath, type CalltreeClient, type ClientRequest } from "./client.ts";
import { type CommandContext, printJson } from "./context.ts";
import { moneyText } from "./drawTree.ts";
import { EXIT } from "./exitCodes.ts";
import { count } from "./progress.ts";
import { table } from "./table.ts";

const PAGE_MAX = 500;

export interface ListOptions {
  readonly type?: string;
  readonly limit: number;
}

interface RecordAnswer {
  readonly record_type: string;
  readonly id: string;
  readonly started_at: string | null;
  readonly received_at: string;
  readonly cost: { readonly amount: string | null; readonly currency: string };
  readonly source: string;
  readonly reason?: string;
}

/** Lists records in order of arrival, or those that no parent owns, each with its reason. */
export async function listRecords(context: CommandContext, kind: "records" | "orphans", options: ListOptions): Promise<number> {
  const { output } = context;
  await using client = await context.openClient();
  const { data, totals, isComplete } = await pages(
    client,
    { method: "GET", path: apiPath(kind), query: { record_type: options.type } },
    options.limit,
  );
  if (output.isJson) {
    printJson(output, { data, complete: isComplete, totals });
    return EXIT.ok;
  }
  const rows = (data as unknown as RecordAnswer[]).map((record) => [
    ...[record.record_type, record.id, record.started_at],
    record.cost.amount === null ? "unknown" : moneyText(record.cost.amount, record.cost.currency),
    kind === "orphans" ? (record.reason ?? "") : record.source,
  ]);
  if (rows.length > 0)
    output.print(table(["TYPE", "ID", "STARTED", "COST", kind === "orphans" ? "REASON" : "SOURCE"], rows, output.colors));
  const all = Number(totals["records"] ?? rows.length);
  output.tell(
    isComplete
      ? `${count(rows.length)} ${kind}`
      : `${count(rows.length)}${kind === "records" ? ` of ${count(all)}` : ""} ${kind}; --limit shows more`,
  );
  return EXIT.ok;
}

/** Follows cursors until the limit or the end. */
export async function pages<Totals extends JsonObject | null = JsonObject>(
  client: CalltreeClient,
  request: ClientRequest,
  limit: number,
): Promise<{ data: JsonObject[]; totals: Totals; isComplete: boolean }> {
  const data: JsonObject[] = [];
  let cursor: string | undefined;
  for (;;) {
    const query = { ...request.query, limit: Math.min(PAGE_MAX, limit - data.length), cursor };
    const page = (await client.request({ ...request, query })) as unknown as {
      data: JsonObject[];
      next_cursor: string | null;
      totals: Totals;
    };
    data.push(...page.data);
    if (page.next_cursor === null) return { data, totals: page.totals, isComplete: true };
    if (data.length >= limit) return { data, totals: page.totals, isComplete: false };
    cursor = page.next_cursor;
  }
}

/** One record, with its facts; its history, newest first; or why it hangs where it does. Always JSON. */
export async function showRecord(context: CommandContext, recordType: string, id: string, part?: "history"): Promise<number> {
  await using client = await context.openClient();
  const path = part === undefined ? apiPath("records", recordType, id) : apiPath("records", recordType, id, part);
  printJson(context.output, await client.request({ method: "GET", path }));
  return EXIT.ok;
}

interface LinksAnswer {
  readonly owner: { readonly record_type: string; readonly id: string } | null;
  readonly mappings: readonly {
    readonly parent_record_type: string;
    readonly via: { readonly local_field: string; readonly parent_field: string };
    readonly value: string | null;
    readonly standing: string;
    readonly parents: readonly { readonly record_type: string; readonly id: string }[];
  }[];
}

/** Which mapping put the record where it is, and what the others found. */
export async function showLinks(context: CommandContext, recordType: string, id: string): Promise<number> {
  const { output } = context;
  await using client = await context.openClient();
  const answer = await client.request({ method: "GET", path: apiPath("records", recordType, id, "links") });
  if (output.isJson) {
    printJson(output, answer);
    return EXIT.ok;
  }
  const { owner, mappings } = answer as unknown as LinksAnswer;
  output.print(owner === null ? "No owner: the record is a root of its own, or an orphan." : `Owner: ${owner.record_type} ${owner.id}`);
  const rows = mappings.map(({ parent_record_type: parent, via, value, standing, parents }) => [
    ...[parent, `${via.local_field} = ${via.parent_field}`, value, standing],
    parents.map((found) => found.id).join(" "),
  ]);
  if (rows.length > 0) output.print(table(["PARENT TYPE", "VIA", "VALUE", "STANDING", "FOUND"], rows, output.colors));
  return EXIT.ok;
}
