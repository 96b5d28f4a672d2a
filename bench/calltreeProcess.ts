import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const ADMIN_KEY = "bench-admin-key-0123456789abcdef";
export const OPERATOR_KEY = "bench-operator-key-0123456789abcdef";
export const AUTHORIZATION = { authorization: `Bearer ${ADMIN_KEY}` };

export interface CalltreeProcess extends AsyncDisposable {
  readonly url: string;
  readonly startedInMs: number;
  readonly pid: number;
  residentBytes(): number;
  /** Processor time used so far. */
  cpuMs(): number;
}

/** Those of `npm start`. */
const MEMORY_FLAGS = ["--max-semi-space-size=16", "--max-old-space-size=1024"];

/** The server as `npm start` runs it: compiled, in a process of its own, on a free port. */
export async function startCalltree(databaseUrl: string, settings: Record<string, string> = {}): Promise<CalltreeProcess> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [...MEMORY_FLAGS, fileURLToPath(new URL("../dist/cli.js", import.meta.url)), "serve"], {
    env: {
      ...process.env,
      ...{
        DATABASE_URL: databaseUrl,
        PORT: "0",
        LOG_LEVEL: "error",
        CALLTREE_ADMIN_KEY: ADMIN_KEY,
        CALLTREE_OPERATOR_KEY: OPERATOR_KEY,
        RATE_LIMIT_PER_MINUTE: "100000000",
      },
      ...settings,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await addressOf(child);
  const answer = await fetch(`${url}/v1/organization`, { headers: AUTHORIZATION });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  const startedInMs = performance.now() - startedMs;
  const pid = child.pid ?? 0;
  return {
    url,
    startedInMs,
    pid,
    residentBytes: () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1_024,
    cpuMs: () => {
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      return (Number(fields[11]) + Number(fields[12])) * 10;
    },
    [Symbol.asyncDispose]: async () => {
      const isGone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await isGone;
    },
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const address = /http:\/\/\S+/.exec(printed)?.[0];
      if (address !== undefined) resolve(address);
    });
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${printed}`)));
  });
}
