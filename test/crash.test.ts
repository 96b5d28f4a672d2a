/** SIGKILL during ingest, again and again: what was acknowledged is there afterwards, and nothing is half-written. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { ADMIN_KEY } from "./support/server.ts";

const ROUNDS = 8;
const CLIENTS = 6;
const headers = { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" };

interface Sent {
  readonly record_type: string;
  readonly id: string;
  readonly telnyx_session_id: string;
  readonly cost: string;
}

describe.each(engines)("a server on $name that is killed while it takes records in", (engine) => {
  it("keeps every acknowledged record whole", { timeout: 180_000 }, async () => {
    const database = await engine.open();
    const acknowledged = new Map<string, Sent>();
    const sent = new Map<string, Sent>();
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const server = await start(database.url);
        const killAfter = 20 + round * 35;
        await sendUntilKilled(server, round, killAfter, sent, acknowledged);
      }
      const server = await start(database.url);
      try {
        expect(acknowledged.size).toBeGreaterThan(ROUNDS);
        const stored = await readAll(server.url);
        for (const [id, record] of acknowledged) expect(stored.get(id), id).toEqual(record);
        // What was not acknowledged may be there or not, but never in part.
        for (const [id, record] of stored) expect(record).toEqual(sent.get(id));
        for (const session of new Set([...stored.values()].map((record) => record.telnyx_session_id))) {
          const inSession = [...stored.values()].filter((record) => record.telnyx_session_id === session);
          const answer = await fetch(`${server.url}/v1/trees/call-session/${session}?max_depth=1`, { headers });
          const tree = (await answer.json()) as { meta: { event_count: number }; cost: { total: string } };
          expect(tree.meta.event_count).toBe(inSession.length + 1);
          expect(tree.cost.total).toBe((inSession.length / 1_000).toFixed(6));
        }
        const again = await fetch(`${server.url}/v1/records`, {
          method: "POST",
          headers,
          body: JSON.stringify([...acknowledged.values()]),
        });
        const { counts } = (await again.json()) as { counts: Record<string, number> };
        expect(counts).toMatchObject({ duplicate: acknowledged.size, stored: 0, rejected: 0 });
      } finally {
        await kill(server);
      }
    } finally {
      await database.dispose();
    }
  });
});

interface Server {
  readonly url: string;
  readonly process: ChildProcess;
}

async function start(databaseUrl: string): Promise<Server> {
  const child = spawn(process.execPath, ["src/cli.ts", "serve"], {
    env: { ...process.env, DATABASE_URL: databaseUrl, PORT: "0", LOG_LEVEL: "fatal", CALLTREE_ADMIN_KEY: ADMIN_KEY, READ_THREADS: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  for await (const chunk of child.stdout) {
    printed += String(chunk);
    const url = /http:\/\/localhost:\d+/.exec(printed)?.[0];
    if (url !== undefined) return { url, process: child };
  }
  throw new Error(`the server did not start: ${printed}`);
}

async function kill({ process: child }: Server): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** Several clients send small batches; after so many acknowledged requests the server is killed in the midst of the others. */
async function sendUntilKilled(
  server: Server,
  round: number,
  killAfter: number,
  sent: Map<string, Sent>,
  acknowledged: Map<string, Sent>,
): Promise<void> {
  let answers = 0;
  let gone: Promise<void> | undefined;
  const client = async (number: number): Promise<void> => {
    for (let request = 0; ; request++) {
      const batch = Array.from({ length: 1 + (request % 7) }, (_, index): Sent => {
        const id = `r${round}-c${number}-q${request}-${index}`;
        return { record_type: "recording", id, telnyx_session_id: `s${round}-${number}`, cost: "0.001" };
      });
      for (const record of batch) sent.set(record.id, record);
      const answer = await fetch(`${server.url}/v1/records`, { method: "POST", headers, body: JSON.stringify(batch) }).catch(
        () => undefined,
      );
      // A broken connection is no acknowledgement; neither is an answer cut off halfway.
      if (answer === undefined || !answer.ok || (await answer.text().catch(() => undefined)) === undefined) return;
      for (const record of batch) acknowledged.set(record.id, record);
      answers++;
      if (answers === killAfter) gone = kill(server);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
  await gone;
}

async function readAll(url: string): Promise<Map<string, Sent>> {
  const records = new Map<string, Sent>();
  for (let cursor = ""; ; ) {
    const answer = await fetch(`${url}/v1/records?limit=500${cursor}`, { headers });
    const page = (await answer.json()) as { data: { id: string; record: Sent }[]; next_cursor: string | null };
    for (const item of page.data) records.set(item.id, item.record);
    if (page.next_cursor === null) return records;
    cursor = `&cursor=${page.next_cursor}`;
  }
}
