import { apiPath } from "./client.ts";
import { type CommandContext, printJson } from "./context.ts";
import { EXIT } from "./exitCodes.ts";
import { table } from "./table.ts";

export interface NewOrganizationOptions {
  readonly id?: string;
  /** ISO 4217; its trees are told in this. */
  readonly currency?: string;
}

interface OrganizationAnswer {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly created_at: string;
}

/** Needs the operator's key. @throws AppError ORGANIZATION_EXISTS */
export async function createOrganization(context: CommandContext, name: string, options: NewOrganizationOptions): Promise<number> {
  const { output } = context;
  await using client = await context.openClient({ create: true });
  const body = {
    name,
    ...(options.id === undefined ? {} : { id: options.id }),
    ...(options.currency === undefined ? {} : { currency: options.currency }),
  };
  const answer = await client.request({ method: "POST", path: apiPath("organizations"), body });
  if (output.isJson) {
    printJson(output, answer);
    return EXIT.ok;
  }
  const { id } = answer as unknown as OrganizationAnswer;
  output.tell(`Organization made. A key for it: calltree keys create --organization ${id}`);
  output.print(id);
  return EXIT.ok;
}

export async function listOrganizations(context: CommandContext): Promise<number> {
  const { output } = context;
  await using client = await context.openClient();
  const answer = await client.request({ method: "GET", path: apiPath("organizations") });
  if (output.isJson) {
    printJson(output, answer);
    return EXIT.ok;
  }
  const { data } = answer as unknown as { data: OrganizationAnswer[] };
  const rows = data.map(({ id, name, currency, created_at: createdAt }) => [id, name, currency, createdAt]);
  output.print(table(["ID", "NAME", "CURRENCY", "CREATED"], rows, output.colors));
  return EXIT.ok;
}
