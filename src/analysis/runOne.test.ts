import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  analysed,
  BY_MODEL,
  type OpenedDatabase,
  openDatabase,
  START_MS,
  SUMMARY,
  type Workplace,
  workplace,
} from "../../test/support/analysisRunner.ts";
import type { OrganizationAnalysis } from "../domain/analysisOrganization.ts";
import { parseOrganizationAnalysis, viewOrganizationAnalysis } from "../domain/analysisOrganization.ts";
import { AppError } from "../domain/errors.ts";
import { projectionOf, sessionWith } from "../store/contract/conversationDrafts.ts";
import { AnalyserError, NO_MODEL_USE } from "./analyser.ts";

let database: OpenedDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const MINUTE_MS = 60_000;
const MODEL = { base_url: "https://models.example/v1", model: "small", input_price: "0.5", output_price: "1.5" };
const USED = { model: "small-2026", inputTokens: 1_000, outputTokens: 100 };

async function setModel(here: Workplace, settings: object = {}, sealedKey: string | null = null): Promise<OrganizationAnalysis> {
  const parsed = parseOrganizationAnalysis({ ...MODEL, ...settings });
  const row = { settings: JSON.stringify(viewOrganizationAnalysis(parsed)), sealedKey, updatedMs: 1 };
  await here.stores.office.putAnalysisSettings(here.organization, row);
  await here.putAgent(BY_MODEL);
  return parsed;
}

const unavailable = (retryAfterSec?: number): AnalyserError =>
  new AnalyserError("ANALYSER_UNAVAILABLE", "Too busy.", NO_MODEL_USE, retryAfterSec === undefined ? {} : { retryAfterSec });

describe("an analysis that cannot be made", () => {
  it("is skipped when the agent wants none any more, and when the session has no agent", async () => {
    const here = await workplace(database);
    await here.queue("s");
    await here.putAgent(null);
    const { conversations } = here.stores;
    const row = await sessionWith(conversations, here.organization, "alone");
    await conversations.saveProjections(here.organization, [projectionOf(row)]);
    await conversations.queueAnalyses(here.organization, [{ id: "an_alone", sessionId: "alone", trigger: "request" }], 1);
    await here.runner().runUntilIdle();
    for (const id of ["s", "alone"]) {
      expect(await here.analysisOf(id)).toMatchObject({ status: "skipped", failure: { code: "ANALYSIS_NOT_CONFIGURED" } });
    }
    expect(here.inputs).toEqual([]);
  });

  it("is skipped when nothing of the session is to be seen", async () => {
    const here = await workplace(database);
    await sessionWith(here.stores.conversations, here.organization, "unseen");
    await here.stores.conversations.queueAnalyses(here.organization, [{ id: "an", sessionId: "unseen", trigger: "request" }], 1);
    await here.runner().runUntilIdle();
    expect(await here.analysisOf("unseen")).toMatchObject({ status: "skipped", failure: { code: "SESSION_NOT_FOUND" } });
  });

  it("fails when the agent wants a model and the organization has none, or its key cannot be read", async () => {
    const here = await workplace(database);
    await here.putAgent(BY_MODEL);
    await here.queue("s");
    await here.runner().runUntilIdle();
    expect(await here.analysisOf("s")).toMatchObject({ status: "failed", failure: { code: "ANALYSIS_NOT_CONFIGURED" } });
    await setModel(here, {}, "sealed");
    await here.queue("t");
    const openSecret = (): string => {
      throw new AppError("SECRET_KEY_WRONG", "It is another key.");
    };
    await here.runner({ openSecret }).runUntilIdle();
    expect(await here.analysisOf("t")).toMatchObject({ status: "failed", failure: { code: "SECRET_KEY_WRONG" } });
    expect(here.inputs).toEqual([]);
  });

  it("fails for good with the analyser's reason, and keeps what it used", async () => {
    const here = await workplace(database, async () => {
      throw new AnalyserError("ANALYSIS_FAILED", "It invented evidence.", USED);
    });
    await setModel(here);
    await here.queue("s");
    await here.runner().runUntilIdle();
    expect(await here.analysisOf("s")).toMatchObject({
      ...{ status: "failed", failure: { code: "ANALYSIS_FAILED", message: "It invented evidence." }, result: null },
      ...{ analyser: "llm", ...USED, costNanos: 650_000n, currency: "EUR" },
    });
    expect(here.finished).toEqual(["s"]);
    expect(here.usages).toMatchObject([{ ...USED, costNanos: 650_000n }]);
  });
});

describe("an analysis by a model", () => {
  it("gets the settings and the opened key, and is saved with what it used and cost", async () => {
    const here = await workplace(database, async () => analysed(USED));
    const { model } = await setModel(here, {}, "sealed");
    await here.queue("s");
    const given: unknown[] = [];
    const builtin = { analyse: () => Promise.reject(new Error("not asked for")) };
    const llm = (...asked: unknown[]) => {
      given.push(...asked);
      return { analyse: async () => analysed(USED) };
    };
    await here.runner({ builtin, llm }).runUntilIdle();
    expect(given).toEqual([model, "opened sealed"]);
    expect(await here.analysisOf("s")).toMatchObject({ status: "done", ...USED, costNanos: 650_000n, currency: "EUR", analyser: "llm" });
    expect(here.usages).toEqual([
      { ...USED, sessionId: "s", analysisId: "an_s", attempt: 1, startedMs: START_MS, durationMs: 0, costNanos: 650_000n, currency: "EUR" },
    ]);
  });

  it("tells what it used before it is saved, and is saved all the same when that fails", async () => {
    const here = await workplace(database, async () => analysed(USED));
    await setModel(here);
    await here.queue("s");
    let statusWhenTold = "";
    const onUsage = async (): Promise<void> => {
      statusWhenTold = (await here.analysisOf("s")).status;
      throw new Error("no room");
    };
    await here.runner({ onUsage }).runUntilIdle();
    expect(statusWhenTold).toBe("running");
    expect(await here.analysisOf("s")).toMatchObject({ status: "done" });
    expect(here.faults).toMatchObject([{ message: "no room" }]);
  });

  it("is skipped once the day's count is used up, and runs again on the next day", async () => {
    const here = await workplace(database, async () => analysed(USED));
    await setModel(here, { daily_count_max: 2 });
    for (const id of ["a", "b", "c", "d"]) await here.queue(id);
    await here.runner().runUntilIdle();
    expect(here.inputs).toHaveLength(2);
    const analyses = await Promise.all(["a", "b", "c", "d"].map((id) => here.analysisOf(id)));
    expect(analyses.filter(({ status }) => status === "skipped")).toMatchObject(Array(2).fill({ failure: { code: "budget_exhausted" } }));
    here.nowMs += 61 * MINUTE_MS;
    await here.queue("e");
    await here.runner().runUntilIdle();
    expect(await here.analysisOf("e")).toMatchObject({ status: "done" });
  });

  it("is skipped once the day's money is spent; the builtin analyser is not", async () => {
    const here = await workplace(database, async () => analysed(USED));
    await setModel(here, { daily_cost_max: "0.0006" });
    await here.queue("a");
    await here.runner().runUntilIdle();
    await here.queue("b");
    await here.runner().runUntilIdle();
    expect(await here.analysisOf("b")).toMatchObject({
      status: "skipped",
      failure: { code: "budget_exhausted", message: expect.stringContaining("0.000650") },
    });
    await here.putAgent(SUMMARY);
    await here.queue("c");
    await here.runner().runUntilIdle();
    expect(await here.analysisOf("c")).toMatchObject({ status: "done" });
  });

  it("comes again after growing pauses when the model is away, and fails after five attempts", async () => {
    const here = await workplace(database, async () => {
      throw unavailable();
    });
    await setModel(here);
    await here.queue("s");
    const pausesMs: number[] = [];
    for (let waitedMs = 0; (await here.analysisOf("s")).status !== "failed"; here.nowMs += MINUTE_MS, waitedMs += MINUTE_MS) {
      const before = here.inputs.length;
      await here.runner().runUntilIdle();
      if (here.inputs.length > before) pausesMs.push(waitedMs);
    }
    expect(pausesMs.map((pauseMs) => pauseMs / MINUTE_MS)).toEqual([0, 1, 6, 21, 81]);
    expect(await here.analysisOf("s")).toMatchObject({ attempts: 5, failure: { code: "ANALYSER_UNAVAILABLE", message: "Too busy." } });
    expect(here.finished).toEqual(["s"]);
  });

  it("waits as long as the model's server asks for", async () => {
    const here = await workplace(database, async () => {
      throw unavailable(600);
    });
    await setModel(here);
    await here.queue("s");
    await here.runner().runUntilIdle();
    expect(await here.analysisOf("s")).toMatchObject({
      ...{ status: "queued", failure: { code: "ANALYSER_UNAVAILABLE", message: "Too busy." } },
      notBeforeMs: START_MS + 10 * MINUTE_MS,
    });
    here.nowMs += 10 * MINUTE_MS - 1;
    await here.runner().runUntilIdle();
    expect(here.inputs).toHaveLength(1);
    here.nowMs += 1;
    await here.runner().runUntilIdle();
    expect(here.inputs).toHaveLength(2);
  });
});
