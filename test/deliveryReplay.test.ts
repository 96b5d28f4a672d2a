/** Sending again what was sent before, and sending a test. */
import { describe, expect, it } from "vitest";
import { type ReplayParts, replayDelivery, replayWhere, testEndpoint } from "../src/delivery/index.ts";
import { engines } from "./support/databases.ts";
import { HOUR_MS, hook, type Webhooks, webhooksOn } from "./support/delivery.ts";

let idCount = 0;
const partsOf = ({ stores, clock }: Webhooks): ReplayParts => ({
  office: stores.office,
  clock,
  newId: (prefix) => `${prefix}_replay${idCount++}`,
});

async function send(webhooks: Webhooks): Promise<void> {
  const deliverer = webhooks.deliverer();
  await deliverer.runUntilIdle();
  await deliverer.close();
}

describe.each(engines)("a replay, on $name", (engine) => {
  const opened = webhooksOn(engine);

  it("sends the same body under the same id, freshly signed, as a delivery of its own", async () => {
    const webhooks = await opened();
    await using receiver = await hook();
    const endpoint = await webhooks.addEndpoint(receiver.url);
    const delivery = webhooks.newDelivery(endpoint.id, { sessionId: "s1" });
    await webhooks.add(delivery);
    await send(webhooks);
    webhooks.clock.set(webhooks.clock.nowMs() + HOUR_MS);
    const id = await replayDelivery(partsOf(webhooks), webhooks.organization, delivery.id);
    const again = await replayDelivery(partsOf(webhooks), webhooks.organization, delivery.id);
    await send(webhooks);
    expect(receiver.ids()).toEqual(Array(3).fill(delivery.messageId));
    expect(new Set(receiver.seen.map(({ headers }) => headers["webhook-timestamp"])).size).toBe(2);
    expect(webhooks.verifiedCount(endpoint.id, receiver)).toBe(3);
    for (const replay of [id, again]) {
      expect(await webhooks.stores.office.delivery(webhooks.organization, replay)).toMatchObject({
        ...{ status: "delivered", replayOf: delivery.id, messageId: delivery.messageId, body: delivery.body, sessionId: "s1" },
      });
    }
    const ofReplay = await replayDelivery(partsOf(webhooks), webhooks.organization, id);
    expect(await webhooks.stores.office.delivery(webhooks.organization, ofReplay)).toMatchObject({ replayOf: delivery.id });
  });

  it("brings a dead delivery to life", async () => {
    const webhooks = await opened();
    let isUp = false;
    await using receiver = await hook((_request, reply) => reply.writeHead(isUp ? 200 : 500).end());
    const endpoint = await webhooks.addEndpoint(receiver.url);
    const delivery = webhooks.newDelivery(endpoint.id);
    await webhooks.add(delivery);
    const deliverer = webhooks.deliverer();
    await webhooks.runUntil(deliverer, webhooks.clock.nowMs() + 48 * HOUR_MS);
    await deliverer.close();
    expect(await webhooks.deliveries("dead")).toHaveLength(1);
    isUp = true;
    const id = await replayDelivery(partsOf(webhooks), webhooks.organization, delivery.id);
    await send(webhooks);
    expect(await webhooks.stores.office.delivery(webhooks.organization, id)).toMatchObject({ status: "delivered", attemptCount: 1 });
    expect(await webhooks.deliveries("dead")).toHaveLength(1);
  });

  it("is refused of what is not there, is pending, was erased, or has no endpoint any more", async () => {
    const [webhooks, other] = [await opened(), await opened()];
    await using receiver = await hook();
    const parts = partsOf(webhooks);
    const endpoint = await webhooks.addEndpoint(receiver.url);
    const [first, second, third] = [{ sessionId: "a" }, { sessionId: "b" }, {}].map((given) => webhooks.newDelivery(endpoint.id, given));
    if (first === undefined || second === undefined || third === undefined) throw new Error("three are made");
    await webhooks.add(first, second);
    await expect(replayDelivery(parts, webhooks.organization, "dl_none")).rejects.toMatchObject({ code: "DELIVERY_NOT_FOUND" });
    await expect(replayDelivery(parts, webhooks.organization, first.id)).rejects.toMatchObject({ code: "PARAMETER_INVALID" });
    await send(webhooks);
    await expect(replayDelivery(parts, other.organization, first.id)).rejects.toMatchObject({ code: "DELIVERY_NOT_FOUND" });
    const { office } = webhooks.stores;
    await office.eraseDeliveries(webhooks.organization, ["a"], "erased_1", webhooks.clock.nowMs());
    await expect(replayDelivery(parts, webhooks.organization, first.id)).rejects.toMatchObject({ code: "SESSION_ERASED" });
    await office.deleteEndpoint(webhooks.organization, endpoint.id, webhooks.clock.nowMs());
    await expect(replayDelivery(parts, webhooks.organization, second.id)).rejects.toMatchObject({ code: "ENDPOINT_NOT_FOUND" });
  });

  it("of many sends each event once, in the order in which they were made, and leaves alone what is pending or erased", async () => {
    const webhooks = await opened();
    await using receiver = await hook();
    const endpoint = await webhooks.addEndpoint(receiver.url);
    const made = Array.from({ length: 450 }, (_, index) =>
      webhooks.newDelivery(endpoint.id, { sessionId: index < 3 ? "erased" : `s${index % 3}` }),
    );
    await webhooks.add(...made);
    const deliverer = webhooks.deliverer();
    await webhooks.runUntil(deliverer, webhooks.clock.nowMs() + HOUR_MS);
    await webhooks.stores.office.eraseDeliveries(webhooks.organization, ["erased"], "erased_1", webhooks.clock.nowMs());
    await replayDelivery(partsOf(webhooks), webhooks.organization, made[10]?.id ?? "");
    await webhooks.runUntil(deliverer, webhooks.clock.nowMs() + HOUR_MS);
    await webhooks.add(webhooks.newDelivery(endpoint.id, { nextAttemptMs: webhooks.clock.nowMs() + 24 * HOUR_MS }));
    const before = receiver.seen.length;
    expect(await replayWhere(partsOf(webhooks), { organization: webhooks.organization })).toEqual({
      count: 447,
      skipped: 4,
      hasMore: false,
    });
    await webhooks.runUntil(deliverer, webhooks.clock.nowMs() + HOUR_MS);
    await deliverer.close();
    const repeated = receiver.ids().slice(before);
    expect(new Set(repeated).size).toBe(447);
    for (const session of ["s0", "s1", "s2"]) {
      const wanted = made.filter(({ sessionId }) => sessionId === session).map(({ messageId }) => messageId);
      // The one that had been replayed by itself comes at its replay's place.
      const moved = made[10]?.messageId;
      expect(repeated.filter((id) => wanted.includes(id) && id !== moved)).toEqual(wanted.filter((id) => id !== moved));
    }
  });

  it("of many is of those that were asked for", async () => {
    const webhooks = await opened();
    await using receiver = await hook();
    const [one, other] = [await webhooks.addEndpoint(receiver.url), await webhooks.addEndpoint(receiver.url)];
    const nowMs = webhooks.clock.nowMs();
    await webhooks.add(
      webhooks.newDelivery(one.id, { sessionId: "a", createdMs: nowMs - HOUR_MS }),
      webhooks.newDelivery(one.id, { sessionId: "b" }),
      webhooks.newDelivery(other.id, { sessionId: "a" }),
    );
    await send(webhooks);
    const countOf = async (query: object) =>
      (await replayWhere(partsOf(webhooks), { organization: webhooks.organization, ...query })).count;
    expect(await countOf({ status: "dead" })).toBe(0);
    expect(await countOf({ createdToMs: nowMs })).toBe(1);
    expect(await countOf({ endpointId: other.id })).toBe(1);
    expect(await countOf({ sessionId: "b" })).toBe(1);
  });
});

describe.each(engines)("a test of an endpoint, on $name", (engine) => {
  const opened = webhooksOn(engine);

  it.each([
    ["native", { type: "endpoint.test", data: {} }],
    ["agntix", { eventType: "endpoint.test" }],
    ["ravan", { event: "endpoint.test", data: {} }],
  ] as const)("arrives in its words, signed, whatever it has subscribed to: %s", async (format, body) => {
    const webhooks = await opened();
    await using receiver = await hook();
    const endpoint = await webhooks.addEndpoint(receiver.url, { format, events: ["session.ended"] });
    const id = await testEndpoint(partsOf(webhooks), webhooks.organization, endpoint.id);
    await send(webhooks);
    expect(JSON.parse(receiver.seen[0]?.body ?? "")).toMatchObject(body);
    expect(webhooks.verifiedCount(endpoint.id, receiver)).toBe(1);
    expect(await webhooks.stores.office.delivery(webhooks.organization, id)).toMatchObject({ status: "delivered", event: "endpoint.test" });
  });

  it("is refused of an endpoint that is not there, or of another organization", async () => {
    const [webhooks, other] = [await opened(), await opened()];
    const endpoint = await other.addEndpoint("http://127.0.0.1:9/");
    for (const id of ["ep_none", endpoint.id])
      await expect(testEndpoint(partsOf(webhooks), webhooks.organization, id)).rejects.toMatchObject({ code: "ENDPOINT_NOT_FOUND" });
  });
});
