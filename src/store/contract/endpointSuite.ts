import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MakeOrganization } from "./conversationDrafts.ts";
import { describeDeliveryErasure } from "./deliveryErasureSuite.ts";
import { describeDeliveryOrder } from "./deliveryOrderSuite.ts";
import { describeDeliveries } from "./deliverySuite.ts";
import { newOrganization, type OpenedStores } from "./drafts.ts";
import { deliveryOf, dueOf, endpointOf, type UseOffice } from "./endpointDrafts.ts";

/** What every engine behind the EndpointStore port must keep. */
export function describeEndpointStore(name: string, open: () => Promise<OpenedStores>): void {
  describe(`EndpointStore on ${name}`, () => {
    let opened: OpenedStores;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened[Symbol.asyncDispose]());
    const office: UseOffice = () => opened.stores.office;
    const organization: MakeOrganization = () => newOrganization(opened.stores);
    describe("endpoints", () => describeEndpoints(office, organization));
    describe("deliveries", () => describeDeliveries(office, organization));
    describe("order of deliveries", () => describeDeliveryOrder(office, organization));
    describe("erasing and forgetting", () => describeDeliveryErasure(() => opened, organization));
    describe("settings of analysis", () => describeAnalysisSettings(office, organization));
  });
}

function describeEndpoints(office: UseOffice, organization: MakeOrganization): void {
  const versionOf = async (id: string): Promise<number> => (await office().organization(id))?.settingsVersion ?? -1;

  it("gives back exactly what was created, oldest first, and nothing of others", async () => {
    const [one, other] = [await organization(), await organization()];
    const full = endpointOf("ep_full", {
      description: "Ours",
      format: "ravan",
      events: ["call.completed"],
      ratePerSec: 0.5,
      secrets: [{ sealed: "a", createdMs: 1, expiresMs: 9 }],
      isPaused: true,
      createdMs: 1,
      failingSinceMs: 2,
      failureCount: 3,
      lastFailure: "refused",
      lastSuccessMs: 1,
      stoppedMs: 4,
    });
    await office().createEndpoint(one, endpointOf("ep_late", { createdMs: 2, ratePerSec: 20 }));
    await office().createEndpoint(one, full);
    expect(await office().endpoint(one, "ep_full")).toEqual(full);
    expect((await office().endpoints(one)).map(({ id, ratePerSec }) => [id, ratePerSec])).toEqual([
      ["ep_full", 0.5],
      ["ep_late", 20],
    ]);
    expect(await office().endpoint(other, "ep_full")).toBeUndefined();
    expect(await office().endpoints(other)).toEqual([]);
    expect(await office().endpoints("nobody")).toEqual([]);
    await office().createEndpoint(other, endpointOf("ep_full"));
    expect(await office().endpoint(other, "ep_full")).toEqual(endpointOf("ep_full"));
  });

  it("refuses an endpoint of an organization that is not there, and an id that is taken", async () => {
    const one = await organization();
    await expect(office().createEndpoint("nobody", endpointOf("ep"))).rejects.toMatchObject({ code: "ORGANIZATION_NOT_FOUND" });
    await office().createEndpoint(one, endpointOf("ep"));
    await expect(office().createEndpoint(one, endpointOf("ep", { url: "https://other.example.com" }))).rejects.toThrow();
    expect(await office().endpoint(one, "ep")).toEqual(endpointOf("ep"));
  });

  it("changes only what is named, and raises the settings version with every change", async () => {
    const one = await organization();
    const before = await versionOf(one);
    await office().createEndpoint(one, endpointOf("ep", { description: "Ours", stoppedMs: 5, failureCount: 2, failingSinceMs: 4 }));
    const changed = await office().updateEndpoint(one, "ep", {
      description: null,
      events: ["session.ended"],
      isPaused: true,
      updatedMs: 7,
    });
    expect(changed).toEqual(
      endpointOf("ep", { events: ["session.ended"], isPaused: true, updatedMs: 7, stoppedMs: 5, failureCount: 2, failingSinceMs: 4 }),
    );
    const resumed = await office().updateEndpoint(one, "ep", { stoppedMs: null, isPaused: false, updatedMs: 8 });
    expect(resumed).toMatchObject({ stoppedMs: null, isPaused: false, updatedMs: 8, events: ["session.ended"], failureCount: 2 });
    expect(await office().endpoint(one, "ep")).toEqual(resumed);
    expect(await versionOf(one)).toBe(before + 3);
  });

  it("changes and deletes nothing of another organization, and nothing that is not there", async () => {
    const [one, other] = [await organization(), await organization()];
    await office().createEndpoint(one, endpointOf("ep"));
    for (const [owner, id] of [
      [other, "ep"],
      [one, "unheard"],
      ["nobody", "ep"],
    ] as const) {
      expect(await office().updateEndpoint(owner, id, { isPaused: true, updatedMs: 9 })).toBeUndefined();
      expect(await office().deleteEndpoint(owner, id, 9)).toBe(false);
    }
    expect(await office().endpoints(one)).toEqual([endpointOf("ep")]);
  });

  it("cancels what waits for a deleted endpoint, keeps its deliveries readable, and takes no more of them", async () => {
    const one = await organization();
    await office().createEndpoint(one, endpointOf("ep"));
    await office().addDeliveries([deliveryOf(one, "ep", "dl_1", { sessionId: "s" }), deliveryOf(one, "ep", "dl_2")], null);
    const before = await versionOf(one);
    expect(await office().deleteEndpoint(one, "ep", 50)).toBe(true);
    expect(await office().deleteEndpoint(one, "ep", 51)).toBe(false);
    expect(await versionOf(one)).toBeGreaterThan(before);
    expect(await office().endpoint(one, "ep")).toBeUndefined();
    expect(await office().endpoints(one)).toEqual([]);
    expect(await office().updateEndpoint(one, "ep", { isPaused: false, updatedMs: 52 })).toBeUndefined();
    expect(await office().delivery(one, "dl_1")).toMatchObject({
      endpointId: "ep",
      status: "cancelled",
      nextAttemptMs: null,
      finishedMs: 50,
    });
    expect(await office().deliveryCounts(one)).toEqual([]);
    await office().addDeliveries([deliveryOf(one, "ep", "dl_3")], null);
    expect(await office().delivery(one, "dl_3")).toBeUndefined();
    expect(await dueOf(office(), one, 1_000)).toEqual([]);
  });
}

function describeAnalysisSettings(office: UseOffice, organization: MakeOrganization): void {
  it("creates and replaces them whole, raises the settings version, and keeps those of others apart", async () => {
    const [one, other] = [await organization(), await organization()];
    const before = (await office().organization(one))?.settingsVersion ?? -1;
    expect(await office().analysisSettings(one)).toBeUndefined();
    await office().putAnalysisSettings(one, { settings: '{"model":"a"}', sealedKey: "sealed", updatedMs: 1 });
    await office().putAnalysisSettings(one, { settings: '{"model":"b"}', sealedKey: null, updatedMs: 2 });
    expect(await office().analysisSettings(one)).toEqual({ settings: '{"model":"b"}', sealedKey: null, updatedMs: 2 });
    expect((await office().organization(one))?.settingsVersion).toBe(before + 2);
    expect(await office().analysisSettings(other)).toBeUndefined();
  });

  it("refuses those of an organization that is not there", async () => {
    const row = { settings: "{}", sealedKey: null, updatedMs: 1 };
    await expect(office().putAnalysisSettings("nobody", row)).rejects.toMatchObject({ code: "ORGANIZATION_NOT_FOUND" });
    expect(await office().analysisSettings("nobody")).toBeUndefined();
  });
}
