/** Runs the builtin analyser on all written transcripts and holds its documentation to what comes out. `UPDATE=1` rewrites the tables. */
import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { builtinAnalyser } from "../src/analysis/builtin/builtinAnalyser.ts";
import type { AnalysisOutcome } from "../src/domain/analysis.ts";
import {
  accuracyBy,
  accuracyTable,
  type Judged,
  judge,
  precisionOf,
  readTranscripts,
  type WrittenTranscript,
} from "./support/builtinAccuracy.ts";

const PAGE = "docs/analysis-builtin.md";
const PRECISION_MIN = 0.9;
const LANGUAGES = ["en", "es", "de", "fr", "hi", "ar"];

const transcripts = readTranscripts();
const results: { transcript: WrittenTranscript; judged: Judged[]; outcome: AnalysisOutcome }[] = [];

beforeAll(async () => {
  const analyser = builtinAnalyser();
  for (const transcript of transcripts) results.push({ transcript, ...(await judge(transcript, analyser)) });
});

const judgedOf = (isHeldOut: boolean): Judged[] =>
  results.filter(({ transcript }) => (transcript.heldOut === true) === isHeldOut).flatMap(({ judged }) => judged);

describe("the builtin analyser on written transcripts", () => {
  it("is measured on at least ten of each language, besides those that were held out", () => {
    for (const language of LANGUAGES) {
      expect(transcripts.filter(({ group, heldOut }) => group === language && heldOut !== true).length).toBeGreaterThanOrEqual(10);
      expect(transcripts.filter(({ group, heldOut }) => group === language && heldOut === true).length).toBeGreaterThanOrEqual(2);
    }
  });

  it("is right in at least nine of ten of whatever it serves, on transcripts that it never saw too", () => {
    for (const isHeldOut of [false, true]) {
      for (const row of accuracyBy(judgedOf(isHeldOut), ({ part }) => part)) {
        expect(precisionOf(row), `${row.name}, held out: ${isHeldOut}`).toBeGreaterThanOrEqual(PRECISION_MIN);
      }
    }
  });

  it("is as accurate as its documentation says, neither better nor worse", () => {
    const tables = {
      written: accuracyTable(
        "part",
        accuracyBy(judgedOf(false), ({ part }) => part),
      ),
      "held-out": accuracyTable(
        "part",
        accuracyBy(judgedOf(true), ({ part }) => part),
      ),
      languages: accuracyTable(
        "language",
        accuracyBy([...judgedOf(false), ...judgedOf(true)], ({ transcript }) => transcript.group),
      ),
      wrong: wrongAnswers(),
    };
    const page = readFileSync(PAGE, "utf8");
    const updated = Object.entries(tables).reduce((text, [name, table]) => withTable(text, name, table), page);
    process.stdout.write(`${Object.values(tables).join("\n\n")}\n`);
    if (process.env["UPDATE"] === "1") writeFileSync(PAGE, updated);
    else expect(page).toBe(updated);
  });

  it("leaves out resolution every time and says so", () => {
    for (const { outcome } of results) {
      expect(outcome.resolution).toBeUndefined();
      expect(outcome.leftOut).toContainEqual({ part: "resolution", reason: "the builtin analyser does not judge resolution" });
    }
  });

  it("serves or gives a reason for every part and field that is switched on", () => {
    for (const { transcript, outcome } of results) {
      const left = new Set(outcome.leftOut.map(({ part }) => part));
      for (const part of ["summary", "intent", "sentiment"] as const) expect(outcome[part] === undefined).toBe(left.has(part));
      for (const { name } of transcript.settings.fields) {
        expect(outcome.extractedData?.[name] === null, name).toBe(left.has(`extractedData.${name}`));
      }
    }
  });

  it("writes summaries of verbatim sentences only", () => {
    for (const { transcript, outcome } of results) {
      const said = transcript.messages.flatMap((message) => Object.values(message));
      for (const line of outcome.summary?.split("\n") ?? [])
        expect(
          said.some((text) => text.includes(line)),
          line,
        ).toBe(true);
    }
  });

  it("does nothing that an injected instruction asks for", () => {
    const injected = results.filter(({ transcript }) => transcript.name.includes("injection"));
    expect(injected.length).toBeGreaterThanOrEqual(2);
    for (const { outcome } of injected) {
      expect(outcome.intent).toBeUndefined();
      expect(outcome.sentiment).toBeUndefined();
      expect(Object.values(outcome.extractedData ?? {})).toEqual(Object.values(outcome.extractedData ?? {}).map(() => null));
    }
  });
});

function wrongAnswers(): string {
  const wrong = [...judgedOf(false), ...judgedOf(true)].filter(({ verdict }) => verdict === "wrong");
  return wrong
    .map(
      ({ transcript, part, label, served }) =>
        `- \`${transcript.group}-${transcript.name}\`, ${part}: served ${JSON.stringify(served)}, right is ${JSON.stringify(label[0])}`,
    )
    .join("\n");
}

function withTable(page: string, name: string, table: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  expect(page, `${PAGE} has a place for ${name}`).toContain(begin);
  return `${page.slice(0, page.indexOf(begin) + begin.length)}\n${table}\n${page.slice(page.indexOf(end))}`;
}
