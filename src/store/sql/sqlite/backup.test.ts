import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { open, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FreshDatabase, sqlite } from "../../../../test/support/databases.ts";
import { append, draftOf, newOrganization } from "../../contract/drafts.ts";
import { backupStores, openStores, restoreStores } from "../../open.ts";
import type { Stores } from "../../stores.ts";
import { fileOf } from "./files.ts";

describe("backing up and restoring a SQLite database", () => {
  let database: FreshDatabase;
  let target: FreshDatabase;
  let stores: Stores;
  let organization: string;
  let backup: string;
  beforeEach(async () => {
    database = await sqlite.open();
    target = await sqlite.open();
    stores = await openStores(database.url, "write");
    organization = await newOrganization(stores);
    backup = join(dirname(fileOf(database.url)), "copies", "backup.db");
    await append(stores.records, organization, [draftOf("a"), draftOf("b")]);
  });
  afterEach(async () => {
    await stores[Symbol.asyncDispose]();
    await database.dispose();
    await target.dispose();
  });

  const countIn = async (url: string): Promise<number> => {
    const restored = await openStores(url, "write");
    const count = await restored.records.count({ organization, conditions: [] });
    await restored[Symbol.asyncDispose]();
    return count;
  };

  it("copies a database whole while it is written to", async () => {
    let isCopying = true;
    const write = async (): Promise<void> => {
      for (let index = 0; isCopying; index++) {
        await append(stores.records, organization, [draftOf(`w${index}-1`), draftOf(`w${index}-2`)]);
      }
    };
    const writing = write();
    await backupStores(database.url, backup);
    isCopying = false;
    await writing;
    expect(readdirSync(dirname(backup))).toEqual(["backup.db"]);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    await restoreStores(backup, target.url, { overwrite: false });
    const count = await countIn(target.url);
    expect(count).toBeGreaterThanOrEqual(2);
    expect(count % 2).toBe(0);
  });

  it("never replaces a file by a backup", async () => {
    await backupStores(database.url, backup);
    await expect(backupStores(database.url, backup)).rejects.toMatchObject({ code: "FILE_INVALID" });
    const nothing = `sqlite:${join(dirname(backup), "none.db")}`;
    await expect(backupStores(nothing, `${backup}-2`)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(existsSync(`${backup}-2`)).toBe(false);
  });

  it("replaces a database only when told to, and then all of it, its log included", async () => {
    await backupStores(database.url, backup);
    const former = await openStores(target.url, "write");
    await former.office.createOrganization({ id: "former", name: "former", currency: "USD", creditsPerUnit: "1", createdMs: 1 });
    await former[Symbol.asyncDispose]();
    await writeFile(`${fileOf(target.url)}-wal`, "left over");
    await expect(restoreStores(backup, target.url, { overwrite: false })).rejects.toMatchObject({ code: "COMMAND_INVALID" });
    await restoreStores(backup, target.url, { overwrite: true });
    expect(readdirSync(dirname(fileOf(target.url)))).toEqual([basename(fileOf(target.url))]);
    const restored = await openStores(target.url, "read");
    expect((await restored.office.organizations()).map(({ id }) => id)).toEqual([organization]);
    await restored[Symbol.asyncDispose]();
    expect(await countIn(target.url)).toBe(2);
  });

  it("keeps the database it replaces under the name it is given, a damaged one too", async () => {
    await backupStores(database.url, backup);
    const file = fileOf(target.url);
    const former = await openStores(target.url, "write");
    await former.office.createOrganization({ id: "former", name: "former", currency: "USD", creditsPerUnit: "1", createdMs: 1 });
    await former[Symbol.asyncDispose]();
    await restoreStores(backup, target.url, { overwrite: true, formerFile: `${file}.former` });
    const kept = await openStores(`sqlite:${file}.former`, "read");
    expect((await kept.office.organizations()).map(({ id }) => id)).toEqual(["former"]);
    await kept[Symbol.asyncDispose]();
    expect(await countIn(target.url)).toBe(2);
    await writeFile(file, "damaged ".repeat(1_000));
    await restoreStores(backup, target.url, { overwrite: true, formerFile: `${file}.damaged` });
    expect(readFileSync(`${file}.damaged`, "utf8")).toMatch(/^damaged/);
    expect(await countIn(target.url)).toBe(2);
  });

  it("never replaces a database that was kept before, and then leaves everything as it is", async () => {
    await backupStores(database.url, backup);
    const file = fileOf(target.url);
    await (await openStores(target.url, "write"))[Symbol.asyncDispose]();
    await writeFile(`${file}.former`, "kept before");
    const restoring = restoreStores(backup, target.url, { overwrite: true, formerFile: `${file}.former` });
    await expect(restoring).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(readFileSync(`${file}.former`, "utf8")).toBe("kept before");
    expect(await countIn(target.url)).toBe(0);
  });

  it("does not pull a database away from a running server", async () => {
    await backupStores(database.url, backup);
    await expect(restoreStores(backup, database.url, { overwrite: true })).rejects.toMatchObject({ code: "STORE_LOCKED" });
    expect(await append(stores.records, organization, [draftOf("c")])).toEqual(["stored"]);
  });

  it("refuses files that are no whole Calltree database", async () => {
    const text = `${backup}.txt`;
    await backupStores(database.url, backup);
    await writeFile(text, "not a database, but long enough to be looked at as one ".repeat(100));
    const foreign = new Database(`${backup}.foreign`);
    foreign.exec("CREATE TABLE other (x)");
    foreign.close();
    for (const file of [text, `${backup}.foreign`, `${backup}.none`]) {
      await expect(restoreStores(file, target.url, { overwrite: true })).rejects.toMatchObject({ code: "FILE_INVALID" });
    }
    const size = statSync(backup).size;
    const damaged = await open(backup, "r+");
    await damaged.write(Buffer.alloc(Math.floor(size / 2), 0x5a), 0, undefined, 8_192);
    await damaged.close();
    await expect(restoreStores(backup, target.url, { overwrite: true })).rejects.toMatchObject({ code: "FILE_INVALID" });
    expect(existsSync(fileOf(target.url))).toBe(false);
  });

  it("refuses a backup of a newer build", async () => {
    await backupStores(database.url, backup);
    const newer = new Database(backup);
    newer.exec("INSERT INTO migration (number) VALUES (999)");
    newer.close();
    await expect(restoreStores(backup, target.url, { overwrite: true })).rejects.toMatchObject({ code: "STORE_TOO_NEW" });
  });

  it("points to PostgreSQL's own tools", async () => {
    await expect(backupStores("postgres://localhost/x", backup)).rejects.toMatchObject({
      code: "COMMAND_INVALID",
      message: expect.stringContaining("pg_dump"),
    });
    const restoring = restoreStores(backup, "postgres://localhost/x", { overwrite: true });
    await expect(restoring).rejects.toMatchObject({ code: "COMMAND_INVALID" });
    await expect(backupStores("mysql://x", backup)).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });
});
