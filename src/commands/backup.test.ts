import { copyFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FreshDatabase, postgresql, sqlite } from "../../test/support/databases.ts";
import { type Ran, runCommand } from "../../test/support/runCommand.ts";
import { ADMIN_KEY, startTestServer } from "../../test/support/server.ts";
import { GUIDE_EXAMPLE } from "../generate/guideExample.ts";
import { EXIT } from "./exitCodes.ts";

const on = (url: string, ...args: string[]): Promise<Ran> => runCommand([...args, "--database", url]);

/** What a user can see of a database: the list of records as the API tells it, keys, organizations, history. */
async function contents(url: string): Promise<string> {
  const parts = [
    await on(url, "records", "list", "--limit", "5000", "--json"),
    await on(url, "tree", "call-session", GUIDE_EXAMPLE.sessionId, "--json"),
    await on(url, "keys", "list", "--json"),
    await on(url, "organizations", "list", "--json"),
    await on(url, "records", "history", "recording", "corrected"),
  ];
  expect(parts.map((part) => part.code)).toEqual([0, 0, 0, 0, 0]);
  return parts.map((part) => part.out).join("\n");
}

let folder: string;
let source: FreshDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "calltree-backup-"));
  source = await sqlite.open();
  expect((await on(source.url, "demo")).code).toBe(EXIT.ok);
  expect((await on(source.url, "generate", "--sessions", "80", "--load")).code).toBe(EXIT.ok);
  for (const version of [1, 2]) {
    const path = join(folder, "corrected.ndjson");
    await writeFile(path, JSON.stringify({ record_type: "recording", id: "corrected", version, cost: `0.${version}` }));
    expect((await on(source.url, "import", path)).code).toBe(EXIT.ok);
  }
});
afterAll(async () => {
  await source.dispose();
  await rm(folder, { recursive: true, force: true });
});

const placeOf = (name: string): string => `sqlite:${join(folder, name, "calltree.db")}`;

describe("backup and restore", () => {
  it("gives back everything that was there", async () => {
    const file = join(folder, "a.backup");
    expect((await on(source.url, "backup", file)).code).toBe(EXIT.ok);
    expect((await on(placeOf("a"), "restore", file)).code).toBe(EXIT.ok);
    expect(await contents(placeOf("a"))).toBe(await contents(source.url));
  });

  it("takes a backup of a database that a server is using, and refuses to replace it", async () => {
    await using server = await startTestServer(sqlite);
    await server.call("POST", "/v1/records", { body: GUIDE_EXAMPLE.records });
    const file = join(folder, "live.backup");
    expect((await on(server.databaseUrl, "backup", file)).code).toBe(EXIT.ok);
    expect((await on(server.databaseUrl, "restore", file, "--force")).code).toBe(EXIT.unavailable);
    expect((await server.call("GET", `/v1/trees/call-session/${GUIDE_EXAMPLE.sessionId}`, { key: ADMIN_KEY })).status).toBe(200);
    expect((await on(placeOf("live"), "restore", file)).code).toBe(EXIT.ok);
    expect((await on(placeOf("live"), "tree", "call-session", GUIDE_EXAMPLE.sessionId)).out).toContain("$0.2128");
  });

  it("never writes over a backup or a database unasked, and sets a database aside when asked", async () => {
    const file = join(folder, "b.backup");
    expect((await on(source.url, "backup", file)).code).toBe(EXIT.ok);
    expect((await on(source.url, "backup", file)).code).toBe(EXIT.usage);
    expect((await on(source.url, "backup", file, "--force")).code).toBe(EXIT.ok);
    expect((await on(placeOf("b"), "restore", file)).code).toBe(EXIT.ok);
    expect((await on(placeOf("b"), "restore", file)).code).toBe(EXIT.usage);
    expect((await on(placeOf("b"), "restore", file, "--force")).code).toBe(EXIT.ok);
    const [aside = ""] = (await readdir(join(folder, "b"))).filter((name) => name.includes("before-restore"));
    expect(await contents(`sqlite:${join(folder, "b", aside)}`)).toBe(await contents(source.url));
    expect((await readdir(folder)).filter((name) => name.includes("partial"))).toEqual([]);
  });

  it("refuses files that are no backup, or are damaged, and leaves nothing behind", async () => {
    const file = join(folder, "c.backup");
    await on(source.url, "backup", file);
    const damaged = join(folder, "damaged.backup");
    await copyFile(file, damaged);
    await truncate(damaged, 20_000);
    await writeFile(join(folder, "text.backup"), "not a database at all");
    for (const name of ["damaged.backup", "text.backup", "missing.backup"]) {
      expect((await on(placeOf("c"), "restore", join(folder, name))).code, name).toBe(EXIT.usage);
    }
    expect(await readdir(folder)).not.toContain("c");
  });

  it("keeps a backup that it was to replace when the new one fails", async () => {
    const file = join(folder, "kept.backup");
    expect((await on(source.url, "backup", file)).code).toBe(EXIT.ok);
    const before = await readFile(file);
    expect((await on(placeOf("none"), "backup", file, "--force")).code).toBe(EXIT.unavailable);
    expect(before.equals(await readFile(file))).toBe(true);
    expect((await readdir(folder)).filter((name) => name.includes("partial"))).toEqual([]);
  });

  it("refuses to back up a database that is not there", async () => {
    expect((await on(placeOf("none"), "backup", join(folder, "none.backup"))).code).toBe(EXIT.unavailable);
    const empty = await postgresql.open();
    expect((await on(empty.url, "backup", join(folder, "none.backup"))).code).toBe(EXIT.unavailable);
    await empty.dispose();
    expect((await readdir(folder)).filter((name) => name.startsWith("none"))).toEqual([]);
  });
});

describe("backup and restore on PostgreSQL", () => {
  it("gives back everything, into an empty database only, and leaves nothing else behind", async () => {
    const [first, second] = [await postgresql.open(), await postgresql.open()];
    try {
      expect((await runCommand(["copy", "--from", source.url, "--to", first.url])).code).toBe(EXIT.ok);
      const file = join(folder, "pg.backup");
      expect((await on(first.url, "backup", file)).code).toBe(EXIT.ok);
      expect((await on(first.url, "backup", file)).code).toBe(EXIT.usage);
      expect((await on(first.url, "backup", file, "--force")).code).toBe(EXIT.ok);
      expect((await on(second.url, "restore", file)).code).toBe(EXIT.ok);
      expect(await contents(second.url)).toBe(await contents(source.url));
      expect((await on(second.url, "restore", file)).code).toBe(EXIT.usage);
      expect((await on(second.url, "restore", file, "--force")).code).toBe(EXIT.usage);
      expect((await readdir(folder)).filter((name) => name.startsWith("pg"))).toEqual(["pg.backup"]);
    } finally {
      await first.dispose();
      await second.dispose();
    }
  });

  it("refuses files that are no backup, or are damaged", async () => {
    const target = await postgresql.open();
    try {
      const damaged = join(folder, "pg-damaged.backup");
      await on(source.url, "backup", damaged);
      await truncate(damaged, 20_000);
      await writeFile(join(folder, "pg-text.backup"), "not a database at all");
      for (const name of ["pg-damaged.backup", "pg-text.backup", "pg-missing.backup"]) {
        expect((await on(target.url, "restore", join(folder, name))).code, name).toBe(EXIT.usage);
      }
      expect((await on(target.url, "records", "list")).out).not.toContain("recording");
    } finally {
      await target.dispose();
    }
  });
});

describe("copy", () => {
  it("carries everything to PostgreSQL and back, and both can be written to afterwards", async () => {
    const target = await postgresql.open();
    try {
      expect((await runCommand(["copy", "--from", source.url, "--to", target.url])).code).toBe(EXIT.ok);
      expect(await contents(target.url)).toBe(await contents(source.url));
      const file = join(folder, "postgresql.backup");
      expect((await on(target.url, "backup", file)).code).toBe(EXIT.ok);
      expect((await on(placeOf("d"), "restore", file)).code).toBe(EXIT.ok);
      expect(await contents(placeOf("d"))).toBe(await contents(source.url));
      for (const url of [target.url, placeOf("d")]) {
        expect((await on(url, "generate", "--sessions", "3", "--seed", "77", "--load")).code).toBe(EXIT.ok);
        expect((await on(url, "keys", "create", "--name", "later")).code).toBe(EXIT.ok);
        expect((await on(url, "organizations", "create", "Later")).code).toBe(EXIT.ok);
      }
    } finally {
      await target.dispose();
    }
  });

  it("refuses a target that holds anything", async () => {
    const ran = await runCommand(["copy", "--from", source.url, "--to", source.url]);
    expect(ran.code).toBe(EXIT.usage);
    expect(ran.err).toContain("The target holds data already");
  });

  it("says what it copied, in JSON too, and no password", async () => {
    const target = await postgresql.open();
    try {
      const ran = await runCommand(["copy", "--from", source.url, "--to", target.url, "--json"]);
      expect(JSON.parse(ran.out)).toMatchObject({ from: source.url, rows: { organization: 1 } });
      expect(ran.out).not.toContain(`${new URL(target.url).password}@`);
    } finally {
      await target.dispose();
    }
  });
});
