import { AppError } from "../domain/errors.ts";
import type { JsonObject } from "../domain/json.ts";
import { apiPath, type CalltreeClient } from "./client.ts";
import { type CommandContext, printJson } from "./context.ts";
import { EXIT } from "./exitCodes.ts";
import { count } from "./progress.ts";
import { pages } from "./records.ts";
import { table } from "./table.ts";

export interface WhichDeliveries {
  readonly endpoint?: string;
  readonly session?: string;
  readonly status?: string;
  readonly since?: string;
  readonly until?: string;
}

interface DeliveryAnswer {
  readonly id: string;
  readonly endpoint_id: string;
  readonly event: string;
  readonly session_id: string | null;
  readonly status: string;
  readonly attempt_count: number;
  readonly created_at: string;
  readonly next_attempt_at: string | null;
  readonly last_failure: string | null;
}

interface WholeDelivery extends DeliveryAnswer {
  readonly body: string;
  readonly attempts: readonly {
    readonly number: number;
    readonly started_at: string;
    readonly status: number | null;
    readonly latency_ms: number;
    readonly failure: string | null;
  }[];
}

const LOOK_EVERY_MS = 250;
/** An attempt takes up to 15 seconds, and may wait for one before it. */
const LOOKS_MAX = 20_000 / LOOK_EVERY_MS;

const filterOf = (which: WhichDeliveries): Record<string, string> => ({
  ...(which.endpoint === undefined ? {} : { endpoint_id: which.endpoint }),
  ...(which.session === undefined ? {} : { session_id: which.session }),
  ...(which.status === undefined ? {} : { status: which.status }),
  ...(which.since === undefined ? {} : { created_from: which.since }),
  ...(which.until === undefined ? {} : { created_to: which.until }),
});

/** Lists deliveries, or shows the one of this id with its body and attempts. @throws AppError DELIVERY_NOT_FOUND */
export async function showDeliveries(
  context: CommandContext,
  id: string | undefined,
  options: WhichDeliveries & { readonly event?: string; readonly limit: number },
): Promise<number> {
  const { output } = context;
  await using client = await context.openClient();
  if (id !== undefined) {
    const delivery = await client.request({ method: "GET", path: apiPath("deliveries", id) });
    if (output.isJson) printJson(output, delivery);
    else printDelivery(context, delivery as unknown as WholeDelivery);
    return EXIT.ok;
  }
  const query = { ...filterOf(options), ...(options.event === undefined ? {} : { event: options.event }) };
  const asked = { method: "GET", path: apiPath("deliveries"), query } as const;
  const { data, totals, isComplete } = await pages<JsonObject | null>(client, asked, options.limit);
  if (output.isJson) {
    printJson(output, { data, complete: isComplete, totals });
    return EXIT.ok;
  }
  const rows = (data as unknown as DeliveryAnswer[]).map((delivery) => [
    ...[delivery.created_at.slice(0, 19).replace("T", " "), delivery.id, delivery.endpoint_id, delivery.event, delivery.session_id],
    ...[delivery.status, String(delivery.attempt_count), delivery.last_failure],
  ]);
  const head = ["WHEN", "ID", "ENDPOINT", "EVENT", "SESSION", "STATUS", "ATTEMPTS", "LAST FAILURE"];
  if (rows.length > 0) output.print(table(head, rows.map(printable), output.colors));
  const more = isComplete ? "" : "; --limit shows more";
  const whose = options.endpoint === undefined ? "in all" : "of the endpoint";
  const counts = totals === null ? "" : `; ${whose} ${count(Number(totals["pending"]))} pending, ${count(Number(totals["dead"]))} dead`;
  output.tell(`${count(rows.length)} deliveries${more}${counts}`);
  return EXIT.ok;
}

function printDelivery({ output }: CommandContext, delivery: WholeDelivery): void {
  const waits = delivery.next_attempt_at === null ? "" : `, next attempt ${delivery.next_attempt_at}`;
  output.print(`${delivery.id}  ${delivery.event} to ${delivery.endpoint_id}: ${delivery.status}${waits}`);
  const rows = delivery.attempts.map((attempt) => [
    ...[String(attempt.number), attempt.started_at, attempt.status === null ? null : String(attempt.status)],
    ...[`${Math.round(attempt.latency_ms)} ms`, attempt.failure ?? "ok"],
  ]);
  if (rows.length > 0) output.print(table(["ATTEMPT", "WHEN", "ANSWER", "TOOK", "RESULT"], rows.map(printable), output.colors));
  output.print(delivery.body);
}

/** Sends a delivery again, or many. @throws AppError DELIVERY_NOT_FOUND; COMMAND_INVALID when neither is named */
export async function replay(context: CommandContext, id: string | undefined, which: WhichDeliveries): Promise<number> {
  const { output } = context;
  const filter = filterOf(which);
  if ((id === undefined) === (Object.keys(filter).length === 0)) {
    throw new AppError("COMMAND_INVALID", "Name one delivery, or say which with --session, --since or --until.", { field: "id" });
  }
  await using client = await context.openClient();
  const path = id === undefined ? apiPath("deliveries", "replay") : apiPath("deliveries", id, "replay");
  const answer = await client.request({ method: "POST", path, ...(id === undefined ? { body: filter } : {}) });
  if (output.isJson) {
    printJson(output, answer);
    return EXIT.ok;
  }
  if (id !== undefined) {
    output.print(`It is sent again as ${(answer as unknown as DeliveryAnswer).id}.`);
    return EXIT.ok;
  }
  const { replayed, skipped, complete } = answer as unknown as { replayed: number; skipped: number; complete: boolean };
  if (skipped > 0) output.tell(`${count(skipped)} are left: still pending, or their session was erased, or their endpoint removed.`);
  output.print(
    `${count(replayed)} deliveries are sent again${complete ? "" : "; more match: narrow the time range and ask again for them"}.`,
  );
  return EXIT.ok;
}

/**
 * Sends an endpoint a test event and waits for the first attempt; exit code 1 when it fails.
 * @throws AppError ENDPOINT_NOT_FOUND
 */
export async function testEndpoint(context: CommandContext, id: string): Promise<number> {
  const { output } = context;
  await using client = await context.openClient();
  const asked = (await client.request({ method: "POST", path: apiPath("endpoints", id, "test") })) as unknown as DeliveryAnswer;
  const delivery = await firstAttempt(context, client, asked.id);
  const attempt = delivery.attempts[0];
  if (output.isJson) printJson(output, delivery);
  else if (attempt === undefined)
    output.print(`Not sent within 20 seconds: is the endpoint paused or stopped, and does a server run? It waits as ${asked.id}.`);
  else if (attempt.failure === null) output.print(`Delivered: answer ${attempt.status} after ${Math.round(attempt.latency_ms)} ms.`);
  else output.print(`Failed: ${printable([attempt.failure])[0]}. It is tried again as ${asked.id}.`);
  return attempt?.failure === null ? EXIT.ok : EXIT.failed;
}

async function firstAttempt(context: CommandContext, client: CalltreeClient, id: string): Promise<WholeDelivery> {
  const path = apiPath("deliveries", id);
  for (let looks = 0; ; looks++) {
    const delivery = (await client.request({ method: "GET", path })) as unknown as WholeDelivery;
    if (delivery.attempts.length > 0 || delivery.status !== "pending" || looks >= LOOKS_MAX) return delivery;
    await context.wait(LOOK_EVERY_MS);
  }
}

/** What a receiver answers must not command the terminal that it is shown on. */
const printable = (cells: readonly (string | null)[]): (string | null)[] =>
  cells.map((cell) => cell?.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ") ?? null);
