import { AppError } from "../domain/errors.ts";
import { apiPath } from "./client.ts";
import { type CommandContext, printJson } from "./context.ts";
import { EXIT } from "./exitCodes.ts";
import { count, startProgress } from "./progress.ts";

const LOOK_EVERY_MS = 250;
/** Ten minutes without a step forward: nobody works on it. */
const LOOKS_WITHOUT_PROGRESS_MAX = (10 * 60_000) / LOOK_EVERY_MS;

interface RebuildAnswer {
  readonly running: boolean;
  readonly done: number;
  readonly total: number;
}

/**
 * Makes everything derived again and waits for its end.
 * @throws AppError SCOPE_MISSING without an operator's key; STORE_UNAVAILABLE when it does not go on
 */
export async function rebuild(context: CommandContext): Promise<number> {
  const { output, clock } = context;
  await using client = await context.openClient();
  const path = apiPath("rebuild");
  let answer = (await client.request({ method: "POST", path })) as unknown as RebuildAnswer;
  let total = answer.total;
  let progress: ReturnType<typeof startProgress> | undefined;
  for (let looks = 0; answer.running; looks++) {
    if (looks > LOOKS_WITHOUT_PROGRESS_MAX) throw new AppError("STORE_UNAVAILABLE", "The rebuild does not go on.");
    await context.wait(LOOK_EVERY_MS);
    const before = answer.done;
    answer = (await client.request({ method: "GET", path })) as unknown as RebuildAnswer;
    if (answer.done !== before) looks = 0;
    total = Math.max(total, answer.total);
    if (!answer.running || answer.done === 0) continue;
    progress ??= startProgress(output, clock, "Projecting", total);
    progress.update(answer.done, answer.done);
  }
  progress?.update(total, total);
  progress?.stop();
  if (output.isJson) printJson(output, { rebuilt: true, done: total });
  else output.print(`Rebuilt: ${count(total)} record changes and sessions were projected again.`);
  return EXIT.ok;
}
