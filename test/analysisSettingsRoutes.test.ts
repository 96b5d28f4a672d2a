/** Configuring the analysis of agents and the model that makes it, through the API. */
import { describe, expect, it } from "vitest";
import { clock, configure, MODEL, settings } from "./support/analysisRoutes.ts";
import { engines } from "./support/databases.ts";
import { startTestServer } from "./support/server.ts";

describe.each(engines)("analysis of agents on $name", (engine) => {
  it("is set as a whole, kept while other settings change, and switched off by null", async () => {
    await using server = await startTestServer(engine, { clock });
    const analysis = { analyser: "builtin", summary: true, intent: { custom_intents: ["booking"] }, sentiment: false };
    const told = { ...analysis, resolution: null, extraction: null, post_call_analysis_data: null };
    expect(await configure(server, "a", analysis)).toMatchObject({ status: 200, body: { analysis: told } });
    expect((await server.call("PUT", "/v1/agents/a", { body: { name: "A" } })).body).toMatchObject({ name: "A", analysis: told });
    expect((await server.call("GET", "/v1/agents/a")).body).toMatchObject({ analysis: told });
    expect((await configure(server, "a", { sentiment: true })).body).toMatchObject({
      analysis: { summary: false, intent: null, sentiment: true },
    });
    expect((await configure(server, "a", null)).body).toMatchObject({ name: "A", analysis: null });
    expect((await server.call("GET", "/v1/agents/a")).body).toMatchObject({ analysis: null });
  });

  it("is refused with the path of what is wrong, and nothing of it is kept", async () => {
    await using server = await startTestServer(engine, { clock });
    const success = { status: "Booked", classification: "success" };
    for (const [analysis, field] of [
      ["yes", "analysis"],
      [{ analyser: "oracle" }, "analysis.analyser"],
      [{ unheard: true }, "analysis.unheard"],
      [{ intent: { custom_intents: ["a", "a"] } }, "analysis.intent.custom_intents.1"],
      [{ resolution: { definitions: [success] } }, "analysis.resolution.definitions"],
      [{ extraction: { fields: [{ name: "x", type: "enum" }] } }, "analysis.extraction.fields.0.choices"],
    ] as const) {
      const refused = await configure(server, "a", analysis);
      expect(refused).toMatchObject({ status: 400, body: { error: { code: "ANALYSIS_SETTINGS_INVALID", field } } });
    }
    expect((await server.call("GET", "/v1/agents/a")).status).toBe(404);
  });
});

describe.each(engines)("settings of analysis on $name", (engine) => {
  it("are changed member by member, and never show the key", async () => {
    await using server = await startTestServer(engine, { clock, settings });
    const url = "/v1/analysis/settings";
    const put = (body: object) => server.call("PUT", url, { body });
    expect((await server.call("GET", url)).body).toMatchObject({
      base_url: null,
      api_key_set: false,
      ravan_typed_wrapper: false,
      updated_at: null,
    });
    const set = await put(MODEL);
    expect(set.body).toMatchObject({
      ...{ base_url: MODEL.base_url, model: "small", api_key_set: true, timeout_ms: 45_000, retries: 2, structured_outputs: true },
      ...{ input_price: "0.15", output_price: "0.6", daily_cost_max: null, currency: "USD", spent_today: { count: 0, cost: "0.000000" } },
    });
    expect((await put({ daily_cost_max: "5", retries: null })).body).toMatchObject({
      daily_cost_max: "5.000000",
      retries: 2,
      api_key_set: true,
    });
    expect((await put({ ravan_typed_wrapper: true })).body).toMatchObject({ model: "small", ravan_typed_wrapper: true });
    expect((await put({ api_key: null })).body).toMatchObject({ api_key_set: false, model: "small" });
    expect((await put({ base_url: null })).body).toMatchObject({
      base_url: null,
      model: null,
      daily_cost_max: null,
      ravan_typed_wrapper: true,
    });
    const everything = `${set.text}${(await server.call("GET", "/v1/audit")).text}${(await server.call("GET", url)).text}`;
    expect(everything).not.toContain("sk-secret-key");
    const row = await server.calltree.stores.office.analysisSettings("default");
    expect(row?.sealedKey ?? null).toBeNull();
  });

  it("give the key to no other server than it was set for", async () => {
    await using server = await startTestServer(engine, { clock, settings });
    const put = (body: object) => server.call("PUT", "/v1/analysis/settings", { body });
    await put(MODEL);
    const elsewhere = { base_url: "https://203.0.114.7/v1" };
    expect(await put(elsewhere)).toMatchObject({ status: 400, body: { error: { code: "ANALYSIS_SETTINGS_INVALID", field: "api_key" } } });
    expect((await server.call("GET", "/v1/analysis/settings")).body).toMatchObject({ base_url: MODEL.base_url, api_key_set: true });
    expect((await put({ base_url: "http://127.0.0.1:8080/v2" })).body).toMatchObject({ api_key_set: true });
    expect((await put({ ...elsewhere, api_key: null })).body).toMatchObject({ ...elsewhere, api_key_set: false });
    expect((await put({ ...elsewhere, api_key: "sk-other" })).body).toMatchObject({ api_key_set: true });
  });

  it("refuse addresses inside, members that are wrong, and keys where no secret can be kept", async () => {
    await using server = await startTestServer(engine, { clock, settings });
    const put = (body: object) => server.call("PUT", "/v1/analysis/settings", { body });
    for (const base_url of ["http://10.0.0.1/v1", "http://localhost:11434/v1", "https://169.254.169.254/v1"])
      expect((await put({ ...MODEL, base_url })).body).toMatchObject({ error: { code: "ADDRESS_REFUSED", field: "base_url" } });
    for (const [body, field] of [
      [{ model: "small" }, "model"],
      [{ api_key: "sk" }, "api_key"],
      [{ base_url: MODEL.base_url }, "model"],
      [{ ...MODEL, timeout_ms: 1 }, "timeout_ms"],
      [{ ...MODEL, input_price: "cheap" }, "input_price"],
      [{ ...MODEL, output_price: null, daily_cost_max: "5" }, "daily_cost_max"],
    ] as const) {
      expect((await put(body)).body).toMatchObject({ error: { code: "ANALYSIS_SETTINGS_INVALID", field } });
    }
    for (const body of [{}, { unheard: 1 }, { ...MODEL, retries: "2" }, { ...MODEL, api_key: "two words" }])
      expect((await put(body)).status).toBe(400);
    const reader = await server.newOrganization(["read"]);
    expect((await server.call("PUT", "/v1/analysis/settings", { key: reader.key, body: MODEL })).status).toBe(403);
    expect((await server.call("GET", "/v1/analysis/settings", { key: reader.key })).body).toMatchObject({ base_url: null });
    await using keyless = await startTestServer(engine, { clock, settings: { OUTGOING_ALLOW: "127.0.0.1" } });
    const refused = await keyless.call("PUT", "/v1/analysis/settings", { body: MODEL });
    expect(refused).toMatchObject({ status: 409, body: { error: { code: "SECRET_KEY_MISSING" } } });
    const { api_key: _, ...local } = MODEL;
    expect((await keyless.call("PUT", "/v1/analysis/settings", { body: local })).status).toBe(200);
  });
});
