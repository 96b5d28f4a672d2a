import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Analyser } from "../../src/analysis/analyser.ts";
import type { AgentAnalysis, AnalysisOutcome, ExtractedValue, FieldType } from "../../src/domain/analysis.ts";

const FOLDER = "test/transcripts";

interface WrittenField {
  readonly name: string;
  readonly type: FieldType;
  readonly description: string;
  readonly choices?: readonly string[];
}

/** Each label is a list of what people would accept; null: the conversation does not say, so nothing may be served. */
export interface WrittenTranscript {
  readonly group: string;
  readonly name: string;
  /** Written after the analyser was finished, and never used to change it. */
  readonly heldOut?: boolean;
  readonly settings: { readonly intents: readonly string[]; readonly fields: readonly WrittenField[] };
  readonly messages: readonly ({ readonly user: string } | { readonly assistant: string })[];
  readonly expected: {
    readonly language: readonly (string | null)[];
    readonly intent: readonly (string | null)[];
    readonly sentiment: readonly (string | null)[];
    readonly request: readonly (string | null)[];
    readonly commitment: readonly (string | null)[];
    readonly fields: Readonly<Record<string, readonly ExtractedValue[]>>;
  };
}

export type Verdict = "correct" | "wrong" | "left out" | "rightly left out";

export interface Judged {
  readonly transcript: WrittenTranscript;
  readonly part: string;
  readonly label: readonly ExtractedValue[];
  readonly served: ExtractedValue;
  readonly verdict: Verdict;
}

export function readTranscripts(): WrittenTranscript[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".json"))
    .toSorted()
    .map((name): WrittenTranscript => JSON.parse(readFileSync(join(FOLDER, name), "utf8")));
}

/** Every part switched on, resolution with definitions that an injected transcript asks for. */
export function settingsOf({ settings }: WrittenTranscript): AgentAnalysis {
  return {
    ...{ analyser: "builtin", summary: true, sentiment: true, ravanFields: null },
    intent: { intents: settings.intents },
    resolution: {
      definitions: [
        { status: "resolved", description: "The request was met", classification: "success", checklist: ["met"], priority: 1 },
        { status: "failed", description: "It was not", classification: "failed", checklist: [], priority: 2 },
      ],
    },
    extraction: settings.fields.map(({ choices = [], ...field }) => ({ ...field, choices, examples: [] })),
  };
}

export const messagesOf = ({ messages }: WrittenTranscript) =>
  messages.map((message, index) => ({
    id: `m${index}`,
    role: "user" in message ? ("user" as const) : ("assistant" as const),
    content: "user" in message ? message.user : message.assistant,
    ...{ startMs: null, endMs: null, interrupted: false },
  }));

/** Holds everything that the analyser serves of a transcript against its labels. */
export async function judge(transcript: WrittenTranscript, analyser: Analyser): Promise<{ judged: Judged[]; outcome: AnalysisOutcome }> {
  const input = { settings: settingsOf(transcript), messages: messagesOf(transcript), durationMs: null, agentName: null };
  const { outcome } = await analyser.analyse(input, new AbortController().signal);
  const { expected } = transcript;
  const verdict = (part: string, label: readonly ExtractedValue[], served: ExtractedValue): Judged => ({
    ...{ transcript, part, label, served },
    verdict: served === null ? (label.includes(null) ? "rightly left out" : "left out") : label.includes(served) ? "correct" : "wrong",
  });
  const judged = [
    verdict("language", expected.language, outcome.language),
    verdict("intent", expected.intent, outcome.intent?.intent ?? null),
    verdict("sentiment", expected.sentiment, outcome.sentiment?.sentiment ?? null),
    ...summaryParts(transcript, outcome.summary).map(([part, label, served]) => verdict(part, label, served)),
    ...transcript.settings.fields.map(({ name, type }) =>
      verdict(`field: ${type}`, expected.fields[name] ?? [null], outcome.extractedData?.[name] ?? null),
    ),
  ];
  return { judged, outcome };
}

/** A line of the summary is a request if the user said it, else a commitment; it is the right one if it stands in a label or a label in it. */
function summaryParts({ messages, expected }: WrittenTranscript, summary = ""): [string, readonly (string | null)[], string | null][] {
  const lines = summary.split("\n").filter((line) => line !== "");
  const part = (role: "user" | "assistant", label: readonly (string | null)[]): string | null => {
    const said = messages.flatMap((message) => (role in message ? Object.values(message) : []));
    const own = lines.filter((line) => said.some((text) => text.includes(line)));
    const right = label.find((one) => one !== null && own.some((line) => one.includes(line) || line.includes(one)));
    return right ?? (own.length === 0 ? null : own.join(" "));
  };
  return [
    ["summary: request", expected.request, part("user", expected.request)],
    ["summary: commitment", expected.commitment, part("assistant", expected.commitment)],
  ];
}

export interface Accuracy {
  readonly name: string;
  readonly correct: number;
  readonly wrong: number;
  readonly leftOut: number;
  readonly rightlyLeftOut: number;
}

/** Counts by whatever `nameOf` says, in order of first appearance. */
export function accuracyBy(judged: readonly Judged[], nameOf: (one: Judged) => string): Accuracy[] {
  const count = (of: readonly Judged[], verdict: Verdict): number => of.filter((one) => one.verdict === verdict).length;
  return [...new Set(judged.map(nameOf))].map((name) => {
    const of = judged.filter((one) => nameOf(one) === name);
    return {
      ...{ name, correct: count(of, "correct"), wrong: count(of, "wrong") },
      ...{ leftOut: count(of, "left out"), rightlyLeftOut: count(of, "rightly left out") },
    };
  });
}

/** Of what was served, the share that is right; 1 where nothing was served. */
export const precisionOf = ({ correct, wrong }: Accuracy): number => (correct + wrong === 0 ? 1 : correct / (correct + wrong));

/** A table in Markdown. */
export function accuracyTable(head: string, rows: readonly Accuracy[]): string {
  const line = (row: Accuracy): string => {
    const servable = row.correct + row.wrong + row.leftOut;
    const found = servable === 0 ? "–" : (row.correct / servable).toFixed(2);
    return `| ${row.name} | ${row.correct} | ${row.wrong} | ${row.leftOut} | ${row.rightlyLeftOut} | ${precisionOf(row).toFixed(2)} | ${found} |`;
  };
  return [
    `| ${head} | correct | wrong | left out | rightly left out | precision | found |`,
    "|---|---|---|---|---|---|---|",
    ...rows.map(line),
  ].join("\n");
}
