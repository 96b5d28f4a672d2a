import { hasPhrase } from "../phrases.ts";
import type { SpokenSentence, Transcript } from "../transcript.ts";
import { type Word, wordsOf } from "../words.ts";
import { beginsWithYes, isClauseDenied } from "../yesNo.ts";
import { type Candidate, distinct, type Finder, findAll } from "./candidates.ts";

/**
 * The choice that the user named word for word, not denied and not in a question; else one that the assistant alone named
 * in a question and the user said yes to. Of several the last stands if its sentence takes the earlier back, or it stands alone after one that does.
 */
export function findChoice(choices: readonly string[], transcript: Transcript): string | undefined {
  const named = findAll(transcript, userNames(choices));
  const values = distinct(named);
  if (values.length === 1) return values[0];
  if (values.length > 1) return corrected(named, transcript);
  const confirmed = distinct(findAll(transcript, confirmedChoices(choices)));
  return confirmed.length === 1 ? confirmed[0] : undefined;
}

const userNames =
  (choices: readonly string[]): Finder<string> =>
  (sentence, turn, { vocabulary }) =>
    turn.role !== "user" || sentence.isQuestion || vocabulary === undefined
      ? []
      : choicesIn(sentence, choices)
          .filter(({ at }) => !isClauseDenied(sentence, at, vocabulary))
          .map(({ choice }) => choice);

const confirmedChoices =
  (choices: readonly string[]): Finder<string> =>
  (sentence, turn, { vocabulary, turns }) => {
    if (turn.role !== "assistant" || vocabulary === undefined || !sentence.isQuestion || turn.sentences.at(-1) !== sentence) return [];
    const named = choicesIn(sentence, choices);
    return named.length === 1 && beginsWithYes(turns[turn.index + 1], vocabulary) ? named.map(({ choice }) => choice) : [];
  };

function corrected(named: readonly Candidate<string>[], { vocabulary }: Transcript): string | undefined {
  const last = named.at(-1);
  if (last === undefined || vocabulary === undefined || !hasPhrase(last.sentence.words, vocabulary.corrections)) return undefined;
  return distinct(named.filter(({ sentence }) => sentence === last.sentence)).length === 1 ? last.value : undefined;
}

/** Longer choices go first, so that "extra large" is not "large". */
function choicesIn({ words }: SpokenSentence, choices: readonly string[]): { readonly choice: string; readonly at: number }[] {
  const taken = new Set<number>();
  const found: { readonly choice: string; readonly at: number }[] = [];
  const byLength = choices
    .map((choice) => ({ choice, parts: wordsOf(choice.replaceAll("_", " ")) }))
    .toSorted((one, other) => other.parts.length - one.parts.length);
  for (const { choice, parts } of byLength) {
    for (const at of parts.length === 0 ? [] : placesOf(words, parts)) {
      if (taken.has(at)) continue;
      for (let place = at; place < at + parts.length; place++) taken.add(place);
      found.push({ choice, at });
    }
  }
  return found;
}

const placesOf = (words: readonly Word[], parts: readonly Word[]): number[] =>
  words.flatMap((_, at) => (parts.every((part, offset) => words[at + offset]?.folded === part.folded) ? [at] : []));
