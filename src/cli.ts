#!/usr/bin/env node
import { readFileSync } from "node:fs";
import * as nodeModule from "node:module";

const NODE_MAJOR_MIN = 24;
if (Number(process.versions.node.split(".")[0]) < NODE_MAJOR_MIN) {
  process.stderr.write(
    `calltree needs Node ${NODE_MAJOR_MIN} or newer; this is ${process.versions.node}. In a clone, \`npm start\` brings its own.\n`,
  );
  process.exit(1);
}

// Kept from one start to the next, compiled code makes up a sixth of a start; it must be on before anything large is loaded.
nodeModule.enableCompileCache?.();
const { main } = await import("./commands/main.ts");

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };

// Whoever reads our output may stop early, as `head` does; that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

async function askPerson(question: string): Promise<string> {
  const { createInterface } = await import("node:readline/promises");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

process.exitCode = await main(
  process.argv.slice(2),
  {
    environment: process.env,
    print: (text) => void process.stdout.write(`${text}\n`),
    tell: (text) => void process.stderr.write(`${text}\n`),
    printsToTerminal: process.stdout.isTTY === true,
    tellsToTerminal: process.stderr.isTTY === true,
    ...(process.stdin.isTTY === true ? { ask: askPerson } : {}),
  },
  { nowMs: () => Date.now() },
  version,
);
