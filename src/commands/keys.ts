import { apiPath } from "./client.ts";
import { type CommandContext, printJson } from "./context.ts";
import { EXIT } from "./exitCodes.ts";
import { table } from "./table.ts";

export interface NewKeyOptions {
  readonly name: string;
  readonly scopes: readonly string[];
  /** Records written with the key carry this source. */
  readonly source?: string;
}

interface KeyAnswer {
  readonly id: string;
  readonly name: string;
  readonly organization: string | null;
  readonly scopes: readonly string[];
  readonly source: string;
  readonly created_at: string;
  readonly last_used_at: string | null;
  readonly revoked_at: string | null;
}

/** Makes a key and shows its secret, this once. With --organization the operator makes one for that organization. */
export async function createKey(context: CommandContext, options: NewKeyOptions): Promise<number> {
  const { output, organization } = context;
  await using client = await context.openClient({ create: true });
  const path = organization === undefined ? apiPath("keys") : apiPath("organizations", organization, "keys");
  const body = { name: options.name, scopes: options.scopes, ...(options.source === undefined ? {} : { source: options.source }) };
  const answer = await client.request({ method: "POST", path, body });
  if (output.isJson) {
    printJson(output, answer);
    return EXIT.ok;
  }
  const { id, scopes, secret } = answer as unknown as KeyAnswer & { secret: string };
  output.tell(`Key ${id} with ${scopes.join(", ")}. This is shown once; keep it:`);
  output.print(secret);
  return EXIT.ok;
}

export async function listKeys(context: CommandContext): Promise<number> {
  const { output } = context;
  await using client = await context.openClient();
  const answer = await client.request({ method: "GET", path: apiPath("keys") });
  if (output.isJson) {
    printJson(output, answer);
    return EXIT.ok;
  }
  const rows = (answer as unknown as { data: KeyAnswer[] }).data.map((key) => [
    ...[key.id, key.name, key.scopes.join(","), key.source, key.created_at, key.last_used_at],
    key.revoked_at === null ? "valid" : `revoked ${key.revoked_at}`,
  ]);
  output.print(table(["ID", "NAME", "SCOPES", "SOURCE", "CREATED", "LAST USED", "STATE"], rows, output.colors));
  return EXIT.ok;
}

/** @throws AppError KEY_NOT_FOUND */
export async function revokeKey(context: CommandContext, id: string): Promise<number> {
  await using client = await context.openClient();
  await client.request({ method: "DELETE", path: apiPath("keys", id) });
  if (context.output.isJson) printJson(context.output, { id, revoked: true });
  else context.output.print(`Key ${id} is revoked.`);
  return EXIT.ok;
}
