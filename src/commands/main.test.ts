import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCommand } from "../../test/support/runCommand.ts";
import { ERRORS } from "../domain/errors.ts";
import { EXIT, EXIT_OF_KIND } from "./exitCodes.ts";

const nowhere = `sqlite:${join(tmpdir(), "calltree-no-such-folder", "calltree.db")}`;

describe("the command line", () => {
  it("shows its help and its version, and calls that success", async () => {
    const help = await runCommand(["--help"]);
    expect(help.code).toBe(EXIT.ok);
    for (const name of [
      "serve",
      "import",
      "tree",
      "records",
      "keys",
      "organizations",
      "doctor",
      "generate",
      "demo",
      "backup",
      "restore",
      "copy",
    ]) {
      expect(help.out).toMatch(new RegExp(`^ {2}${name} `, "m"));
    }
    expect(await runCommand(["--version"])).toMatchObject({ code: EXIT.ok, out: "0.0.0-test" });
  });

  it("calls wrong usage wrong usage", async () => {
    for (const args of [
      ...[[], ["nothing"], ["tree"], ["tree", "call-session"], ["import"], ["records"], ["--nothing"]],
      ...[
        ["generate"],
        ["generate", "--sessions", "-1"],
        ["generate", "--sessions", "1.5"],
        ["generate", "--sessions", "1", "--start", "soon"],
      ],
      ...[
        ["tree", "call-session", "1", "--max-depth", "6"],
        ["import", "x", "--format", "xml"],
        ["keys", "create"],
      ],
    ]) {
      expect((await runCommand(args, { DATABASE_URL: nowhere })).code, args.join(" ")).toBe(EXIT.usage);
    }
  });

  it("says what is wrong and what to do, and says it in JSON when asked", async () => {
    const plain = await runCommand(["tree", "call-session", "1"], { DATABASE_URL: nowhere });
    expect(plain).toMatchObject({ code: EXIT.unavailable, out: "" });
    expect(plain.err).toMatch(/^error: There is no database at .*\nfix: /);
    const json = await runCommand(["tree", "call-session", "1", "--json"], { DATABASE_URL: nowhere });
    expect(JSON.parse(json.err)).toMatchObject({ error: { code: "STORE_UNAVAILABLE", field: null } });
    const usage = await runCommand(["--json", "tree"]);
    expect(JSON.parse(usage.err)).toMatchObject({ error: { code: "COMMAND_INVALID" } });
  });

  it("names every wrong setting at once", async () => {
    const ran = await runCommand(["keys", "list"], { PORT: "many", LOG_LEVEL: "loud" });
    expect(ran.code).toBe(EXIT.usage);
    expect(ran.err).toContain("PORT");
    expect(ran.err).toContain("LOG_LEVEL");
  });

  it("says who is in the way when the port is taken, and where the first keys are all the same", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const folder = await mkdtemp(join(tmpdir(), "calltree-serve-"));
    try {
      const { port } = other.address() as AddressInfo;
      const settings = { DATABASE_URL: `sqlite:${join(folder, "calltree.db")}`, LOG_LEVEL: "silent" };
      const ran = await runCommand(["serve", "--port", String(port)], settings);
      expect(ran.code).toBe(EXIT.usage);
      expect(ran.out).toContain("The keys are in");
      expect(readFileSync(join(folder, "first-keys.txt"), "utf8")).toMatch(/^operator key: {2}ct_/);
      expect(ran.err).toContain(`port ${port}: another program listens there.`);
    } finally {
      await new Promise((resolve) => other.close(resolve));
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("needs a key for a server, and never shows the one it has", async () => {
    expect(await runCommand(["keys", "list", "--server", "http://127.0.0.1:1"])).toMatchObject({ code: EXIT.refused });
    const away = await runCommand(["keys", "list"], { CALLTREE_SERVER: "http://127.0.0.1:1", CALLTREE_KEY: "very-secret" });
    expect(away.code).toBe(EXIT.unavailable);
    expect(away.err).not.toContain("very-secret");
  });

  it.each([["serve"], ["backup", "x.backup"], ["restore", "x.backup"], ["copy", "--from", nowhere, "--to", nowhere]])(
    "refuses --server on %s, which works on a database itself",
    async (...args) => {
      const ran = await runCommand([...args, "--server", "http://127.0.0.1:1", "--json"], { DATABASE_URL: nowhere });
      expect(ran).toMatchObject({ code: EXIT.usage, out: "" });
      expect(JSON.parse(ran.err)).toMatchObject({ error: { code: "COMMAND_INVALID", field: "--server" } });
      expect(ran.err).toContain("not through a running server");
    },
  );

  it("takes a database named on the command line for what is meant", async () => {
    const ran = await runCommand(["keys", "list", "--database", nowhere], { CALLTREE_SERVER: "http://127.0.0.1:1", CALLTREE_KEY: "key" });
    expect(ran.err).toContain("There is no database");
  });

  it("has an exit code for every kind of error", () => {
    for (const { kind } of Object.values(ERRORS)) expect(EXIT_OF_KIND[kind]).toBeGreaterThan(0);
  });
});
