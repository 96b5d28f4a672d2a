import { beforeEach, expect, it } from "vitest";
import { openStores } from "../open.ts";
import { askedOf, endOf } from "./analysisDrafts.ts";
import { type MakeOrganization, projectionOf, rowOf, sessionWith } from "./conversationDrafts.ts";
import type { OpenedStores } from "./drafts.ts";

const EVERYTHING = 1_000_000;
const NEVER_MS = Number.MAX_SAFE_INTEGER;

export function describeAnalyses(opened: () => OpenedStores, organization: MakeOrganization): void {
  const store = () => opened().stores.conversations;
  /** Claims go over all organizations: what earlier tests have left is taken out of the way. */
  beforeEach(async () => {
    await store().claimAnalyses("nobody's", NEVER_MS - 1, NEVER_MS, EVERYTHING);
  });
  const ofSession = async (owner: string, id: string) => store().analyses(owner, [(await rowOf(store(), owner, id)).key]);
  const claim = async (holder: string, nowMs: number, untilMs: number, limit = EVERYTHING) =>
    (await store().claimAnalyses(holder, nowMs, untilMs, limit)).map(({ analysis }) => analysis.id);

  it("queues one for each session that is there and has none waiting, and tells which", async () => {
    const one = await organization();
    for (const id of ["a", "b"]) await sessionWith(store(), one, id);
    const asked = [askedOf("an_b", "b"), askedOf("an_x", "unheard"), askedOf("an_a", "a", "bulk"), askedOf("an_a2", "a")];
    expect(await store().queueAnalyses(one, asked, 7)).toEqual(["b", "a"]);
    expect(await store().queueAnalyses(one, asked, 8)).toEqual([]);
    expect(await ofSession(one, "a")).toEqual([
      {
        id: "an_a",
        sessionId: "a",
        sessionKey: (await rowOf(store(), one, "a")).key,
        trigger: "bulk",
        status: "queued",
        queuedMs: 7,
        notBeforeMs: 7,
        startedMs: null,
        finishedMs: null,
        result: null,
        failure: null,
        analyser: null,
        model: null,
        durationMs: null,
        inputTokens: null,
        outputTokens: null,
        costNanos: null,
        currency: null,
        attempts: 0,
        isAnnounced: false,
      },
    ]);
    expect((await rowOf(store(), one, "a")).version).toBe(1);
    expect(await store().queueAnalyses(one, [], 9)).toEqual([]);
  });

  it("queues none for sessions of others, for erased ones, and in an organization that is not there", async () => {
    const [one, other] = [await organization(), await organization()];
    const row = await sessionWith(store(), one, "s");
    expect(await store().queueAnalyses(other, [askedOf("an", "s")], 1)).toEqual([]);
    await store().erase(one, [{ key: row.key, erasedId: "erased_s", anchor: null, aliases: [], facts: "{}", atMs: 2 }]);
    expect(await store().queueAnalyses(one, [askedOf("an", "s"), askedOf("an2", "erased_s")], 3)).toEqual([]);
    await expect(store().queueAnalyses("nobody", [askedOf("an", "s")], 1)).rejects.toMatchObject({ code: "ORGANIZATION_NOT_FOUND" });
  });

  it("queues again once the one before is finished, and an automatic one only ever once", async () => {
    const one = await organization();
    const row = await sessionWith(store(), one, "s");
    expect(await store().queueAnalyses(one, [askedOf("an_1", "s", "auto")], 1)).toEqual(["s"]);
    await claim("me", 1, 9);
    expect(await store().queueAnalyses(one, [askedOf("an_2", "s")], 2)).toEqual([]);
    await store().finishAnalysis(one, "an_1", "me", endOf());
    expect(await store().queueAnalyses(one, [askedOf("an_3", "s", "auto")], 3)).toEqual([]);
    expect(await store().queueAnalyses(one, [askedOf("an_4", "s")], 4)).toEqual(["s"]);
    expect((await store().analyses(one, [row.key])).map(({ id }) => id)).toEqual(["an_1", "an_4"]);
  });

  it("queues what a projection requests in the same transaction, and nothing when the projection is not saved", async () => {
    const one = await organization();
    const row = await sessionWith(store(), one, "s");
    const late = projectionOf({ ...row, projection: 5 }, { requestAnalysis: "an_late" });
    expect(await store().saveProjections(one, [late, projectionOf(row, { requestAnalysis: "an_auto", atMs: 44 })])).toEqual([
      "conflict",
      "saved",
    ]);
    await store().saveProjections(one, [projectionOf({ ...row, projection: 1 }, { requestAnalysis: "an_again" })]);
    expect(await ofSession(one, "s")).toMatchObject([{ id: "an_auto", trigger: "auto", status: "queued", queuedMs: 44 }]);
  });

  it("gives each to one of two holders who claim at once, those that wait longest first", async () => {
    const [one, other] = [await organization(), await organization()];
    const second = await openStores(opened().url, "write");
    for (let index = 0; index < 30; index++) {
      await sessionWith(store(), index % 2 === 0 ? one : other, `s${index}`);
      await store().queueAnalyses(index % 2 === 0 ? one : other, [askedOf(`an_${index}`, `s${index}`)], 100 - index);
    }
    expect(await claim("me", 72, 500, 2)).toEqual(["an_29", "an_28"]);
    expect(await claim("me", 70, 500, 2)).toEqual([]);
    const rounds = Array.from({ length: 8 }, (_, round) =>
      (round % 2 === 0 ? store() : second.conversations).claimAnalyses(`holder ${round}`, 100, 500, 5),
    );
    const claimed = (await Promise.all(rounds)).flat();
    expect(claimed).toHaveLength(28);
    expect(new Set(claimed.map(({ analysis }) => analysis.id)).size).toBe(28);
    expect(claimed[0]).toMatchObject({ analysis: { status: "running", startedMs: 100, attempts: 1 } });
    expect(new Set(claimed.map((each) => each.organization))).toEqual(new Set([one, other]));
    await second[Symbol.asyncDispose]();
  });

  it("claims a running one again when its lease is over, not before, and the former holder can no longer finish it", async () => {
    const one = await organization();
    const row = await sessionWith(store(), one, "s");
    await store().queueAnalyses(one, [askedOf("an", "s")], 1);
    expect(await claim("a", 1, 10)).toEqual(["an"]);
    expect(await claim("b", 9, 20)).toEqual([]);
    expect(await claim("b", 10, 20)).toEqual(["an"]);
    expect(await store().finishAnalysis(one, "an", "a", endOf())).toBe(false);
    expect(await store().postponeAnalysis(one, "an", "a", 1, null)).toBe(false);
    expect(await store().analyses(one, [row.key])).toMatchObject([{ status: "running", attempts: 2, startedMs: 10 }]);
    expect((await rowOf(store(), one, "s")).version).toBe(row.version);
    expect(await store().finishAnalysis(one, "an", "b", endOf())).toBe(true);
    expect(await claim("c", NEVER_MS - 1, NEVER_MS)).toEqual([]);
  });

  it("keeps exactly how it ended, makes the session dirty, and takes the end once", async () => {
    const [one, other] = [await organization(), await organization()];
    const row = await sessionWith(store(), one, "s");
    await store().queueAnalyses(one, [askedOf("an", "s")], 1);
    await claim("me", 2, 10);
    const end = endOf({
      analyser: "llm",
      model: "small",
      inputTokens: 3_000_000_000,
      outputTokens: 7,
      costNanos: 9_223_372_036_854_775_807n,
      currency: "USD",
    });
    expect(await store().finishAnalysis(other, "an", "me", end)).toBe(false);
    expect(await store().finishAnalysis(one, "unheard", "me", end)).toBe(false);
    expect(await store().finishAnalysis(one, "an", "me", end)).toBe(true);
    expect(await store().finishAnalysis(one, "an", "me", endOf({ status: "failed" }))).toBe(false);
    expect(await store().analyses(one, [row.key])).toMatchObject([{ ...end, startedMs: 2, attempts: 1 }]);
    expect(await store().analyses(other, [row.key])).toEqual([]);
    expect((await rowOf(store(), one, "s")).version).toBe(row.version + 1);
    const refusal = { code: "ORGANIZATION_NOT_FOUND" };
    await expect(store().finishAnalysis("nobody", "an", "me", end)).rejects.toMatchObject(refusal);
    await expect(store().postponeAnalysis("nobody", "an", "me", 1, null)).rejects.toMatchObject(refusal);
  });

  it("gives a postponed one out again when its time has come, and keeps why another failed", async () => {
    const one = await organization();
    await sessionWith(store(), one, "s");
    await store().queueAnalyses(one, [askedOf("an", "s")], 1);
    await claim("me", 1, 10);
    expect(await ofSession(one, "s")).toMatchObject([{ status: "running", notBeforeMs: null }]);
    const busy = { code: "ANALYSER_UNAVAILABLE", message: "Too busy." };
    expect(await store().postponeAnalysis(one, "an", "me", 50, busy)).toBe(true);
    expect(await store().postponeAnalysis(one, "an", "me", 60, null)).toBe(false);
    expect(await ofSession(one, "s")).toMatchObject([{ status: "queued", failure: busy, notBeforeMs: 50 }]);
    expect(await claim("me", 49, 60)).toEqual([]);
    expect(await claim("me", 50, 60)).toEqual(["an"]);
    expect(await store().postponeAnalysis(one, "an", "me", 55, null)).toBe(true);
    expect(await ofSession(one, "s")).toMatchObject([{ failure: busy, notBeforeMs: 55 }]);
    expect(await claim("me", 55, 60)).toEqual(["an"]);
    const failure = { code: "ANALYSIS_FAILED", message: "It said nothing." };
    await store().finishAnalysis(one, "an", "me", endOf({ status: "failed", result: null, failure }));
    expect(await ofSession(one, "s")).toMatchObject([{ status: "failed", failure, result: null, attempts: 3, notBeforeMs: null }]);
  });

  it("forgets why an attempt came to nothing once another succeeded", async () => {
    const one = await organization();
    await sessionWith(store(), one, "s");
    await store().queueAnalyses(one, [askedOf("an", "s")], 1);
    await claim("me", 1, 10);
    await store().postponeAnalysis(one, "an", "me", 5, { code: "ANALYSER_UNAVAILABLE", message: "Too busy." });
    await claim("me", 5, 10);
    await store().finishAnalysis(one, "an", "me", endOf());
    expect(await ofSession(one, "s")).toMatchObject([{ status: "done", failure: null }]);
  });

  it("makes a postponed one due when it is asked for again, and not what is due, runs, is another's or asked for by itself", async () => {
    const [one, other] = [await organization(), await organization()];
    for (const owner of [one, other]) {
      for (const id of ["later", "runs"]) await sessionWith(store(), owner, id);
      await store().queueAnalyses(owner, [askedOf("an_later", "later"), askedOf("an_runs", "runs")], 1);
    }
    await claim("me", 1, 1_000);
    for (const owner of [one, other]) await store().postponeAnalysis(owner, "an_later", "me", 500, null);
    expect(await store().queueAnalyses(one, [askedOf("an_auto", "later", "auto")], 9)).toEqual([]);
    expect(await claim("b", 9, 1_000)).toEqual([]);
    expect(await store().queueAnalyses(one, [askedOf("an_2", "later"), askedOf("an_3", "runs")], 10)).toEqual(["later"]);
    expect(await ofSession(one, "later")).toMatchObject([{ id: "an_later", trigger: "request", queuedMs: 1, notBeforeMs: 10 }]);
    expect(await store().queueAnalyses(one, [askedOf("an_4", "later", "bulk")], 11)).toEqual([]);
    expect(await ofSession(other, "later")).toMatchObject([{ notBeforeMs: 500 }]);
    expect(await claim("b", 10, 1_000)).toEqual(["an_later"]);
    expect(await store().analyses(one, [(await rowOf(store(), one, "runs")).key])).toMatchObject([{ status: "running", attempts: 1 }]);
  });

  it("counts what waits, for the first time or again, of one organization or of all, without what runs or is finished", async () => {
    const [one, other] = [await organization(), await organization()];
    const allBefore = await store().queuedAnalysisCount(null);
    for (const owner of [one, other]) await sessionWith(store(), owner, "s");
    await sessionWith(store(), one, "t");
    await store().queueAnalyses(one, [askedOf("an_s", "s"), askedOf("an_t", "t")], 1);
    await store().queueAnalyses(other, [askedOf("an", "s")], 2);
    const counts = async () => [
      await store().queuedAnalysisCount(one),
      await store().queuedAnalysisCount(other),
      (await store().queuedAnalysisCount(null)) - allBefore,
    ];
    expect(await counts()).toEqual([2, 1, 3]);
    expect(await claim("me", 1, 10)).toHaveLength(2);
    expect(await counts()).toEqual([0, 1, 1]);
    await store().postponeAnalysis(one, "an_s", "me", 50, null);
    await store().finishAnalysis(one, "an_t", "me", endOf());
    expect(await counts()).toEqual([1, 1, 2]);
    expect(await store().queuedAnalysisCount("nobody")).toBe(0);
  });

  it("sums what was spent since a time, exact past 64 bits, without others', what was skipped and what no model was asked for", async () => {
    const [one, other] = [await organization(), await organization()];
    const huge = 9_000_000_000_000_000_000n;
    const spend = async (owner: string, id: string, given: Parameters<typeof endOf>[0]) => {
      await sessionWith(store(), owner, id);
      await store().queueAnalyses(owner, [askedOf(id, id)], 1);
      await claim("me", 1, 9);
      await store().finishAnalysis(
        owner,
        id,
        "me",
        endOf({ analyser: "llm", inputTokens: 10, outputTokens: 1, costNanos: huge, ...given }),
      );
    };
    await spend(one, "early", { finishedMs: 99 });
    await spend(one, "done", { finishedMs: 100 });
    await spend(one, "failed", { finishedMs: 101, status: "failed", costNanos: huge + 5n });
    await spend(one, "free", { finishedMs: 102, inputTokens: null, outputTokens: null, costNanos: null });
    await spend(one, "skipped", { finishedMs: 103, status: "skipped" });
    await spend(one, "builtin", { finishedMs: 103, analyser: "builtin" });
    await spend(other, "theirs", { finishedMs: 104 });
    expect(await store().analysisSpent(one, 100)).toEqual({ count: 3, inputTokens: 20, outputTokens: 2, costNanos: 2n * huge + 5n });
    expect(await store().analysisSpent(one, 200)).toEqual({ count: 0, inputTokens: 0, outputTokens: 0, costNanos: 0n });
    expect(await store().analysisSpent("nobody", 0)).toMatchObject({ count: 0 });
  });

  it("counts trials among what was spent, each once, and for nobody else", async () => {
    const [one, other] = [await organization(), await organization()];
    const huge = 9_000_000_000_000_000_000n;
    const trial = { id: "try_1", finishedMs: 100, inputTokens: 10, outputTokens: 1, costNanos: huge };
    for (const costNanos of [huge, 3n]) await store().addAnalysisTrial(one, { ...trial, costNanos });
    await store().addAnalysisTrial(one, { ...trial, id: "try_2", finishedMs: 101, inputTokens: null, outputTokens: null, costNanos: null });
    await store().addAnalysisTrial(one, { ...trial, id: "try_3" });
    await store().addAnalysisTrial(other, { ...trial, finishedMs: 99 });
    expect(await store().analysisSpent(one, 100)).toEqual({ count: 3, inputTokens: 20, outputTokens: 2, costNanos: 2n * huge });
    expect(await store().analysisSpent(other, 100)).toMatchObject({ count: 0 });
    await expect(store().addAnalysisTrial("nobody", trial)).rejects.toMatchObject({ code: "ORGANIZATION_NOT_FOUND" });
  });

  it("marks those that the log tells, and no others", async () => {
    const [one, other] = [await organization(), await organization()];
    const [row, theirs] = [await sessionWith(store(), one, "s"), await sessionWith(store(), other, "s")];
    for (const owner of [one, other]) await store().queueAnalyses(owner, [askedOf("an", "s")], 1);
    await store().saveProjections(one, [projectionOf(row, { announce: [{ kind: "analysed", subject: "an", bodies: null }] })]);
    expect(await store().analyses(one, [row.key])).toMatchObject([{ id: "an", isAnnounced: true }]);
    expect(await store().analyses(other, [theirs.key])).toMatchObject([{ id: "an", isAnnounced: false }]);
  });

  it("goes with the session that is erased, and cannot be finished after", async () => {
    const one = await organization();
    const [row, kept] = [await sessionWith(store(), one, "s"), await sessionWith(store(), one, "kept")];
    await store().queueAnalyses(one, [askedOf("an", "s"), askedOf("an_kept", "kept")], 1);
    await claim("me", 1, 10);
    await store().erase(one, [{ key: row.key, erasedId: "erased_s", anchor: null, aliases: [], facts: "{}", atMs: 2 }]);
    expect(await store().finishAnalysis(one, "an", "me", endOf())).toBe(false);
    expect((await store().analyses(one, [row.key, kept.key])).map(({ id }) => id)).toEqual(["an_kept"]);
    const erased = await rowOf(store(), one, "erased_s");
    await store().saveProjections(one, [projectionOf(erased, { requestAnalysis: "an_new" })]);
    expect(await store().analyses(one, [row.key])).toEqual([]);
  });
}
