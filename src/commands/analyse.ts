import { AppError } from "../domain/errors.ts";
import type { JsonObject } from "../domain/json.ts";
import { SESSION_FIELDS } from "../http/faces/native/sessionFields.ts";
import { apiPath, type CalltreeClient } from "./client.ts";
import { type CommandContext, printJson } from "./context.ts";
import { moneyText } from "./drawTree.ts";
import { EXIT } from "./exitCodes.ts";
import { count, duration, startProgress } from "./progress.ts";

export interface AnalyseOptions {
  readonly all?: boolean;
  readonly preview?: boolean;
  readonly agent?: string;
  readonly since?: string;
  readonly until?: string;
  readonly filter: Readonly<Record<string, string>>;
  /** False with --no-wait. */
  readonly wait: boolean;
}

interface AnalysisAnswer {
  readonly id: string;
  readonly status: string;
  readonly next_attempt_at: string | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly analyser: string | null;
  readonly model: string | null;
  readonly duration_ms: number | null;
  readonly cost: string | null;
  readonly currency: string | null;
  readonly result: OutcomeAnswer | null;
}

interface OutcomeAnswer {
  readonly summary?: string;
  readonly intent?: { readonly intent: string | null };
  readonly resolution?: { readonly classification: string; readonly status: string | null };
  readonly sentiment?: { readonly sentiment: string };
  readonly extracted_data?: Readonly<Record<string, unknown>>;
  readonly post_call_analysis_data?: Readonly<Record<string, unknown>>;
  readonly left_out: readonly { readonly part: string; readonly reason: string }[];
}

const LOOK_EVERY_MS = 250;
/** Ten minutes without a step forward: nobody works on it. */
const LOOKS_WITHOUT_PROGRESS_MAX = (10 * 60_000) / LOOK_EVERY_MS;

/** An analysis that failed is not tried again within a minute; one that was just asked for is due at the server's now. */
const CLOCKS_APART_MS = 30_000;

/**
 * Analyses one session again and tells what came of it, or many with --all.
 * @throws AppError SESSION_NOT_FOUND | ANALYSIS_NOT_CONFIGURED; COMMAND_INVALID unless exactly one of both is asked for
 */
export async function analyse(context: CommandContext, id: string | undefined, options: AnalyseOptions): Promise<number> {
  if ((id === undefined) === (options.all !== true)) {
    throw new AppError("COMMAND_INVALID", "Name one session, or say --all.", { field: "id" });
  }
  if (id !== undefined && (options.preview === true || Object.keys(filtersOf(options)).length > 0)) {
    throw new AppError("COMMAND_INVALID", "--preview and filters go with --all.", { field: "--all" });
  }
  await using client = await context.openClient();
  if (id !== undefined) return analyseOne(context, client, id, options.wait);
  return options.preview === true ? preview(context, client, filtersOf(options)) : analyseMany(context, client, options);
}

/** As members of the body have them: texts, numbers and flags. */
const filtersOf = ({ agent, since, until, filter }: AnalyseOptions): Record<string, unknown> => ({
  ...Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, typed(name, value)])),
  ...(agent === undefined ? {} : { agent_id: agent }),
  ...(since === undefined ? {} : { created_after: since }),
  ...(until === undefined ? {} : { created_before: until }),
});

/** What is none stays text, for the server to refuse in its own words. */
function typed(name: string, value: string): unknown {
  const kind = name === "unknown_cost" ? "flag" : SESSION_FIELDS.find((field) => field.name === name.replace(/_(min|max)$/, ""))?.kind;
  if (kind === "flag" && (value === "true" || value === "false")) return value === "true";
  return (kind === "integer" || kind === "decimal") && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

async function analyseOne(context: CommandContext, client: CalltreeClient, id: string, waits: boolean): Promise<number> {
  const { output } = context;
  const asked = await client.request({ method: "POST", path: apiPath("sessions", id, "analysis") });
  if (!waits) {
    if (output.isJson) printJson(output, asked);
    else output.print(asked["queued"] === true ? "It waits to be analysed." : "It was waiting already.");
    return EXIT.ok;
  }
  const analysis = await finished(context, client, id);
  if (output.isJson) printJson(output, analysis);
  else printAnalysis(context, analysis);
  return analysis.status === "done" ? EXIT.ok : EXIT.failed;
}

async function finished(context: CommandContext, client: CalltreeClient, id: string): Promise<AnalysisAnswer> {
  let toldNext: string | null = null;
  for (let looks = 0; looks <= LOOKS_WITHOUT_PROGRESS_MAX; looks++) {
    const answer = await client.request({ method: "GET", path: apiPath("sessions", id, "analyses") });
    const newest = (answer as unknown as { data: AnalysisAnswer[] }).data[0];
    if (newest !== undefined && !["queued", "running"].includes(newest.status)) return newest;
    const next = newest?.next_attempt_at ?? null;
    if (newest?.failure && next !== null && next !== toldNext && Date.parse(next) > context.clock.nowMs() + CLOCKS_APART_MS) {
      context.output.tell(`${newest.failure.code}: ${printable(newest.failure.message)} It is tried again, not before ${next}.`);
      [toldNext, looks] = [next, 0];
    }
    await context.wait(LOOK_EVERY_MS);
  }
  throw new AppError(
    "STORE_UNAVAILABLE",
    "The analysis is not made yet; it waits, or no server runs. GET /v1/sessions/{id}/analyses tells how it goes on.",
  );
}

function printAnalysis({ output }: CommandContext, analysis: AnalysisAnswer): void {
  const { result, failure } = analysis;
  const by = [analysis.analyser, analysis.model].filter((name) => name !== null).join(", ");
  const cost = analysis.cost === null ? "" : `, ${moneyText(analysis.cost, analysis.currency ?? "")}`;
  output.tell(
    `${analysis.status}${by === "" ? "" : ` by ${by}`}${analysis.duration_ms === null ? "" : `, ${duration(analysis.duration_ms)}`}${cost}`,
  );
  if (failure !== null) output.print(`${failure.code}: ${printable(failure.message)}`);
  if (result === null) return;
  const rows: readonly (readonly [string, string | null | undefined])[] = [
    ["summary", result.summary],
    ["intent", result.intent === undefined ? undefined : (result.intent.intent ?? "none of the configured ones")],
    ["outcome", result.resolution === undefined ? undefined : outcomeText(result.resolution)],
    ["sentiment", result.sentiment?.sentiment],
    ...Object.entries({ ...result.extracted_data, ...result.post_call_analysis_data }).map(([name, value]): [string, string] => [
      name,
      value === null ? "-" : String(value),
    ]),
    ...result.left_out.map(({ part, reason }): [string, string] => [part, `left out: ${reason}`]),
  ];
  const told = rows.filter((row): row is [string, string] => row[1] !== undefined && row[1] !== null);
  output.print(told.map(([name, value]) => `${name}: ${printable(value)}`).join("\n"));
}

/** What a model says must not command the terminal that it is shown on. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");

const outcomeText = ({ classification, status }: { classification: string; status: string | null }): string =>
  status === null ? classification : `${classification} (${status})`;

async function preview(context: CommandContext, client: CalltreeClient, filters: Record<string, unknown>): Promise<number> {
  const { output } = context;
  const answer = await client.request({ method: "POST", path: apiPath("analysis"), body: { ...filters, preview: true } });
  if (output.isJson) {
    printJson(output, answer);
    return EXIT.ok;
  }
  const told = answer as unknown as { count: number; estimated_cost: string | null; currency: string; estimate_basis: string };
  const cost = told.estimated_cost === null ? "unknown cost" : `about ${moneyText(told.estimated_cost, told.currency)}`;
  output.print(`${count(told.count)} sessions, ${cost}`);
  output.tell(told.estimate_basis);
  return EXIT.ok;
}

async function analyseMany(context: CommandContext, client: CalltreeClient, options: AnalyseOptions): Promise<number> {
  const { output } = context;
  const answer = await client.request({ method: "POST", path: apiPath("analysis"), body: filtersOf(options) });
  const { looked_at: lookedAt, queued, complete } = answer as unknown as { looked_at: number; queued: number; complete: boolean };
  if (options.wait && queued > 0) await waitForAll(context, client);
  if (output.isJson) printJson(output, answer as JsonObject);
  else {
    const rest = complete ? "" : " More match: narrow the filters, by time say, and ask again.";
    output.print(
      `${count(queued)} of ${count(lookedAt)} sessions ${options.wait ? "were analysed or are being so" : "wait to be analysed"}.${rest}`,
    );
  }
  return EXIT.ok;
}

/** @throws AppError STORE_UNAVAILABLE when nothing goes on */
async function waitForAll(context: CommandContext, client: CalltreeClient): Promise<void> {
  const waiting = async (): Promise<number> => Number((await client.request({ method: "GET", path: apiPath("analysis") }))["waiting"]);
  let left = await waiting();
  let total = left;
  const progress = startProgress(context.output, context.clock, "Analysing", total);
  for (let looks = 0; left > 0; looks++) {
    if (looks > LOOKS_WITHOUT_PROGRESS_MAX) throw new AppError("STORE_UNAVAILABLE", "The analyses do not go on: does a server run?");
    await context.wait(LOOK_EVERY_MS);
    const before = left;
    left = await waiting();
    if (left !== before) looks = 0;
    total = Math.max(total, left);
    progress.update(total - left, total - left);
  }
  progress.stop();
}
