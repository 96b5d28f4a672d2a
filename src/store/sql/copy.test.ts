import { afterEach, describe, expect, it } from "vitest";
import { type Engine, type FreshDatabase, postgresql, sqlite } from "../../../test/support/databases.ts";
import { messageOf, projectionOf, sessionWith, WRITTEN } from "../contract/conversationDrafts.ts";
import { append, changed, draftOf, newOrganization, typeNamed } from "../contract/drafts.ts";
import { deliveryOf, endpointOf, failedOf } from "../contract/endpointDrafts.ts";
import { copyStores, openStores } from "../open.ts";
import type { Stores } from "../stores.ts";

const WAYS: readonly (readonly [Engine, Engine])[] = [
  [sqlite, postgresql],
  [postgresql, sqlite],
  [sqlite, sqlite],
];

describe("copying a database", () => {
  const databases: FreshDatabase[] = [];
  const fresh = async (engine: Engine): Promise<string> => {
    const database = await engine.open();
    databases.push(database);
    return database.url;
  };
  afterEach(async () => {
    for (const database of databases.splice(0)) await database.dispose();
  });

  it.each(WAYS.map(([from, to]) => ({ from, to, way: `${from.name} to ${to.name}` })))(
    "brings everything from $way, and both go on alike",
    async ({ from, to }) => {
      const [fromUrl, toUrl] = [await fresh(from), await fresh(to)];
      const source = await openStores(fromUrl, "write");
      const organization = await fill(source);
      const seen: string[] = [];
      const rows = await copyStores(fromUrl, toUrl, ({ table, rows: done, totalRows }) => seen.push(`${table} ${done}/${totalRows}`));
      expect(rows).toMatchObject({
        organization: 1,
        api_key: 1,
        record: 2_301,
        record_body: 2_301,
        record_history: 2,
        audit: 1,
        session: 1,
        message: 1,
        session_search: 1,
        session_change: 2,
        analysis: 1,
        endpoint: 1,
        delivery: 2,
        delivery_attempt: 1,
        analysis_settings: 1,
      });
      expect(seen).toContain("record 1000/2301");
      expect(seen).toContain("record 2301/2301");
      const target = await openStores(toUrl, "write");
      expect(await stateOf(target, organization)).toEqual(await stateOf(source, organization));
      for (const stores of [source, target]) {
        expect(await append(stores.records, organization, [draftOf("r7"), draftOf("fresh"), changed("r8", "c")])).toEqual([
          "duplicate",
          "stored",
          "corrected",
        ]);
        await newOrganization(stores);
        await stores.office.addDeliveries([deliveryOf(organization, "ep", "dl_3")], null);
        expect(await stores.office.deliveries({ organization, limit: 1 })).toMatchObject([{ id: "dl_3" }]);
        await stores[Symbol.asyncDispose]();
      }
    },
  );

  it("goes only into an empty database, and leaves another as it was", async () => {
    const [fromUrl, toUrl] = [await fresh(sqlite), await fresh(postgresql)];
    const [source, target] = [await openStores(fromUrl, "write"), await openStores(toUrl, "write")];
    await fill(source);
    await target.office.putServerValueOnce("first_start", "x");
    await expect(copyStores(fromUrl, toUrl)).rejects.toMatchObject({ code: "COMMAND_INVALID" });
    expect(await target.office.organizations()).toEqual([]);
    await source[Symbol.asyncDispose]();
    await target[Symbol.asyncDispose]();
  });

  it("refuses a source that is not there", async () => {
    await expect(copyStores(await fresh(sqlite), await fresh(sqlite))).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    await expect(copyStores("mysql://x", await fresh(sqlite))).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });
});

async function fill(stores: Stores): Promise<string> {
  const organization = await newOrganization(stores);
  const { office, records } = stores;
  const key = { id: "k", name: "Key", source: "api", createdMs: 1, lastUsedMs: 2, revokedMs: null };
  await office.createKey({ ...key, organization, scopes: ["read"] }, "hash");
  await office.putRecordType(organization, typeNamed("own"), ["own"], 3);
  await office.putExchangeRates(organization, [{ currency: "EUR", rate: "1.0842", effectiveMs: 1 }]);
  await office.putServerValueOnce("check", "value");
  await office.updateOrganization(organization, { creditsPerUnit: "2.5" });
  await office.putAgent(organization, {
    id: "sales",
    name: null,
    expectedRecordTypes: ["own"],
    idleCloseSec: 9,
    analysis: '{"analyser":"builtin"}',
    updatedMs: 4,
  });
  await office.putAnalysisSettings(organization, { settings: "{}", sealedKey: "sealed", updatedMs: 5 });
  await office.createEndpoint(organization, endpointOf("ep", { ratePerSec: 0.5 }));
  await office.addDeliveries([deliveryOf(organization, "ep", "dl_1", { sessionId: "s" }), deliveryOf(organization, "ep", "dl_2")], null);
  await office.recordAttempts([failedOf(organization, "dl_1")]);
  await office.takeLease("projector", "process", 1, 2);
  await office.audit({ organization, atMs: 1, actor: "cli", action: "test.done", detail: "ä" });
  const session = await sessionWith(stores.conversations, organization, "s", ["CA1"]);
  await stores.conversations.addMessages(organization, "s", [messageOf("m")], WRITTEN);
  await stores.conversations.saveProjections(organization, [
    projectionOf(session, {
      words: "grüße 订单",
      requestAnalysis: "an_auto",
      announce: [{ kind: "completed", subject: null, bodies: { native: "ä" } }],
    }),
  ]);
  const many = Array.from({ length: 2_300 }, (_, index) => draftOf(`r${index}`, { links: [["s", `s${index % 100}`]], timeMs: index }));
  await append(records, organization, [...many, draftOf("big", { costNanos: 9_223_372_036_854_775_807n })]);
  await append(records, organization, [changed("r5", "b", { version: 5n }), changed("r5", "a", { version: 4n })]);
  return organization;
}

async function stateOf({ records, office, conversations }: Stores, organization: string): Promise<unknown> {
  return {
    page: await records.page({ organization, conditions: [], order: "key", limit: 5_000 }),
    history: await records.history(organization, { type: "call", id: "r5" }),
    linked: (await records.byLinkValues(organization, ["s3"], 100)).map(({ id }) => id).sort(),
    sums: await records.sumCosts(organization),
    fields: await records.seenFields(organization, "call"),
    organizations: await office.organizations(),
    keys: await office.keys(organization),
    types: await office.recordTypes(organization),
    rates: await office.exchangeRates(organization),
    jobs: await office.rereadJobs(),
    check: await office.serverValue("check"),
    agents: await office.agents(organization),
    audit: await office.auditEntries(organization, 9),
    sessions: await conversations.sessionsByAliases(organization, ["CA1"]),
    found: await conversations.listSessions({
      organization,
      conditions: [{ words: ["grüße", "订单"] }],
      sort: { column: "createdMs", descending: true },
      limit: 9,
    }),
    messages: await conversations.messages(organization, [1]),
    events: await conversations.eventsAfter(0, 9),
    analyses: await conversations.analyses(organization, [1]),
    settings: await office.analysisSettings(organization),
    endpoints: await office.endpoints(organization),
    deliveries: await office.deliveries({ organization, limit: 9 }),
    attempts: await office.attempts(organization, "dl_1"),
    due: await office.dueDeliveries(1_000, 9, []),
    log: await conversations.changesAfter(0, 9),
  };
}
