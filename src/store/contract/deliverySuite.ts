import { expect, it } from "vitest";
import type { DeliveryQuery } from "../endpoints.ts";
import type { MakeOrganization } from "./conversationDrafts.ts";
import { deliveryOf, dueOf, endpointOf, failedOf, resultOf, type UseOffice } from "./endpointDrafts.ts";

export function describeDeliveries(office: UseOffice, organization: MakeOrganization): void {
  const withEndpoint = async (...ids: readonly string[]): Promise<string> => {
    const one = await organization();
    for (const id of ids) await office().createEndpoint(one, endpointOf(id));
    return one;
  };
  const idsOf = async (query: Partial<DeliveryQuery> & Pick<DeliveryQuery, "organization">): Promise<string[]> =>
    (await office().deliveries({ limit: 100, ...query })).map(({ id }) => id);

  it("adds deliveries in order and sets the follower's position with them", async () => {
    const one = await withEndpoint("ep");
    const position = { name: `position of ${one}`, value: "7" };
    const given = deliveryOf(one, "ep", "dl_1", { sessionId: "s", body: '{"text":"ä"}' });
    await office().addDeliveries([given, deliveryOf(one, "ep", "dl_2")], position);
    const { organization: _one, ...kept } = given;
    expect(await office().delivery(one, "dl_1")).toEqual({
      ...kept,
      key: expect.any(Number),
      status: "pending",
      attemptCount: 0,
      finishedMs: null,
      lastFailure: null,
    });
    expect(await idsOf({ organization: one })).toEqual(["dl_2", "dl_1"]);
    expect(await office().serverValue(position.name)).toBe("7");
    await office().addDeliveries([], { ...position, value: "8" });
    expect(await office().serverValue(position.name)).toBe("8");
  });

  it("adds one event to one endpoint once, however often it is told, and a replay beside it", async () => {
    const one = await withEndpoint("ep", "ep2");
    const first = deliveryOf(one, "ep", "dl_1", { messageId: "msg" });
    await office().addDeliveries([first, { ...first, id: "dl_within" }], null);
    await office().addDeliveries(
      [
        { ...first, id: "dl_again" },
        { ...first, messageId: "other" },
      ],
      null,
    );
    await office().addDeliveries([{ ...first, id: "dl_other", endpointId: "ep2" }], null);
    await office().addDeliveries([{ ...first, id: "dl_replay", replayOf: "dl_1" }], null);
    await office().addDeliveries([{ ...first, id: "dl_replay2", replayOf: "dl_1" }], null);
    expect(await idsOf({ organization: one })).toEqual(["dl_replay2", "dl_replay", "dl_other", "dl_1"]);
    expect(await office().delivery(one, "dl_replay")).toMatchObject({ messageId: "msg", replayOf: "dl_1" });
  });

  it("leaves out deliveries to endpoints that are not there, or are another organization's, and adds the others", async () => {
    const [one, other] = [await withEndpoint("ep"), await withEndpoint("theirs")];
    await office().addDeliveries(
      [
        deliveryOf(one, "theirs", "dl_1"),
        deliveryOf("nobody", "ep", "dl_2"),
        deliveryOf(one, "unheard", "dl_3"),
        deliveryOf(one, "ep", "dl_4"),
      ],
      null,
    );
    expect(await idsOf({ organization: one })).toEqual(["dl_4"]);
    expect(await idsOf({ organization: other })).toEqual([]);
    expect(await idsOf({ organization: "nobody" })).toEqual([]);
    expect(await office().delivery(other, "dl_4")).toBeUndefined();
    expect(await office().attempts(other, "dl_4")).toEqual([]);
  });

  it("keeps attempts in order, what became of the delivery, and the health of its endpoint", async () => {
    const one = await withEndpoint("ep");
    await office().addDeliveries([deliveryOf(one, "ep", "dl")], null);
    await office().recordAttempts([failedOf(one, "dl", { atMs: 30, nextAttemptMs: 100 })]);
    expect(await office().delivery(one, "dl")).toMatchObject({
      status: "pending",
      attemptCount: 1,
      nextAttemptMs: 100,
      lastFailure: "refused",
    });
    await office().recordAttempts([failedOf(one, "dl", { atMs: 110, nextAttemptMs: 400 })]);
    expect(await office().endpoint(one, "ep")).toMatchObject({
      failingSinceMs: 30,
      failureCount: 2,
      lastFailure: "refused",
      lastSuccessMs: null,
    });
    await office().recordAttempts([resultOf(one, "dl", { atMs: 433 })]);
    expect(await office().delivery(one, "dl")).toMatchObject({
      status: "delivered",
      attemptCount: 3,
      nextAttemptMs: null,
      finishedMs: 433,
      lastFailure: null,
    });
    expect(await office().attempts(one, "dl")).toEqual([
      { number: 1, startedMs: 20, status: null, latencyMs: 3, failure: "refused", answer: null },
      { number: 2, startedMs: 20, status: null, latencyMs: 3, failure: "refused", answer: null },
      { number: 3, startedMs: 20, status: 200, latencyMs: 12.5, failure: null, answer: '{"body":"ok"}' },
    ]);
    expect(await office().endpoint(one, "ep")).toMatchObject({
      failingSinceMs: null,
      failureCount: 0,
      lastFailure: "refused",
      lastSuccessMs: 433,
    });
  });

  it("takes hundreds of results at once, and several of one delivery in their order", async () => {
    const one = await withEndpoint("ep", "ep2");
    const ids = Array.from({ length: 400 }, (_, index) => `dl_${index}`);
    await office().addDeliveries(
      ids.map((id, index) => deliveryOf(one, index % 2 === 0 ? "ep" : "ep2", id, { sessionId: index % 3 === 0 ? `s${index}` : null })),
      null,
    );
    await office().recordAttempts([
      ...ids.map((id, index) => (index % 4 === 0 ? failedOf(one, id, { status: "dead", nextAttemptMs: null }) : resultOf(one, id))),
      failedOf(one, "dl_1", { atMs: 99 }),
    ]);
    expect(await office().deliveryCounts(one)).toEqual([
      { organization: one, endpointId: "ep", status: "dead", count: 100 },
      { organization: one, endpointId: "ep", status: "delivered", count: 100 },
      { organization: one, endpointId: "ep2", status: "delivered", count: 200 },
    ]);
    expect((await office().deliveryCounts(null)).filter((row) => row.organization === one)).toEqual(await office().deliveryCounts(one));
    expect(await office().attempts(one, "dl_1")).toHaveLength(1);
    await office().addDeliveries([deliveryOf(one, "ep2", "dl_twice")], null);
    await office().recordAttempts([
      failedOf(one, "dl_twice"),
      failedOf(one, "dl_twice", { status: "dead", nextAttemptMs: null, atMs: 77 }),
    ]);
    expect(await office().delivery(one, "dl_twice")).toMatchObject({ status: "dead", attemptCount: 2, finishedMs: 77 });
    await office().recordAttempts([]);
  });

  it("records nothing for a delivery that is finished, cancelled, another's or unheard of, and leaves its endpoint alone", async () => {
    const [one, other] = [await withEndpoint("ep", "gone"), await withEndpoint("ep")];
    await office().addDeliveries([deliveryOf(one, "ep", "dl_1"), deliveryOf(one, "gone", "dl_2"), deliveryOf(one, "ep", "dl_3")], null);
    await office().recordAttempts([resultOf(one, "dl_1")]);
    await office().deleteEndpoint(one, "gone", 40);
    const before = [await office().endpoint(one, "ep"), await office().delivery(one, "dl_1"), await office().delivery(one, "dl_2")];
    await office().recordAttempts([
      failedOf(one, "dl_1"),
      resultOf(one, "dl_2"),
      resultOf(one, "x"),
      resultOf(other, "dl_3"),
      resultOf("nobody", "dl_3"),
    ]);
    expect([await office().endpoint(one, "ep"), await office().delivery(one, "dl_1"), await office().delivery(one, "dl_2")]).toEqual(
      before,
    );
    expect(await office().attempts(one, "dl_2")).toEqual([]);
    expect(await office().delivery(one, "dl_3")).toMatchObject({ status: "pending", attemptCount: 0 });
    expect(await office().endpoint(other, "ep")).toMatchObject({ lastSuccessMs: null });
  });

  it("stops an endpoint that says it is gone, and sends again when a person resumes it", async () => {
    const one = await withEndpoint("ep");
    await office().addDeliveries([deliveryOf(one, "ep", "dl")], null);
    await office().recordAttempts([failedOf(one, "dl", { stopsEndpoint: true, atMs: 44 })]);
    expect(await office().endpoint(one, "ep")).toMatchObject({ stoppedMs: 44, failureCount: 1 });
    expect(await dueOf(office(), one, 1_000)).toEqual([]);
    await office().updateEndpoint(one, "ep", { stoppedMs: null, updatedMs: 50 });
    expect(await dueOf(office(), one, 1_000)).toEqual(["dl"]);
  });

  it("makes what waits for its next try due when it is hurried, one of each session, and nobody else's", async () => {
    const [one, other] = [await withEndpoint("ep", "ep2"), await withEndpoint("ep")];
    const ofSession = { sessionId: "s" };
    await office().addDeliveries([deliveryOf(one, "ep", "dl_1", ofSession), deliveryOf(one, "ep", "dl_2", ofSession)], null);
    await office().addDeliveries([deliveryOf(one, "ep2", "dl_3"), deliveryOf(other, "ep", "dl_4")], null);
    const failed = [failedOf(one, "dl_1"), failedOf(one, "dl_3"), failedOf(other, "dl_4")];
    await office().recordAttempts(failed.map((result) => ({ ...result, nextAttemptMs: 90_000 })));
    await office().hurryDeliveries(one, "ep", 500);
    await office().hurryDeliveries(one, "unheard", 500);
    expect(await dueOf(office(), one, 500)).toEqual(["dl_1"]);
    expect(await office().delivery(one, "dl_1")).toMatchObject({ nextAttemptMs: 500, attemptCount: 1 });
    expect(await dueOf(office(), other, 500)).toEqual([]);
  });

  it("lists newest first by endpoint, session, status, event and time, page by page", async () => {
    const one = await withEndpoint("ep", "ep2");
    await office().addDeliveries(
      [
        deliveryOf(one, "ep", "a", { sessionId: "s", createdMs: 1 }),
        deliveryOf(one, "ep2", "b", { sessionId: "s", createdMs: 2 }),
        deliveryOf(one, "ep", "c", { sessionId: "t", createdMs: 3, event: "session.created" }),
        deliveryOf(one, "ep", "d", { createdMs: 4 }),
      ],
      null,
    );
    await office().recordAttempts([resultOf(one, "a"), failedOf(one, "d", { status: "dead", nextAttemptMs: null })]);
    const of = (query: Partial<DeliveryQuery>) => idsOf({ organization: one, ...query });
    expect(await of({})).toEqual(["d", "c", "b", "a"]);
    expect([await of({ endpointId: "ep" }), await of({ endpointId: "unheard" })]).toEqual([["d", "c", "a"], []]);
    expect([await of({ sessionId: "s" }), await of({ sessionId: "s", endpointId: "ep" })]).toEqual([["b", "a"], ["a"]]);
    expect([await of({ status: "pending" }), await of({ status: "delivered" })]).toEqual([["c", "b"], ["a"]]);
    expect([await of({ status: "dead" }), await of({ status: "dead", endpointId: "ep2" })]).toEqual([["d"], []]);
    expect([await of({ event: "session.created" }), await of({ event: "x" })]).toEqual([["c"], []]);
    expect([await of({ createdFromMs: 2, createdToMs: 4 }), await of({ createdFromMs: 5 })]).toEqual([["c", "b"], []]);
    const page = await office().deliveries({ organization: one, limit: 3 });
    expect(await of({ beforeKey: page.at(-1)?.key ?? 0, limit: 3 })).toEqual(["a"]);
  });
}
