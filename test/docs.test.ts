/** Pages that would go stale if nothing held them to the code. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { EXIT } from "../src/commands/exitCodes.ts";
import { buildProgram } from "../src/commands/program.ts";

const leaves = (command: Command, path = ""): string[] =>
  command.commands.flatMap((child) => {
    const name = `${path}${child.name()}`;
    return child.commands.length === 0 ? [name] : leaves(child, `${name} `);
  });

describe("docs/cli.md", () => {
  const page = readFileSync("docs/cli.md", "utf8");

  it("lists every command, and no other", () => {
    const documented = [...page.matchAll(/^\| `([a-z ]+)` \|/gm)].map((match) => match[1]);
    const program = buildProgram({
      version: "0",
      contextOf: () => {
        throw new Error("no command is run here");
      },
      onExitCode: () => {},
    });
    expect(documented.toSorted()).toEqual(leaves(program).toSorted());
  });

  it("lists every exit code, and no other", () => {
    const documented = [...page.matchAll(/^\| (\d) \|/gm)].map((match) => Number(match[1]));
    expect(documented).toEqual(Object.values(EXIT));
  });
});

describe("links in the documentation", () => {
  const pages = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", ...pagesUnder("docs"), "bench/README.md"];

  it.each(pages)("of %s lead to files that exist", (page) => {
    const targets = [...readFileSync(page, "utf8").matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? "");
    for (const target of targets) expect(existsSync(join(dirname(page), target)), target).toBe(true);
  });
});

function pagesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));
}
