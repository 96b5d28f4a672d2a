import { describe, expect, it } from "vitest";
import type { WholeSession } from "../../../api/native.generated.ts";
import { chain, node } from "../treeFixtures.ts";
import { contradictions, endsBeforeItStarts } from "./contradictions.ts";

const [early, late] = ["2026-03-17T10:00:00Z", "2026-03-17T11:00:00Z"];
const wrong = { started_at: late, ended_at: early };
type Given = Pick<WholeSession, "started_at" | "ended_at"> & { readonly tree?: object; readonly transcript?: readonly object[] };
const told = (given: Given): string[] => contradictions(given as WholeSession);

describe("times that contradict each other", () => {
  it("are those of what ends before it starts", () => {
    expect(endsBeforeItStarts(wrong)).toBe(true);
    expect(endsBeforeItStarts({ started_at: early, ended_at: early })).toBe(false);
    expect(endsBeforeItStarts({ started_at: null, ended_at: early })).toBe(false);
  });

  it("are told for the session, its records and its turns", () => {
    const tree = { root: node("a", { ...wrong, children: [chain(3, wrong), node("b", { started_at: early, ended_at: late })] }) };
    const transcript = [
      { start_ms: 500, offset_ms: 0, end_ms: 400 },
      { start_ms: null, offset_ms: 7, end_ms: 7 },
    ];
    expect(told({ ...wrong, tree, transcript })).toEqual([
      "The session ends before it starts.",
      "4 records end before they start.",
      "One turn ends before it starts.",
    ]);
  });

  it("are none where everything fits, and where nothing is known", () => {
    expect(told({ started_at: early, ended_at: late, tree: { root: chain(2) }, transcript: [] })).toEqual([]);
    expect(told({ started_at: null, ended_at: null })).toEqual([]);
  });
});
