import { apiPath } from "./client.ts";
import { type CommandContext, printJson } from "./context.ts";
import { drawTree, summarizeTree, type TreeAnswer } from "./drawTree.ts";
import { EXIT } from "./exitCodes.ts";

export interface TreeOptions {
  readonly maxDepth?: number;
  /** False: the root alone. */
  readonly children?: boolean;
  readonly dateTime?: string;
  readonly ids?: boolean;
}

/**
 * Draws the tree below one event; with --json the native API's answer, records included.
 * @throws AppError EVENT_NOT_FOUND | RECORD_TYPE_UNKNOWN and what else the API refuses with
 */
export async function tree(context: CommandContext, recordType: string, id: string, options: TreeOptions): Promise<number> {
  const { output } = context;
  await using client = await context.openClient();
  const query = {
    max_depth: options.maxDepth,
    include_children: options.children,
    date_time: options.dateTime,
    expand: output.isJson ? "record" : "none",
  };
  const answer = await client.request({ method: "GET", path: apiPath("trees", recordType, id), query });
  if (output.isJson) printJson(output, answer);
  else printTree(context, answer as unknown as TreeAnswer, options.ids === true);
  return EXIT.ok;
}

export function printTree({ output }: CommandContext, answer: TreeAnswer, ids: boolean): void {
  output.print(drawTree(answer, { colors: output.colors, ids }));
  output.print("");
  for (const line of summarizeTree(answer)) output.print(line);
}
