/** SIGKILL during ingest, again and again: what was acknowledged is there afterwards, and nothing is half-written. */
import { describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { ADMIN_KEY } from "./support/server.ts";
import { killServerProcess, type ServerProcess, startServerProcess } from "./support/serverProcess.ts";

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
        const server = await startServerProcess(database.url);
        const killAfter = 20 + round * 35;
        await sendUntilKilled(server, round, killAfter, sent, acknowledged);
      }
      const server = await startServerProcess(database.url);
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
        await killServerProcess(server);
      }
    } finally {
      await database.dispose();
    }
  });
});

/** Several clients send small batches; after so many acknowledged requests the server is killed in the midst of the others. */
async function sendUntilKilled(
  server: ServerProcess,
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
      if (answers === killAfter) gone = killServerProcess(server);
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
