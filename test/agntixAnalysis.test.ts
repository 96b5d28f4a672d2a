/** The analysis on the Agntix face: assertions 7 to 10 of the contract (B10), and its sample field for field. */
import { describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { model } from "./support/model.ts";
import { ADMIN_KEY } from "./support/server.ts";
import { MINUTE_MS, startTold, type Told } from "./support/told.ts";

type Json = Record<string, unknown>;

const ID = "4981804c-2658-4893-84ff-9c2fa90fb3c2";
const FIELDS = [
  { name: "slotConfirmed", description: "a slot was confirmed", type: "boolean" },
  { name: "preferredDay", description: "", type: "string" },
  { name: "preferredTimeWindow", description: "", type: "enum", choices: ["Morning", "Afternoon"] },
  { name: "callbackRequested", description: "", type: "boolean" },
  { name: "callOutcome", description: "", type: "enum", choices: ["Confirmed", "Refused"] },
];
const SETTINGS = {
  analyser: "llm",
  summary: true,
  sentiment: true,
  intent: { custom_intents: ["Slot-Confirmed", "Slot-Refused"] },
  resolution: {
    definitions: [
      {
        status: "Completed",
        description: "A slot was agreed.",
        classification: "success",
        checklist: ["delivery_slot_agreed"],
        priority: 1,
      },
      { status: "Not completed", description: "", classification: "failed", checklist: [], priority: 2 },
    ],
  },
  extraction: { fields: FIELDS },
};
const SENTIMENT = { sentiment: "POSITIVE", score: 0.4, explanation: "Customer was cooperative throughout." };
const ANSWER = {
  language: "en",
  summary: "Customer confirmed delivery slot for Wednesday afternoon.",
  intent: { intent: "Slot-Confirmed", confidence: 0.92, explanation: "Customer agreed to Wednesday afternoon delivery." },
  resolution: {
    status: "Completed",
    confidence: 0.88,
    satisfiedChecklistItems: ["delivery_slot_agreed"],
    evidence: [{ message: 2, quote: "yes Wednesday afternoon works." }],
    explanation: "Customer agreed to a specific slot.",
  },
  sentiment: SENTIMENT,
  extractedData: { field_1: true, field_2: "Wednesday", field_3: "Afternoon", field_4: false, field_5: "Confirmed" },
};

/** The session's analysis as the face answers it, after a call whose model said this. */
async function analysisOf(told: Told, settings: Json, answer: unknown): Promise<Json> {
  await using gpt = await model(() => answer);
  await told.ok("PUT", "/v1/analysis/settings", { base_url: gpt.url, model: "m" });
  await told.ok("PUT", "/v1/agents/a-1", { analysis: settings });
  await told.call(ID, { agent: { id: "a-1" } });
  await told.ok("POST", `/v1/sessions/${ID}/messages`, [
    { id: "m1", role: "assistant", content: "Does Wednesday afternoon suit you?" },
    { id: "m2", role: "user", content: "yes Wednesday afternoon works." },
  ]);
  await told.end(ID);
  await told.pass(MINUTE_MS);
  const headers = { "x-api-key": ADMIN_KEY };
  const session = await told.server.call<{ analysis: Json }>("GET", `/api/v1/chat/sessions/${ID}`, { key: null, headers });
  expect(session.status).toBe(200);
  return session.body.analysis;
}

const OURS = expect.any(String);

describe.each(engines)("an analysed Agntix session on $name", (engine) => {
  it("is the contract's sample, field for field", async () => {
    await using told = await startTold(engine);
    expect(await analysisOf(told, SETTINGS, ANSWER)).toEqual({
      summary: "Customer confirmed delivery slot for Wednesday afternoon.",
      intent: {
        conversation: { intent: "Slot-Confirmed", confidence: 0.92, explanation: "Customer agreed to Wednesday afternoon delivery." },
        message: { intent: null, confidence: 0, explanation: OURS },
      },
      resolution: {
        classification: "RESOLVED",
        confidenceScore: 0.88,
        status: "Completed",
        satisfiedChecklistItems: ["delivery_slot_agreed"],
        evidence: ["Customer: yes Wednesday afternoon works."],
        explanation: "Customer agreed to a specific slot.",
      },
      sentiment: {
        conversation: { ...SENTIMENT, detectedLanguage: "en" },
        message: { sentiment: null, score: 0, detectedLanguage: "N/A", explanation: OURS },
      },
      extractedData: {
        ...{ slotConfirmed: true, preferredDay: "Wednesday", preferredTimeWindow: "Afternoon" },
        ...{ callbackRequested: false, callOutcome: "Confirmed" },
      },
    });
  });

  it("7. has no key for what is switched off", async () => {
    await using told = await startTold(engine);
    const analysis = await analysisOf(told, { analyser: "llm", sentiment: true }, { language: "en", sentiment: SENTIMENT });
    expect(Object.keys(analysis)).toEqual(["sentiment"]);
  });

  it.each([
    ["8. a confidence past 1", { ...ANSWER, intent: { ...ANSWER.intent, confidence: 1.1 } }],
    ["8. a score below -1", { ...ANSWER, sentiment: { ...SENTIMENT, sentiment: "NEGATIVE", score: -1.5 } }],
    ["8. a sentiment of its own", { ...ANSWER, sentiment: { ...SENTIMENT, sentiment: "happy" } }],
    ["9. an intent that nobody configured", { ...ANSWER, intent: { ...ANSWER.intent, intent: "Delivery" } }],
    ["9. a value that is no choice", { ...ANSWER, extractedData: { ...ANSWER.extractedData, field_3: "Evening" } }],
    ["9. a name that is not in the schema", { ...ANSWER, extractedData: { ...ANSWER.extractedData, mood: "good" } }],
    ["9. a value of another type", { ...ANSWER, extractedData: { ...ANSWER.extractedData, field_1: "yes" } }],
    ["10. a checklist item of its own", { ...ANSWER, resolution: { ...ANSWER.resolution, satisfiedChecklistItems: ["paid"] } }],
    [
      "10. a quote that nobody said",
      { ...ANSWER, resolution: { ...ANSWER.resolution, evidence: [{ message: 2, quote: "Thursday is fine" }] } },
    ],
  ])("never tells %s", async (_what, answer) => {
    await using told = await startTold(engine);
    expect(await analysisOf(told, SETTINGS, answer)).toEqual({});
  });
});
