/** SIGKILL during ingest and projection, again and again; and two servers on one database, one of which is killed. */
import { describe, expect, it } from "vitest";
import { type GeneratedSession, generateSessions } from "../src/generate/generateSessions.ts";
import { openStores } from "../src/store/open.ts";
import { engines, postgresql } from "./support/databases.ts";
import { ADMIN_KEY, OPERATOR_KEY, startTestServer } from "./support/server.ts";
import { killServerProcess, type ServerProcess, startServerProcess } from "./support/serverProcess.ts";

const SESSIONS = 40;
const CLIENTS = 4;
const settings = { PROJECTION_EVERY_MS: "10" };
const headers = { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" };

interface Listed {
  readonly id: string;
  readonly root: unknown;
  readonly owned_cost: string;
  readonly tree_cost: string;
  readonly event_count: number;
  readonly message_count: number;
  readonly products: readonly string[];
}

type Request = readonly [method: "PUT" | "POST", path: string, body: unknown];

/** Facts before records, so that the session's id does not depend on what came first. */
function requestsOf({ id, facts, records, unrelated, messages, end }: GeneratedSession): Request[] {
  const spoken: Request[] =
    id === null
      ? []
      : [
          ...(facts === null ? [] : [["PUT", `/v1/sessions/${id}`, facts] as const]),
          ...(messages.length === 0 ? [] : [["POST", `/v1/sessions/${id}/messages`, messages] as const]),
        ];
  const used = [...records, ...unrelated].map((record): Request => ["POST", "/v1/records", record]);
  return [...spoken, ...used, ...(id === null || end === null ? [] : [["POST", `/v1/sessions/${id}/end`, end] as const])];
}

const generated = () => [...generateSessions({ sessions: SESSIONS, seed: 11, startMs: Date.UTC(2026, 4, 1) })].map(requestsOf);

/** What a server that nobody kills makes of the same. */
async function undisturbed(engine: (typeof engines)[number]): Promise<readonly Listed[]> {
  await using server = await startTestServer(engine);
  for (const [method, path, body] of generated().flat()) await server.call(method, path, { body });
  await server.project();
  return pick((await server.call<{ data: Listed[] }>("GET", "/v1/sessions?limit=500&sort=id")).body.data);
}

const pick = (sessions: readonly Listed[]): Listed[] =>
  sessions.map(({ id, root, owned_cost, tree_cost, event_count, message_count, products }) => ({
    ...{ id, root, owned_cost, tree_cost, event_count, message_count, products },
  }));

/** Sends what is left of each queue until done, or until the server is gone; a request without an answer is sent again later. */
async function send(server: ServerProcess, queues: Request[][], stopAfter: number): Promise<void> {
  let answers = 0;
  const client = async (number: number): Promise<void> => {
    for (const queue of queues.filter((_, index) => index % CLIENTS === number)) {
      for (let request = queue[0]; request !== undefined; request = queue[0]) {
        const [method, path, body] = request;
        const answer = await fetch(server.url + path, { method, headers, body: JSON.stringify(body) }).catch(() => undefined);
        if (answer === undefined || (await answer.text().catch(() => undefined)) === undefined) return;
        expect(answer.status, path).toBe(200);
        queue.shift();
        if (++answers === stopAfter) server.process.kill("SIGKILL");
      }
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
  // Even when everything was sent before its time had come.
  if (stopAfter !== Number.POSITIVE_INFINITY) await killServerProcess(server);
}

async function untilProjected({ url }: ServerProcess): Promise<void> {
  const operator = { authorization: `Bearer ${OPERATOR_KEY}` };
  const left = async (): Promise<unknown> => (await fetch(`${url}/v1/projection`, { headers: operator })).json();
  await expect.poll(left, { timeout: 60_000 }).toMatchObject({ behind: 0, dirty_sessions: 0 });
}

async function listed({ url }: ServerProcess): Promise<Listed[]> {
  const answer = await fetch(`${url}/v1/sessions?limit=500&sort=id`, { headers });
  return pick(((await answer.json()) as { data: Listed[] }).data);
}

/** Each session was announced once, whoever projected it and however often. */
async function expectAnnouncedOnce(databaseUrl: string): Promise<void> {
  const stores = await openStores(databaseUrl, "read");
  try {
    const changes = await stores.conversations.changesAfter(0, 1_000_000);
    for (const kind of ["created", "ended"] as const) {
      const ids = changes.filter((change) => change.kind === kind).map(({ sessionId }) => sessionId);
      expect(ids.length).toBe(new Set(ids).size);
      if (kind === "created") expect(ids.length).toBeGreaterThan(SESSIONS);
    }
  } finally {
    await stores[Symbol.asyncDispose]();
  }
}

describe.each(engines)("sessions on $name", (engine) => {
  it("are the same after the server was killed at any point of ingest and projection", { timeout: 180_000 }, async () => {
    const expected = await undisturbed(engine);
    const database = await engine.open();
    try {
      const queues = generated();
      for (let round = 0; round < 8; round++) {
        await send(await startServerProcess(database.url, settings), queues, 15 + round * 13);
      }
      const server = await startServerProcess(database.url, settings);
      try {
        await send(server, queues, Number.POSITIVE_INFINITY);
        await untilProjected(server);
        expect(await listed(server)).toEqual(expected);
      } finally {
        await killServerProcess(server);
      }
      await expectAnnouncedOnce(database.url);
    } finally {
      await database.dispose();
    }
  });
});

describe("two servers on one PostgreSQL", () => {
  it("do each piece of work once, and lose none when one of them is killed", { timeout: 180_000 }, async () => {
    const expected = await undisturbed(postgresql);
    const database = await postgresql.open();
    const servers = [await startServerProcess(database.url, settings), await startServerProcess(database.url, settings)] as const;
    try {
      const queues = generated();
      const half = Math.ceil(queues.length / 2);
      await Promise.all([send(servers[0], queues.slice(0, half), 60), send(servers[1], queues.slice(half), Number.POSITIVE_INFINITY)]);
      await send(servers[1], queues, Number.POSITIVE_INFINITY);
      await untilProjected(servers[1]);
      expect(await listed(servers[1])).toEqual(expected);
    } finally {
      await Promise.all(servers.map(killServerProcess));
    }
    await expectAnnouncedOnce(database.url);
    await database.dispose();
  });
});
