import { expect, it } from "vitest";
import type { MakeOrganization } from "./conversationDrafts.ts";
import { contentsOf } from "./databaseContents.ts";
import type { OpenedStores } from "./drafts.ts";
import { deliveryOf, dueOf, endpointOf, failedOf, resultOf } from "./endpointDrafts.ts";

const MARK = "Zwiebelkuchen";

export function describeDeliveryErasure(opened: () => OpenedStores, organization: MakeOrganization): void {
  const office = () => opened().stores.office;
  const withEndpoint = async (): Promise<string> => {
    const one = await organization();
    await office().createEndpoint(one, endpointOf("ep"));
    return one;
  };
  const answered = { startedMs: 1, status: 200, latencyMs: 1, failure: null, answer: JSON.stringify({ body: MARK }) };

  it("leaves nothing of an erased session's bodies, ids and answers anywhere in the database", async () => {
    const one = await withEndpoint();
    const id = `${MARK} "1"`;
    const body = JSON.stringify({ id, text: `${MARK} `.repeat(300) });
    const digest = (ids: readonly string[]): string => JSON.stringify({ ids });
    await office().addDeliveries(
      [
        deliveryOf(one, "ep", "dl_sent", { sessionId: id, body }),
        deliveryOf(one, "ep", "dl_dead", { sessionId: `${MARK}-alias`, body }),
        deliveryOf(one, "ep", "dl_next", { sessionId: id, body }),
        deliveryOf(one, "ep", "dl_digest", { body: digest([id, "1"]) }),
      ],
      null,
    );
    await office().recordAttempts([
      resultOf(one, "dl_sent", { attempt: answered, atMs: 5 }),
      failedOf(one, "dl_dead", { attempt: { ...answered, failure: "HTTP 500" }, status: "dead", nextAttemptMs: null, atMs: 6 }),
    ]);
    expect(await contentsOf(opened().url)).toMatch(MARK);
    await office().eraseDeliveries(one, [id, `${MARK}-alias`], "erased_s", 70);
    expect(await contentsOf(opened().url)).not.toMatch(MARK);
    expect(await office().delivery(one, "dl_sent")).toMatchObject({ status: "delivered", sessionId: "erased_s", body: "", finishedMs: 5 });
    expect(await office().delivery(one, "dl_dead")).toMatchObject({ status: "dead", sessionId: "erased_s", body: "", finishedMs: 6 });
    expect(await office().delivery(one, "dl_next")).toMatchObject({ status: "cancelled", body: "", nextAttemptMs: null, finishedMs: 70 });
    expect(await office().delivery(one, "dl_digest")).toMatchObject({ status: "pending", body: digest(["erased_s", "1"]) });
    expect(await office().attempts(one, "dl_sent")).toMatchObject([{ number: 1, status: 200, answer: null }]);
    expect(await dueOf(office(), one, 1_000)).toEqual(["dl_digest"]);
  });

  it("touches neither other sessions nor other organizations, and changes nothing when repeated", async () => {
    const [one, other] = [await withEndpoint(), await withEndpoint()];
    for (const owner of [one, other])
      await office().addDeliveries(
        [deliveryOf(owner, "ep", "s", { sessionId: "s" }), deliveryOf(owner, "ep", "t", { sessionId: "t" })],
        null,
      );
    await office().recordAttempts([failedOf(other, "s", { attempt: { ...answered, failure: "HTTP 500" } })]);
    const theirs = await office().deliveries({ organization: other, limit: 9 });
    await office().eraseDeliveries(one, ["s"], "erased_s", 70);
    const after = await office().deliveries({ organization: one, limit: 9 });
    expect(after.map(({ status }) => status)).toEqual(["pending", "cancelled"]);
    expect(await office().deliveries({ organization: other, limit: 9 })).toEqual(theirs);
    expect(await office().attempts(other, "s")).toMatchObject([{ answer: answered.answer }]);
    await office().eraseDeliveries(one, ["s"], "erased_s", 80);
    await office().eraseDeliveries(one, [], "erased_x", 80);
    await office().eraseDeliveries("nobody", ["t"], "erased_t", 80);
    expect(await office().deliveries({ organization: one, limit: 9 })).toEqual(after);
  });

  it("does not take the result of a delivery that was erased while it was sent", async () => {
    const one = await withEndpoint();
    await office().addDeliveries([deliveryOf(one, "ep", "dl", { sessionId: "s" })], null);
    await office().eraseDeliveries(one, ["s"], "erased_s", 70);
    await office().recordAttempts([resultOf(one, "dl", { attempt: answered })]);
    expect(await office().delivery(one, "dl")).toMatchObject({ status: "cancelled", attemptCount: 0, body: "" });
    expect(await office().attempts(one, "dl")).toEqual([]);
  });

  it("forgets only what was finished before, with its attempts, and gives no key out again", async () => {
    const one = await withEndpoint();
    const ids = ["early", "late", "pending"];
    await office().addDeliveries(
      ids.map((id) => deliveryOf(one, "ep", id)),
      null,
    );
    await office().recordAttempts([
      resultOf(one, "early", { atMs: -50 }),
      failedOf(one, "late", { atMs: -40, status: "dead", nextAttemptMs: null }),
      failedOf(one, "pending", { atMs: -60 }),
    ]);
    const newest = (await office().delivery(one, "pending"))?.key ?? 0;
    expect(await office().forgetDeliveries(-40)).toBe(1);
    expect(await office().forgetDeliveries(-40)).toBe(0);
    expect((await office().deliveries({ organization: one, limit: 9 })).map(({ id }) => id)).toEqual(["pending", "late"]);
    expect(await office().attempts(one, "early")).toEqual([]);
    expect(await office().attempts(one, "late")).toHaveLength(1);
    await office().addDeliveries([deliveryOf(one, "ep", "new")], null);
    expect((await office().delivery(one, "new"))?.key).toBeGreaterThan(newest);
  });
}
