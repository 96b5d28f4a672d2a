import type { AnalysedMessage, AnalysisInput } from "../src/analysis/analyser.ts";
import { builtinAnalyser } from "../src/analysis/builtin/builtinAnalyser.ts";
import type { AgentAnalysis, ExtractionField } from "../src/domain/analysis.ts";
import { planConversation } from "../src/generate/conversation.ts";
import { Random } from "../src/generate/random.ts";
import { format, median, spread } from "./report.ts";
import type { BenchOptions } from "./run.ts";

const SESSIONS = 1_000;
const RUNS = 5;

const fieldOf = (name: string, description: string, type: ExtractionField["type"]): ExtractionField => ({
  ...{ name, description, type, choices: [], examples: [] },
});

/** Everything switched on that the builtin analyser judges. */
const SETTINGS: AgentAnalysis = {
  ...{ analyser: "builtin", summary: true, sentiment: true, resolution: null, ravanFields: null },
  intent: { intents: ["book an appointment", "cancel an order", "ask about a bill", "report a problem"] },
  extraction: [
    fieldOf("customer_name", "The name of the customer", "string"),
    fieldOf("order_number", "The number of the order", "string"),
    fieldOf("amount", "The amount of money they spoke of", "number"),
    fieldOf("confirmed", "Whether the customer confirmed the appointment", "boolean"),
  ],
};

/** Analyses by the builtin analyser, one after the other in this process, of generated calls in six languages. */
export async function measureAnalysis({ report, say }: BenchOptions): Promise<void> {
  say("analysing calls");
  const random = new Random(4);
  const inputs = Array.from({ length: SESSIONS }, () => generatedCall(random));
  const analyser = builtinAnalyser();
  const { signal } = new AbortController();
  // The database of languages is loaded with the first one.
  for (const input of inputs.slice(0, 100)) await analyser.analyse(input, signal);
  const rates: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const startedMs = performance.now();
    for (const input of inputs) await analyser.analyse(input, signal);
    rates.push(SESSIONS / ((performance.now() - startedMs) / 1_000));
  }
  const messageCount = inputs.reduce((sum, { messages }) => sum + messages.length, 0);
  report({
    name: "builtin analysis, in process",
    value: median(rates),
    unit: "sessions/s",
    target: { atLeast: 500 },
    detail: `${format(messageCount / SESSIONS)} messages and 4 fields each; over ${RUNS} runs: ${spread(rates)}`,
  });
}

function generatedCall(random: Random): AnalysisInput {
  const direction = random.chance(0.5) ? "inbound" : "outbound";
  const { turns, endMs } = planConversation(random, { direction, medium: "speech", course: "whole", startMs: 0 });
  const messages = turns.map(
    (turn, index): AnalysedMessage => ({
      ...{ id: `m${index}`, role: turn.by, content: turn.text, startMs: turn.startMs, endMs: turn.endMs, interrupted: turn.interrupted },
    }),
  );
  return { settings: SETTINGS, messages, durationMs: endMs, agentName: null };
}
