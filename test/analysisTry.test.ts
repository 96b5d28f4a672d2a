/** Settings that are tried out on a session that is there: told, paid for, and kept nowhere. */
import { describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { findTexts, storedPlaces } from "./support/everywhere.ts";
import { model } from "./support/model.ts";
import { startTold, type Told } from "./support/told.ts";

type Json = Record<string, unknown>;
interface Tried {
  readonly analyser: string;
  readonly model: string | null;
  readonly result: Json | null;
  readonly failure: { code: string; message: string } | null;
  readonly cost: { amount: string; currency: string } | null;
}

const ID = "call-1";
const FIELDS = [{ name: "phone", description: "the phone number of the customer", type: "string" }];
const BUILTIN = { analyser: "builtin", summary: true, extraction: { fields: FIELDS } };
const LLM = {
  analyser: "llm",
  summary: true,
  resolution: {
    definitions: [
      { status: "Paid back", description: "The money goes back.", classification: "success", checklist: ["refund_agreed"], priority: 1 },
      { status: "Refused", description: "It does not.", classification: "failed", checklist: [], priority: 2 },
    ],
  },
};
const GOOD = {
  ...{ language: "en", summary: "They asked for a refund." },
  resolution: {
    ...{ status: "Paid back", confidence: 0.8, satisfiedChecklistItems: ["refund_agreed"], explanation: "It was arranged." },
    evidence: [{ message: 4, quote: "I have arranged the refund" }],
  },
};

async function talk(told: Told): Promise<void> {
  await told.call(ID);
  await told.ok("POST", `/v1/sessions/${ID}/messages`, [
    { id: "m1", role: "user", content: "I want my money back, please." },
    { id: "m2", role: "assistant", content: "What is your phone number?" },
    { id: "m3", role: "user", content: "My phone number is +1 415 555 0100." },
    { id: "m4", role: "assistant", content: "Thank you, I have arranged the refund." },
  ]);
  await told.end(ID);
  await told.pass(5_000);
}
const attempt = (told: Told, body: unknown, key?: string) =>
  told.server.call<Tried>("POST", "/v1/analysis/try", { body, ...(key === undefined ? {} : { key }) });
const tryOut = async (told: Told, settings: unknown): Promise<Tried> => {
  const answer = await attempt(told, { session_id: ID, settings });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body;
};
const spent = async (told: Told): Promise<Json> => (await told.ok<{ spent_today: Json }>("GET", "/v1/analysis/settings")).spent_today;
const overhead = async (told: Told): Promise<Json[]> => (await told.ok<{ data: Json[] }>("GET", "/v1/records?record_type=inference")).data;

describe.each(engines)("settings that are tried out on $name", (engine) => {
  it("tell what they find, and leave the session, its lists and its agent as they were", async () => {
    await using told = await startTold(engine);
    await talk(told);
    const before = JSON.stringify(await told.ok("GET", `/v1/sessions/${ID}`));
    const tried = await tryOut(told, BUILTIN);
    expect(tried).toMatchObject({ analyser: "builtin", model: null, failure: null, cost: null });
    expect(tried.result).toMatchObject({ language: "en", extracted_data: { phone: expect.stringContaining("415") } });
    await told.pass();
    expect(JSON.stringify(await told.ok("GET", `/v1/sessions/${ID}`))).toBe(before);
    expect((await told.ok<{ data: Json[] }>("GET", `/v1/sessions/${ID}/analyses`)).data).toEqual([]);
    expect(await told.ok("GET", "/v1/agents")).toMatchObject({ data: [] });
    expect(await spent(told)).toMatchObject({ count: 0 });
    const { data: audit } = await told.ok<{ data: Json[] }>("GET", "/v1/audit");
    expect(audit[0]).toMatchObject({ action: "analysis.tried", detail: "builtin" });
  });

  it("that ask a model cost what they cost: it stands with the session as overhead, counts towards the day, and is no cost of the call", async () => {
    await using told = await startTold(engine);
    await using gpt = await model(() => GOOD);
    await told.ok("PUT", "/v1/analysis/settings", { base_url: gpt.url, model: "m", input_price: "2", output_price: "10" });
    const assistant = { record_type: "ai-voice-assistant", conversation_id: "talk", call_session_id: "root", cost: "0.5", currency: "USD" };
    await told.ok("POST", "/v1/records", [assistant]);
    await talk(told);
    await told.ok("PUT", `/v1/sessions/${ID}`, { root: { record_type: "call-session", id: "root" } });
    await told.pass();
    const tried = await tryOut(told, LLM);
    expect(tried).toMatchObject({ analyser: "llm", model: "m", failure: null, cost: { amount: "0.003000", currency: "USD" } });
    expect(tried.result).toMatchObject({
      resolution: { classification: "RESOLVED", evidence: [{ quote: "I have arranged the refund", message_id: "m4" }] },
    });
    await tryOut(told, LLM);
    await told.pass();
    const records = await overhead(told);
    expect(records).toMatchObject([
      { role: "overhead", cost: { amount: "0.003000" } },
      { role: "overhead", cost: { amount: "0.003000" } },
    ]);
    expect(new Set(records.map(({ id }) => id)).size).toBe(2);
    expect(await spent(told)).toEqual({ count: 2, input_tokens: 2_000, output_tokens: 200, cost: "0.006000" });
    const session = await told.ok("GET", `/v1/sessions/${ID}`);
    expect(session).toMatchObject({ owned_cost: "0.500000", outcome: null, analysis: null });
    expect(JSON.stringify(session).split('"overhead_cost":"0.003000"')).toHaveLength(3);
  });

  it("ask no model over the day's budget, and what they took is taken from the budget of the others", async () => {
    await using told = await startTold(engine);
    await using gpt = await model(() => GOOD);
    await told.ok("PUT", "/v1/analysis/settings", { base_url: gpt.url, model: "m", daily_count_max: 1 });
    await talk(told);
    expect((await tryOut(told, LLM)).failure).toBeNull();
    expect(await tryOut(told, LLM)).toMatchObject({ result: null, cost: null, failure: { code: "budget_exhausted" } });
    expect(gpt.asked).toHaveLength(1);
    expect((await tryOut(told, BUILTIN)).failure).toBeNull();
    await told.ok("PUT", "/v1/agents/a", { analysis: LLM });
    await told.ok("PUT", `/v1/sessions/${ID}`, { agent: { id: "a" } });
    await told.pass();
    await told.ok("POST", `/v1/sessions/${ID}/analysis`, {});
    await told.pass(10_000);
    expect(await told.ok("GET", `/v1/sessions/${ID}`)).toMatchObject({ analysis: { status: "skipped" } });
    await told.pass(24 * 3_600_000);
    expect((await tryOut(told, LLM)).failure).toBeNull();
  });

  it("say what went wrong with a model that fails, lies, or is not there, and count what it took", async () => {
    await using told = await startTold(engine);
    await talk(told);
    expect(await tryOut(told, LLM)).toMatchObject({ result: null, cost: null, failure: { code: "ANALYSIS_NOT_CONFIGURED" } });
    await using liar = await model(() => ({
      ...GOOD,
      resolution: { ...GOOD.resolution, evidence: [{ message: 1, quote: "all is well" }] },
    }));
    const prices = { input_price: "2", output_price: "10" };
    await told.ok("PUT", "/v1/analysis/settings", { base_url: liar.url, model: "m", ...prices });
    const lied = await tryOut(told, LLM);
    expect(lied).toMatchObject({ result: null, model: "m", failure: { code: "ANALYSIS_FAILED" }, cost: { amount: "0.006000" } });
    expect(await spent(told)).toMatchObject({ count: 1, cost: "0.006000" });
    await using broken = await model(() => undefined);
    await told.ok("PUT", "/v1/analysis/settings", { base_url: broken.url, model: "m", retries: 0 });
    expect(await tryOut(told, LLM)).toMatchObject({ result: null, model: null, failure: { code: "ANALYSER_UNAVAILABLE" } });
    await told.pass(3_600_000);
    expect((await told.ok<{ data: Json[] }>("GET", `/v1/sessions/${ID}/analyses`)).data).toEqual([]);
  });

  it("are refused with the member at fault, without a session, for an erased one, and to whoever is no administrator", async () => {
    await using told = await startTold(engine);
    await talk(told);
    const refused = async (body: unknown, key?: string) => {
      const { status, body: answer } = await attempt(told, body, key);
      const { code, field } = (answer as unknown as { error: { code: string; field: string | null } }).error;
      return [status, code, field];
    };
    const settings = { analyser: "builtin", extraction: { fields: [{ name: "x", description: "", type: "date" }] } };
    expect(await refused({ session_id: ID, settings })).toEqual([400, "ANALYSIS_SETTINGS_INVALID", "settings.extraction.fields.0.type"]);
    expect(await refused({ session_id: ID, settings: null })).toEqual([400, "ANALYSIS_SETTINGS_INVALID", "settings"]);
    expect((await refused({ session_id: ID }))[0]).toBe(400);
    expect((await refused({ session_id: ID, settings: BUILTIN, save: true }))[0]).toBe(400);
    expect((await refused({ session_id: "nobody", settings: BUILTIN })).slice(0, 2)).toEqual([404, "SESSION_NOT_FOUND"]);
    const other = await told.server.newOrganization(["admin"]);
    expect((await refused({ session_id: ID, settings: BUILTIN }, other.key))[1]).toBe("SESSION_NOT_FOUND");
    const reader = await told.server.newOrganization(["read", "ingest"]);
    expect((await refused({ session_id: ID, settings: BUILTIN }, reader.key))[0]).toBe(403);
    await told.server.call("DELETE", `/v1/sessions/${ID}`);
    expect((await refused({ session_id: ID, settings: BUILTIN })).slice(0, 2)).toEqual([410, "SESSION_ERASED"]);
  });

  it("leave no word of a session that is erased afterwards, and what they cost stays spent", async () => {
    await using told = await startTold(engine);
    await using gpt = await model(() => GOOD);
    await told.ok("PUT", "/v1/analysis/settings", { base_url: gpt.url, model: "m", input_price: "2", output_price: "10" });
    await talk(told);
    await tryOut(told, LLM);
    await told.pass();
    await told.server.call("DELETE", `/v1/sessions/${ID}`);
    await told.pass();
    const places = await storedPlaces(told.server.databaseUrl, told.server.recordingsFolder);
    expect(findTexts(places, ["415 555", "asked for a refund", "arranged the refund", ID])).toEqual([]);
    expect(await spent(told)).toMatchObject({ count: 1, cost: "0.003000" });
  });
});
