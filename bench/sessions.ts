import { join } from "node:path";
import { startCalltree } from "./calltreeProcess.ts";
import { fillStore } from "./filledStore.ts";
import { measureListeners } from "./listeners.ts";
import { measureProjection, projected } from "./projectionLag.ts";
import { format } from "./report.ts";
import type { BenchOptions } from "./run.ts";
import { measureSessionReads } from "./sessionReads.ts";

/** What a generated session has on average, strays and corrections included. */
const RECORDS_A_SESSION = 8.85;

/** Sessions: their projection, lists, full text, usage and live streams, on a store of generated sessions. */
export async function measureSessions(options: BenchOptions): Promise<void> {
  const { folder, storedLarge, report, say } = options;
  const file = join(folder, "sessions.db");
  const sessionCount = Math.ceil(storedLarge / RECORDS_A_SESSION);
  say(`writing ${format(sessionCount)} sessions with their transcripts and records`);
  {
    // Made by the server, which leaves it alone after that.
    await using _server = await startCalltree(`sqlite:${file}`, { PROJECTION_EVERY_MS: "0" });
  }
  const { messageCount, recordCount } = await fillStore(file, sessionCount);

  say("projecting them");
  await using server = await startCalltree(`sqlite:${file}`);
  const startedMs = performance.now();
  await projected(server);
  report({
    name: `projecting ${format(sessionCount)} sessions that were all there at once`,
    value: recordCount / ((performance.now() - startedMs) / 1_000),
    unit: "records/s",
    target: null,
    detail: `${format(recordCount)} records, ${format(messageCount)} messages, ${format((performance.now() - startedMs) / 1_000)} s`,
  });
  await measureSessionReads(server, { recordCount, messageCount, sessionCount }, options);
  await measureListeners(server, options);
  await measureProjection(server, options);
}
