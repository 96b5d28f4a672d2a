/** SIGKILL while sessions come in, are projected and told: every receiver hears of everything at least once, and of nothing else. */
import { Webhook } from "svix";
import { describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { type Hook, hook } from "./support/delivery.ts";
import { ADMIN_KEY } from "./support/server.ts";
import { killServerProcess, type ServerProcess, startServerProcess } from "./support/serverProcess.ts";

const SESSIONS = 30;
const ROUNDS = 4;
const PATIENCE_MS = 90_000;
const settings = { PROJECTION_EVERY_MS: "10", OUTGOING_ALLOW: "127.0.0.1", CALLTREE_SECRET_KEY: "cd".repeat(32) };
const headers = { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" };

type Request = readonly [method: "PUT" | "POST", path: string, body: unknown];

const ids = Array.from({ length: SESSIONS }, (_, index) => `call-${index}`);

function requestsOf(id: string): Request[] {
  const started = new Date(Date.now() - 60_000).toISOString();
  return [
    ["PUT", `/v1/sessions/${id}`, { started_at: started, direction: "inbound" }],
    ["POST", "/v1/records", { record_type: "sip-trunking", id: `leg-${id}`, telnyx_session_id: id, cost: "0.1", currency: "USD" }],
    ["POST", `/v1/sessions/${id}/messages`, [{ id: "m", role: "user", content: "hello" }]],
    ["POST", `/v1/sessions/${id}/end`, { ended_at: new Date().toISOString() }],
  ];
}

async function ask<Body>(server: ServerProcess, method: "GET" | "PUT" | "POST", path: string, body?: unknown): Promise<Body> {
  const answer = await fetch(server.url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Body;
}

/** Sends what is left, and kills the server after so many answers. What got no answer is sent again in the next round. */
async function send(server: ServerProcess, queue: Request[], stopAfter: number): Promise<void> {
  for (let answers = 0; answers < stopAfter && queue[0] !== undefined; answers++) {
    await ask(server, ...queue[0]);
    queue.shift();
  }
}

interface Heard {
  readonly type: string;
  readonly data: { readonly id: string };
}

const heard = (receiver: Hook): Heard[] => receiver.seen.map(({ body }) => JSON.parse(body) as Heard);

async function untilAllAreDelivered(server: ServerProcess, receiver: Hook): Promise<void> {
  const isEverything = (): boolean => {
    const ended = new Set(heard(receiver).flatMap(({ type, data }) => (type === "session.ended" ? [data.id] : [])));
    return ended.size === SESSIONS;
  };
  const pending = async (): Promise<number> => (await ask<{ data: unknown[] }>(server, "GET", "/v1/deliveries?status=pending")).data.length;
  const deadlineMs = Date.now() + PATIENCE_MS;
  while (!isEverything() || (await pending()) > 0) {
    if (Date.now() > deadlineMs) throw new Error(`after ${PATIENCE_MS} ms, ${await pending()} deliveries are still pending`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe.each(engines)("webhooks on $name", (engine) => {
  it("are told at least once, in order and signed, whenever the server is killed", { timeout: 180_000 }, async () => {
    const database = await engine.open();
    const met = new Set<string>();
    // The first answer to every sixth message is lost, as it is to a receiver that breaks off.
    await using receiver = await hook((request, reply) => {
      const isNew = met.size < met.add(String(request.headers["webhook-id"])).size;
      if (isNew && met.size % 6 === 0) reply.destroy();
      else reply.end();
    });
    try {
      const queue = ids.flatMap(requestsOf);
      let server = await startServerProcess(database.url, settings);
      const { secret } = await ask<{ secret: string }>(server, "POST", "/v1/endpoints", {
        ...{ url: receiver.url, events: ["session.created", "session.ended"] },
      });
      for (let round = 0; round < ROUNDS; round++) {
        await send(server, queue, 7 + round * 9);
        await killServerProcess(server);
        server = await startServerProcess(database.url, settings);
      }
      try {
        await send(server, queue, Number.POSITIVE_INFINITY);
        await untilAllAreDelivered(server, receiver);
      } finally {
        await killServerProcess(server);
      }
      expectEverythingOnce(receiver, secret);
    } finally {
      await database.dispose();
    }
  });
});

function expectEverythingOnce(receiver: Hook, secret: string): void {
  const events = heard(receiver);
  const messages = new Map<string, string>();
  for (const [index, { headers: given, body }] of receiver.seen.entries()) {
    new Webhook(secret).verify(body, given as Record<string, string>);
    const { type, data } = events[index] ?? { type: "", data: { id: "" } };
    const name = `${data.id} ${type}`;
    const message = `${given["webhook-id"]} ${body}`;
    // Told again, it is the same message with the same words.
    expect(messages.get(name) ?? message).toBe(message);
    messages.set(name, message);
  }
  expect([...messages.keys()].toSorted()).toEqual(ids.flatMap((id) => [`${id} session.created`, `${id} session.ended`]).toSorted());
  for (const id of ids) {
    const types = events.filter(({ data }) => data.id === id).map(({ type }) => type);
    expect(types).toEqual(types.toSorted());
  }
}
