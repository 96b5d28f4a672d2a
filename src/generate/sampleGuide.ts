import type { JsonObject } from "../domain/json.ts";
import { formatTime } from "../domain/time.ts";
import { GUIDE_CONVERSATION } from "./guideConversation.ts";
import { GUIDE_EXAMPLE } from "./guideExample.ts";
import { Random } from "./random.ts";
import type { SampleCall } from "./sampleCall.ts";
import { type Spoken, wholeRecording } from "./waveRecording.ts";

const STARTED_MS = Date.parse(GUIDE_CONVERSATION.facts.started_at);
const LENGTH_MS = Date.parse(GUIDE_CONVERSATION.end.ended_at) - STARTED_MS;
const SEED = 17;

/** The guide's example at another time and under other ids, so that it stands beside the one that `calltree demo` loads. */
export function sampleGuideCall(id: string, startMs: number, currency: string, agent: JsonObject): SampleCall {
  const moved = <Part>(part: Part): Part => movedTo(part, startMs - STARTED_MS, currency);
  const { facts, messages, end } = GUIDE_CONVERSATION;
  return {
    id,
    facts: { ...moved(facts), ...moved(end), agent, telephony_type: "telnyx" },
    messages: moved(messages),
    records: moved(GUIDE_EXAMPLE.records),
    makeRecording: () => wholeRecording(spokenIn(messages), LENGTH_MS, new Random(SEED)),
  };
}

/** Times are moved, ids are of another node's making, amounts are in the organization's currency. */
function movedTo<Part>(part: Part, byMs: number, currency: string): Part {
  const text = JSON.stringify(part)
    .replaceAll(/2026-03-17T[\d:.]+Z/g, (time) => formatTime(Date.parse(time) + byMs))
    .replaceAll("1e4b-11f1", "1e4b-11f2")
    .replaceAll(GUIDE_EXAMPLE.sessionId, GUIDE_EXAMPLE.sessionId.replace("5e6f", "5e70"))
    .replaceAll("v3:Xk2m", "v3:Xk3m")
    .replaceAll('"currency":"USD"', `"currency":${JSON.stringify(currency)}`);
  return JSON.parse(text) as Part;
}

function spokenIn(messages: readonly JsonObject[]): Spoken[] {
  return messages.flatMap(({ role, start_ms: startMs, end_ms: endMs }) => {
    if ((role !== "user" && role !== "assistant") || typeof startMs !== "number" || typeof endMs !== "number") return [];
    return [{ by: role, startMs, endMs }];
  });
}
