import { join } from "node:path";
import { FIRST_ORGANIZATION } from "../src/app/firstStart.ts";
import { type CalltreeProcess, OPERATOR_KEY, startCalltree } from "./calltreeProcess.ts";
import { fillStore } from "./filledStore.ts";
import { measureListeners } from "./listeners.ts";
import { measureProjection, projected } from "./projectionLag.ts";
import { format } from "./report.ts";
import type { BenchOptions } from "./run.ts";
import { measureSessionReads } from "./sessionReads.ts";

/** What a generated session has on average, strays and corrections included. */
const RECORDS_A_SESSION = 8.85;

/** A text message that belongs to no call is a session too: so many sessions are told of for one that is generated. */
const SESSIONS_TOLD = 2.26;
/** Beside a million records of one organization, another has a hundred thousand sessions to be listed. */
const LISTED_SHARE = 0.885;

/** Made by the server, which leaves it alone after that. @returns a second organization */
async function makeDatabase(databaseUrl: string): Promise<{ organization: string; key: string }> {
  await using server = await startCalltree(databaseUrl, { PROJECTION_EVERY_MS: "0" });
  const { id } = await post<{ id: string }>(server, "/v1/organizations", { name: "Listed" });
  const { secret } = await post<{ secret: string }>(server, `/v1/organizations/${id}/keys`, { name: "bench", scopes: ["read"] });
  return { organization: id, key: secret };
}

async function post<Answer>(server: CalltreeProcess, path: string, body: unknown): Promise<Answer> {
  const headers = { authorization: `Bearer ${OPERATOR_KEY}`, "content-type": "application/json" };
  const answer = await fetch(server.url + path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

/** Sessions: their projection, lists, full text, usage and live streams, on a store of generated sessions. */
export async function measureSessions(options: BenchOptions): Promise<void> {
  const { folder, storedLarge, report, say } = options;
  const file = join(folder, "sessions.db");
  const sessionCount = Math.ceil(storedLarge / RECORDS_A_SESSION);
  say(`writing ${format(sessionCount)} sessions with their transcripts and records`);
  const listed = await makeDatabase(`sqlite:${file}`);
  const { messageCount, recordCount } = await fillStore(file, FIRST_ORGANIZATION, sessionCount);
  const ofListed = await fillStore(file, listed.organization, Math.ceil((sessionCount * LISTED_SHARE) / SESSIONS_TOLD));

  say("projecting them");
  await using server = await startCalltree(`sqlite:${file}`);
  const startedMs = performance.now();
  await projected(server);
  report({
    name: `projecting ${format(sessionCount)} sessions that were all there at once`,
    value: (recordCount + ofListed.recordCount) / ((performance.now() - startedMs) / 1_000),
    unit: "records/s",
    target: null,
    detail:
      `${format(recordCount + ofListed.recordCount)} records, ${format(messageCount + ofListed.messageCount)} messages, ` +
      `${format((performance.now() - startedMs) / 1_000)} s`,
  });
  await measureSessionReads(server, { recordCount, messageCount, listedKey: listed.key }, options);
  await measureListeners(server, options);
  await measureProjection(server, options);
}
