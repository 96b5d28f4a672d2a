import type { JsonObject } from "../domain/json.ts";
import { apiPath, type ClientRequest } from "./client.ts";
import { type CommandContext, printJson } from "./context.ts";
import { EXIT } from "./exitCodes.ts";
import { count } from "./progress.ts";
import { table } from "./table.ts";

export interface NewEndpointOptions {
  readonly format: string;
  readonly events: readonly string[];
  readonly rate?: number;
  readonly description?: string;
  readonly secret?: string;
  readonly paused?: boolean;
}

interface EndpointAnswer {
  readonly id: string;
  readonly url: string;
  readonly description: string | null;
  readonly format: string;
  readonly events: readonly string[];
  readonly rate_per_sec: number | null;
  readonly status: string;
  readonly secret_hint: string | null;
  readonly secrets: readonly { readonly hint: string | null; readonly expires_at: string | null }[];
  readonly failing_since: string | null;
  readonly failure_count: number;
  readonly last_failure: string | null;
  readonly last_success_at: string | null;
  readonly pending_count: number;
  readonly dead_count: number;
}

/** Sends one request and prints what `draw` makes of the answer, or with --json the answer itself. */
async function askAndPrint(context: CommandContext, request: ClientRequest, draw: (answer: JsonObject) => void): Promise<number> {
  await using client = await context.openClient();
  const answer = await client.request(request);
  if (context.output.isJson) printJson(context.output, answer);
  else draw(answer);
  return EXIT.ok;
}

export function listEndpoints(context: CommandContext): Promise<number> {
  const { output } = context;
  return askAndPrint(context, { method: "GET", path: apiPath("endpoints") }, (answer) => {
    const endpoints = (answer as unknown as { data: EndpointAnswer[] }).data;
    const rows = endpoints.map((endpoint) => [
      ...[endpoint.id, endpoint.url, endpoint.format, eventsText(endpoint), statusText(endpoint)],
      ...[count(endpoint.pending_count), count(endpoint.dead_count), endpoint.last_success_at],
    ]);
    if (rows.length > 0)
      output.print(table(["ID", "URL", "FORMAT", "EVENTS", "STATUS", "PENDING", "DEAD", "LAST SUCCESS"], rows, output.colors));
    output.tell(`${count(rows.length)} endpoints`);
  });
}

/** Registers an address. @throws AppError ADDRESS_REFUSED | ENDPOINT_INVALID | SECRET_KEY_MISSING */
export function addEndpoint(context: CommandContext, url: string, options: NewEndpointOptions): Promise<number> {
  const { rate, description, secret, paused, ...said } = options;
  const body = {
    ...{ url, format: said.format, events: said.events },
    ...(rate === undefined ? {} : { rate_per_sec: rate }),
    ...(description === undefined ? {} : { description }),
    ...(secret === undefined ? {} : { secret }),
    ...(paused === true ? { paused } : {}),
  };
  return askAndPrint(context, { method: "POST", path: apiPath("endpoints"), body }, (answer) => tellSecret(context, answer));
}

/** @throws AppError ENDPOINT_NOT_FOUND | ENDPOINT_INVALID */
export function rotateSecret(
  context: CommandContext,
  id: string,
  options: { readonly overlap?: number; readonly secret?: string },
): Promise<number> {
  const body = {
    ...(options.overlap === undefined ? {} : { overlap_sec: options.overlap }),
    ...(options.secret === undefined ? {} : { secret: options.secret }),
  };
  const path = apiPath("endpoints", id, "rotate-secret");
  return askAndPrint(context, { method: "POST", path, body }, (answer) => tellSecret(context, answer));
}

function tellSecret({ output }: CommandContext, answer: JsonObject): void {
  const { id, secret, secrets } = answer as unknown as EndpointAnswer & { secret: string };
  output.tell(`Endpoint ${id}. Its secret is shown once; keep it:`);
  output.print(secret);
  for (const former of secrets.slice(1))
    output.tell(`The secret that ends in ${former.hint ?? "?"} signs as well until ${former.expires_at}.`);
}

/** @throws AppError ENDPOINT_NOT_FOUND */
export function showEndpoint(context: CommandContext, id: string): Promise<number> {
  return askAndPrint(context, { method: "GET", path: apiPath("endpoints", id) }, (answer) => tellEndpoint(context, answer));
}

/** @throws AppError ENDPOINT_NOT_FOUND */
export function pauseEndpoint(context: CommandContext, id: string): Promise<number> {
  const request: ClientRequest = { method: "PATCH", path: apiPath("endpoints", id), body: { paused: true } };
  return askAndPrint(context, request, (answer) => tellEndpoint(context, answer));
}

/** @throws AppError ENDPOINT_NOT_FOUND */
export function resumeEndpoint(context: CommandContext, id: string): Promise<number> {
  return askAndPrint(context, { method: "POST", path: apiPath("endpoints", id, "resume") }, (answer) => tellEndpoint(context, answer));
}

/** @throws AppError ENDPOINT_NOT_FOUND; COMMAND_INVALID where nobody can be asked and --yes was not said */
export async function removeEndpoint(context: CommandContext, id: string, options: { readonly yes?: boolean }): Promise<number> {
  const { output } = context;
  await using client = await context.openClient();
  const path = apiPath("endpoints", id);
  if (options.yes !== true) {
    const { url, pending_count: pending } = (await client.request({ method: "GET", path })) as unknown as EndpointAnswer;
    if (!(await context.confirm(`Remove ${url}? ${count(pending)} deliveries that have not arrived are cancelled.`))) {
      output.tell("Nothing was removed.");
      return EXIT.failed;
    }
  }
  await client.request({ method: "DELETE", path });
  if (output.isJson) printJson(output, { id, removed: true });
  else output.print(`Endpoint ${id} is removed.`);
  return EXIT.ok;
}

function tellEndpoint({ output }: CommandContext, answer: JsonObject): void {
  const endpoint = answer as unknown as EndpointAnswer;
  const rows: readonly (readonly [string, string | null])[] = [
    ["id", endpoint.id],
    ["url", endpoint.url],
    ["description", endpoint.description],
    ["format", endpoint.format],
    ["events", eventsText(endpoint)],
    ["rate", endpoint.rate_per_sec === null ? "no limit of its own" : `${endpoint.rate_per_sec}/s`],
    ["secret", endpoint.secret_hint],
    ["status", statusText(endpoint)],
    ["last failure", endpoint.last_failure],
    ["last success", endpoint.last_success_at],
    ["pending", count(endpoint.pending_count)],
    ["dead", count(endpoint.dead_count)],
  ];
  output.print(
    rows
      .filter(([, value]) => value !== null)
      .map(([name, value]) => `${name.padEnd(13)} ${value}`)
      .join("\n"),
  );
}

const eventsText = ({ events }: EndpointAnswer): string => (events.length === 0 ? "all" : events.join(","));

const statusText = ({ status, failing_since: since, failure_count: failures }: EndpointAnswer): string =>
  since === null ? status : `${status}, ${count(failures)} failures since ${since}`;
