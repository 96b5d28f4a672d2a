import type { JsonObject } from "../domain/json.ts";
import { formatTime } from "../domain/time.ts";
import { GUIDE_EXAMPLE } from "./guideExample.ts";

/** The people's side of the guide's example, which the guide leaves out: its five inferences are the five answers here. */
const STARTED_MS = Date.parse("2026-03-17T14:00:01.100Z");

type Spoken = readonly [by: "assistant" | "user", startMs: number, endMs: number, content: string, latency?: JsonObject];

const waited = (sttMs: number, llmMs: number, ttsMs: number): JsonObject => ({
  ...{ stt_ms: sttMs, llm_ms: llmMs, tts_ms: ttsMs },
  total_ms: sttMs + llmMs + ttsMs,
});

/** Offsets from the start, ms. */
const SPOKEN: readonly Spoken[] = [
  ["assistant", 300, 3_100, "Hello, you've reached Northwind. How can I help?", { tts_ms: 180, total_ms: 180 }],
  ["user", 3_400, 4_950, "Hi. I have a question about my last order."],
  [
    "assistant",
    5_900,
    12_600,
    "Sure. Could you read me the order number? It stands at the top of the message that we sent you.",
    waited(160, 640, 150),
  ],
  ["user", 21_800, 30_220, "Let me find it… Here: K, one nine, four four two. It's the standing lamp, the one with the brass foot."],
  [
    "assistant",
    31_270,
    41_300,
    "Thank you, I have it here: one brass lamp, delivered on Monday. What would you like to know?",
    waited(160, 720, 170),
  ],
  ["user", 42_100, 61_670, "The shade has a dent. I only saw it when I unpacked the lamp. Do I have to send the whole thing back?"],
  [
    "assistant",
    62_980,
    77_900,
    "No need to. I can have a new shade sent to you, free of charge. It would be with you on Friday. Shall I?",
    waited(160, 980, 170),
  ],
  ["user", 78_600, 94_890, "That would be great. I'm not at home on Fridays, though. Could they leave it next door, at number eleven?"],
  [
    "assistant",
    95_900,
    108_700,
    "Of course. I've noted number eleven for the driver, and you'll get a message when it has been left there.",
    waited(160, 690, 160),
  ],
  ["user", 109_500, 129_510, "Perfect. And what do I do with the old shade? It's a pity to throw it away, it's only a small dent."],
  [
    "assistant",
    130_610,
    148_900,
    "Please keep it, with our compliments. Is there anything else? Then I wish you a good day, and thank you for calling.",
    waited(160, 760, 180),
  ],
  ["user", 149_500, 151_300, "Thank you so much. Bye!"],
];

const spoken = SPOKEN.map(
  ([role, startMs, endMs, content, latency], index): JsonObject => ({
    ...{ id: `m${index + 1}`, role, content, start_ms: startMs, end_ms: endMs },
    created_at: formatTime(STARTED_MS + startMs),
    ...(latency === undefined ? {} : { latency }),
  }),
);

const lookedUp: JsonObject = {
  ...{ id: "m6-tool", role: "tool", content: "", start_ms: 62_050, end_ms: 62_490, created_at: formatTime(STARTED_MS + 62_050) },
  tool_call: {
    id: "call_1",
    name: "find_spare_part",
    arguments: { order: "K-19442", part: "shade" },
    result: { in_stock: true, price: "0.00", arrives: "Friday" },
  },
};

export const GUIDE_CONVERSATION = {
  sessionId: "demo",
  facts: {
    agent: { id: "assistant-reception", name: "Reception" },
    ...{ type: "voice", platform: "web", channel: "web", direction: "inbound" },
    ...{ caller_number: "+13125550142", callee_number: "+13125550199", customer_number: "+13125550142" },
    ...{ variables: { order: "K-19442" }, metadata: { language: "en" } },
    created_at: "2026-03-17T14:00:00.900Z",
    started_at: formatTime(STARTED_MS),
    answered_at: "2026-03-17T14:00:01.300Z",
    quality: {
      inbound: { mos: 4.31, jitter_ms: 6, packet_loss: 0.002 },
      outbound: { mos: 4.38, jitter_ms: 4, packet_loss: 0.001 },
    },
    root: { record_type: "call-session", id: GUIDE_EXAMPLE.sessionId },
  },
  messages: [...spoken.slice(0, 6), lookedUp, ...spoken.slice(6)],
  end: { ended_at: "2026-03-17T14:02:33.100Z", disconnect_reason: "user_hangup", status: "completed" },
} as const;
