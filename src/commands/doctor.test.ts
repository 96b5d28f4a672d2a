import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sqlite } from "../../test/support/databases.ts";
import { runCommand, TEST_NOW_MS } from "../../test/support/runCommand.ts";
import { ADMIN_KEY, startTestServer } from "../../test/support/server.ts";
import { checkNode, type Finding } from "./doctor.ts";
import { checkClock } from "./doctorStore.ts";
import { EXIT } from "./exitCodes.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "calltree-doctor-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function examine(environment: Record<string, string>, ...args: string[]): Promise<{ code: number; findings: Finding[] }> {
  const { code, out } = await runCommand(["doctor", "--json", ...args], environment);
  return { code, findings: (JSON.parse(out) as { findings: Finding[] }).findings };
}
const standing = (findings: readonly Finding[], check: string): string[] =>
  findings.filter((finding) => finding.check === check).map((finding) => finding.standing);
const SECRET = "a".repeat(64);

describe("doctor", () => {
  it("finds nothing wrong before the first start", async () => {
    const { code, findings } = await examine({ DATABASE_URL: `sqlite:${join(folder, "none", "calltree.db")}` });
    expect(code).toBe(EXIT.ok);
    expect(findings.every((finding) => finding.standing !== "wrong")).toBe(true);
  });

  it("finds nothing wrong with a good database and a running server", async () => {
    await using server = await startTestServer(sqlite, { clock: { nowMs: () => TEST_NOW_MS } });
    const address = await server.listen();
    const { code, findings } = await examine({ DATABASE_URL: server.databaseUrl }, "--server", address, "--key", ADMIN_KEY);
    expect(code).toBe(EXIT.ok);
    for (const check of ["node", "settings", "data folder", "disk", "store", "clock", "secret key", "integrity", "server", "key"]) {
      expect(standing(findings, check), check).toContain("ok");
    }
  });

  it("names every wrong setting", async () => {
    const { code, findings } = await examine({ PORT: "many", LOG_LEVEL: "loud" });
    expect(code).toBe(EXIT.failed);
    expect(standing(findings, "settings")).toEqual(["wrong", "wrong"]);
  });

  it("goes on when the database is no database, and says what to do", async () => {
    const path = join(folder, "broken", "calltree.db");
    await mkdir(join(folder, "broken"));
    await writeFile(path, "these are not the bytes of a database, and there are quite a few of them".repeat(100));
    await chmod(path, 0o644);
    const plain = await runCommand(["doctor"], { DATABASE_URL: `sqlite:${path}` });
    expect(plain.code).toBe(EXIT.failed);
    expect(plain.out).toMatch(/^✗ store: /m);
    expect(plain.out).toMatch(/^✗ integrity: /m);
    expect(plain.out).toContain(`chmod 600 ${path}`);
    expect(plain.out).toMatch(/^✓ node: /m);
  });

  it("goes on when nothing answers", async () => {
    const database = { DATABASE_URL: "postgres://user:hidden-word@127.0.0.1:1/calltree", CALLTREE_SERVER: "http://127.0.0.1:1" };
    const { code, findings } = await examine(database);
    expect(code).toBe(EXIT.failed);
    expect(standing(findings, "store")).toEqual(["wrong"]);
    expect(standing(findings, "server")).toEqual(["wrong"]);
    expect(JSON.stringify(findings)).not.toContain("hidden-word");
  });

  it("tells a wrong secret key from the right one, and a wrong API key", async () => {
    await using server = await startTestServer(sqlite, { settings: { CALLTREE_SECRET_KEY: SECRET } });
    const address = await server.listen();
    const settings = { DATABASE_URL: server.databaseUrl };
    expect(standing((await examine({ ...settings, CALLTREE_SECRET_KEY: SECRET })).findings, "secret key")).toEqual(["ok"]);
    expect(standing((await examine({ ...settings, CALLTREE_SECRET_KEY: "b".repeat(64) })).findings, "secret key")).toEqual(["wrong"]);
    expect(standing((await examine(settings)).findings, "secret key")).toEqual(["warning"]);
    expect((await examine(settings, "--server", address, "--key", "wrong-key")).code).toBe(EXIT.failed);
  });
});

describe("checkClock", () => {
  const clock = { nowMs: () => TEST_NOW_MS };
  const record = (timeMs: number | null, receivedMs: number) => ({ name: "recording 1", timeMs, receivedMs });

  it("believes a clock that agrees with the records", () => {
    expect(checkClock(clock, [record(TEST_NOW_MS - 1, TEST_NOW_MS), record(null, TEST_NOW_MS)])).toMatchObject([{ standing: "ok" }]);
  });

  it("doubts a clock that is in the past, or behind the newest record", () => {
    expect(checkClock({ nowMs: () => 0 }, [])).toMatchObject([{ standing: "wrong" }]);
    expect(checkClock(clock, [record(TEST_NOW_MS, TEST_NOW_MS + 3_600_000)])).toMatchObject([{ standing: "wrong" }]);
  });

  it("points at records from the far future", () => {
    expect(checkClock(clock, [record(TEST_NOW_MS + 10 * 86_400_000, TEST_NOW_MS)])).toMatchObject([{ standing: "warning" }]);
  });
});

describe("checkNode", () => {
  it("refuses what is too old", () => {
    expect(checkNode("24.0.0").standing).toBe("ok");
    expect(checkNode("20.11.1").standing).toBe("wrong");
  });
});
