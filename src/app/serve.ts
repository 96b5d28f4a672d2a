import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pino } from "pino";
import type { Clock } from "../domain/clock.ts";
import { type Calltree, compose, publicUrlOf } from "./compose.ts";
import type { Config } from "./config.ts";
import { FIRST_ORGANIZATION, type FirstKeys } from "./firstStart.ts";

/** How long requests in hand may take to finish once the server was told to stop. */
const STOP_WITHIN_MS = 15_000;

export const systemClock: Clock = { nowMs: () => Date.now() };

export interface RunningServer {
  readonly calltree: Calltree;
  readonly address: string;
  /** Resolves when the server has stopped, on SIGTERM or SIGINT. */
  readonly stopped: Promise<void>;
}

/**
 * Starts the server and says where it is. The first keys are printed to a terminal, or else written to a file that only
 * the owner can read, so that no log ever holds them.
 */
export async function serve(config: Config, print: (line: string) => void): Promise<RunningServer> {
  const logger = pino(
    { level: config.LOG_LEVEL, redact: ["req.headers.authorization", "authorization"] },
    pino.destination({ fd: 2, sync: true }),
  );
  const calltree = await compose(config, logger, systemClock);
  try {
    if (calltree.firstKeys !== undefined) tellFirstKeys(calltree.firstKeys, config, print, firstLink(calltree, config));
    await calltree.app.listen({ host: config.HOST, port: config.PORT });
  } catch (error) {
    await calltree.close();
    throw error;
  }
  const address = addressOf(calltree, config);
  print(`Calltree is listening on ${address}  (the page; API reference: ${address}/docs)`);
  if (process.stdout.isTTY) {
    const link = linkOf(publicUrlOf(config) ?? address, calltree, terminalKey(calltree));
    print(`Open the page, once and within ten minutes: ${link}`);
  }
  return { calltree, address, stopped: untilStopped(calltree, print) };
}

function addressOf(calltree: Calltree, config: Config): string {
  const bound = calltree.app.server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : config.PORT;
  const host = ["127.0.0.1", "0.0.0.0", "::", "::1"].includes(config.HOST) ? "localhost" : config.HOST;
  return `http://${host}:${port}`;
}

/** The token stands behind a #: browsers send that part to nobody. */
const linkOf = (address: string, calltree: Calltree, key: string): string => `${address}/open#${calltree.newSignInToken(key)}`;

/** Whoever sits at the server's terminal can make keys anyway; what this one signs in ends with the process. */
const terminalKey = (calltree: Calltree): string =>
  calltree.addInternalKey({
    ...{ keyId: "terminal", organization: FIRST_ORGANIZATION, source: "api" },
    scopes: ["ingest", "read", "admin"],
  });

/** For the file of the first keys. Undefined where a terminal shows the link later, and where the port is not known yet. */
function firstLink(calltree: Calltree, config: Config): string | undefined {
  const key = calltree.firstKeys?.adminKey ?? config.CALLTREE_ADMIN_KEY;
  if (process.stdout.isTTY || config.PORT === 0 || key === null) return undefined;
  return linkOf(publicUrlOf(config) ?? addressOf(calltree, config), calltree, key);
}

/** Prints the keys to a terminal; elsewhere writes them, and the page's link, to a file that only its owner can read. */
export function tellFirstKeys(keys: FirstKeys, config: Config, print: (line: string) => void, link?: string): void {
  const lines = [
    ...(keys.operatorKey === null ? [] : [`operator key:  ${keys.operatorKey}`]),
    ...(keys.adminKey === null ? [] : [`admin key of the organization "default":  ${keys.adminKey}`]),
  ];
  if (lines.length === 0) return;
  if (process.stdout.isTTY) {
    for (const line of ["First start. These keys are shown this once; keep them:", ...lines.map((line) => `  ${line}`)]) print(line);
    return;
  }
  if (link !== undefined) lines.push(`the page, once and within ten minutes:  ${link}`);
  const path = writeKeysFile(firstKeysPath(config), `${lines.join("\n")}\n`);
  const besides = link === undefined ? "" : ", with a link that signs you in to the page";
  print(`First start. The keys are in ${path}${besides}; keep them elsewhere and delete the file.`);
}

/** Never over a file that is there: it may hold the keys of another database. */
function writeKeysFile(path: string, text: string): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  for (let number = 1; ; number++) {
    const free = number === 1 ? path : path.replace(/\.txt$/, `-${number}.txt`);
    try {
      writeFileSync(free, text, { mode: 0o600, flag: "wx" });
      return free;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function firstKeysPath(config: Config): string {
  const folder = config.DATABASE_URL.startsWith("sqlite:") ? dirname(config.DATABASE_URL.slice("sqlite:".length)) : "data";
  return resolve(join(folder, "first-keys.txt"));
}

function untilStopped(calltree: Calltree, print: (line: string) => void): Promise<void> {
  return new Promise((done) => {
    let isStopping = false;
    const stop = (signal: NodeJS.Signals): void => {
      if (isStopping) process.exit(1);
      isStopping = true;
      print(`${signal}: finishing what is in hand…`);
      setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
      calltree.close().then(done, (error: unknown) => {
        calltree.app.log.error({ err: error }, "could not stop cleanly");
        process.exit(1);
      });
    };
    process.on("SIGTERM", stop);
    process.on("SIGINT", stop);
  });
}
