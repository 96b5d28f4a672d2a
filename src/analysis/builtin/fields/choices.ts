import { hasPhrase } from "../phrases.ts";
import type { SpokenSentence, Transcript } from "../transcript.ts";
import { isVerdict } from "../vocabulary/analysisWords.ts";
import { type Word, wordsOf } from "../words.ts";
import { beginsWithYes, isClauseDenied } from "../yesNo.ts";
import { type About, aboutField } from "./about.ts";
import { askedBefore, type Candidate, distinct, type Finder, findAll } from "./candidates.ts";
import { isFirm } from "./firm.ts";

interface ChoiceField {
  readonly name: string;
  readonly description: string;
  readonly choices: readonly string[];
}

/**
 * The choice that the user named word for word and firmly, in the answer to a question or in a statement with a word of the field's
 * name or description; else one that the assistant alone named in such a question and the user said yes to. Verdicts of an
 * analysis ("resolved", "positive") are never taken from being named. Of several the last stands if its sentence takes the earlier back, or it stands alone after one that does.
 */
export function findChoice(field: ChoiceField, transcript: Transcript): string | undefined {
  const isAbout = aboutField(field);
  const named = findAll(transcript, userNames(field.choices, isAbout));
  const values = distinct(named);
  if (values.length === 1) return values[0];
  if (values.length > 1) return corrected(named, transcript);
  const confirmed = distinct(findAll(transcript, confirmedChoices(field.choices, isAbout)));
  return confirmed.length === 1 ? confirmed[0] : undefined;
}

const userNames =
  (choices: readonly string[], isAbout: About): Finder<string> =>
  (sentence, turn, transcript) => {
    const { vocabulary } = transcript;
    if (turn.role !== "user" || sentence.isQuestion || vocabulary === undefined || !isFirm(sentence, turn, vocabulary)) return [];
    const asked = askedBefore(turn, transcript);
    const isAnswer = asked?.isQuestion === true && isAbout(asked.words);
    return choicesIn(sentence, choices)
      .filter(({ choice }) => !isVerdict(wordsOf(choice.replaceAll("_", " "))))
      .filter(({ at, end }) => isAnswer || isAbout(sentence.words.filter((_, index) => index < at || index >= end)))
      .filter(({ at }) => !isClauseDenied(sentence, at, vocabulary))
      .map(({ choice }) => choice);
  };

const confirmedChoices =
  (choices: readonly string[], isAbout: About): Finder<string> =>
  (sentence, turn, { vocabulary, turns }) => {
    if (turn.role !== "assistant" || vocabulary === undefined || !sentence.isQuestion || turn.sentences.at(-1) !== sentence) return [];
    const named = choicesIn(sentence, choices);
    const isAsked = named.every(({ at, end }) => isAbout(sentence.words.filter((_, index) => index < at || index >= end)));
    return named.length === 1 && isAsked && beginsWithYes(turns[turn.index + 1], vocabulary) ? named.map(({ choice }) => choice) : [];
  };

function corrected(named: readonly Candidate<string>[], { vocabulary }: Transcript): string | undefined {
  const last = named.at(-1);
  if (last === undefined || vocabulary === undefined || !hasPhrase(last.sentence.words, vocabulary.corrections)) return undefined;
  return distinct(named.filter(({ sentence }) => sentence === last.sentence)).length === 1 ? last.value : undefined;
}

/** Indexes of words, `end` exclusive. */
interface NamedChoice {
  readonly choice: string;
  readonly at: number;
  readonly end: number;
}

/** Longer choices go first, so that "extra large" is not "large". */
function choicesIn({ words }: SpokenSentence, choices: readonly string[]): NamedChoice[] {
  const taken = new Set<number>();
  const found: NamedChoice[] = [];
  const byLength = choices
    .map((choice) => ({ choice, parts: wordsOf(choice.replaceAll("_", " ")) }))
    .toSorted((one, other) => other.parts.length - one.parts.length);
  for (const { choice, parts } of byLength) {
    for (const at of parts.length === 0 ? [] : placesOf(words, parts)) {
      if (taken.has(at)) continue;
      for (let place = at; place < at + parts.length; place++) taken.add(place);
      found.push({ choice, at, end: at + parts.length });
    }
  }
  return found;
}

const placesOf = (words: readonly Word[], parts: readonly Word[]): number[] =>
  words.flatMap((_, at) => (parts.every((part, offset) => words[at + offset]?.folded === part.folded) ? [at] : []));
