/** Calls whose money is worth looking at: with credits, unknown and foreign costs, a restated total; and one of 5,000 turns. */
import { MARKUP } from "./markup.ts";
import type { PageServer } from "./pageServer.ts";

export const MIXED = "mixed-money";
export const LARGE = "large-call";
/** More digits than a JavaScript number holds. */
export const LONG_NUMBER = "12345678901234567890123";
export const FINE_NUMBER = "0.123456789012345678901234567890";
export const LARGE_TURNS = 5_000;

const startedAt = "2026-03-01T10:00:00.000Z";
const at = (second: number): string => new Date(Date.parse(startedAt) + second * 1_000).toISOString();
const session = (id: string) => ({ telnyx_session_id: id });

/** A leg with an assistant that has turns of each kind below it. */
export async function fillMixed({ server, write }: PageServer): Promise<void> {
  await write("PUT", `/v1/sessions/${MIXED}`, { agent: { id: "billing", name: "Billing" }, started_at: startedAt });
  const leg = { ...session(MIXED), telnyx_leg_id: "mixed-leg" };
  const turn = (number: number, given: object) => ({
    ...{ record_type: "inference", id: `turn-${number}`, conversation_id: "mixed-talk", model: "small", created_at: at(number * 5) },
    ...{ tokens: 900 + number, cost: "0.0012", ...given },
  });
  await write("POST", "/v1/records", [
    { record_type: "call-control", id: "mixed-leg", ...leg, started_at: at(0), finished_at: at(90), billed_sec: 120, cost: "0.034" },
    { record_type: "ai-voice-assistant", conversation_id: "mixed-talk", ...leg, created_at: at(1), completed_at: at(88), cost: "0.15" },
    { record_type: "recording", id: "mixed-recording", ...session(MIXED), started_at: at(0), finished_at: at(90), cost: "0.0051" },
    {
      record_type: "speech-to-text",
      id: "mixed-stt",
      ...leg,
      start_time: at(1),
      billed_sec: 90,
      cost: "-0.012",
      note: "credit for an outage",
    },
    { record_type: "text-to-speech", id: "mixed-tts", ...leg, created_at: at(2), number_of_characters: 1_200 },
    { record_type: "noise-suppression", id: MARKUP[0], ...leg, started_at: at(0), cost: "0.002", [MARKUP[1] ?? ""]: MARKUP[2] },
    { record_type: "amd", id: "mixed-amd", ...leg, invoked_at: at(1), cost: "0" },
    { record_type: "media-streaming", id: "mixed-yen", ...leg, started_at: at(3), cost: "4", currency: "JPY" },
    ...Array.from({ length: 8 }, (_none, number) => turn(number, number === 3 ? { cost: "0.009" } : {})),
  ]);
  const exact = `{"record_type":"forking","id":"mixed-exact","telnyx_session_id":"${MIXED}","telnyx_leg_id":"mixed-leg","started_at":"${at(4)}","cost":"0.001","account":${LONG_NUMBER},"rate":${FINE_NUMBER}}`;
  const sent = await server.call("POST", "/v1/records", { body: exact });
  if (sent.status >= 300) throw new Error(sent.text);
  await server.project();
}

export async function fillLarge({ server, write }: PageServer): Promise<void> {
  await write("PUT", `/v1/sessions/${LARGE}`, { agent: { id: "long", name: "A very long call" }, started_at: startedAt });
  await write("POST", "/v1/records", [
    { record_type: "call-control", id: "large-leg", ...session(LARGE), telnyx_leg_id: "large-leg", started_at: at(0), cost: "1.5" },
    { record_type: "ai-voice-assistant", conversation_id: "large-talk", telnyx_leg_id: "large-leg", created_at: at(0), cost: "3" },
  ]);
  for (let from = 0; from < LARGE_TURNS; from += 1_000) {
    const turns = Array.from({ length: 1_000 }, (_none, index) => {
      const number = from + index;
      const cost = number % 500 === 0 ? "0.25" : "0.0007";
      return { record_type: "inference", id: `large-${number}`, conversation_id: "large-talk", created_at: at(number), tokens: 100, cost };
    });
    await write("POST", "/v1/records", turns);
  }
  await server.project();
}
