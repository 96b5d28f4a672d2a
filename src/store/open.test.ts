import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { engines, type FreshDatabase } from "../../test/support/databases.ts";
import { append, draftOf, newOrganization, typeNamed } from "./contract/drafts.ts";
import { openStores } from "./open.ts";
import { NEWEST_VERSION } from "./sql/migrations/migrate.ts";
import { openPostgresqlDirectly } from "./sql/postgresql/direct.ts";
import { openSqliteDirectly } from "./sql/sqlite/direct.ts";

describe("opening a store", () => {
  it.each(["", "mysql://localhost/x", "sqlite:", "./data/calltree.db"])("refuses %j and says what is accepted", async (url) => {
    await expect(openStores(url, "write")).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringMatching(/sqlite:.*postgres:/),
    });
  });

  it("makes missing folders and the file for their owner only", async () => {
    const parent = await mkdtemp(join(tmpdir(), "calltree-open-"));
    const file = join(parent, "new", "deep", "calltree.db");
    const stores = await openStores(`sqlite:${file}`, "write");
    const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
    expect(await modeOf(join(parent, "new"))).toBe(0o700);
    for (const suffix of ["", "-wal"]) expect(await modeOf(`${file}${suffix}`)).toBe(0o600);
    await stores[Symbol.asyncDispose]();
    await rm(parent, { recursive: true });
  });

  it("says that a server cannot be reached", async () => {
    await expect(openStores("postgres://nobody@127.0.0.1:1/none", "write")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });
});

describe.each(engines)("a $name database", (engine) => {
  let database: FreshDatabase | undefined;
  const fresh = async (): Promise<string> => {
    database = await engine.open();
    return database.url;
  };
  afterEach(async () => {
    await database?.dispose();
    database = undefined;
  });

  it("keeps what was written when it is opened again", async () => {
    const url = await fresh();
    const first = await openStores(url, "write");
    const organization = await newOrganization(first);
    await append(first.records, organization, [draftOf("a")]);
    await first[Symbol.asyncDispose]();
    const second = await openStores(url, "write");
    expect(await append(second.records, organization, [draftOf("a"), draftOf("b")])).toEqual(["duplicate", "stored"]);
    await second[Symbol.asyncDispose]();
  });

  it("is migrated once when several processes start on it together", async () => {
    const url = await fresh();
    const all = await Promise.all(Array.from({ length: 4 }, () => openStores(url, "write", { clock: { nowMs: () => 7 } })));
    for (const stores of all) expect(await stores.health()).toMatchObject({ engine: engine.name, version: NEWEST_VERSION });
    const organization = await newOrganization(all[0] ?? (await openStores(url, "write")));
    const sent = [draftOf("a"), draftOf("b")];
    const outcomes = await Promise.all(all.map((stores) => append(stores.records, organization, sent)));
    expect(outcomes.flat().filter((outcome) => outcome === "stored")).toHaveLength(2);
    await Promise.all(all.map((stores) => stores[Symbol.asyncDispose]()));
  });

  it("refuses a database of a newer build, for writing and for reading", async () => {
    const url = await fresh();
    await (await openStores(url, "write"))[Symbol.asyncDispose]();
    const open = engine.name === "sqlite" ? openSqliteDirectly : openPostgresqlDirectly;
    const direct = await open(url, "write", null);
    await direct.db.insertInto("migration").values({ number: 999, applied_ms: null }).execute();
    await direct.close();
    for (const mode of ["write", "read"] as const) {
      await expect(openStores(url, mode)).rejects.toMatchObject({ code: "STORE_TOO_NEW", message: expect.stringContaining("999") });
    }
  });

  it("never migrates when it is opened for reading", async () => {
    await expect(openStores(await fresh(), "read")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });

  it("refuses every write when it is opened for reading, and shows what others write meanwhile", async () => {
    const url = await fresh();
    const writer = await openStores(url, "write");
    const organization = await newOrganization(writer);
    const reader = await openStores(url, "read");
    await append(writer.records, organization, [draftOf("a")]);
    expect(await reader.records.find(organization, { type: "call", id: "a" })).toMatchObject({ id: "a" });
    expect((await reader.health()).sizeBytes).toBeGreaterThan(1_000);
    const refused = { code: "STORE_UNAVAILABLE" };
    await expect(append(reader.records, organization, [draftOf("b")])).rejects.toMatchObject(refused);
    await expect(reader.records.replaceFacts(organization, [])).rejects.toMatchObject(refused);
    await expect(reader.office.putRecordType(organization, typeNamed("x"), [], 1)).rejects.toMatchObject(refused);
    await reader[Symbol.asyncDispose]();
    await writer[Symbol.asyncDispose]();
  });

  it("finishes what was asked before it closes, closes once, and refuses afterwards", async () => {
    const url = await fresh();
    const stores = await openStores(url, "write");
    const organization = await newOrganization(stores);
    const calls = Array.from({ length: 20 }, (_, index) => append(stores.records, organization, [draftOf(`r${index}`)]));
    await Promise.all([stores[Symbol.asyncDispose](), stores[Symbol.asyncDispose]()]);
    expect((await Promise.all(calls)).flat()).toEqual(calls.map(() => "stored"));
    await expect(append(stores.records, organization, [draftOf("late")])).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    await expect(stores.health()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });
});
