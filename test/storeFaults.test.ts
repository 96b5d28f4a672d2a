/** A store in trouble, seen from outside: every fault has its own answer, nothing acknowledged is lost, and service comes back by itself. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import Database from "better-sqlite3";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { openStores } from "../src/store/open.ts";
import { postgresql, sqlite } from "./support/databases.ts";
import { NODE_FLAGS } from "./support/nodeFlags.ts";
import { ADMIN_KEY, startTestServer } from "./support/server.ts";

const RESENDS_MAX = 50;
const headers = { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" };

interface Reply {
  readonly status: number;
  readonly body: { readonly error?: { readonly code: string; readonly message: string }; readonly counts?: Record<string, number> };
}
interface Sent {
  readonly record_type: string;
  readonly id: string;
  readonly note: string;
}

const pathOf = (databaseUrl: string): string => databaseUrl.slice("sqlite:".length);

const batchOf = (name: string, count: number, noteLength = 10): Sent[] =>
  Array.from({ length: count }, (_, index) => ({ record_type: "recording", id: `${name}-${index}`, note: "x".repeat(noteLength) }));

async function ask(address: string, path: string, body?: unknown): Promise<Reply> {
  const request = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
  const answer = await fetch(`${address}${path}`, request);
  return { status: answer.status, body: (await answer.json()) as Reply["body"] };
}

const send = (address: string, records: readonly Sent[]): Promise<Reply> => ask(address, "/v1/records", records);

/** As a client does that was told to come again. */
async function askUntilAnswered(address: string, path: string, body?: unknown): Promise<Reply> {
  for (let resends = 0; ; resends++) {
    const reply = await ask(address, path, body);
    if (reply.status !== 503 || resends === RESENDS_MAX) return reply;
  }
}

async function readAll(address: string): Promise<Map<string, Sent>> {
  const records = new Map<string, Sent>();
  for (let cursor = ""; ; ) {
    const { status, body } = await askUntilAnswered(address, `/v1/records?limit=500${cursor}`);
    expect(status).toBe(200);
    const page = body as { data: { id: string; record: Sent }[]; next_cursor: string | null };
    for (const item of page.data) records.set(item.id, item.record);
    if (page.next_cursor === null) return records;
    cursor = `&cursor=${page.next_cursor}`;
  }
}

function expectFault(reply: Reply, code: string): void {
  expect(reply).toMatchObject({ status: 503, body: { error: { code, message: expect.stringContaining("nothing of this request was") } } });
}

describe("a server whose disk is full", () => {
  it("answers STORE_FULL, still reads, loses nothing, and writes again by itself once there is room", async () => {
    const database = await sqlite.open();
    const { other, pages } = await withBallast(database.url);
    const server = await startProcess(database.url, pages + 60);
    try {
      const acknowledged: Sent[] = [];
      let refused: Sent[] = [];
      for (let round = 0; refused.length === 0; round++) {
        const batch = batchOf(`r${round}`, 20, 2_000);
        const reply = await send(server.address, batch);
        if (reply.status === 200) acknowledged.push(...batch);
        else {
          expectFault(reply, "STORE_FULL");
          refused = batch;
        }
      }
      expect(acknowledged.length).toBeGreaterThan(0);
      expectFault(await send(server.address, refused), "STORE_FULL");
      expect(await readAll(server.address)).toEqual(new Map(acknowledged.map((record) => [record.id, record])));
      other.exec("DROP TABLE ballast");
      expect((await send(server.address, refused)).body.counts).toMatchObject({ stored: refused.length });
      expect((await send(server.address, acknowledged)).body.counts).toMatchObject({ duplicate: acknowledged.length, stored: 0 });
      expect(await readAll(server.address)).toEqual(new Map([...acknowledged, ...refused].map((record) => [record.id, record])));
    } finally {
      other.close();
      await server.stop();
      await database.dispose();
    }
  });
});

describe("a server whose database is locked by another process", () => {
  it("answers STORE_LOCKED, still reads, loses nothing, and writes again by itself once the lock is gone", async () => {
    await using server = await startTestServer(sqlite);
    const address = await server.listen();
    const before = batchOf("before", 20);
    expect((await send(address, before)).body.counts).toMatchObject({ stored: 20 });
    const other = new Database(pathOf(server.databaseUrl));
    try {
      other.exec("BEGIN EXCLUSIVE");
      const during = batchOf("during", 20);
      const writing = Promise.all([send(address, during), ask(address, "/v1/keys", { name: "during", scopes: ["read"] })]);
      expect((await readAll(address)).size).toBe(20);
      expect((await ask(address, "/readyz")).status).toBe(200);
      for (const reply of await writing) expectFault(reply, "STORE_LOCKED");
      other.exec("ROLLBACK");
      expect(await readAll(address)).toEqual(new Map(before.map((record) => [record.id, record])));
      expect((await send(address, during)).body.counts).toMatchObject({ stored: 20 });
      expect((await send(address, before)).body.counts).toMatchObject({ duplicate: 20 });
    } finally {
      other.close();
    }
  });
});

describe("a server whose PostgreSQL connections are killed", () => {
  it("answers STORE_UNAVAILABLE to the request in hand and stores nothing of it", async () => {
    await using server = await startTestServer(postgresql);
    const address = await server.listen();
    const other = await connect(server.databaseUrl);
    try {
      const [before, during] = [batchOf("before", 20), batchOf("during", 20)];
      expect((await send(address, before)).body.counts).toMatchObject({ stored: 20 });
      await other.query("BEGIN; LOCK TABLE record IN EXCLUSIVE MODE");
      const writing = send(address, during);
      await untilBlocked(other);
      await killOthers(other);
      expectFault(await writing, "STORE_UNAVAILABLE");
      await other.query("ROLLBACK");
      expect(await readAll(address)).toEqual(new Map(before.map((record) => [record.id, record])));
      expect((await askUntilAnswered(address, "/v1/records", during)).body.counts).toMatchObject({ stored: 20 });
    } finally {
      await other.end();
    }
  });

  it("loses nothing that it acknowledged, and needs no restart, however often they are killed", async () => {
    await using server = await startTestServer(postgresql);
    const address = await server.listen();
    const other = await connect(server.databaseUrl);
    try {
      const acknowledged: Sent[] = [];
      const refused: Sent[] = [];
      const client = async (name: string): Promise<void> => {
        for (let request = 0; request < 40; request++) {
          const batch = batchOf(`${name}-${request}`, 5);
          const reply = await send(address, batch);
          if (reply.status === 200) acknowledged.push(...batch);
          else {
            expectFault(reply, "STORE_UNAVAILABLE");
            refused.push(...batch);
          }
          if (request % 8 === 4) await killOthers(other);
        }
      };
      await Promise.all(["a", "b", "c", "d"].map(client));
      expect(acknowledged.length).toBeGreaterThan(0);
      expect(acknowledged.length + refused.length).toBe(4 * 40 * 5);
      const stored = await readAll(address);
      for (const record of acknowledged) expect(stored.get(record.id)).toEqual(record);
      const again = await askUntilAnswered(address, "/v1/records", acknowledged);
      expect(again.body.counts).toMatchObject({ duplicate: acknowledged.length, stored: 0 });
      if (refused.length > 0) expect((await askUntilAnswered(address, "/v1/records", refused)).status).toBe(200);
      expect((await readAll(address)).size).toBe(acknowledged.length + refused.length);
      expect((await askUntilAnswered(address, "/readyz")).status).toBe(200);
    } finally {
      await other.end();
    }
  });
});

/** A made database with some megabytes in a table of no use, which give way later as files on a full disk would. */
async function withBallast(databaseUrl: string): Promise<{ other: Database.Database; pages: number }> {
  await (await openStores(databaseUrl, "write"))[Symbol.asyncDispose]();
  const other = new Database(pathOf(databaseUrl));
  other.exec("CREATE TABLE ballast (content BLOB); INSERT INTO ballast VALUES (zeroblob(4000000))");
  return { other, pages: Number(other.pragma("page_count", { simple: true })) };
}

async function startProcess(databaseUrl: string, pagesMax: number): Promise<{ address: string; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, [...NODE_FLAGS, "--import", "./test/support/limitDatabasePages.ts", "src/cli.ts", "serve"], {
    env: {
      ...process.env,
      ...{ DATABASE_URL: databaseUrl, PORT: "0", LOG_LEVEL: "silent", READ_THREADS: "1" },
      ...{ CALLTREE_ADMIN_KEY: ADMIN_KEY, TEST_DATABASE_PAGES_MAX: String(pagesMax) },
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return { address: await addressOf(child), stop: () => stop(child) };
}

async function addressOf(child: ChildProcess): Promise<string> {
  let printed = "";
  for await (const chunk of child.stdout ?? []) {
    printed += String(chunk);
    const address = /http:\/\/localhost:\d+/.exec(printed)?.[0];
    if (address !== undefined) return address;
  }
  throw new Error(`the server did not start: ${printed}`);
}

/** @throws when the server has ended by itself before */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server ended by itself: ${child.exitCode}`);
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  expect(await gone).toEqual([0, null]);
}

async function connect(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return client;
}

async function killOthers(client: pg.Client): Promise<void> {
  await client.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
}

async function untilBlocked(client: pg.Client): Promise<void> {
  for (;;) {
    // Within a transaction the server would go on showing the activity of the first look.
    await client.query("SELECT pg_stat_clear_snapshot()");
    const blocked = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    if ((await client.query(blocked)).rows.length > 0) return;
  }
}
