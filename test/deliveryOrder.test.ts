/** From the log of session changes to receivers: nothing lost, nothing invented, nothing unsigned, sessions in order. */
import { describe, expect, it } from "vitest";
import type { Deliverer } from "../src/delivery/deliverer.ts";
import type { Announcement } from "../src/store/conversationStore.ts";
import { engines } from "./support/databases.ts";
import { HOUR_MS, type Hook, hook, seededRandom, type Webhooks, webhooksOn } from "./support/delivery.ts";

const EVENTS = 10_000;
const SESSIONS = 400;

/** As many revisions of sessions, numbered within each; each is announced by one projection that says several things. */
async function announceMany(webhooks: Webhooks, count: number, sessions: number): Promise<void> {
  const perSession = count / sessions;
  for (let session = 0; session < sessions; session++) {
    const announce = Array.from(
      { length: perSession },
      (_, number): Announcement => ({
        ...{ kind: "revised", subject: null },
        bodies: { native: JSON.stringify({ type: "session.revised", data: { id: `s${session}`, number } }) },
      }),
    );
    await webhooks.announce(`s${session}`, announce);
  }
}

interface Told {
  readonly data: { readonly id: string; readonly number: number };
}

/** Fails at random in every way there is; remembers what it has answered 2xx to, in order. */
function unreliable(random: () => number) {
  const received: { readonly messageId: string; readonly told: Told }[] = [];
  const made = hook((request, reply) => {
    const chance = random();
    if (chance < 0.06) reply.writeHead(500).end();
    else if (chance < 0.1) reply.destroy();
    else if (chance < 0.12) reply.writeHead(429, { "retry-after": "1" }).end();
    else if (chance < 0.14) reply.writeHead(302, { location: "/elsewhere" }).end();
    else {
      const body = receiverOf.seen.findLast(({ headers }) => headers["webhook-id"] === request.headers["webhook-id"])?.body ?? "";
      received.push({ messageId: String(request.headers["webhook-id"]), told: JSON.parse(body) as Told });
      // A receiver that has it and whose answer breaks off.
      if (chance < 0.16) reply.writeHead(200, { "content-length": 50 }).write("half", () => reply.destroy());
      else reply.writeHead(204).end();
    }
  });
  let receiverOf: Hook;
  return made.then((receiver) => {
    receiverOf = receiver;
    return { receiver, received };
  });
}

describe.each(engines)("events of sessions, on $name", (engine) => {
  const opened = webhooksOn(engine);

  it("arrive all, signed, under one id each and in the order of their session, at a receiver that fails at random", {
    timeout: 240_000,
  }, async () => {
    const webhooks = await opened();
    const { receiver, received } = await unreliable(seededRandom(7));
    await using _receiver = receiver;
    const endpoint = await webhooks.addEndpoint(receiver.url);
    await announceMany(webhooks, EVENTS, SESSIONS);
    const deliverer = webhooks.deliverer({ random: seededRandom(8) });
    await webhooks.runUntil(deliverer, webhooks.clock.nowMs() + 48 * HOUR_MS, 2_000);
    await deliverer.close();
    expect(webhooks.faults).toEqual([]);
    expect((await webhooks.deliveries()).filter(({ status }) => status !== "delivered")).toEqual([]);
    expect(received).toHaveLength(EVENTS);
    expect(new Set(received.map(({ messageId }) => messageId)).size).toBe(EVENTS);
    const bySession = Map.groupBy(received, ({ told }) => told.data.id);
    expect(bySession.size).toBe(SESSIONS);
    const inOrder = Array.from({ length: EVENTS / SESSIONS }, (_, number) => number);
    for (const [id, told] of bySession)
      expect(
        told.map(({ told: { data } }) => data.number),
        id,
      ).toEqual(inOrder);
    expect(webhooks.verifiedCount(endpoint.id, receiver)).toBe(receiver.seen.length);
    const bodies = Map.groupBy(receiver.seen, ({ headers }) => String(headers["webhook-id"]));
    expect(bodies.size).toBe(EVENTS);
    for (const [id, requests] of bodies) expect(new Set(requests.map(({ body }) => body)).size, id).toBe(1);
  });

  it("are sent by one of two servers, and by the other once the first has died", async () => {
    const webhooks = await opened();
    await using receiver = await hook();
    await webhooks.addEndpoint(receiver.url);
    const [first, second] = [webhooks.deliverer({ holder: "first" }), webhooks.deliverer({ holder: "second" })];
    await announceMany(webhooks, 20, 4);
    expect(await first.runUntilIdle()).toBe(true);
    expect(await second.runUntilIdle()).toBe(false);
    expect(receiver.seen).toHaveLength(20);
    await announceMany(webhooks, 20, 4);
    expect(await second.runUntilIdle()).toBe(false);
    expect(receiver.seen).toHaveLength(20);
    // The first one never comes back.
    webhooks.clock.set(webhooks.clock.nowMs() + 5_001);
    expect(await second.runUntilIdle()).toBe(true);
    expect(await first.runUntilIdle()).toBe(false);
    await Promise.all([first.close(), second.close()]);
    expect(receiver.seen).toHaveLength(40);
    expect(new Set(receiver.ids()).size).toBe(40);
  });

  it("pass to another server at once when the first is closed, and what it had in hand arrives", async () => {
    const webhooks = await opened();
    let isHanging = true;
    await using receiver = await hook((_request, reply) => {
      if (!isHanging) reply.end();
    });
    const endpoint = await webhooks.addEndpoint(receiver.url);
    await announceMany(webhooks, 8, 4);
    const first = webhooks.deliverer({ holder: "first", timeoutMs: 60_000 });
    await first.round();
    await first.close();
    expect((await webhooks.deliveries()).map(({ attemptCount }) => attemptCount)).toEqual(Array(8).fill(0));
    isHanging = false;
    const second = webhooks.deliverer({ holder: "second" });
    expect(await second.runUntilIdle()).toBe(true);
    await second.close();
    expect((await webhooks.deliveries()).every(({ status }) => status === "delivered")).toBe(true);
    expect(webhooks.verifiedCount(endpoint.id, receiver)).toBe(receiver.seen.length);
  });

  it("become the same deliveries when the dispatcher repeats itself after a crash", async () => {
    const webhooks = await opened();
    await webhooks.addEndpoint("http://127.0.0.1:9/", { isPaused: true });
    await announceMany(webhooks, 30, 3);
    const position = await webhooks.stores.office.serverValue("delivery_position");
    await dispatched(webhooks.deliverer());
    const before = await webhooks.deliveries();
    await webhooks.stores.office.setServerValue("delivery_position", position ?? "0");
    await dispatched(webhooks.deliverer());
    expect(await webhooks.deliveries()).toEqual(before);
    expect(before).toHaveLength(30);
  });

  it("go in each format's words to those who asked for them, and to nobody who subscribed later", async () => {
    const webhooks = await opened();
    const paused = { isPaused: true };
    const native = await webhooks.addEndpoint("http://127.0.0.1:9/", paused);
    const picky = await webhooks.addEndpoint("http://127.0.0.1:9/", { ...paused, events: ["session.settled"] });
    const agntix = await webhooks.addEndpoint("http://127.0.0.1:9/", { ...paused, format: "agntix" });
    const ravan = await webhooks.addEndpoint("http://127.0.0.1:9/", { ...paused, format: "ravan" });
    const later = await webhooks.addEndpoint("http://127.0.0.1:9/", { ...paused, createdMs: webhooks.clock.nowMs() + 1 });
    const bodies = { native: '{"in":"native"}', agntix: '{"in":"agntix"}', ravan: '{"in":"ravan"}' };
    const kinds = ["created", "ended", "completed", "settled", "revised", "analysed"] as const;
    await webhooks.announce(
      "s1",
      kinds.map((kind) => ({ kind, subject: null, bodies })),
    );
    await webhooks.stores.conversations.addDigest(webhooks.organization, bodies, webhooks.clock.nowMs());
    await webhooks.announce("s2", [{ kind: "created", subject: null, bodies: null }]);
    await dispatched(webhooks.deliverer());
    const made = Map.groupBy(await webhooks.deliveries(), ({ endpointId }) => endpointId);
    const eventsOf = (id: string) =>
      made.get(id)?.map(({ event, sessionId, body }) => `${event} ${sessionId} ${JSON.parse(body).in}`) ?? [];
    expect(eventsOf(native.id)).toEqual([
      ...["session.created s1 native", "session.ended s1 native", "session.settled s1 native", "session.revised s1 native"],
      ...["session.analysed s1 native", "sessions.revised null native"],
    ]);
    expect(eventsOf(picky.id)).toEqual(["session.settled s1 native"]);
    expect(eventsOf(agntix.id)).toEqual(["session.created s1 agntix", "session.ended s1 agntix"]);
    expect(eventsOf(ravan.id)).toEqual(["call.completed s1 ravan"]);
    expect(eventsOf(later.id)).toEqual([]);
  });

  it("of one organization go to no endpoint of another", async () => {
    const [one, other] = [await opened(), await opened()];
    await one.addEndpoint("http://127.0.0.1:9/", { isPaused: true });
    await other.addEndpoint("http://127.0.0.1:9/", { isPaused: true });
    await announceMany(one, 3, 1);
    await dispatched(one.deliverer());
    expect([(await one.deliveries()).length, (await other.deliveries()).length]).toEqual([3, 0]);
  });

  it("are not sent once their session is erased or their endpoint deleted", async () => {
    const webhooks = await opened();
    await using receiver = await hook();
    const kept = await webhooks.addEndpoint(receiver.url);
    const deleted = await webhooks.addEndpoint(receiver.url, { events: ["session.revised"] });
    await webhooks.add(webhooks.newDelivery(kept.id, { sessionId: "gone" }), webhooks.newDelivery(kept.id, { sessionId: "here" }));
    await webhooks.add(webhooks.newDelivery(deleted.id, { sessionId: "here" }));
    const { office } = webhooks.stores;
    await office.eraseDeliveries(webhooks.organization, ["gone"], "erased_1", webhooks.clock.nowMs());
    await office.deleteEndpoint(webhooks.organization, deleted.id, webhooks.clock.nowMs());
    const deliverer = webhooks.deliverer();
    await deliverer.runUntilIdle();
    await deliverer.close();
    expect(receiver.seen).toHaveLength(1);
    expect((await webhooks.deliveries()).map(({ status }) => status)).toEqual(["cancelled", "delivered", "cancelled"]);
  });
});

async function dispatched(deliverer: Deliverer): Promise<void> {
  expect(await deliverer.runUntilIdle()).toBe(true);
  await deliverer.close();
}
