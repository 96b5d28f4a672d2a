import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NODE_FLAGS } from "./nodeFlags.ts";
import { ADMIN_KEY, OPERATOR_KEY } from "./server.ts";

/** A server in a process of its own, which a test may kill. */
export interface ServerProcess {
  readonly url: string;
  readonly process: ChildProcess;
}

export async function startServerProcess(databaseUrl: string, settings: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...NODE_FLAGS, "src/cli.ts", "serve"], {
    env: {
      ...process.env,
      ...{ DATABASE_URL: databaseUrl, PORT: "0", LOG_LEVEL: "fatal", READ_THREADS: "0" },
      // Kept out of the checkout; two servers of one test share it, as they share the database.
      RECORDINGS_URL: `file:${join(tmpdir(), "calltree-recordings-of-processes")}`,
      ...{ CALLTREE_ADMIN_KEY: ADMIN_KEY, CALLTREE_OPERATOR_KEY: OPERATOR_KEY },
      ...settings,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  for await (const chunk of child.stdout) {
    printed += String(chunk);
    const url = /http:\/\/localhost:\d+/.exec(printed)?.[0];
    if (url !== undefined) return { url, process: child };
  }
  throw new Error(`the server did not start: ${printed}`);
}

export async function killServerProcess({ process: child }: ServerProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}
