import { isJsonObject, parseJson } from "../../../domain/json.ts";
import type { ReadContext, ReadOperation, ReadOperations } from "../../../reads/index.ts";
import type { UsageQuestion } from "../../../reads/readUsage.ts";
import { type CsvColumn, csvHeader, csvRow } from "../../csv.ts";
import { type ListArguments, recordOperations } from "./recordOperations.ts";
import { type OneSession, type PageOfSession, type SessionListArguments, sessionOperations } from "./sessionOperations.ts";
import { usageMember, usageOperations } from "./usageOperations.ts";

export type ExportFormat = "csv" | "ndjson";

/** Which list, and what its read is asked. */
export type ExportedList =
  /** `columns`: headers of SESSION_CSV, in the order in which they are to come; without: all. */
  | { readonly list: "sessions"; readonly args: SessionListArguments; readonly columns?: readonly string[] }
  | { readonly list: "messages"; readonly args: PageOfSession }
  | { readonly list: "revisions"; readonly args: OneSession }
  | { readonly list: "records"; readonly args: ListArguments }
  | { readonly list: "orphans"; readonly args: ListArguments }
  | { readonly list: "usage"; readonly args: UsageQuestion };

export type ExportArguments = ExportedList & { readonly format: ExportFormat; readonly isFirst: boolean };

const same = (...names: readonly string[]): CsvColumn[] => names.map((name) => [name, name]);

export const SESSION_CSV: readonly CsvColumn[] = [
  ["id", "id"],
  ["state", "state"],
  ["agent_id", "agent.id"],
  ["agent_name", "agent.name"],
  ...same("type", "platform", "channel", "direction", "status", "disconnect_reason"),
  ...same("caller_number", "callee_number", "customer_number", "room_name", "telephony_type", "provider_managed"),
  ...same("created_at", "started_at", "answered_at", "ended_at", "duration_ms", "last_activity_at", "updated_at", "settled_at"),
  ["root_record_type", "root.record_type"],
  ["root_id", "root.id"],
  ...same("owned_cost", "tree_cost", "currency", "cost_status", "unknown_cost_count", "unconverted_count"),
  ...same("event_count", "shared_count", "message_count", "products", "cost_by_product", "missing"),
  ["latency_p50_ms", "latency.p50_ms"],
  ["latency_p95_ms", "latency.p95_ms"],
  ...(["inbound", "outbound"] as const).flatMap((way): CsvColumn[] => [
    [`mos_${way}`, `quality.${way}.mos`],
    [`jitter_${way}_ms`, `quality.${way}.jitter_ms`],
    [`packet_loss_${way}`, `quality.${way}.packet_loss`],
  ]),
  ...same("outcome", "sentiment", "intent", "has_recording", "backfilled", "revision_count", "merged_from", "external_ids"),
];

const MESSAGE_CSV: readonly CsvColumn[] = [
  ...same("id", "role", "content", "at", "offset_ms", "start_ms", "end_ms", "created_at", "interrupted"),
  ...["stt_ms", "llm_ms", "tts_ms", "total_ms"].map((name): CsvColumn => [name, `latency.${name}`]),
  ...["id", "name", "arguments", "result"].map((name): CsvColumn => [`tool_call_${name}`, `tool_call.${name}`]),
];

const TOTALS = ["owned_cost", "tree_cost", "event_count", "unknown_cost_count", "unconverted_count"] as const;
const REVISION_CSV: readonly CsvColumn[] = [
  ...same("number", "at", "currency"),
  ...(["before", "after"] as const).flatMap((when) => TOTALS.map((name): CsvColumn => [`${when}_${name}`, `${when}.${name}`])),
  ...same("causes"),
];

const RECORD_CSV: readonly CsvColumn[] = [
  ...same("record_type", "id", "started_at", "ended_at"),
  ["cost", "cost.amount"],
  ["currency", "cost.currency"],
  ["cost_status", "cost.status"],
  ...same("role", "quantity", "unit", "source", "received_at"),
];

function columnsOf(exported: ExportedList): readonly CsvColumn[] {
  switch (exported.list) {
    case "sessions":
      return exported.columns === undefined
        ? SESSION_CSV
        : exported.columns.flatMap((name) => SESSION_CSV.filter(([header]) => header === name));
    case "messages":
      return MESSAGE_CSV;
    case "revisions":
      return REVISION_CSV;
    case "records":
      return [...RECORD_CSV, ["record", "record"]];
    case "orphans":
      return [...RECORD_CSV, ["reason", "reason"], ["record", "record"]];
    case "usage":
      return usageColumns(exported.args.groupBy);
  }
}

export const usageColumns = (groupBy: UsageQuestion["groupBy"]): CsvColumn[] =>
  same(
    ...groupBy.filter((dimension) => dimension !== "currency").map(usageMember),
    "currency",
    "cost",
    "record_count",
    "unknown_cost_count",
  );

const OPERATIONS: Readonly<Record<ExportedList["list"], ReadOperation<never>>> = {
  sessions: sessionOperations["native.sessions"],
  messages: sessionOperations["native.messages"],
  revisions: sessionOperations["native.revisions"],
  records: recordOperations["native.records"],
  orphans: recordOperations["native.orphans"],
  usage: usageOperations["native.usage"],
};

/**
 * One page of a list as lines. The first line of the answer is the next page's cursor as JSON, what follows is the text
 * itself. Made of the very answer that the list gives, so that an export and a list cannot differ.
 */
async function exportPage(context: ReadContext, args: ExportArguments): Promise<string> {
  const page = parseJson(await OPERATIONS[args.list](context, args.args as never));
  if (!isJsonObject(page) || !Array.isArray(page["data"])) throw new Error(`The read of ${args.list} gave no list.`);
  const rows: readonly unknown[] = page["data"];
  const columns = columnsOf(args);
  const lines = args.format === "csv" ? rows.map((row) => csvRow(columns, row)) : rows.map((row) => `${JSON.stringify(row)}\n`);
  const header = args.format === "csv" && args.isFirst ? csvHeader(columns) : "";
  return `${JSON.stringify(page["next_cursor"])}\n${header}${lines.join("")}`;
}

export const exportOperations = { "native.export": exportPage } satisfies ReadOperations;
