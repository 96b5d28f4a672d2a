/** A thread with local receivers of webhooks: `/live…` answers at once, anything else never. */
import { createServer } from "node:http";
import { parentPort } from "node:worker_threads";

let latenciesMs: number[] = [];
const nowMs = (): number => performance.timeOrigin + performance.now();

const server = createServer((request, reply) => {
  if (request.url?.startsWith("/live") !== true) return;
  let body = "";
  request.on("data", (chunk) => {
    body += String(chunk);
  });
  request.on("end", () => {
    latenciesMs.push(nowMs() - (JSON.parse(body) as { due_ms: number }).due_ms);
    reply.end("ok");
  });
});
server.listen(0, "127.0.0.1", () => parentPort?.postMessage((server.address() as { port: number }).port));

/** Asked for anything, it gives the latencies since it was asked last. */
parentPort?.on("message", () => {
  parentPort?.postMessage(latenciesMs);
  latenciesMs = [];
});
