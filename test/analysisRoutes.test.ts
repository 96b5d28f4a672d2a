/** Asking for and reading analyses through the API; what analysers find is promised beside them. */
import { describe, expect, it } from "vitest";
import type { AnalysisOutcome } from "../src/domain/analysis.ts";
import type { AnalysisEnd } from "../src/store/analyses.ts";
import { clock, configure, MODEL, NOW_MS, settings } from "./support/analysisRoutes.ts";
import { engines } from "./support/databases.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

const OUTCOME: AnalysisOutcome = {
  analyser: "llm",
  language: "en",
  summary: "A table was booked.",
  intent: { intent: "booking", confidence: 0.9, explanation: "They asked for a table." },
  resolution: {
    ...{ classification: "RESOLVED", status: "Booked", confidence: 0.8, satisfiedChecklistItems: ["time agreed"], explanation: "Agreed." },
    evidence: [{ quote: "See you at eight.", messageId: "m2", role: "assistant" }],
  },
  sentiment: { sentiment: "POSITIVE", score: 0.5, explanation: "Friendly." },
  extractedData: { guests: 2, allergy: null },
  ravanData: { "Phone number.": "+15550100" },
  figures: { talkMs: { user: 1_000, assistant: null }, silenceMs: 20, longestSilenceMs: 10, interruptions: 1, turns: 4 },
  leftOut: ["sentiment", "extractedData.allergy", "ravanData.Phone number."].map((part) => ({ part, reason: "because" })),
  cut: { rule: "the middle was left out", messagesRead: 2, messagesTotal: 9 },
};
const END: AnalysisEnd = {
  ...{ status: "done", finishedMs: NOW_MS + 2_000, result: JSON.stringify(OUTCOME), failure: null, analyser: "llm", model: "small-1" },
  ...{ durationMs: 1_500, inputTokens: 900, outputTokens: 120, costNanos: 207_000n, currency: "USD" },
};

const putSession = async (server: TestServer, id: string, agentId: string, facts: object = {}): Promise<void> => {
  await server.call("POST", `/v1/sessions/${id}/messages`, { body: [{ id: "m", role: "user", content: "Hello there" }] });
  const body = { agent: { id: agentId }, ended_at: "2026-06-01T11:00:00Z", ...facts };
  expect((await server.call("PUT", `/v1/sessions/${id}`, { body })).status).toBe(200);
};
/** Ends whatever waits, as a runner would. */
async function finishAll(server: TestServer, end: AnalysisEnd): Promise<void> {
  const { conversations } = server.calltree.stores;
  for (const { organization, analysis } of await conversations.claimAnalyses("test", NOW_MS, NOW_MS + 60_000, 100)) {
    expect(await conversations.finishAnalysis(organization, analysis.id, "test", end)).toBe(true);
  }
  await server.project();
}

describe.each(engines)("analyses of sessions on $name", (engine) => {
  it("are queued once at a time, and kept as history, newest first", async () => {
    await using server = await startTestServer(engine, { clock, settings });
    await configure(server, "a", { summary: true });
    await putSession(server, "s", "a");
    const ask = () => server.call("POST", "/v1/sessions/s/analysis");
    const history = async () =>
      (await server.call<{ data: { status: string; trigger: string }[] }>("GET", "/v1/sessions/s/analyses")).body.data;
    // It was over long ago, so that it waits already by itself.
    expect(await ask()).toMatchObject({ status: 202, body: { session_id: "s", queued: false } });
    expect((await server.call("GET", "/v1/analysis")).body).toEqual({ waiting: 1 });
    expect((await server.call("GET", "/v1/sessions/s")).body).toMatchObject({ analysis: { status: "queued", result: null } });
    await finishAll(server, END);
    const session = await server.call("GET", "/v1/sessions/s");
    expect(session.body).toMatchObject({
      ...{ outcome: "RESOLVED", sentiment: "POSITIVE", intent: "booking" },
      analysis: {
        ...{
          status: "done",
          trigger: "auto",
          analyser: "llm",
          model: "small-1",
          duration_ms: 1_500,
          input_tokens: 900,
          output_tokens: 120,
        },
        ...{ cost: "0.000207", currency: "USD", failure: null },
        result: {
          ...{ language: "en", summary: "A table was booked.", extracted_data: { guests: 2, allergy: null } },
          resolution: {
            satisfied_checklist_items: ["time agreed"],
            evidence: [{ quote: "See you at eight.", message_id: "m2", role: "assistant" }],
          },
          post_call_analysis_data: { "Phone number.": "+15550100" },
          figures: { talk_ms: { user: 1_000, assistant: null }, longest_silence_ms: 10 },
          left_out: ["sentiment", "extracted_data.allergy", "post_call_analysis_data.Phone number."].map((part) => ({
            ...{ part, reason: "because" },
          })),
          cut: { messages_read: 2, messages_total: 9 },
        },
      },
    });
    expect((await ask()).body).toMatchObject({ session_id: "s", queued: true });
    expect((await ask()).body).toMatchObject({ queued: false });
    expect(await history()).toMatchObject([{ status: "queued", trigger: "request" }, { status: "done" }]);
    const failure = { code: "ANALYSIS_FAILED", message: "The model refused." };
    await finishAll(server, { ...END, status: "failed", result: null, failure });
    expect(await history()).toMatchObject([{ status: "failed", failure, result: null }, { status: "done" }]);
    expect((await server.call("GET", "/v1/sessions/s")).body).toMatchObject({ outcome: "RESOLVED", analysis: { status: "done" } });
    expect((await server.call("GET", "/v1/analysis/settings")).body).toMatchObject({ currency: "USD" });
    expect((await server.call("GET", "/v1/audit")).text).toContain("analysis.requested");
  });

  it("tell why and until when one waits to be tried again, and are made at once when asked for again", async () => {
    await using server = await startTestServer(engine, { clock, settings });
    await configure(server, "a", { summary: true });
    await putSession(server, "s", "a");
    const { conversations } = server.calltree.stores;
    const [claimed] = await conversations.claimAnalyses("test", NOW_MS, NOW_MS + 60_000, 100);
    const failure = { code: "ANALYSER_UNAVAILABLE", message: "The model's server is away." };
    await conversations.postponeAnalysis("default", claimed?.analysis.id ?? "", "test", NOW_MS + 3_600_000, failure);
    const history = async () => (await server.call("GET", "/v1/sessions/s/analyses")).body;
    expect(await history()).toMatchObject({
      data: [{ status: "queued", failure, next_attempt_at: "2026-06-01T13:00:00.000Z", attempts: 1 }],
    });
    expect((await server.call("POST", "/v1/sessions/s/analysis")).body).toMatchObject({ queued: true });
    expect(await history()).toMatchObject({ data: [{ id: claimed?.analysis.id, next_attempt_at: "2026-06-01T12:00:00.000Z" }] });
    expect((await server.call("POST", "/v1/sessions/s/analysis")).body).toMatchObject({ queued: false });
    await finishAll(server, END);
    expect(await history()).toMatchObject({ data: [{ status: "done", failure: null, next_attempt_at: null, attempts: 2 }] });
  });

  it("that wait are counted for whoever asks, without those of others", async () => {
    await using server = await startTestServer(engine, { clock, settings });
    await configure(server, "a", { summary: true });
    await putSession(server, "s", "a");
    const other = await server.newOrganization();
    expect((await server.call("GET", "/v1/analysis")).body).toEqual({ waiting: 1 });
    expect((await server.call("GET", "/v1/analysis", { key: other.key })).body).toEqual({ waiting: 0 });
  });

  it("are refused of sessions that are not there, of others, and where nothing is configured", async () => {
    await using server = await startTestServer(engine, { clock, settings });
    const ask = (id: string, body?: object) => server.call("POST", `/v1/sessions/${id}/analysis`, body === undefined ? {} : { body });
    expect((await ask("nobody")).body).toMatchObject({ error: { code: "SESSION_NOT_FOUND" } });
    expect((await server.call("GET", "/v1/sessions/nobody/analyses")).status).toBe(404);
    await putSession(server, "s", "a");
    expect(await ask("s")).toMatchObject({ status: 409, body: { error: { code: "ANALYSIS_NOT_CONFIGURED" } } });
    await configure(server, "a", { analyser: "llm", summary: true });
    expect((await ask("s")).body).toMatchObject({ error: { code: "ANALYSIS_NOT_CONFIGURED" } });
    await server.call("PUT", "/v1/analysis/settings", { body: MODEL });
    expect((await ask("s", { force: true })).status).toBe(400);
    expect((await ask("s", {})).status).toBe(202);
    const other = await server.newOrganization();
    expect((await server.call("POST", "/v1/sessions/s/analysis", { key: other.key })).status).toBe(404);
    expect((await server.call("GET", "/v1/sessions/s/analyses", { key: other.key })).status).toBe(404);
    const reader = await server.newOrganization(["read"]);
    expect((await server.call("POST", "/v1/sessions/s/analysis", { key: reader.key })).status).toBe(403);
    expect((await server.call("POST", "/v1/analysis", { key: reader.key, body: {} })).status).toBe(403);
    await server.call("DELETE", "/v1/sessions/s");
    expect((await ask("s")).status).toBe(410);
  });

  it("are asked for in bulk by any filter, and previewed with about what they would cost", async () => {
    await using server = await startTestServer(engine, { clock, settings });
    const bulk = (body: object) => server.call("POST", "/v1/analysis", { body });
    expect((await bulk({})).body).toMatchObject({ error: { code: "ANALYSIS_NOT_CONFIGURED" } });
    expect((await bulk({ preview: true })).body).toMatchObject({ count: 0, estimated_cost: "0.000000" });
    await configure(server, "free", { summary: true });
    await configure(server, "paid", { analyser: "llm", summary: true });
    for (const id of ["f1", "f2"]) await putSession(server, id, "free");
    for (const id of ["p1", "p2", "p3"]) await putSession(server, id, "paid", id === "p3" ? { direction: "inbound" } : {});
    await putSession(server, "unwanted", "nobody");
    await server.call("PUT", "/v1/sessions/open", { body: { agent: { id: "free" } } });
    await server.project();
    // Without a model what is to be asked of one is not counted: it could only fail.
    expect((await bulk({ preview: true })).body).toMatchObject({ count: 2, estimated_cost: "0.000000" });
    const { input_price: _, ...unpriced } = MODEL;
    await server.call("PUT", "/v1/analysis/settings", { body: unpriced });
    expect((await bulk({ preview: true })).body).toMatchObject({
      count: 5,
      estimated_cost: null,
      estimate_basis: expect.stringContaining("input_price"),
    });
    await server.call("PUT", "/v1/analysis/settings", { body: MODEL });
    const settingsTokens = Math.ceil(
      JSON.stringify((await server.call<{ analysis: unknown }>("GET", "/v1/agents/paid")).body.analysis).length / 4,
    );
    const preview = await bulk({ preview: true });
    const nanos = (3 * (1_000 + settingsTokens) + 3 * 40) * 150 + 3 * 400 * 600;
    expect(preview).toMatchObject({
      status: 200,
      body: { count: 5, currency: "USD", estimated_cost: (nanos / 1e9).toFixed(9).replace(/0{1,3}$/, "") },
    });
    expect((await bulk({ preview: true, agent_id: "paid", direction: "inbound" })).body).toMatchObject({ count: 1 });
    expect((await server.call("GET", "/v1/analysis")).body).toMatchObject({ waiting: expect.any(Number) });
    await finishAll(server, { ...END, result: null, status: "skipped" });
    expect(await bulk({ agent_id: "paid" })).toMatchObject({ status: 202, body: { looked_at: 3, queued: 3, complete: true } });
    expect((await bulk({ agent_id: "paid,free", message_count_min: 1 })).body).toMatchObject({ looked_at: 5, queued: 2 });
    expect((await bulk({})).body).toMatchObject({ looked_at: 5, queued: 0 });
    expect((await server.call("GET", "/v1/audit")).text).toContain("analysis.bulk_requested");
  });

  it("in bulk refuse filters that sessions do not have", async () => {
    await using server = await startTestServer(engine, { clock, settings });
    await configure(server, "free", { summary: true });
    for (const body of [
      { colour: "red" },
      { state: "asleep" },
      { created_after: "yesterday" },
      { message_count_min: "1" },
      { preview: "yes" },
      [],
    ])
      expect([body, (await server.call("POST", "/v1/analysis", { body })).status]).toEqual([body, 400]);
    expect((await server.call("GET", "/v1/analysis")).body).toEqual({ waiting: 0 });
  });
});
