/** A receiver of webhooks and what tests of their routes ask of a server. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect } from "vitest";
import type { TestServer } from "./server.ts";

export const OWN_SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
export const settings = { CALLTREE_SECRET_KEY: "a".repeat(64), OUTGOING_ALLOW: "127.0.0.1,hooks.example.internal" };

interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
}
export interface MadeEndpoint {
  readonly id: string;
  readonly secret: string;
  readonly secret_hint: string;
}
export interface DeliveryRow {
  readonly id: string;
  readonly message_id: string;
  readonly event: string;
  readonly session_id: string | null;
  readonly status: string;
  readonly replay_of: string | null;
}

/** Open while the tests of a file run; `answer` is the status that it answers with. */
export function webhookReceiver() {
  const receiver = { url: "", received: [] as Received[], answer: 204 };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    receiver.received.push({ headers: request.headers as Record<string, string>, body });
    response.writeHead(receiver.answer, { "set-cookie": "secret-cookie=1" }).end("thank you");
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  return receiver;
}

export async function add(server: TestServer, url: string, body: object = {}): Promise<MadeEndpoint> {
  const made = await server.call<MadeEndpoint>("POST", "/v1/endpoints", { body: { url, ...body } });
  expect([made.status, made.text]).toEqual([201, made.text]);
  return made.body;
}

/** Tells of a session, and delivers all that is told. */
export async function tell(server: TestServer, id: string): Promise<void> {
  await server.call("PUT", `/v1/sessions/${id}`, { body: { direction: "inbound", ended: true } });
  await server.project();
  expect(await server.calltree.projection.followUp()).toBe(true);
}

export const deliveries = async (server: TestServer, query = ""): Promise<DeliveryRow[]> =>
  (await server.call<{ data: DeliveryRow[] }>("GET", `/v1/deliveries${query}`)).body.data;

export function isGenuine(secret: string, { headers, body }: Received): boolean {
  // The library compares with the real time, which a server with a test's clock does not keep to.
  const atMs = Number(headers["webhook-timestamp"]) * 1_000;
  const expected = new Webhook(secret).sign(headers["webhook-id"] ?? "", new Date(atMs), body);
  return (headers["webhook-signature"] ?? "").split(" ").includes(expected);
}
