import { hasPhrase } from "../phrases.ts";
import type { SpokenSentence, Transcript, Turn } from "../transcript.ts";
import type { Word } from "../words.ts";
import { beginsWithNo } from "../yesNo.ts";
import { isFirm } from "./firm.ts";

/** A value that stands in the transcript, and where. */
export interface Candidate<Value extends string | number = string | number> {
  readonly value: Value;
  readonly turn: Turn;
  readonly sentence: SpokenSentence;
}

/** Finds values in one sentence. */
export type Finder<Value extends string | number> = (sentence: SpokenSentence, turn: Turn, transcript: Transcript) => readonly Value[];

/** All values of the transcript, in order. */
export function findAll<Value extends string | number>(transcript: Transcript, find: Finder<Value>): Candidate<Value>[] {
  return transcript.turns.flatMap((turn) =>
    turn.sentences.flatMap((sentence) => find(sentence, turn, transcript).map((value) => ({ value, turn, sentence }))),
  );
}

/** The same, read once a transcript, however many fields ask for it. */
export function remembered<Value extends string | number>(find: Finder<Value>): (transcript: Transcript) => readonly Candidate<Value>[] {
  const known = new WeakMap<Transcript, readonly Candidate<Value>[]>();
  return (transcript) => {
    const found = known.get(transcript) ?? findAll(transcript, find);
    known.set(transcript, found);
    return found;
  };
}

/** Those whose sentence, or the last sentence of the assistant that it answers, passes the test; each sentence is tested once. */
export function onlyAbout<Value extends string | number>(
  candidates: readonly Candidate<Value>[],
  transcript: Transcript,
  test: (words: readonly Word[]) => boolean,
): readonly Candidate<Value>[] {
  const tested = new Map<SpokenSentence, boolean>();
  return candidates.filter(({ sentence, turn }) => {
    const passes = tested.get(sentence) ?? (test(sentence.words) || test(askedBefore(turn, transcript)?.words ?? []));
    tested.set(sentence, passes);
    return passes;
  });
}

/** The last sentence of the assistant's turn before a turn of the user. */
export function askedBefore(turn: Turn, { turns }: Transcript): SpokenSentence | undefined {
  const before = turns[turn.index - 1];
  return turn.role === "user" && before?.role === "assistant" ? before.sentences.at(-1) : undefined;
}

/**
 * The one value among these that were said firmly (firm.ts), or undefined where they disagree. What the user said goes before what the assistant said, unless
 * the user said no to it; of several values of the user the last one stands if its turn takes the others back, or if the
 * assistant repeats exactly one of them.
 */
export function chooseOne<Value extends string | number>(
  candidates: readonly Candidate<Value>[],
  transcript: Transcript,
): Value | undefined {
  const { vocabulary, turns } = transcript;
  if (vocabulary === undefined) return undefined;
  const standing = candidates
    .filter(({ turn, sentence }) => isFirm(sentence, turn, vocabulary))
    .filter(({ turn }) => turn.role === "user" || !beginsWithNo(turns[turn.index + 1], vocabulary));
  const said = standing.filter(({ turn }) => turn.role === "user");
  const values = distinct(said.length > 0 ? said : standing);
  if (values.length <= 1) return values[0];
  const last = said.at(-1);
  if (last === undefined) return undefined;
  if (hasPhrase(last.turn.words, vocabulary.corrections)) return last.value;
  const repeated = distinct(standing.filter(({ turn, value }) => turn.role === "assistant" && values.includes(value)));
  return repeated.length === 1 ? repeated[0] : undefined;
}

export const distinct = <Value extends string | number>(candidates: readonly Candidate<Value>[]): Value[] => [
  ...new Set(candidates.map(({ value }) => value)),
];
