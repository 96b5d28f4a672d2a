/** A reader thread: opens the stores for reading, answers requests until told to close. */
import { parentPort, workerData } from "node:worker_threads";
import { openStores } from "../store/open.ts";
import { packFault } from "./faults.ts";
import type { ReadReply, ReadRequest, ReadThreadSetup } from "./readPool.ts";
import { ReadService } from "./readService.ts";

const port = parentPort;
if (port === null) throw new Error("readThread.ts runs as a worker thread only");

const setup = workerData as ReadThreadSetup;
const clock = { nowMs: () => Date.now() };
const opened = openStores(setup.databaseUrl, "read", { clock, postgresConnectionsMax: setup.postgresConnectionsMax }).then((stores) => ({
  stores,
  service: new ReadService(stores, setup.limits, clock),
}));
// Whoever asks first gets the error; without this, a thread that cannot open its store would end the process.
opened.catch(() => {});

/**
 * Answers finished in one turn travel back in one message, as strings: a transferred buffer would spare a copy, but every one is
 * memory outside the heap, and thousands a second keep the receiver's collector marking without pause.
 */
let finished: ReadReply[] = [];

function reply(answer: ReadReply): void {
  finished.push(answer);
  if (finished.length > 1) return;
  setImmediate(() => {
    const replies = finished;
    finished = [];
    port?.postMessage(replies);
  });
}

async function answer({ id, name, args }: ReadRequest): Promise<void> {
  try {
    const { service } = await opened;
    reply({ id, text: await service.run(name, args) });
  } catch (error) {
    reply({ id, error: packFault(error) });
  }
}

port.on("message", async (message: "close" | readonly ReadRequest[]) => {
  if (message === "close") {
    await opened.then(({ stores }) => stores[Symbol.asyncDispose]()).catch(() => {});
    port.close();
    return;
  }
  for (const request of message) void answer(request);
});
