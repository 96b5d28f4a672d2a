/** The button of the empty page: a handful of calls, by the ways that everybody's calls take. */
import { describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { findTexts, storedPlaces } from "./support/everywhere.ts";
import { HOUR_MS, startTold, type Told } from "./support/told.ts";

type Json = Record<string, unknown>;
interface Loaded {
  readonly session_ids: string[];
  readonly record_count: number;
  readonly message_count: number;
}
interface Session extends Json {
  readonly id: string;
  readonly transcript: { role: string; content: string; latency: Record<string, number | null> | null; start_ms: number | null }[];
}

const load = async (told: Told): Promise<Loaded> => {
  const answer = await told.server.call<Loaded>("POST", "/v1/sample-calls");
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  return answer.body;
};
const session = (told: Told, id: string): Promise<Session> => told.ok<Session>("GET", `/v1/sessions/${id}`);

/** All that an organization's people can read of its sessions and records. */
async function everythingTold(told: Told): Promise<unknown> {
  const { data } = await told.ok<{ data: { id: string }[] }>("GET", "/v1/sessions?limit=500&sort=started_at");
  const sessions = await Promise.all(data.map(({ id }) => session(told, id)));
  const records = await told.ok("GET", "/v1/records?limit=500");
  const analyses = await Promise.all(data.map(({ id }) => told.ok("GET", `/v1/sessions/${id}/analyses`)));
  return JSON.parse(JSON.stringify({ sessions, records, analyses }).replaceAll(/"url":"[^"]*"/g, '"url":""'));
}

describe.each(engines)("sample calls on $name", (engine) => {
  it("are calls of the days before, in several languages, with what they cost and what was said, and no loose ends", async () => {
    await using told = await startTold(engine);
    const loaded = await load(told);
    await told.pass();
    const list = await told.ok<{ data: Json[] }>("GET", "/v1/sessions?limit=500");
    expect(list.data.map(({ id }) => id).toSorted()).toEqual(loaded.session_ids.toSorted());
    const sessions = await Promise.all(loaded.session_ids.map((id) => session(told, id)));
    expect(sessions.length).toBeGreaterThanOrEqual(5);
    const days = new Set(list.data.map(({ started_at: startedAt }) => String(startedAt).slice(0, 10)));
    expect(days.size).toBeGreaterThanOrEqual(4);
    for (const { started_at: startedAt } of list.data) {
      expect(told.clock.nowMs() - Date.parse(String(startedAt))).toBeGreaterThan(0);
      expect(told.clock.nowMs() - Date.parse(String(startedAt))).toBeLessThan(7 * 24 * HOUR_MS);
    }
    const words = sessions.map(({ transcript }) => transcript.map(({ content }) => content).join(" "));
    expect(words.some((text) => /\p{Script=Arabic}/u.test(text))).toBe(true);
    expect(sessions.flatMap(({ transcript }) => transcript)).toHaveLength(loaded.message_count);
    const answers = sessions.flatMap(({ transcript }) => transcript.filter(({ latency }) => latency?.["llm_ms"] != null));
    expect(answers.some(({ latency }) => latency?.["stt_ms"] != null && latency["tts_ms"] != null)).toBe(true);
    const records = await told.ok<{ data: Json[] }>("GET", "/v1/records?limit=500");
    expect(records.data).toHaveLength(loaded.record_count);
    expect((await told.ok<{ data: Json[] }>("GET", "/v1/orphans")).data).toEqual([]);
    expect(list.data.filter(({ unknown_cost_count: count }) => Number(count) > 0).length).toBeGreaterThanOrEqual(1);
    expect(list.data.find(({ id }) => id === "sample-web-call")).toMatchObject({ owned_cost: "0.212800" });
    expect(list.data.find(({ id }) => id === "sample-chat")).toMatchObject({ type: "chat", event_count: 0 });
  });

  it("play: what is heard is as long as the call, and silent between its turns", async () => {
    await using told = await startTold(engine);
    await load(told);
    await told.pass();
    const wave = await told.server.calltree.app.inject({
      ...{
        method: "GET",
        url: "/v1/sessions/sample-web-call/recording",
        headers: { authorization: "Bearer test-admin-key-0123456789abcdef" },
      },
    });
    expect([wave.statusCode, wave.headers["content-type"]]).toEqual([200, "audio/wav"]);
    const loudest = (fromMs: number, toMs: number): number => {
      let peak = 0;
      for (let sample = fromMs * 8; sample < toMs * 8; sample++)
        peak = Math.max(peak, Math.abs(wave.rawPayload.readInt16LE(44 + sample * 2)));
      return peak;
    };
    expect((wave.rawPayload.length - 44) / 16).toBe(152_000);
    // The agent greets from 0.3 s to 3.1 s; from 12.6 s to 21.8 s the caller looks for the order's number.
    expect(loudest(500, 3_000)).toBeGreaterThan(5_000);
    expect(loudest(12_700, 21_700)).toBe(0);
    expect(loudest(22_500, 30_000)).toBeGreaterThan(5_000);
  });

  it("are analysed at once, the older ones too, and say what was left to a model", async () => {
    await using told = await startTold(engine);
    await load(told);
    await told.pass();
    for (const [id, language] of [
      ["sample-booking", "en"],
      ["sample-arabic", "ar"],
    ] as const) {
      const { analysis } = (await session(told, id)) as unknown as { analysis: { status: string; result: Json } };
      expect(analysis).toMatchObject({ status: "done", result: { language, summary: expect.any(String) } });
      expect(analysis.result["extracted_data"]).not.toEqual({});
      expect(JSON.stringify(analysis.result["left_out"])).toContain("resolution");
    }
    expect(await session(told, "sample-booking")).toMatchObject({ intent: "book a table" });
  });

  it("change nothing when they are asked for again, days later or twice at once, and leave a changed agent as it is", async () => {
    await using told = await startTold(engine);
    const [first, same] = await Promise.all([load(told), load(told)]);
    expect(same).toEqual(first);
    await told.pass();
    await told.pass(100 * HOUR_MS);
    await told.ok("PUT", "/v1/agents/sample-booking", { name: "Mine" });
    await told.pass();
    // Recordings are measured in the background.
    await expect.poll(async () => JSON.stringify(await everythingTold(told))).not.toContain('"waveform_url":null');
    const before = await everythingTold(told);
    expect(await load(told)).toEqual(first);
    await told.pass();
    expect(await everythingTold(told)).toEqual(before);
    expect(await told.ok("GET", "/v1/agents/sample-booking")).toMatchObject({ name: "Mine" });
  });

  it("stay erased once they were, and the others are loaded again", async () => {
    await using told = await startTold(engine);
    const { session_ids: ids } = await load(told);
    await told.pass();
    expect((await told.server.call("DELETE", "/v1/sessions/sample-arabic")).status).toBe(200);
    await told.pass();
    expect((await load(told)).session_ids).toEqual(ids.filter((id) => id !== "sample-arabic"));
    await told.pass();
    expect(findTexts(await storedPlaces(told.server.databaseUrl, told.server.recordingsFolder), ["sample-arabic", "الياسمين"])).toEqual([]);
  });

  it("are each organization's own, in its currency, and only its administrators load them", async () => {
    await using told = await startTold(engine);
    const other = await told.server.newOrganization(["admin"]);
    await told.server.call("PATCH", "/v1/organization", { key: other.key, body: { currency: "EUR" } });
    const loaded = await told.server.call<Loaded>("POST", "/v1/sample-calls", { key: other.key, body: {} });
    expect(loaded.status).toBe(201);
    await told.pass();
    expect((await told.ok<{ data: Json[] }>("GET", "/v1/sessions")).data).toEqual([]);
    const theirs = await told.server.call<{ data: Json[] }>("GET", "/v1/sessions", { key: other.key });
    expect(theirs.body.data.find(({ id }) => id === "sample-web-call")).toMatchObject({ currency: "EUR", owned_cost: "0.212800" });
    const ingest = await told.server.newOrganization(["ingest", "read"]);
    expect((await told.server.call("POST", "/v1/sample-calls", { key: ingest.key })).status).toBe(403);
    const wrong = await told.server.call("POST", "/v1/sample-calls", { body: { count: 3 } });
    expect(wrong.status).toBe(400);
  });
});
