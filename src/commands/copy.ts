import { copyStores } from "../store/open.ts";
import { type CommandContext, printJson } from "./context.ts";
import { shownDatabase } from "./databaseFile.ts";
import { EXIT } from "./exitCodes.ts";
import { count, startCopyProgress } from "./progress.ts";

/**
 * Copies everything into an empty database of either engine, such as from SQLite to PostgreSQL.
 * @throws AppError COMMAND_INVALID when the target is not empty; CONFIG_INVALID | STORE_TOO_NEW | STORE_UNAVAILABLE
 */
export async function copy(context: CommandContext, from: string, to: string): Promise<number> {
  const { output, clock } = context;
  const progress = startCopyProgress(output, clock);
  const rows = await copyStores(from, to, progress.onProgress, { clock }).finally(progress.stop);
  if (output.isJson) {
    printJson(output, { from: shownDatabase(from), to: shownDatabase(to), rows });
    return EXIT.ok;
  }
  output.print(`Copied ${count(rows["record"] ?? 0)} records and ${count(rows["api_key"] ?? 0)} keys to ${shownDatabase(to)}`);
  output.tell("Start the server with DATABASE_URL set to the copy, and with the same CALLTREE_SECRET_KEY.");
  return EXIT.ok;
}
