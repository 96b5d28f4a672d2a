import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MESSAGES_MAX } from "../../domain/session.ts";
import type { ConversationStore, Recording } from "../conversationStore.ts";
import { describeAnalyses } from "./analysisSuite.ts";
import { type MakeOrganization, messageOf, rowOf, sessionWith, type UseStore, WRITTEN } from "./conversationDrafts.ts";
import { describeErasedSessions } from "./conversationErasureSuite.ts";
import { newOrganization, type OpenedStores } from "./drafts.ts";
import { describeEventLog } from "./eventLogSuite.ts";
import { describeProjections } from "./projectionSuite.ts";
import { describeRetention } from "./retentionSuite.ts";
import { describeSessionIdentity } from "./sessionIdentitySuite.ts";
import { describeSessionLists } from "./sessionListSuite.ts";
import { describeSessionSeries } from "./sessionSeriesSuite.ts";

/** What every engine behind the ConversationStore port must keep. */
export function describeConversationStore(name: string, open: () => Promise<OpenedStores>): void {
  describe(`ConversationStore on ${name}`, () => {
    let opened: OpenedStores;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened[Symbol.asyncDispose]());
    const store = (): ConversationStore => opened.stores.conversations;
    const organization = (): Promise<string> => newOrganization(opened.stores);
    describe("facts", () => describeFacts(store, organization));
    describe("messages", () => describeMessages(store, organization));
    describe("recordings", () => describeRecordings(store, organization));
    describe("identity", () => describeSessionIdentity(store, organization));
    describe("projections", () => describeProjections(store, organization));
    describe("lists", () => describeSessionLists(store, organization));
    describe("series", () => describeSessionSeries(store, organization));
    describe("events for webhooks", () => describeEventLog(store, organization));
    describe("analyses", () => describeAnalyses(() => opened, organization));
    describe("erasure", () => describeErasedSessions(() => opened, organization));
    describe("retention", () => describeRetention(store, organization));
  });
}

function describeFacts(store: UseStore, organization: MakeOrganization): void {
  it("keeps every body in order of arrival, makes the session once, and raises its version", async () => {
    const one = await organization();
    expect(await store().putFacts(one, "s", { body: '{"a":1}', aliases: [] }, WRITTEN)).toBe("stored");
    expect(await store().putFacts(one, "s", { body: '{"b":2}', aliases: [] }, { receivedMs: 2_000, erasedId: null })).toBe("stored");
    const row = await rowOf(store(), one, "s");
    expect(row).toMatchObject({ id: "s", organization: one, createdMs: 1_000, version: 2, projection: 0, anchor: null, root: null });
    expect(row).toMatchObject({ mergedInto: null, told: null, announced: [], erasedMs: null });
    expect(await store().factEntries(one, [row.key])).toEqual([
      { sessionKey: row.key, receivedMs: 1_000, body: '{"a":1}' },
      { sessionKey: row.key, receivedMs: 2_000, body: '{"b":2}' },
    ]);
  });

  it("writes nothing when the very bytes that came last come again, and does when something came in between", async () => {
    const one = await organization();
    const put = (body: string) => store().putFacts(one, "s", { body, aliases: [] }, WRITTEN);
    expect([await put("{}"), await put("{}"), await put('{"x":1}'), await put("{}")]).toEqual(["stored", "unchanged", "stored", "stored"]);
    expect(await rowOf(store(), one, "s")).toMatchObject({ version: 3 });
  });

  it("tells the facts of several sessions in order of arrival over all of them", async () => {
    const one = await organization();
    for (const [id, body] of [
      ["a", "1"],
      ["b", "2"],
      ["a", "3"],
    ] as const)
      await store().putFacts(one, id, { body, aliases: [] }, WRITTEN);
    const keys = [await rowOf(store(), one, "a"), await rowOf(store(), one, "b")].map(({ key }) => key);
    expect((await store().factEntries(one, keys)).map(({ body }) => body)).toEqual(["1", "2", "3"]);
    expect(await store().factEntries(await organization(), keys)).toEqual([]);
    expect(await store().factEntries(one, [])).toEqual([]);
  });

  it("makes one session when many writers name it first at once", async () => {
    const one = await organization();
    await Promise.all(Array.from({ length: 8 }, (_, index) => store().putFacts(one, "s", { body: `${index}`, aliases: ["x"] }, WRITTEN)));
    expect(await store().sessionsByAliases(one, ["x"])).toMatchObject([{ id: "s", version: 8 }]);
  });

  it("refuses an organization that is not there", async () => {
    const refusal = { code: "ORGANIZATION_NOT_FOUND" };
    await expect(store().putFacts("nobody", "s", { body: "{}", aliases: [] }, WRITTEN)).rejects.toMatchObject(refusal);
    await expect(store().addMessages("nobody", "s", [messageOf("m")], WRITTEN)).rejects.toMatchObject(refusal);
    await expect(store().putRecording("nobody", recordingOf("s"), WRITTEN)).rejects.toMatchObject(refusal);
    expect(await store().session("nobody", "s")).toBeUndefined();
  });
}

function describeMessages(store: UseStore, organization: MakeOrganization): void {
  const full = messageOf("full", {
    role: "tool",
    content: "Grüße, नमस्ते, مرحبا 😀",
    startMs: 1_200.5,
    endMs: 2_400,
    createdMs: 1_760_000_000_123,
    interrupted: true,
    latency: { sttMs: 1.5, llmMs: null, ttsMs: 3, totalMs: 4 },
    toolCall: { id: null, name: "look_up", argumentsJson: '{"id":12345678901234567890}', resultJson: "null" },
  });

  it("gives back exactly what was sent, in order of first arrival, numbers past 64 bits included", async () => {
    const one = await organization();
    expect(await store().addMessages(one, "s", [messageOf("b"), messageOf("a"), full], WRITTEN)).toEqual(["stored", "stored", "stored"]);
    const { key, version } = await rowOf(store(), one, "s");
    const messages = await store().messages(one, [key]);
    expect(messages.map(({ id }) => id)).toEqual(["b", "a", "full"]);
    expect(messages[2]).toMatchObject({ ...full, sessionKey: key, receivedMs: 1_000 });
    expect(version).toBe(1);
  });

  it("tells a repeat from a correction, keeps the place of what is corrected, and takes nothing anew for repeats", async () => {
    const one = await organization();
    await store().addMessages(one, "s", [messageOf("a"), full, messageOf("c")], WRITTEN);
    expect(await store().addMessages(one, "s", [messageOf("a"), full], WRITTEN)).toEqual(["duplicate", "duplicate"]);
    expect(await rowOf(store(), one, "s")).toMatchObject({ version: 1 });
    const corrected = messageOf("a", { content: "Other words", interrupted: true });
    expect(await store().addMessages(one, "s", [corrected, messageOf("d"), messageOf("d"), messageOf("d", { endMs: 5 })], WRITTEN)).toEqual(
      ["corrected", "stored", "duplicate", "corrected"],
    );
    const { key } = await rowOf(store(), one, "s");
    expect((await store().messages(one, [key])).map(({ id, content }) => [id, content])).toEqual([
      ["a", "Other words"],
      ["full", full.content],
      ["c", "Words of c"],
      ["d", "Words of d"],
    ]);
    expect((await store().messages(one, [key])).at(-1)).toMatchObject({ endMs: 5 });
  });

  it("takes text that an engine cannot hold as it is, and knows it again", async () => {
    const one = await organization();
    const odd = messageOf("odd", { content: "nul \0 and half a pair \ud83d" });
    expect(await store().addMessages(one, "s", [odd], WRITTEN)).toEqual(["stored"]);
    expect(await store().addMessages(one, "s", [odd], WRITTEN)).toEqual(["duplicate"]);
  });

  it("logs an entry per stored message, and none for repeats", async () => {
    const [one, start] = [await organization(), await store().newestChangeKey()];
    await store().addMessages(one, "s", [messageOf("a"), messageOf("b")], WRITTEN);
    await store().addMessages(one, "s", [messageOf("b"), messageOf("c")], { receivedMs: 3_000, erasedId: null });
    const entries = await store().changesAfter(start, 10);
    expect(entries).toMatchObject([
      { organization: one, sessionId: "s", kind: "message", subject: "a", atMs: 1_000 },
      { kind: "message", subject: "b" },
      { kind: "message", subject: "c", atMs: 3_000 },
    ]);
    expect(await store().newestChangeKey()).toBe(entries.at(-1)?.key);
  });

  it("keeps nothing of a batch that would make the session too long, and takes one that just fits", async () => {
    const one = await organization();
    const many = Array.from({ length: MESSAGES_MAX - 1 }, (_, index) => messageOf(`m${index}`, { content: "" }));
    await store().addMessages(one, "s", many, WRITTEN);
    const two = store().addMessages(one, "s", [messageOf("x"), messageOf("y")], WRITTEN);
    await expect(two).rejects.toMatchObject({ code: "SESSION_MESSAGES_MAX" });
    expect(await store().addMessages(one, "s", [messageOf("x"), messageOf("m1", { content: "" })], WRITTEN)).toEqual([
      "stored",
      "duplicate",
    ]);
    const { key } = await rowOf(store(), one, "s");
    expect(await store().messages(one, [key])).toHaveLength(MESSAGES_MAX);
  });

  it("never tells another organization's messages", async () => {
    const [one, other] = [await organization(), await organization()];
    await store().addMessages(one, "s", [messageOf("a")], WRITTEN);
    const { key } = await rowOf(store(), one, "s");
    expect(await store().messages(other, [key])).toEqual([]);
    expect(await store().addMessages(other, "s", [messageOf("a")], WRITTEN)).toEqual(["stored"]);
  });
}

const recordingOf = (sessionId: string, given: Partial<Recording> = {}): Recording => ({
  sessionId,
  storageName: null,
  sourceUrl: null,
  contentType: null,
  sizeBytes: null,
  sha256: null,
  durationMs: null,
  peaks: null,
  receivedMs: 5,
  ...given,
});

function describeRecordings(store: UseStore, organization: MakeOrganization): void {
  const stored = {
    storageName: "o/2",
    contentType: "audio/wav",
    sizeBytes: 44,
    sha256: "ab",
    durationMs: 12.5,
    peaks: "[1]",
    receivedMs: 9,
  };

  it("keeps a recording, makes its session, and gives back the one that it replaces", async () => {
    const one = await organization();
    const first = recordingOf("s", { sourceUrl: "https://example.com/a.wav" });
    expect(await store().putRecording(one, first, WRITTEN)).toBeUndefined();
    expect(await store().recording(one, "s")).toEqual(first);
    const second = recordingOf("s", stored);
    expect(await store().putRecording(one, second, WRITTEN)).toEqual(first);
    expect(await store().recording(one, "s")).toEqual(second);
    const row = await rowOf(store(), one, "s");
    expect(row.version).toBe(2);
    expect(await store().recordings(one, [row.key])).toEqual([second]);
  });

  it("names the stored objects of one organization only, sorted", async () => {
    const [one, other] = [await organization(), await organization()];
    await store().putRecording(one, recordingOf("b", { ...stored, storageName: "o/9" }), WRITTEN);
    await store().putRecording(one, recordingOf("a", stored), WRITTEN);
    await store().putRecording(one, recordingOf("c"), WRITTEN);
    expect(await store().recordingNames(one)).toEqual(["o/2", "o/9"]);
    expect(await store().recordingNames(other)).toEqual([]);
    expect(await store().recording(other, "a")).toBeUndefined();
    const { key } = await rowOf(store(), one, "a");
    expect(await store().recordings(other, [key])).toEqual([]);
    await sessionWith(store(), one, "silent");
    expect(await store().recording(one, "silent")).toBeUndefined();
  });
}
