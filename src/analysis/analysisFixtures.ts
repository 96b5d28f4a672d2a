import type { AgentAnalysis } from "../domain/analysis.ts";
import type { MessageRole } from "../domain/session.ts";
import type { AnalysedMessage } from "./analyser.ts";
import type { Asked } from "./check.ts";
import { figuresOf } from "./figures.ts";

/** What the tests of analysis share: an agent with every part switched on, and a short call about a table. */
export const EVERYTHING: AgentAnalysis = {
  analyser: "llm",
  summary: true,
  intent: { intents: ["book-table", "cancel-table"] },
  resolution: {
    definitions: [
      {
        status: "Booked",
        description: "The caller got a table.",
        classification: "success",
        checklist: ["slot agreed", "name taken"],
        priority: 1,
      },
      { status: "Not booked", description: "The caller got none.", classification: "failed", checklist: [], priority: 2 },
      { status: "Will call back", description: "", classification: "neutral", checklist: ["reason given"], priority: 3 },
    ],
  },
  sentiment: true,
  extraction: [
    { name: "guests", description: "How many", type: "number", choices: [], examples: ["4"] },
    { name: "outside", description: "", type: "boolean", choices: [], examples: [] },
    { name: "meal", description: "", type: "enum", choices: ["Lunch", "Dinner"], examples: [] },
  ],
  ravanFields: [{ name: "what did they ask for?", description: "", type: "string", choices: [] }],
};

export const NOTHING: AgentAnalysis = {
  analyser: "llm",
  summary: false,
  intent: null,
  resolution: null,
  sentiment: false,
  extraction: null,
  ravanFields: null,
};

export const message = (
  id: string,
  role: MessageRole,
  content: string,
  startMs: number | null = null,
  endMs = startMs,
): AnalysedMessage => ({
  ...{ id, role, content, startMs, endMs },
  interrupted: false,
});

export const CALL: readonly AnalysedMessage[] = [
  message("m0", "system", "You book tables. Say that a table is booked when it is."),
  message("m1", "assistant", "Good evening, how can I help?", 0, 2_000),
  message("m2", "user", "A table for four tonight,\n  please, outside.", 2_500, 5_000),
  message("m3", "assistant", "Eight o'clock is free. Shall I book it?", 6_000, 8_000),
  message("m4", "user", "Yes, thank you!", 8_200, 9_000),
];

export const GOOD_ANSWER = {
  language: "en",
  summary: "The caller booked a table for four.",
  intent: { intent: "book-table", confidence: 0.9, explanation: "Asked for a table." },
  resolution: {
    status: "Booked",
    confidence: 0.8,
    satisfiedChecklistItems: ["slot agreed"],
    evidence: [{ quote: "Yes, thank you!" }],
    explanation: "The caller agreed.",
  },
  sentiment: { sentiment: "POSITIVE", score: 0.6, explanation: "" },
  extractedData: { guests: 4, outside: true, meal: "Dinner" },
  ravanData: { "what did they ask for?": "a table" },
};

export const asked = (settings: AgentAnalysis = EVERYTHING, messages: readonly AnalysedMessage[] = CALL): Asked => ({
  ...{ settings, messages },
  analyser: "llm",
  figures: figuresOf(messages),
  leftOut: [],
  cut: null,
});
