import { type CommandContext, printJson } from "./context.ts";
import { copyDatabase } from "./copyDatabase.ts";
import { shownDatabase } from "./databaseFile.ts";
import { EXIT } from "./exitCodes.ts";
import { count, startProgress } from "./progress.ts";

/** Copies everything into an empty database of either engine, such as from SQLite to PostgreSQL. */
export async function copy(context: CommandContext, from: string, to: string): Promise<number> {
  const { output, clock } = context;
  const progress = startProgress(output, clock, "Copying", undefined);
  const { rows } = await copyDatabase(from, to, clock, (number) => progress.update(number, number));
  progress.stop();
  if (output.isJson) {
    printJson(output, { from: shownDatabase(from), to: shownDatabase(to), rows });
    return EXIT.ok;
  }
  output.print(`Copied ${count(rows["record"] ?? 0)} records and ${count(rows["api_key"] ?? 0)} keys to ${shownDatabase(to)}`);
  output.tell("Start the server with DATABASE_URL set to the copy, and with the same CALLTREE_SECRET_KEY.");
  return EXIT.ok;
}
