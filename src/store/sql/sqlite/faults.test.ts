import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FreshDatabase, sqlite } from "../../../../test/support/databases.ts";
import { append, batchOf, draftOf, newOrganization } from "../../contract/drafts.ts";
import { openStores } from "../../open.ts";
import type { Stores } from "../../stores.ts";
import { applyAppends, WriterMemory } from "../appendGroup.ts";
import { toAppError } from "../errors.ts";
import { hashLinkValue } from "../linkHash.ts";
import { openForWriting, type SqliteConnection } from "./connection.ts";
import { sqliteConversations } from "./conversationDialect.ts";
import { sqliteDeliveries } from "./deliveryDialect.ts";
import { fileOf } from "./files.ts";
import { SqliteRecordInserter } from "./insertRecords.ts";
import { WriterClient } from "./writerClient.ts";

describe("a SQLite database in trouble", () => {
  let database: FreshDatabase;
  let stores: Stores;
  let organization: string;
  const others: SqliteConnection[] = [];
  const openOther = (busyMs = 0): SqliteConnection => {
    const other = openForWriting(fileOf(database.url), busyMs);
    others.push(other);
    return other;
  };
  beforeEach(async () => {
    database = await sqlite.open();
    stores = await openStores(database.url, "write");
    organization = await newOrganization(stores);
  });
  afterEach(async () => {
    await stores[Symbol.asyncDispose]();
    for (const other of others.splice(0)) await other.close();
    await database.dispose();
  });

  const appendThrough = ({ raw, db }: SqliteConnection, count: number, body: string): Promise<unknown> => {
    const inserter = new SqliteRecordInserter(raw);
    const drafts = Array.from({ length: count }, (_, index) => draftOf(`full-${index}`, { body }));
    return db.transaction().execute((transaction) =>
      applyAppends(
        {
          db: transaction,
          locksRows: false,
          conversations: sqliteConversations,
          deliveries: sqliteDeliveries,
          insertNew: async (records) => inserter.insertNew(records),
        },
        new WriterMemory(hashLinkValue),
        [[batchOf(organization, drafts)]],
      ),
    );
  };

  it("says STORE_FULL when the file cannot grow, stores nothing of the call, and goes on once there is room", async () => {
    const other = openOther();
    const pages = Number(other.raw.pragma("page_count", { simple: true }));
    other.raw.pragma(`max_page_count = ${pages + 2}`);
    const body = "x".repeat(2_000);
    const error = await appendThrough(other, 500, body).then(
      () => undefined,
      (thrown: unknown) => toAppError(thrown),
    );
    expect(error).toMatchObject({ code: "STORE_FULL" });
    expect(await stores.records.count({ organization, conditions: [] })).toBe(0);
    other.raw.pragma(`max_page_count = ${pages + 10_000}`);
    await appendThrough(other, 500, body);
    expect(await stores.records.count({ organization, conditions: [] })).toBe(500);
  });

  it("gives keys that another process has not used in between", async () => {
    await append(stores.records, organization, [draftOf("a")]);
    await appendThrough(openOther(), 5, "{}");
    expect(await append(stores.records, organization, [draftOf("b"), draftOf("full-0"), draftOf("c")])).toEqual([
      "stored",
      "corrected",
      "stored",
    ]);
    expect(await stores.records.count({ organization, conditions: [] })).toBe(8);
  });

  it("reads while another process holds the write lock, and answers STORE_LOCKED to writes when it keeps it", async () => {
    await append(stores.records, organization, [draftOf("a")]);
    const other = openOther();
    other.raw.exec("BEGIN IMMEDIATE");
    const writing = append(stores.records, organization, [draftOf("b")]);
    expect(await stores.records.find(organization, { type: "call", id: "a" })).toBeDefined();
    await expect(writing).rejects.toMatchObject({ code: "STORE_LOCKED" });
    other.raw.exec("ROLLBACK");
    expect(await append(stores.records, organization, [draftOf("b")])).toEqual(["stored"]);
  });
});

describe("the writer thread's end of the line", () => {
  const threadOf = (code: string): URL => new URL(`data:text/javascript,${encodeURIComponent(code)}`);
  const HEAD = 'import { parentPort } from "node:worker_threads"; parentPort.postMessage({ id: 0, value: 1 });';
  const setup = { file: "unused", startedMs: null };

  it("fails what was asked when the thread dies, reports it, and starts another for the next request", async () => {
    const reported: unknown[] = [];
    const code = `${HEAD} parentPort.on("message", ({ id, work }) => {
      if (work.kind === "office") throw new Error("the thread broke");
      parentPort.postMessage({ id, value: "done" });
      if (work.kind === "close") parentPort.close();
    });`;
    const client = new WriterClient(setup, (error) => reported.push(error), threadOf(code));
    expect(await client.open()).toBe(1);
    const [broken, behind] = await Promise.allSettled([
      client.run({ kind: "office", method: "audit", args: [] }),
      client.run({ kind: "append", calls: [] }),
    ]);
    for (const lost of [broken, behind]) expect(lost).toMatchObject({ status: "rejected", reason: { code: "STORE_UNAVAILABLE" } });
    expect(reported).toMatchObject([{ code: "STORE_UNAVAILABLE" }]);
    expect(await client.run({ kind: "append", calls: [] })).toBe("done");
    await client.close();
    await expect(client.run({ kind: "append", calls: [] })).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });

  it("does not hang when the thread dies before it is ready, or while it closes", async () => {
    const dead = new WriterClient(setup, () => {}, threadOf("process.exit(3)"));
    await expect(dead.open()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    await dead.close();
    const code = `${HEAD} parentPort.on("message", () => process.exit(4));`;
    const dying = new WriterClient(setup, () => {}, threadOf(code));
    await dying.open();
    await expect(dying.close()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });
});
