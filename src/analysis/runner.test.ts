import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { analysed, type OpenedDatabase, OUTCOME, openDatabase, START_MS, SUMMARY, workplace } from "../../test/support/analysisRunner.ts";
import { foldFacts } from "../domain/sessionFacts.ts";
import { summaryOf } from "../domain/sessionFixtures.ts";
import { messageOf, projectionOf, rowOf, sessionWith, WRITTEN } from "../store/contract/conversationDrafts.ts";
import type { Analysed } from "./analyser.ts";

let database: OpenedDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

/** What happens soon, on a machine that may be busy. */
const soon = (holds: () => unknown): Promise<unknown> => vi.waitFor(holds, { timeout: 20_000, interval: 5 });

describe("the runner of analyses", () => {
  it("analyses what is queued as the agent wants it, saves the outcome, and says so once it is saved", async () => {
    const here = await workplace(database);
    await here.queue("s");
    let statusWhenTold = "";
    await here
      .runner({
        onFinished: async (_organization, id) => {
          statusWhenTold = (await here.analysisOf(id)).status;
        },
      })
      .runUntilIdle();
    expect(statusWhenTold).toBe("done");
    expect(await here.analysisOf("s")).toMatchObject({
      ...{ status: "done", result: JSON.stringify(OUTCOME), failure: null, analyser: "builtin", attempts: 1 },
      ...{ model: null, costNanos: null, currency: null, finishedMs: START_MS },
    });
    expect(here.inputs).toMatchObject([{ settings: SUMMARY, durationMs: 3_000, agentName: "Tables" }]);
    expect(here.usages).toEqual([]);
  });

  it("reads the transcript in the order of the conversation, with the messages of sessions that were merged into it", async () => {
    const here = await workplace(database);
    await here.queue("s");
    const { conversations } = here.stores;
    const merged = await sessionWith(conversations, here.organization, "other");
    await conversations.addMessages(here.organization, "other", [messageOf("between", { createdMs: 1_500 })], WRITTEN);
    const facts = { ...foldFacts([]), agentId: "agent" };
    const summary = summaryOf("s", { facts, mergedFrom: ["other"] });
    await conversations.saveProjections(here.organization, [
      projectionOf(await rowOf(conversations, here.organization, "s"), { summary }),
      projectionOf(merged, { summary: null, mergedInto: "s" }),
    ]);
    await conversations.queueAnalyses(here.organization, [{ id: "an_other", sessionId: "other", trigger: "request" }], START_MS);
    await here.runner().runUntilIdle();
    expect(here.inputs.map(({ messages }) => messages.map(({ id }) => id))).toEqual(
      Array(here.inputs.length).fill(["early", "between", "late"]),
    );
    expect(await here.analysisOf("other")).toMatchObject({ status: "done" });
  });

  it("has at most four in hand, and goes on as soon as one is done", async () => {
    const waiting: (() => void)[] = [];
    const here = await workplace(database, () => new Promise<Analysed>((resolve) => waiting.push(() => resolve(analysed()))));
    for (const id of ["a", "b", "c", "d", "e"]) await here.queue(id);
    const all = here.runner().runUntilIdle();
    await soon(() => expect(waiting).toHaveLength(4));
    expect(await here.stores.conversations.queuedAnalysisCount(here.organization)).toBe(1);
    waiting.shift()?.();
    await soon(() => expect(waiting).toHaveLength(4));
    for (const finish of waiting) finish();
    await all;
    expect(here.finished.toSorted()).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("shares the queue with others: each analysis is made once", async () => {
    const here = await workplace(database);
    for (let index = 0; index < 12; index++) await here.queue(`s${index}`);
    await Promise.all(["one", "two", "three"].map((holder) => here.runner({ holder }).runUntilIdle()));
    expect(here.inputs).toHaveLength(12);
    expect(new Set(here.finished).size).toBe(12);
  });

  it("works by itself from its start until it is closed, and at once when it is woken", async () => {
    const here = await workplace(database);
    const runner = here.runner();
    runner.start();
    await here.queue("s");
    runner.wake();
    await soon(async () => {
      runner.wake();
      expect(here.finished).toEqual(["s"]);
    });
    await runner.close();
    await here.queue("after");
    expect(await here.analysisOf("after")).toMatchObject({ status: "queued" });
  });
});

describe("an analysis whose process breaks off", () => {
  it("is made by another once the lease is over, and not before", async () => {
    const here = await workplace(database);
    await here.queue("s");
    await here.stores.conversations.claimAnalyses("killed", here.nowMs, here.nowMs + 120_000, 4);
    here.nowMs += 119_999;
    await here.runner().runUntilIdle();
    expect(here.inputs).toEqual([]);
    here.nowMs += 1;
    await here.runner().runUntilIdle();
    expect(await here.analysisOf("s")).toMatchObject({ status: "done", attempts: 2 });
  });

  it("is not saved by the first when a second has it", async () => {
    let finish = (): void => {};
    const here = await workplace(database, () => new Promise((resolve) => (finish = () => resolve(analysed()))));
    await here.queue("s");
    const all = here.runner().runUntilIdle();
    await soon(() => expect(here.inputs).toHaveLength(1));
    here.nowMs += 120_000;
    await here.stores.conversations.claimAnalyses("second", here.nowMs, here.nowMs + 120_000, 4);
    finish();
    await all;
    expect(await here.analysisOf("s")).toMatchObject({ status: "running" });
    expect(here.finished).toEqual([]);
  });

  it("fails after it was begun five times", async () => {
    const here = await workplace(database);
    await here.queue("s");
    for (let crashes = 0; crashes < 5; crashes++, here.nowMs += 120_000) {
      await here.stores.conversations.claimAnalyses("killed", here.nowMs, here.nowMs + 120_000, 4);
    }
    await here.runner().runUntilIdle();
    expect(await here.analysisOf("s")).toMatchObject({
      status: "failed",
      failure: { message: "It was begun 5 times and never finished." },
    });
    expect(here.inputs).toEqual([]);
  });

  it("is left to its lease, and reported, when the program has a fault", async () => {
    const here = await workplace(database, async () => {
      throw new TypeError("a fault");
    });
    await here.queue("s");
    await here.runner().runUntilIdle();
    expect(here.faults).toMatchObject([{ message: "a fault" }]);
    expect(await here.analysisOf("s")).toMatchObject({ status: "running", failure: null });
  });

  it("leaves nothing behind of a session that was erased meanwhile", async () => {
    const here = await workplace(database, async () => {
      const row = await rowOf(here.stores.conversations, here.organization, "s");
      const erasure = { key: row.key, erasedId: "erased_s", anchor: null, aliases: [], facts: "{}", atMs: here.nowMs };
      await here.stores.conversations.erase(here.organization, [erasure]);
      return analysed();
    });
    await here.queue("s");
    await here.runner().runUntilIdle();
    expect(here.finished).toEqual([]);
    expect(here.faults).toEqual([]);
  });

  it("is given up before its lease is over, and comes again", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const here = await workplace(
        database,
        (_input, signal) =>
          new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("cut")), { once: true })),
      );
      await here.queue("s");
      const all = here.runner().runUntilIdle();
      while (here.inputs.length === 0) await new Promise((resolve) => setImmediate(resolve));
      vi.advanceTimersByTime(110_000);
      await all;
      expect(await here.analysisOf("s")).toMatchObject({ status: "queued", attempts: 1 });
      expect(here.faults).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("is finished before the runner is closed", async () => {
    let finish = (): void => {};
    const here = await workplace(database, () => new Promise((resolve) => (finish = () => resolve(analysed()))));
    await here.queue("s");
    const runner = here.runner();
    runner.start();
    await soon(() => expect(here.inputs).toHaveLength(1));
    const closed = runner.close();
    finish();
    await closed;
    expect(await here.analysisOf("s")).toMatchObject({ status: "done" });
  });

  it("goes back into the queue when it takes longer than closing may", async () => {
    const here = await workplace(
      database,
      (_input, signal) => new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true })),
    );
    await here.queue("s");
    const runner = here.runner({ sleep: () => new Promise((resolve) => setImmediate(resolve)) });
    runner.start();
    await soon(() => expect(here.inputs).toHaveLength(1));
    await runner.close();
    expect(await here.analysisOf("s")).toMatchObject({ status: "queued", attempts: 1 });
    expect(here.faults).toEqual([]);
  });
});
