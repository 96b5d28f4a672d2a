import type { JsonObject } from "../domain/json.ts";
import { GUIDE_CONVERSATION } from "../generate/guideConversation.ts";
import { GUIDE_EXAMPLE } from "../generate/guideExample.ts";
import { apiPath, type CalltreeClient } from "./client.ts";
import { type CommandContext, printJson } from "./context.ts";
import { drawSessionHead, drawTranscript, type SessionAnswer, type TurnAnswer } from "./drawSession.ts";
import type { TreeAnswer } from "./drawTree.ts";
import { EXIT } from "./exitCodes.ts";
import { emptyReport, type SendReport, sendRecords } from "./sendRecords.ts";
import { emptySessionCounts, sendSessions } from "./sendSessions.ts";
import { printTree } from "./tree.ts";

interface WholeSession extends SessionAnswer {
  readonly transcript: readonly TurnAnswer[];
  readonly tree: TreeAnswer;
}

/**
 * Loads the public guide's worked example with a conversation to it, and shows the session: who talked, the transcript,
 * the tree. With --json the native API's session. Running it again changes nothing.
 */
export async function demo(context: CommandContext): Promise<number> {
  const { output } = context;
  await using client = await context.openClient({ create: true });
  const report = await loadGuideExample(client, context);
  const answer = await client.request({ method: "GET", path: apiPath("sessions", GUIDE_CONVERSATION.sessionId) });
  if (output.isJson) printJson(output, answer);
  else printSession(context, answer);
  for (const { id, message } of report.rejected) output.tell(`${id}: ${message}`);
  return report.rejected.length > 0 ? EXIT.failed : EXIT.ok;
}

/** In the order of life: the call is told of, its records come in, it is over. Its end waits until the session is up to date. */
async function loadGuideExample(client: CalltreeClient, { wait }: CommandContext): Promise<SendReport> {
  const { sessionId: id, facts, messages, end } = GUIDE_CONVERSATION;
  const nothing = { facts: null, messages: [], end: null, recording: null };
  await sendSessions(client, [{ ...nothing, id, facts, messages }], emptySessionCounts(), wait);
  const report = emptyReport();
  const items = GUIDE_EXAMPLE.records.map((record, index) => ({ line: index + 1, text: JSON.stringify(record) }));
  await sendRecords(client, "demo", items, report, { isDryRun: false, wait });
  await sendSessions(client, [{ ...nothing, id, end }], emptySessionCounts(), wait);
  return report;
}

function printSession(context: CommandContext, answer: JsonObject): void {
  const { output } = context;
  const session = answer as unknown as WholeSession;
  output.print(`${drawSessionHead(session, output)}\n`);
  output.print(`${drawTranscript(session.transcript, output)}\n`);
  printTree(context, session.tree, false);
  output.tell(`\nThe tree again: calltree tree call-session ${GUIDE_EXAMPLE.sessionId}`);
}
