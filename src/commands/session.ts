import { apiPath } from "./client.ts";
import { type CommandContext, printJson } from "./context.ts";
import { type AnalysisAnswer, drawAnalysis } from "./drawAnalysis.ts";
import { drawSessionHead, drawTranscript, type SessionAnswer, type TurnAnswer } from "./drawSession.ts";
import type { TreeAnswer } from "./drawTree.ts";
import { EXIT } from "./exitCodes.ts";
import { printTree } from "./tree.ts";

interface WholeSession extends SessionAnswer {
  readonly analysis: AnalysisAnswer | null;
  readonly transcript: readonly TurnAnswer[];
  readonly tree: TreeAnswer | null;
  readonly missing: readonly string[];
  readonly revision_count: number;
}

/**
 * Shows one session: its head, how it went, what was said, and its tree; with --json the native API's answer.
 * @throws AppError SESSION_NOT_FOUND | SESSION_ERASED
 */
export async function showSession(context: CommandContext, id: string, options: { readonly ids?: boolean }): Promise<number> {
  const { output } = context;
  await using client = await context.openClient();
  const answer = await client.request({ method: "GET", path: apiPath("sessions", id) });
  if (output.isJson) {
    printJson(output, answer);
    return EXIT.ok;
  }
  const session = answer as unknown as WholeSession;
  const drawing = { colors: output.colors };
  output.print(drawSessionHead(session, drawing));
  if (session.merged_into != null) output.tell(`${id} turned out to be ${session.merged_into}.`);
  if (session.missing.length > 0) output.print(`missing: ${session.missing.join(", ")}`);
  if (session.revision_count > 0) output.print(`its costs were revised ${session.revision_count} times after they had settled`);
  if (session.analysis !== null) output.print(`\n${drawAnalysis(session.analysis, drawing)}`);
  if (session.transcript.length > 0) output.print(`\n${drawTranscript(session.transcript, drawing)}`);
  if (session.tree === null) return EXIT.ok;
  output.print("");
  printTree(context, session.tree, options.ids === true);
  return EXIT.ok;
}
