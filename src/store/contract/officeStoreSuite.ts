import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Agent, ApiKey, OfficeStore } from "../officeStore.ts";
import { newOrganization, type OpenedStores, typeNamed } from "./drafts.ts";

/** What every engine behind the OfficeStore port must keep. */
export function describeOfficeStore(name: string, open: () => Promise<OpenedStores>): void {
  describe(`OfficeStore on ${name}`, () => {
    let opened: OpenedStores;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened[Symbol.asyncDispose]());
    const office = (): OfficeStore => opened.stores.office;
    const organization = (): Promise<string> => newOrganization(opened.stores);
    describe("organizations", () => describeOrganizations(office));
    describe("keys", () => describeKeys(office, organization));
    describe("types and rates", () => describeSettings(office, organization));
    describe("rereads", () => describeRereads(office, organization));
    describe("agents", () => describeAgents(office, organization));
    describe("leases", () => describeLeases(office));
    describe("server values and audit", () => describeServer(office, organization));
  });
}

function describeOrganizations(office: () => OfficeStore): void {
  const acme = { id: "acme", name: "Acme", currency: "EUR", creditsPerUnit: "1", createdMs: 5 };

  it("creates, finds and lists organizations, oldest first", async () => {
    expect(await office().createOrganization(acme)).toMatchObject(acme);
    await office().createOrganization({ ...acme, id: "older", createdMs: 4 });
    expect(await office().organization("acme")).toMatchObject(acme);
    expect((await office().organizations()).map(({ id }) => id)).toEqual(["older", "acme"]);
  });

  it("refuses an id that is taken, and keeps what is there", async () => {
    await expect(office().createOrganization({ ...acme, name: "Other" })).rejects.toMatchObject({ code: "ORGANIZATION_EXISTS" });
    expect(await office().organization("acme")).toMatchObject(acme);
  });

  it("changes what is given, leaves the rest, and raises the settings version", async () => {
    const before = await office().organization("acme");
    const after = await office().updateOrganization("acme", { name: "Acme Inc" });
    expect(after).toEqual({ ...before, name: "Acme Inc", settingsVersion: (before?.settingsVersion ?? 0) + 1 });
    expect(await office().updateOrganization("acme", { currency: "USD" })).toMatchObject({ name: "Acme Inc", currency: "USD" });
    expect(await office().updateOrganization("acme", { creditsPerUnit: "12.5" })).toMatchObject({
      currency: "USD",
      creditsPerUnit: "12.5",
    });
    expect(await office().organization("acme")).toMatchObject({ name: "Acme Inc", creditsPerUnit: "12.5" });
    expect(before?.retention).toEqual({ sessionDays: null, recordingDays: null });
    for (const retention of [{ sessionDays: 365 }, { recordingDays: 30 }]) await office().updateOrganization("acme", { retention });
    expect((await office().organization("acme"))?.retention).toEqual({ sessionDays: 365, recordingDays: 30 });
  });

  it("answers undefined for an organization that is not there", async () => {
    expect(await office().organization("nobody")).toBeUndefined();
    expect(await office().updateOrganization("nobody", { name: "x" })).toBeUndefined();
  });
}

function describeKeys(office: () => OfficeStore, organization: () => Promise<string>): void {
  const keyOf = (id: string, given: Partial<ApiKey> = {}): ApiKey => ({
    id,
    name: `Key ${id}`,
    organization: null,
    scopes: ["operator"],
    source: "api",
    createdMs: 1,
    lastUsedMs: null,
    revokedMs: null,
    ...given,
  });

  it("finds a key by the hash of its secret, the operator's and an organization's", async () => {
    const owner = await organization();
    const key = keyOf("k1", { organization: owner, scopes: ["read", "ingest"], source: "telnyx" });
    await office().createKey(key, "hash-1");
    await office().createKey(keyOf("op1"), "hash-op1");
    expect(await office().keyByHash("hash-1")).toEqual(key);
    expect(await office().keyByHash("hash-op1")).toEqual(keyOf("op1"));
    expect(await office().keyByHash("hash-2")).toBeUndefined();
  });

  it("lists the keys of one organization only, oldest first, and the operator's apart", async () => {
    const [one, other] = [await organization(), await organization()];
    await office().createKey(keyOf("young", { organization: one, scopes: ["read"], createdMs: 9 }), "h-young");
    await office().createKey(keyOf("old", { organization: one, scopes: ["read"], createdMs: 3 }), "h-old");
    await office().createKey(keyOf("theirs", { organization: other, scopes: ["read"] }), "h-theirs");
    await office().createKey(keyOf("op2", { createdMs: 8 }), "h-op2");
    expect((await office().keys(one)).map(({ id }) => id)).toEqual(["old", "young"]);
    expect((await office().keys(other)).map(({ id }) => id)).toEqual(["theirs"]);
    expect((await office().keys(null)).map(({ id }) => id)).toContain("op2");
    expect((await office().keys(null)).every((key) => key.organization === null)).toBe(true);
  });

  it("revokes a key once, only in its own organization, and finds it revoked", async () => {
    const [one, other] = [await organization(), await organization()];
    await office().createKey(keyOf("r", { organization: one, scopes: ["read"] }), "h-r");
    expect(await office().revokeKey(other, "r", 5)).toBe(false);
    expect(await office().revokeKey(null, "r", 5)).toBe(false);
    expect(await office().revokeKey(one, "unheard", 5)).toBe(false);
    expect(await office().revokeKey(one, "r", 6)).toBe(true);
    expect(await office().revokeKey(one, "r", 7)).toBe(false);
    expect(await office().keyByHash("h-r")).toMatchObject({ revokedMs: 6 });
    expect(await office().keys(one)).toHaveLength(1);
    await office().createKey(keyOf("op3"), "h-op3");
    expect(await office().revokeKey(null, "op3", 8)).toBe(true);
  });

  it("keeps the later of two times of use and ignores unknown keys", async () => {
    await office().createKey(keyOf("t"), "h-t");
    await office().touchKeys([
      { id: "t", usedMs: 50 },
      { id: "unheard", usedMs: 60 },
    ]);
    await office().touchKeys([{ id: "t", usedMs: 40 }]);
    await office().touchKeys([]);
    expect(await office().keyByHash("h-t")).toMatchObject({ lastUsedMs: 50 });
  });

  it("refuses a key for an organization that is not there", async () => {
    const key = keyOf("n", { organization: "nobody", scopes: ["read"] });
    await expect(office().createKey(key, "h-n")).rejects.toMatchObject({ code: "ORGANIZATION_NOT_FOUND" });
    expect(await office().keyByHash("h-n")).toBeUndefined();
  });
}

function describeSettings(office: () => OfficeStore, organization: () => Promise<string>): void {
  const versionOf = async (id: string): Promise<number> => (await office().organization(id))?.settingsVersion ?? -1;

  it("creates and replaces an organization's types by name, whole, and raises the settings version", async () => {
    const [one, other] = [await organization(), await organization()];
    const before = await versionOf(one);
    const transfer = typeNamed("transfer", { aliases: ["handoff"], quantityFields: [{ field: "n", unit: "call" }] });
    await office().putRecordType(one, transfer, [], 1);
    await office().putRecordType(one, typeNamed("agent"), [], 2);
    expect(await office().recordTypes(one)).toEqual([typeNamed("agent"), transfer]);
    await office().putRecordType(one, typeNamed("transfer"), [], 3);
    expect(await office().recordTypes(one)).toEqual([typeNamed("agent"), typeNamed("transfer")]);
    expect(await office().recordTypes(other)).toEqual([]);
    expect(await versionOf(one)).toBe(before + 3);
  });

  it("keeps rates by currency and time, replaces one of the same time, and sorts them", async () => {
    const [one, other] = [await organization(), await organization()];
    const before = await versionOf(one);
    await office().putExchangeRates(one, [
      { currency: "GBP", rate: "1.31", effectiveMs: 5 },
      { currency: "EUR", rate: "1.10", effectiveMs: 9 },
      { currency: "EUR", rate: "1.0842", effectiveMs: 1 },
    ]);
    await office().putExchangeRates(one, [{ currency: "EUR", rate: "1.12", effectiveMs: 9 }]);
    expect(await office().exchangeRates(one)).toEqual([
      { currency: "EUR", rate: "1.0842", effectiveMs: 1 },
      { currency: "EUR", rate: "1.12", effectiveMs: 9 },
      { currency: "GBP", rate: "1.31", effectiveMs: 5 },
    ]);
    expect(await office().exchangeRates(other)).toEqual([]);
    expect(await versionOf(one)).toBe(before + 2);
  });

  it("refuses types and rates of an organization that is not there", async () => {
    await expect(office().putRecordType("nobody", typeNamed("x"), [], 1)).rejects.toMatchObject({ code: "ORGANIZATION_NOT_FOUND" });
    const rates = [{ currency: "EUR", rate: "1", effectiveMs: 1 }];
    await expect(office().putExchangeRates("nobody", rates)).rejects.toMatchObject({ code: "ORGANIZATION_NOT_FOUND" });
  });
}

function describeRereads(office: () => OfficeStore, organization: () => Promise<string>): void {
  it("starts a reread with the type, tells how far it is, and ends it", async () => {
    const [one, other] = [await organization(), await organization()];
    await office().putRecordType(one, typeNamed("a"), ["a", "b"], 10);
    await office().putRecordType(other, typeNamed("a"), ["a"], 5);
    expect(await office().rereadJobs(one)).toEqual([
      { organization: one, type: "a", afterKey: 0, startedMs: 10 },
      { organization: one, type: "b", afterKey: 0, startedMs: 10 },
    ]);
    expect((await office().rereadJobs()).map((job) => job.organization)).toEqual([other, one, one]);
    const [job] = await office().rereadJobs(one);
    if (job === undefined) throw new Error("no reread was started");
    await office().advanceReread(job, 77);
    expect(await office().rereadJobs(one)).toContainEqual({ ...job, afterKey: 77 });
    await office().advanceReread(job, null);
    expect((await office().rereadJobs(one)).map(({ type }) => type)).toEqual(["b"]);
    expect(await office().rereadJobs(other)).toHaveLength(1);
  });

  it("leaves a reread alone that was started anew, even within the same millisecond", async () => {
    const one = await organization();
    await office().putRecordType(one, typeNamed("a"), ["a"], 10);
    const [former] = await office().rereadJobs(one);
    if (former === undefined) throw new Error("no reread was started");
    await office().advanceReread(former, 500);
    await office().putRecordType(one, typeNamed("a"), ["a"], 10);
    await office().advanceReread(former, 600);
    await office().advanceReread(former, null);
    expect(await office().rereadJobs(one)).toMatchObject([{ type: "a", afterKey: 0 }]);
    await office().advanceReread({ ...former, organization: "nobody" }, null);
  });
}

function describeAgents(office: () => OfficeStore, organization: () => Promise<string>): void {
  const agentOf = (id: string, given: Partial<Agent> = {}): Agent => ({
    id,
    name: null,
    expectedRecordTypes: [],
    idleCloseSec: null,
    analysis: null,
    updatedMs: 1,
    ...given,
  });

  it("creates and replaces agents by id, whole, and raises the settings version", async () => {
    const [one, other] = [await organization(), await organization()];
    const before = (await office().organization(one))?.settingsVersion ?? -1;
    const sales = agentOf("sales", { name: "Sales", expectedRecordTypes: ["sip-trunking", "inference"], idleCloseSec: 600 });
    await office().putAgent(one, sales);
    await office().putAgent(one, agentOf("billing"));
    expect(await office().agent(one, "sales")).toEqual(sales);
    expect(await office().agents(one)).toEqual([agentOf("billing"), sales]);
    await office().putAgent(one, agentOf("sales", { updatedMs: 2 }));
    expect(await office().agents(one)).toEqual([agentOf("billing"), agentOf("sales", { updatedMs: 2 })]);
    expect((await office().organization(one))?.settingsVersion).toBe(before + 3);
    expect(await office().agents(other)).toEqual([]);
    expect(await office().agent(other, "sales")).toBeUndefined();
    expect(await office().agent(one, "unheard")).toBeUndefined();
  });

  it("refuses an agent of an organization that is not there", async () => {
    await expect(office().putAgent("nobody", agentOf("x"))).rejects.toMatchObject({ code: "ORGANIZATION_NOT_FOUND" });
    expect(await office().agents("nobody")).toEqual([]);
  });
}

function describeLeases(office: () => OfficeStore): void {
  it("gives a lease to one of several who ask at once", async () => {
    const taken = await Promise.all(["a", "b", "c"].map((holder) => office().takeLease("at-once", holder, 0, 10)));
    expect(taken.filter((isTaken) => isTaken)).toHaveLength(1);
  });

  it("renews for its holder, refuses others until its time is over, and then gives it to the next", async () => {
    expect(await office().takeLease("l", "a", 0, 10)).toBe(true);
    expect(await office().takeLease("l", "b", 9, 30)).toBe(false);
    expect(await office().takeLease("l", "a", 9, 20)).toBe(true);
    expect(await office().takeLease("l", "b", 19, 30)).toBe(false);
    expect(await office().takeLease("l", "b", 20, 30)).toBe(true);
    expect(await office().takeLease("l", "a", 21, 40)).toBe(false);
    expect(await office().takeLease("another", "a", 21, 40)).toBe(true);
  });

  it("gives back only the holder's own", async () => {
    await office().takeLease("back", "a", 0, 10);
    await office().releaseLease("back", "b");
    expect(await office().takeLease("back", "b", 1, 10)).toBe(false);
    await office().releaseLease("back", "a");
    expect(await office().takeLease("back", "b", 1, 10)).toBe(true);
    await office().releaseLease("unheard", "a");
  });
}

function describeServer(office: () => OfficeStore, organization: () => Promise<string>): void {
  it("keeps the first of two values and tells both writers the same", async () => {
    const written = await Promise.all(["one", "two", "three"].map((value) => office().putServerValueOnce("check", value)));
    expect(new Set(written).size).toBe(1);
    expect(await office().serverValue("check")).toBe(written[0]);
    expect(await office().putServerValueOnce("check", "later")).toBe(written[0]);
    expect(await office().serverValue("unheard")).toBeUndefined();
  });

  it("creates and replaces a value that is set", async () => {
    await office().setServerValue("position", "1");
    await office().setServerValue("position", "2");
    expect(await office().serverValue("position")).toBe("2");
  });

  it("tells the audit newest first, of one organization or of the server, at most as many as asked for", async () => {
    const [one, other] = [await organization(), await organization()];
    const deed = { actor: "cli", action: "test.done" };
    const entry = (owner: string | null, atMs: number) => ({ ...deed, organization: owner, atMs, detail: `at ${atMs}` });
    for (const atMs of [1, 3, 3]) await office().audit(entry(one, atMs));
    await office().audit(entry(other, 2));
    await office().audit(entry(null, 4));
    await office().audit(entry(one, 2));
    expect((await office().auditEntries(one, 10)).map(({ atMs }) => atMs)).toEqual([3, 3, 2, 1]);
    const stored = (owner: string | null, atMs: number) => ({ ...entry(owner, atMs), key: expect.any(Number) });
    expect(await office().auditEntries(one, 1)).toEqual([stored(one, 3)]);
    expect(await office().auditEntries(other, 10)).toEqual([stored(other, 2)]);
    expect(await office().auditEntries(null, 10)).toEqual([stored(null, 4)]);
    expect(await office().auditEntries("nobody", 10)).toEqual([]);
    const all = await office().auditEntries(one, 10);
    const paged = [];
    for (let last = all[0]; last !== undefined; [last] = await office().auditEntries(one, 1, last.key)) paged.push(last);
    expect(paged).toEqual(all);
    expect(await office().auditEntries(one, 10, 1_000_000_000)).toEqual([]);
  });
}
