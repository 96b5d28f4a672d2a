/** What receivers do to a delivery: real requests, real stores, a clock that stands still until the test moves it. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { RETRY_AFTER_MS } from "../src/delivery/schedule.ts";
import { engines } from "./support/databases.ts";
import { HOUR_MS, hook, type Webhooks, webhooksOn } from "./support/delivery.ts";

type Answer = (request: IncomingMessage, reply: ServerResponse) => void;
const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_request, reply) =>
    reply.writeHead(code, headers).end("told");

/** Answers in this order; the last one again and again. */
function inTurn(...answers: readonly [Answer, ...Answer[]]): Answer {
  let asked = 0;
  return (request, reply) => (answers[Math.min(asked++, answers.length - 1)] ?? answers[0])(request, reply);
}

/** Sends one delivery to a receiver and lets the time run. */
async function sendTo(webhooks: Webhooks, answer: Answer, forMs: number) {
  await using receiver = await hook(answer);
  const endpoint = await webhooks.addEndpoint(receiver.url);
  const delivery = webhooks.newDelivery(endpoint.id);
  await webhooks.add(delivery);
  const startMs = webhooks.clock.nowMs();
  const deliverer = webhooks.deliverer({ timeoutMs: 200 });
  await webhooks.runUntil(deliverer, startMs + forMs);
  await deliverer.close();
  const stored = await webhooks.stores.office.delivery(webhooks.organization, delivery.id);
  const attempts = await webhooks.stores.office.attempts(webhooks.organization, delivery.id);
  return { endpoint, receiver, stored, attempts, startMs, waits: attempts.map(({ startedMs }) => startedMs - startMs) };
}

describe.each(engines)("a delivery, on $name", (engine) => {
  const opened = webhooksOn(engine);

  it("is sent once when it is received, and kept with its attempt", async () => {
    const webhooks = await opened();
    const { receiver, stored, attempts, endpoint } = await sendTo(webhooks, status(204, { "x-seen": "yes", "set-cookie": "a=b" }), HOUR_MS);
    expect(receiver.seen).toHaveLength(1);
    expect(webhooks.verifiedCount(endpoint.id, receiver)).toBe(1);
    expect(stored).toMatchObject({ status: "delivered", attemptCount: 1, nextAttemptMs: null, lastFailure: null });
    expect(attempts).toMatchObject([{ number: 1, status: 204, failure: null, answer: expect.stringContaining('"x-seen":"yes"') }]);
    expect(attempts[0]?.answer).not.toContain("cookie");
    expect(webhooks.faults).toEqual([]);
  });

  it.each([
    ["500", status(500), "status 500"],
    ["301", status(301, { location: "http://127.0.0.1:9/" }), "status 301"],
    ["429 without Retry-After", status(429), "status 429"],
    ["nothing, and closes", (_request, reply) => reply.destroy(), "could not be fetched"],
    ["nothing, and hangs", () => {}, "did not answer within"],
    ["half a status line", (_request, reply) => reply.socket?.end("HTTP/1."), "could not be fetched"],
  ] satisfies [string, Answer, string][])(
    "comes again, the same but for its signature, to a receiver that answers %s",
    async (_what, answer, failure) => {
      const webhooks = await opened();
      const { receiver, stored, attempts, endpoint, waits } = await sendTo(webhooks, inTurn(answer, answer, status(200)), HOUR_MS);
      expect(attempts.map((attempt) => attempt.failure)).toEqual([
        expect.stringContaining(failure),
        expect.stringContaining(failure),
        null,
      ]);
      expect(waits).toEqual([0, 5_000, 35_000]);
      expect(stored).toMatchObject({ status: "delivered", attemptCount: 3 });
      expect(new Set(receiver.ids()).size).toBe(1);
      expect(new Set(receiver.seen.map(({ body }) => body)).size).toBe(1);
      expect(new Set(receiver.seen.map(({ headers }) => headers["webhook-signature"])).size).toBe(3);
      expect(webhooks.verifiedCount(endpoint.id, receiver)).toBe(3);
      expect(receiver.seen.every(({ headers }) => headers["svix-signature"] === headers["webhook-signature"])).toBe(true);
    },
  );

  it.each([
    ["half a body", (_request, reply) => reply.writeHead(200, { "content-length": 100 }).write("half", () => reply.destroy())],
    ["a body without end", (_request, reply) => reply.writeHead(202).write("half")],
    ["more than anybody reads", (_request, reply) => reply.end("x".repeat(200_000))],
  ] satisfies [string, Answer][])("is received once its good status is there, though %s follows", async (_what, answer) => {
    const { receiver, stored } = await sendTo(await opened(), answer, HOUR_MS);
    expect(receiver.seen).toHaveLength(1);
    expect(stored).toMatchObject({ status: "delivered", attemptCount: 1 });
  });

  it.each([
    ["seconds", () => "600", 600_000],
    ["a date, whose second has to be over", (nowMs: number) => new Date(nowMs + 900_000).toUTCString(), 901_000],
    ["less than the schedule", () => "1", 5_000],
    ["more than a day", () => "9999999", 24 * HOUR_MS],
  ] satisfies [string, (nowMs: number) => string, number][])("waits as long as Retry-After says: %s", async (_what, header, waitMs) => {
    const webhooks = await opened();
    const busy: Answer = (request, reply) => status(429, { "retry-after": header(webhooks.clock.nowMs()) })(request, reply);
    const { waits, stored } = await sendTo(webhooks, inTurn(busy, status(200)), 25 * HOUR_MS);
    expect(waits).toEqual([0, waitMs]);
    expect(stored?.status).toBe("delivered");
  });

  it("is given up after twelve attempts over 28 hours, and stays to be looked at", async () => {
    const { waits, stored, attempts } = await sendTo(await opened(), status(500), 100 * HOUR_MS);
    const planned = RETRY_AFTER_MS.map((_pause, index) => RETRY_AFTER_MS.slice(0, index + 1).reduce((sum, pause) => sum + pause, 0));
    expect(waits).toEqual([0, ...planned]);
    expect(attempts.at(-1)).toMatchObject({ number: 12, status: 500 });
    expect(stored).toMatchObject({ status: "dead", attemptCount: 12, nextAttemptMs: null, lastFailure: "It answered with status 500." });
    expect(stored?.body).not.toBe("");
  });

  it("waits for a person after 410, however late, and arrives when the endpoint is resumed", async () => {
    const webhooks = await opened();
    await using other = await hook();
    const told = await webhooks.addEndpoint(other.url, { events: ["endpoint.failing"] });
    await using receiver = await hook(inTurn(status(410), status(200)));
    const endpoint = await webhooks.addEndpoint(receiver.url, { description: "CRM" });
    await webhooks.add(webhooks.newDelivery(endpoint.id), webhooks.newDelivery(endpoint.id, { createdMs: webhooks.clock.nowMs() + 1 }));
    const deliverer = webhooks.deliverer();
    await webhooks.runUntil(deliverer, webhooks.clock.nowMs() + 100 * HOUR_MS);
    expect(await webhooks.endpoint(endpoint.id)).toMatchObject({ stoppedMs: expect.any(Number) });
    expect((await webhooks.deliveries("dead")).length).toBe(0);
    expect(other.seen.map(({ body }) => JSON.parse(body))).toMatchObject([
      {
        type: "endpoint.failing",
        data: { endpoint_id: endpoint.id, description: "CRM", stopped: true, last_failure: expect.stringContaining("410") },
      },
    ]);
    expect(webhooks.verifiedCount(told.id, other)).toBe(1);
    await webhooks.stores.office.updateEndpoint(webhooks.organization, endpoint.id, { stoppedMs: null, updatedMs: webhooks.clock.nowMs() });
    await webhooks.runUntil(deliverer, webhooks.clock.nowMs() + HOUR_MS);
    await deliverer.close();
    expect((await webhooks.deliveries("pending")).length).toBe(0);
  });

  it("never goes out unsigned: it waits while its secret cannot be read", async () => {
    const webhooks = await opened();
    await using receiver = await hook();
    const expired = { sealed: "sealed x", createdMs: 0, expiresMs: 1 };
    const endpoint = await webhooks.addEndpoint(receiver.url, { secrets: [expired] });
    await webhooks.add(webhooks.newDelivery(endpoint.id));
    const deliverer = webhooks.deliverer();
    await deliverer.runUntilIdle();
    expect(receiver.seen).toEqual([]);
    expect(webhooks.faults).toMatchObject([{ message: expect.stringContaining("no secret") }]);
    expect(await webhooks.deliveries()).toMatchObject([{ status: "pending", attemptCount: 0 }]);
    expect(await webhooks.endpoint(endpoint.id)).toMatchObject({ failureCount: 0 });
    await deliverer.close();
  });

  it("is not sent to an address inside, though it was saved", async () => {
    const webhooks = await opened();
    const endpoint = await webhooks.addEndpoint("http://169.254.169.254/latest");
    await webhooks.add(webhooks.newDelivery(endpoint.id));
    const deliverer = webhooks.deliverer();
    await deliverer.runUntilIdle();
    await deliverer.close();
    expect(await webhooks.endpoint(endpoint.id)).toMatchObject({
      failureCount: 1,
      lastFailure: expect.stringContaining("private or reserved"),
    });
  });

  it("waits while its endpoint is paused, and is sent when it no longer is", async () => {
    const webhooks = await opened();
    await using receiver = await hook();
    const endpoint = await webhooks.addEndpoint(receiver.url, { isPaused: true });
    await webhooks.add(webhooks.newDelivery(endpoint.id));
    const deliverer = webhooks.deliverer();
    await webhooks.runUntil(deliverer, webhooks.clock.nowMs() + HOUR_MS);
    expect(receiver.seen).toEqual([]);
    await webhooks.stores.office.updateEndpoint(webhooks.organization, endpoint.id, { isPaused: false, updatedMs: webhooks.clock.nowMs() });
    await webhooks.runUntil(deliverer, webhooks.clock.nowMs() + HOUR_MS);
    await deliverer.close();
    expect(receiver.seen).toHaveLength(1);
  });

  it("is signed with both secrets while a rotation overlaps", async () => {
    const webhooks = await opened();
    await using receiver = await hook();
    const endpoint = await webhooks.addEndpoint(receiver.url);
    const [former] = endpoint.secrets;
    if (former === undefined) throw new Error("no secret");
    const nowMs = webhooks.clock.nowMs();
    const next = await webhooks.addEndpoint("http://127.0.0.1:9/", { isPaused: true });
    await webhooks.stores.office.updateEndpoint(webhooks.organization, endpoint.id, {
      secrets: [...next.secrets.map((secret) => ({ ...secret, createdMs: nowMs + 1 })), { ...former, expiresMs: nowMs + 1_000 }],
      updatedMs: nowMs,
    });
    const deliverer = webhooks.deliverer();
    await webhooks.add(webhooks.newDelivery(endpoint.id));
    await deliverer.runUntilIdle();
    expect([webhooks.verifiedCount(endpoint.id, receiver), webhooks.verifiedCount(next.id, receiver)]).toEqual([1, 1]);
    webhooks.clock.set(nowMs + 1_001);
    await webhooks.add(webhooks.newDelivery(endpoint.id));
    await deliverer.runUntilIdle();
    await deliverer.close();
    expect([webhooks.verifiedCount(endpoint.id, receiver), webhooks.verifiedCount(next.id, receiver)]).toEqual([1, 2]);
  });
});
