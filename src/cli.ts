#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { enableCompileCache } from "node:module";

// Kept from one start to the next, compiled code makes up a sixth of a start; it must be on before anything large is loaded.
enableCompileCache();
const { main } = await import("./commands/main.ts");

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };

// Whoever reads our output may stop early, as `head` does; that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

process.exitCode = await main(
  process.argv.slice(2),
  {
    environment: process.env,
    print: (text) => void process.stdout.write(`${text}\n`),
    tell: (text) => void process.stderr.write(`${text}\n`),
    printsToTerminal: process.stdout.isTTY === true,
    tellsToTerminal: process.stderr.isTTY === true,
  },
  { nowMs: () => Date.now() },
  version,
);
