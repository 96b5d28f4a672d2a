/** The thread behind the server: projects, analyses and delivers. It reads by itself, and has the main thread write. Answers requests until told to close. */
import { parentPort, workerData } from "node:worker_threads";
import { BUILT_IN_RECORD_TYPES } from "../domain/recordTypes.ts";
import { Organizations } from "../reads/index.ts";
import { openStores } from "../store/open.ts";
import type { Stores } from "../store/stores.ts";
import { type ThreadSetup, type ToMain, type ToThread, WRITES, type WriteName } from "./backgroundMessages.ts";
import { type Background, BackgroundWork } from "./backgroundWork.ts";
import { packFault, unpackFault } from "./faults.ts";
import { newSecret } from "./secrets.ts";

const port = parentPort;
if (port === null) throw new Error("backgroundThread.ts runs as a worker thread only");

const setup = workerData as ThreadSetup;
const clock = { nowMs: () => Date.now() };
const send = (message: ToMain): void => port.postMessage(message);

const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
let nextId = 1;
const askMain = (name: WriteName | "deleteRecording" | "forgetRecording", args: readonly unknown[]): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const id = nextId++;
    waiting.set(id, { resolve, reject });
    send({ kind: "ask", id, name, args });
  });

/** The stores of this thread, with the main thread's writing halves: a SQLite database has one writer. */
function throughMain(stores: Stores): Stores {
  const joined = { records: { ...stores.records }, conversations: { ...stores.conversations }, office: { ...stores.office } };
  for (const name of WRITES) {
    const [part, method] = name.split(".") as [keyof typeof joined, string];
    Object.assign(joined[part], { [method]: (...args: readonly unknown[]) => askMain(name, args) });
  }
  return { ...stores, ...joined };
}

const opened = openStores(setup.databaseUrl, "read", { clock, postgresConnectionsMax: setup.postgresConnectionsMax }).then((stores) => {
  const parts = {
    stores: throughMain(stores),
    organizations: new Organizations(stores.office, BUILT_IN_RECORD_TYPES),
    clock,
    onError: (error: unknown) => send({ kind: "error", error: packFault(error) }),
    deleteRecording: async (name: string) => void (await askMain("deleteRecording", [name])),
    forgetRecording: async (...named: [organization: string, sessionId: string]) => void (await askMain("forgetRecording", named)),
    newSecret: () => newSecret().secret,
  };
  return { stores, work: new BackgroundWork(setup, parts) as Background };
});
opened.catch((error: unknown) => send({ kind: "error", error: packFault(error) }));

port.on("message", async (message: ToThread) => {
  if (message.kind === "told") {
    const { resolve, reject } = waiting.get(message.id) ?? {};
    waiting.delete(message.id);
    if (message.error === undefined) resolve?.(message.result);
    else reject?.(unpackFault(message.error));
    return;
  }
  try {
    const { work, stores } = await opened;
    const method = work[message.method] as (...args: readonly unknown[]) => unknown;
    const result = await method.apply(work, [...message.args]);
    if (message.method === "close") await stores[Symbol.asyncDispose]();
    send({ kind: "told", id: message.id, result });
    if (message.method === "close") port.close();
  } catch (error) {
    send({ kind: "told", id: message.id, error: packFault(error) });
    if (message.method === "close") port.close();
  }
});
