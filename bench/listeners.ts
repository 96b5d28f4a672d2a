import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { AUTHORIZATION, type CalltreeProcess } from "./calltreeProcess.ts";
import { format, quantile } from "./report.ts";
import type { BenchOptions } from "./run.ts";

const LISTENERS = 500;
const SESSIONS_PER_SEC = 20;
const DURATION_SEC = 10;
/** A session is created, gets a message, and is updated by it. */
const KINDS = ["created", "message"] as const;
const WAIT_SEC_MAX = 10;

/** Many open streams while sessions change: whether all are told everything, how soon, and what they cost the server. */
export async function measureListeners(server: CalltreeProcess, { report, say }: BenchOptions): Promise<void> {
  say(`${LISTENERS} listeners`);
  const beforeBytes = server.residentBytes();
  const acknowledgedMs = new Map<string, number>();
  const listeners = await Promise.all(Array.from({ length: LISTENERS }, () => Listener.open(server.url)));
  const openBytes = server.residentBytes();
  const startedMs = performance.now();
  for (let session = 0; session < SESSIONS_PER_SEC * DURATION_SEC; session++) {
    await wait(Math.max(0, startedMs + (session * 1_000) / SESSIONS_PER_SEC - performance.now()));
    await tell(server.url, `listened-${session}`, acknowledgedMs);
  }
  for (let waited = 0; waited < WAIT_SEC_MAX * 10 && listeners.some(({ heard }) => heard.size < acknowledgedMs.size); waited++)
    await wait(100);
  const lags = listeners.flatMap(({ heard }) =>
    [...acknowledgedMs].flatMap(([change, ackMs]) => {
      const heardMs = heard.get(change);
      return heardMs === undefined ? [] : [heardMs - ackMs];
    }),
  );
  const peakBytes = server.residentBytes();
  for (const listener of listeners) listener.close();
  const mebibytes = (bytes: number): string => format(bytes / 1_048_576);
  const due = LISTENERS * acknowledgedMs.size;
  report({
    name: `changes that ${LISTENERS} stream listeners were told`,
    value: (lags.length / due) * 100,
    unit: "%",
    target: { atLeast: 100 },
    detail: `${format(due)} events due at ${SESSIONS_PER_SEC * KINDS.length} changes/s; each listener heard ${format(Math.min(...listeners.map(({ heard }) => heard.size)))} or more`,
  });
  report({
    name: `from a change's acknowledgement to ${LISTENERS} listeners, p95`,
    value: quantile(lags, 0.95),
    unit: "ms",
    target: null,
    detail: `p50 ${format(quantile(lags, 0.5))} ms, max ${format(quantile(lags, 1))} ms; memory ${mebibytes(beforeBytes)} MiB before, ${mebibytes(openBytes)} with all open, ${mebibytes(peakBytes)} at the end`,
  });
}

async function tell(url: string, id: string, acknowledgedMs: Map<string, number>): Promise<void> {
  const headers = { ...AUTHORIZATION, "content-type": "application/json" };
  const send = async (method: string, path: string, body: unknown, change: string): Promise<void> => {
    const answer = await fetch(`${url}/v1/sessions/${path}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
    await answer.arrayBuffer();
    acknowledgedMs.set(change, performance.now());
  };
  await send("PUT", id, { agent: { id: "listened" }, direction: "inbound" }, `created ${id}`);
  await send("POST", `${id}/messages`, [{ id: "m1", role: "user", content: "Hello" }], `message ${id}`);
}

class Listener {
  readonly #socket: Socket;
  #text = "";
  /** When each change was told first. */
  readonly heard = new Map<string, number>();

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => this.#take(chunk.toString("latin1")));
  }

  /** Resolves when the stream has begun. */
  static open(url: string): Promise<Listener> {
    const { hostname, port, host } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(`GET /v1/stream HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${AUTHORIZATION.authorization}\r\n\r\n`);
      });
      socket.once("error", reject);
      const listener = new Listener(socket);
      socket.once("data", (chunk: Buffer) => {
        if (chunk.toString("latin1").startsWith("HTTP/1.1 200")) resolve(listener);
        else reject(new Error(chunk.toString("latin1")));
      });
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: string): void {
    const nowMs = performance.now();
    this.#text += chunk;
    const end = this.#text.lastIndexOf("\n\n");
    if (end < 0) return;
    const events = this.#text.slice(0, end);
    this.#text = this.#text.slice(end);
    for (const [, kind, id] of events.matchAll(/"kind":"(\w+)","id":"(listened-\d+)"/g)) {
      const change = `${kind} ${id}`;
      if ((KINDS as readonly (string | undefined)[]).includes(kind) && !this.heard.has(change)) this.heard.set(change, nowMs);
    }
  }
}
