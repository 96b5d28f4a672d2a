import { apiPath } from "./client.ts";
import { type CommandContext, printJson } from "./context.ts";
import { drawSessionHead, type SessionAnswer } from "./drawSession.ts";
import { EXIT } from "./exitCodes.ts";
import { count } from "./progress.ts";

interface EraseAnswer {
  readonly id: string;
  readonly erased: { readonly sessions: number; readonly records: number; readonly messages: number; readonly recordings: number };
}

/**
 * Erases a session for good, once a person has said yes; tells what was erased.
 * @throws AppError SESSION_NOT_FOUND | SESSION_ERASED; COMMAND_INVALID where nobody can be asked and --yes was not said
 */
export async function erase(context: CommandContext, id: string, options: { readonly yes?: boolean }): Promise<number> {
  const { output } = context;
  await using client = await context.openClient();
  const path = apiPath("sessions", id);
  if (options.yes !== true) {
    const session = await client.request({ method: "GET", path, query: { include: "" } });
    output.tell(drawSessionHead(session as unknown as SessionAnswer, { colors: false }));
    if (!(await context.confirm("Erase it, everywhere and for good?"))) {
      output.tell("Nothing was erased.");
      return EXIT.failed;
    }
  }
  const answer = await client.request({ method: "DELETE", path });
  if (output.isJson) {
    printJson(output, answer);
    return EXIT.ok;
  }
  const { id: erasedId, erased } = answer as unknown as EraseAnswer;
  const counts = Object.entries(erased).map(([what, number]) => `${count(number)} ${what}`);
  output.print(`Erased: ${counts.join(", ")}. Times and money stay under ${erasedId}.`);
  return EXIT.ok;
}
