import { GUIDE_EXAMPLE } from "../generate/guideExample.ts";
import { apiPath } from "./client.ts";
import { type CommandContext, printJson } from "./context.ts";
import type { TreeAnswer } from "./drawTree.ts";
import { EXIT } from "./exitCodes.ts";
import { emptyReport, sendRecords } from "./sendRecords.ts";
import { printTree } from "./tree.ts";

/** Loads the public guide's worked example and draws its tree. Running it again changes nothing. */
export async function demo(context: CommandContext): Promise<number> {
  const { output } = context;
  await using client = await context.openClient({ create: true });
  const report = emptyReport();
  const items = GUIDE_EXAMPLE.records.map((record, index) => ({ line: index + 1, text: JSON.stringify(record) }));
  await sendRecords(client, "demo", items, report, { isDryRun: false, wait: context.wait });
  const path = apiPath("trees", "call-session", GUIDE_EXAMPLE.sessionId);
  const answer = await client.request({ method: "GET", path, query: { expand: output.isJson ? "record" : "none" } });
  if (output.isJson) {
    printJson(output, answer);
  } else {
    printTree(context, answer as unknown as TreeAnswer, false);
    output.tell(`\nThe same again: calltree tree call-session ${GUIDE_EXAMPLE.sessionId}`);
  }
  for (const { id, message } of report.rejected) output.tell(`${id}: ${message}`);
  return report.rejected.length > 0 ? EXIT.failed : EXIT.ok;
}
