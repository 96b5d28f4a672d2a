import { describe, expect, it } from "vitest";
import type { StoredAnalysis } from "../store/analyses.ts";
import { COMPLETION_WAIT_MS, type CompletionFacts, completionAt, WORDS_QUIET_MS } from "./completion.ts";

const ENDED_MS = 1_000_000;
const facts: CompletionFacts = {
  ...{ state: "ended", endedMs: ENDED_MS, wantsAnalysis: true, hasWords: true, lastHeardMs: ENDED_MS },
  ...{ isCompleted: false, analyses: [] },
};
const queued: StoredAnalysis = {
  ...{ id: "an_1", sessionId: "s", trigger: "auto", status: "queued", queuedMs: ENDED_MS, notBeforeMs: ENDED_MS },
  ...{
    startedMs: null,
    finishedMs: null,
    result: null,
    failure: null,
    analyser: null,
    model: null,
    durationMs: null,
    inputTokens: null,
    outputTokens: null,
  },
  ...{ costNanos: null, currency: null, attempts: 0, isAnnounced: false },
};
const QUIET_MS = ENDED_MS + WORDS_QUIET_MS;

describe("a session", () => {
  it("is not complete while it is open", () => {
    expect(completionAt({ ...facts, state: "open" }, QUIET_MS)).toEqual({ isCompleted: false, requestsAnalysis: false, dueMs: null });
  });

  it("is complete at once when no analysis is wanted", () => {
    expect(completionAt({ ...facts, wantsAnalysis: false }, ENDED_MS)).toEqual({ isCompleted: true, requestsAnalysis: false, dueMs: null });
  });

  it("asks for its analysis once nothing came for a while, so that a transcript in pieces is read whole", () => {
    expect(completionAt(facts, QUIET_MS - 1)).toEqual({ isCompleted: false, requestsAnalysis: false, dueMs: QUIET_MS });
    expect(completionAt(facts, QUIET_MS)).toEqual({ isCompleted: false, requestsAnalysis: true, dueMs: QUIET_MS + COMPLETION_WAIT_MS });
  });

  it("asks for it in the end even if it is never quiet", () => {
    const patientMs = ENDED_MS + COMPLETION_WAIT_MS;
    expect(completionAt({ ...facts, lastHeardMs: patientMs }, patientMs).requestsAnalysis).toBe(true);
  });

  it("waits a minute for words, and is complete without any", () => {
    const silent = { ...facts, hasWords: false };
    expect(completionAt(silent, ENDED_MS + 59_999)).toEqual({ isCompleted: false, requestsAnalysis: false, dueMs: ENDED_MS + 60_000 });
    expect(completionAt(silent, ENDED_MS + 60_000)).toEqual({ isCompleted: true, requestsAnalysis: false, dueMs: null });
  });

  it("asks only once, and for words that come after it was complete as well", () => {
    expect(completionAt({ ...facts, analyses: [queued] }, QUIET_MS).requestsAnalysis).toBe(false);
    const late = completionAt({ ...facts, isCompleted: true }, QUIET_MS);
    expect(late).toEqual({ isCompleted: true, requestsAnalysis: true, dueMs: null });
  });

  it.each(["done", "failed", "skipped"] as const)("is complete when its analysis is %s", (status) => {
    expect(completionAt({ ...facts, analyses: [{ ...queued, status }] }, QUIET_MS).isCompleted).toBe(true);
  });

  it.each(["queued", "running"] as const)("waits ten minutes for an analysis that is %s, and no longer", (status) => {
    const waiting = { ...facts, analyses: [{ ...queued, status }] };
    const untilMs = ENDED_MS + COMPLETION_WAIT_MS;
    expect(completionAt(waiting, untilMs - 1)).toEqual({ isCompleted: false, requestsAnalysis: false, dueMs: untilMs });
    expect(completionAt(waiting, untilMs)).toEqual({ isCompleted: true, requestsAnalysis: false, dueMs: null });
  });

  it("is not held up by an analysis that a person asked for", () => {
    const asked: StoredAnalysis = { ...queued, trigger: "request" };
    expect(completionAt({ ...facts, wantsAnalysis: false, analyses: [asked] }, QUIET_MS).isCompleted).toBe(true);
  });
});
