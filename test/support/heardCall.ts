/** A call with a recording in which each turn can be told by its time, and a session of very many records. */
import { Random } from "../../src/generate/random.ts";
import { wholeRecording } from "../../src/generate/waveRecording.ts";
import type { PageServer } from "./pageServer.ts";

const STARTED_MS = Date.UTC(2026, 2, 17, 14);
export const HEARD_LENGTH_MS = 24_000;
export const HEARD_ADDRESS = "/sessions/heard";
export const HEARD_TOTAL = "0.070050003";

/** Each turn is three seconds long. */
export const HEARD_TURNS = Array.from({ length: 8 }, (_none, index) => ({
  id: `turn-${index}`,
  role: index % 2 === 0 ? "assistant" : "user",
  content: `Sentence number ${index}.`,
  start_ms: index * 3_000,
  end_ms: index * 3_000 + 2_600,
  interrupted: index === 2,
  ...(index % 2 === 0 ? { latency: { stt_ms: 100, llm_ms: 500 + index, tts_ms: 150, total_ms: 750 + index } } : {}),
}));

export const at = (offsetMs: number): string => new Date(STARTED_MS + offsetMs).toISOString();

const record = (record_type: string, id: string, cost: string, startMs: number, endMs: number) => ({
  ...{ record_type, id, cost, currency: "USD", telnyx_session_id: "heard" },
  ...{ started_at: at(startMs), ended_at: at(endMs) },
});

export async function fillHeard({ server, write }: PageServer): Promise<void> {
  await write("PUT", HEARD_ADDRESS.replace("/sessions", "/v1/sessions"), { agent: { id: "a", name: "Reception" }, started_at: at(0) });
  await write("POST", "/v1/sessions/heard/messages", HEARD_TURNS);
  await write("POST", "/v1/records", [
    record("call-control", "leg", "0.05", 0, HEARD_LENGTH_MS),
    record("sip-trunking", "trunk", "0.020050003", 3_000, 6_000),
    record("recording", "rec", "0", 0, HEARD_LENGTH_MS),
  ]);
  const spoken = HEARD_TURNS.map(({ role, start_ms, end_ms }) => ({ by: role as "assistant" | "user", startMs: start_ms, endMs: end_ms }));
  const wave = Buffer.concat([...wholeRecording(spoken, HEARD_LENGTH_MS, new Random(1))]);
  const answer = await server.call("PUT", "/v1/sessions/heard/recording", { body: wave, headers: { "content-type": "audio/wav" } });
  if (answer.status >= 300) throw new Error(`the recording: ${answer.status} ${answer.text}`);
  await write("POST", "/v1/sessions/heard/end", { ended_at: at(HEARD_LENGTH_MS), disconnect_reason: "user_hangup", status: "completed" });
}

/** The session `late`: a record of it came hours after it ended. */
export async function fillLate({ server, write }: PageServer): Promise<void> {
  await write("PUT", "/v1/sessions/late", { started_at: at(0) });
  await write("POST", "/v1/sessions/late/messages", HEARD_TURNS);
  const hours = 5 * 3_600_000;
  await write("POST", "/v1/records", [{ ...record("recording", "stored", "0.01", hours, hours), telnyx_session_id: "late" }]);
  await write("POST", "/v1/sessions/late/end", { ended_at: at(HEARD_LENGTH_MS) });
  await server.project();
}

const LARGE_RECORDS = 5_000;

export async function fillLarge({ write }: PageServer): Promise<void> {
  await write("PUT", "/v1/sessions/large", { started_at: at(0) });
  for (let from = 0; from < LARGE_RECORDS; from += 1_000) {
    const records = Array.from({ length: 1_000 }, (_none, index) => {
      const number = from + index;
      return { ...record("call-control", `leg-${number}`, "0.0001", number * 700, number * 700 + 4_000), telnyx_session_id: "large" };
    });
    await write("POST", "/v1/records", records);
  }
}
