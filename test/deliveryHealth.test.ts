/** Endpoints that fail: slowed, shown, told of, and never the reason why anything is lost. */
import { describe, expect, it } from "vitest";
import { testEndpoint } from "../src/delivery/replay.ts";
import { engines } from "./support/databases.ts";
import { HOUR_MS, hook, seededRandom, webhooksOn } from "./support/delivery.ts";

const DAY_MS = 24 * HOUR_MS;

describe.each(engines)("an endpoint that is down, on $name", (engine) => {
  const opened = webhooksOn(engine);

  it("misses nothing in a day of downtime: every event arrives afterwards, in the order of its session", async () => {
    const webhooks = await opened();
    const startMs = webhooks.clock.nowMs();
    const upMs = startMs + DAY_MS;
    const received: string[] = [];
    await using receiver = await hook((request, reply) => {
      const isUp = webhooks.clock.nowMs() >= upMs;
      if (isUp) received.push(String(request.headers["webhook-id"]));
      reply.writeHead(isUp ? 200 : 503).end();
    });
    const endpoint = await webhooks.addEndpoint(receiver.url);
    const deliverer = webhooks.deliverer({ random: seededRandom(1) });
    // Twelve sessions with five events each, over the whole day.
    const sent: { messageId: string; sessionId: string | null }[] = [];
    for (let step = 0; step < 60; step++) {
      const delivery = webhooks.newDelivery(endpoint.id, { sessionId: `s${step % 12}`, messageId: `msg_${endpoint.id}_${step}` });
      sent.push(delivery);
      await webhooks.add(delivery);
      await webhooks.runUntil(deliverer, startMs + ((step + 1) * DAY_MS) / 60);
    }
    expect(await webhooks.endpoint(endpoint.id)).toMatchObject({ failingSinceMs: startMs, lastFailure: "It answered with status 503." });
    expect(received).toEqual([]);
    await webhooks.runUntil(deliverer, startMs + 3 * DAY_MS);
    await deliverer.close();
    expect((await webhooks.deliveries()).map(({ status }) => status)).toEqual(sent.map(() => "delivered"));
    expect(received.toSorted()).toEqual(sent.map(({ messageId }) => messageId).sort());
    for (const [, ofSession] of Map.groupBy(sent, ({ sessionId }) => sessionId)) {
      const ids = ofSession.map(({ messageId }) => messageId);
      expect(received.filter((id) => ids.includes(id))).toEqual(ids);
    }
    expect(webhooks.verifiedCount(endpoint.id, receiver)).toBe(receiver.seen.length);
    expect(await webhooks.endpoint(endpoint.id)).toMatchObject({ failingSinceMs: null, failureCount: 0 });
  });

  it("is asked less and less, one delivery at a time, with no more than five minutes in between", async () => {
    const webhooks = await opened();
    let open = 0;
    let openMax = 0;
    const askedMs: number[] = [];
    await using receiver = await hook((_request, reply) => {
      openMax = Math.max(openMax, ++open);
      askedMs.push(webhooks.clock.nowMs());
      setImmediate(() => {
        open--;
        reply.writeHead(500).end();
      });
    });
    const endpoint = await webhooks.addEndpoint(receiver.url);
    await webhooks.add(...Array.from({ length: 200 }, () => webhooks.newDelivery(endpoint.id)));
    const deliverer = webhooks.deliverer();
    const startMs = webhooks.clock.nowMs();
    await deliverer.runUntilIdle();
    const before = askedMs.length;
    // Sixteen at once, and one more for each of the four failures that are not yet five.
    expect(before).toBeLessThanOrEqual(20);
    openMax = 0;
    await webhooks.runUntil(deliverer, startMs + HOUR_MS);
    await deliverer.close();
    const waits = askedMs.slice(before).map((ms, index) => ms - (askedMs[before + index - 1] ?? startMs));
    expect(openMax).toBe(1);
    expect(waits.slice(0, 7)).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000]);
    expect(Math.max(...waits)).toBe(300_000);
    expect(await webhooks.deliveries("pending")).toHaveLength(200);
  });

  it("is told of on the organization's other endpoints, once when it fails and once when it recovers", async () => {
    const webhooks = await opened();
    let isUp = false;
    await using broken = await hook((_request, reply) => reply.writeHead(isUp ? 200 : 500).end());
    await using native = await hook();
    await using choosy = await hook();
    await using agntix = await hook();
    const failing = await webhooks.addEndpoint(broken.url, { description: "the CRM" });
    const told = await webhooks.addEndpoint(native.url);
    await webhooks.addEndpoint(choosy.url, { events: ["session.ended"] });
    await webhooks.addEndpoint(agntix.url, { format: "agntix" });
    const deliverer = webhooks.deliverer();
    await webhooks.add(...Array.from({ length: 20 }, (_, index) => webhooks.newDelivery(failing.id, { sessionId: `s${index % 3}` })));
    await webhooks.runUntil(deliverer, webhooks.clock.nowMs() + HOUR_MS);
    expect(native.seen.map(({ body }) => JSON.parse(body))).toMatchObject([
      { type: "endpoint.failing", data: { endpoint_id: failing.id, description: "the CRM", last_failure: "It answered with status 500." } },
    ]);
    expect(native.seen[0]?.body).not.toContain(broken.url);
    isUp = true;
    await webhooks.runUntil(deliverer, webhooks.clock.nowMs() + 6 * HOUR_MS);
    await deliverer.close();
    expect(native.seen.map(({ body }) => JSON.parse(body).type)).toEqual(["endpoint.failing", "endpoint.recovered"]);
    expect(webhooks.verifiedCount(told.id, native)).toBe(2);
    expect([choosy.seen, agntix.seen]).toEqual([[], []]);
    expect((await webhooks.deliveries()).every(({ status }) => status === "delivered")).toBe(true);
  });

  it("is not told of twice in one episode by a process that takes over", async () => {
    const webhooks = await opened();
    await using broken = await hook((_request, reply) => reply.writeHead(500).end());
    await using native = await hook();
    const failing = await webhooks.addEndpoint(broken.url);
    await webhooks.addEndpoint(native.url);
    await webhooks.add(...Array.from({ length: 8 }, () => webhooks.newDelivery(failing.id)));
    for (const holder of ["one", "two", "three"]) {
      const deliverer = webhooks.deliverer({ holder });
      await webhooks.runUntil(deliverer, webhooks.clock.nowMs() + HOUR_MS);
      await deliverer.close();
    }
    expect(native.seen).toHaveLength(1);
  });

  it("is told of again in another episode", async () => {
    const webhooks = await opened();
    let isUp = false;
    await using broken = await hook((_request, reply) => reply.writeHead(isUp ? 200 : 500).end());
    await using native = await hook();
    const failing = await webhooks.addEndpoint(broken.url);
    await webhooks.addEndpoint(native.url);
    const deliverer = webhooks.deliverer();
    for (let episode = 0; episode < 2; episode++) {
      isUp = false;
      await webhooks.add(...Array.from({ length: 6 }, () => webhooks.newDelivery(failing.id)));
      await webhooks.runUntil(deliverer, webhooks.clock.nowMs() + HOUR_MS / 4);
      isUp = true;
      await webhooks.runUntil(deliverer, webhooks.clock.nowMs() + 6 * HOUR_MS);
    }
    await deliverer.close();
    expect(native.seen.map(({ body }) => JSON.parse(body).type)).toEqual([
      ...["endpoint.failing", "endpoint.recovered", "endpoint.failing", "endpoint.recovered"],
    ]);
  });

  it("gets a test that a person asked for at once, before all that waits, and recovers by it", async () => {
    const webhooks = await opened();
    let isUp = false;
    await using receiver = await hook((_request, reply) => reply.writeHead(isUp ? 200 : 500).end());
    const endpoint = await webhooks.addEndpoint(receiver.url);
    await webhooks.add(...Array.from({ length: 40 }, () => webhooks.newDelivery(endpoint.id)));
    const deliverer = webhooks.deliverer();
    await webhooks.runUntil(deliverer, webhooks.clock.nowMs() + HOUR_MS / 2);
    const before = receiver.seen.length;
    isUp = true;
    const { office } = webhooks.stores;
    const newId = (prefix: string): string => `${prefix}_asked`;
    const id = await testEndpoint({ office, clock: webhooks.clock, newId }, webhooks.organization, endpoint.id);
    await deliverer.runUntilIdle();
    expect(await office.delivery(webhooks.organization, id)).toMatchObject({ status: "delivered", attemptCount: 1 });
    expect(JSON.parse(receiver.seen[before]?.body ?? "{}")).toMatchObject({ type: "endpoint.test" });
    expect(await office.endpoint(webhooks.organization, endpoint.id)).toMatchObject({ failingSinceMs: null });
    await deliverer.close();
  });

  it("is counted in what an operator watches", async () => {
    const webhooks = await opened();
    await using broken = await hook((_request, reply) => reply.writeHead(500).end());
    await using fine = await hook();
    const failing = await webhooks.addEndpoint(broken.url);
    const healthy = await webhooks.addEndpoint(fine.url, { events: ["session.ended"] });
    await webhooks.add(...Array.from({ length: 7 }, () => webhooks.newDelivery(failing.id)), webhooks.newDelivery(healthy.id));
    const deliverer = webhooks.deliverer();
    const before = await deliverer.stats();
    await deliverer.runUntilIdle();
    webhooks.clock.set(webhooks.clock.nowMs() + HOUR_MS);
    const stats = await deliverer.stats();
    await deliverer.close();
    expect(stats.attempts).toEqual({ delivered: 1, failed: 7, faulted: 0 });
    expect(stats.pending - before.pending).toBe(-1);
    expect(stats.failingEndpoints - before.failingEndpoints).toBe(1);
    expect(stats.overdueMs).toBeGreaterThanOrEqual(HOUR_MS - 5_500);
  });

  it("is left alone by a rate of its own, whatever is due", async () => {
    const webhooks = await opened();
    const askedMs: number[] = [];
    await using receiver = await hook((_request, reply) => {
      askedMs.push(webhooks.clock.nowMs());
      reply.end();
    });
    const endpoint = await webhooks.addEndpoint(receiver.url, { ratePerSec: 5 });
    await webhooks.add(...Array.from({ length: 20 }, () => webhooks.newDelivery(endpoint.id)));
    const startMs = webhooks.clock.nowMs();
    const deliverer = webhooks.deliverer();
    await webhooks.runUntil(deliverer, startMs + HOUR_MS);
    await deliverer.close();
    expect(askedMs).toHaveLength(20);
    for (const from of askedMs) expect(askedMs.filter((ms) => ms >= from && ms < from + 1_000).length).toBeLessThanOrEqual(5);
    expect((askedMs.at(-1) ?? 0) - startMs).toBeLessThanOrEqual(4_000);
  });
});

describe.each(engines)("an endpoint beside others that hang, on $name", (engine) => {
  const opened = webhooksOn(engine);

  it("gets everything while they hang", async () => {
    const webhooks = await opened();
    let receivedCount = 0;
    const all = Promise.withResolvers<void>();
    await using fine = await hook((_request, reply) => {
      reply.end();
      if (++receivedCount === 100) all.resolve();
    });
    await using hanging = await hook(() => {});
    const healthy = await webhooks.addEndpoint(fine.url, { events: ["session.ended"] });
    for (let count = 0; count < 4; count++) {
      const dead = await webhooks.addEndpoint(hanging.url, { format: "agntix" });
      await webhooks.add(...Array.from({ length: 50 }, () => webhooks.newDelivery(dead.id)));
    }
    await webhooks.add(...Array.from({ length: 100 }, () => webhooks.newDelivery(healthy.id)));
    const deliverer = webhooks.deliverer({ timeoutMs: 30_000 });
    deliverer.start();
    await all.promise;
    // None of the hanging ones had to be given up first.
    expect((await deliverer.stats()).attempts.failed).toBe(0);
    await deliverer.close();
  });
});
