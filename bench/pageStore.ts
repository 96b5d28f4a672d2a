import { join } from "node:path";
import { FIRST_ORGANIZATION } from "../src/app/firstStart.ts";
import { AUTHORIZATION, type CalltreeProcess, startCalltree } from "./calltreeProcess.ts";
import { fillStore } from "./filledStore.ts";
import { projected } from "./projectionLag.ts";
import type { BenchOptions } from "./run.ts";

/** A text message that belongs to no call is a session too: so many sessions are told of for one that is generated. */
const SESSIONS_TOLD = 2.26;
const TREE_RECORDS = 5_000;
const RECORDS_A_BATCH = 500;

/** The session with the large tree. */
export const LARGE_SESSION = "bench-large";

/** A server with very many sessions of one organization, one of them with a large tree, all projected. */
export async function openPageStore({ folder, say, storedLarge }: BenchOptions): Promise<CalltreeProcess> {
  const sessionCount = storedLarge / 10;
  const file = join(folder, "page.db");
  // Made by a server, so that it has the server's tables and keys.
  await (await startCalltree(`sqlite:${file}`, { PROJECTION_EVERY_MS: "0" }))[Symbol.asyncDispose]();
  say(`writing ${sessionCount} sessions`);
  await fillStore(file, FIRST_ORGANIZATION, Math.ceil(sessionCount / SESSIONS_TOLD));
  const server = await startCalltree(`sqlite:${file}`);
  await writeLargeTree(server);
  say("projecting them");
  await projected(server);
  return server;
}

export async function send(server: CalltreeProcess, method: string, path: string, body: unknown): Promise<void> {
  const headers = { ...AUTHORIZATION, "content-type": "application/json" };
  const answer = await fetch(server.url + path, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

/** One call with many legs, assistants and turns, four levels deep. */
async function writeLargeTree(server: CalltreeProcess): Promise<void> {
  const startMs = Date.UTC(2026, 2, 16);
  const records = Array.from({ length: TREE_RECORDS }, (_none, index) => {
    const group = Math.floor(index / 100);
    const at = { started_at: new Date(startMs + index * 200).toISOString(), cost: `0.00${1 + (index % 9)}` };
    if (index % 100 === 0)
      return { ...at, record_type: "call-control", id: `leg-${group}`, telnyx_session_id: LARGE_SESSION, telnyx_leg_id: `leg-${group}` };
    const talk = { conversation_id: `talk-${group}` };
    if (index % 100 === 1)
      return { ...at, record_type: "ai-voice-assistant", id: talk.conversation_id, telnyx_leg_id: `leg-${group}`, ...talk };
    return { ...at, record_type: "inference", id: `turn-${index}`, ...talk };
  });
  for (let first = 0; first < records.length; first += RECORDS_A_BATCH)
    await send(server, "POST", "/v1/records", records.slice(first, first + RECORDS_A_BATCH));
  await send(server, "PUT", `/v1/sessions/${LARGE_SESSION}`, { started_at: new Date(startMs).toISOString() });
}
