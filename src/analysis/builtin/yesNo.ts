import { hasPhrase, phraseAt } from "./phrases.ts";
import type { SpokenSentence, Turn } from "./transcript.ts";
import type { Vocabulary } from "./vocabulary/vocabulary.ts";
import type { Word } from "./words.ts";

const EXPLANATION_WORDS_MAX = 7;
/** A clause is looked at this far, so that speech without any punctuation takes no longer than speech with it. */
const CLAUSE_WORDS_MAX = 40;

/**
 * Reads a turn as the answer to a yes-or-no question. Undefined: it does not begin with a plain yes or no, says both, adds a
 * "but", or goes on after a no with more than an explanation, for then it may take the answer back.
 */
export function readYesNo(turn: Turn, vocabulary: Vocabulary): boolean | undefined {
  const first = turn.sentences[0];
  if (first === undefined || first.isQuestion || isUnclear(turn, vocabulary)) return undefined;
  const start = afterFillers(first.words, vocabulary);
  const isYes = phraseAt(first.words, start, vocabulary.yes) !== undefined;
  const isNo = phraseAt(first.words, start, vocabulary.no) !== undefined;
  if (isYes === isNo) return undefined;
  if (isYes) return hasPhrase(turn.words, vocabulary.negations) ? undefined : true;
  const rest = turn.sentences.slice(1).reduce((sum, { words }) => sum + words.length, 0);
  return rest > EXPLANATION_WORDS_MAX || hasPhrase(turn.words, vocabulary.corrections) ? undefined : false;
}

/** "Yes, but", "yeah, right, as if", "no problem": the first word tells nothing. */
const isUnclear = ({ words }: Turn, vocabulary: Vocabulary): boolean =>
  [vocabulary.reservations, vocabulary.mockery, vocabulary.politeNo, vocabulary.withdrawals].some((list) => hasPhrase(words, list));

/** Like `readYesNo`, but only a yes counts and more may follow it. */
export function beginsWithYes(turn: Turn | undefined, vocabulary: Vocabulary): boolean {
  const first = turn?.sentences[0];
  if (turn?.role !== "user" || first === undefined || first.isQuestion || isUnclear(turn, vocabulary)) return false;
  const start = afterFillers(first.words, vocabulary);
  return phraseAt(first.words, start, vocabulary.yes) !== undefined && !hasPhrase(first.words, vocabulary.negations);
}

/** Whether the turn accepts what the assistant said before it: a yes, or "perfect, thanks" without a word that denies. */
export function accepts(turn: Turn | undefined, vocabulary: Vocabulary): boolean {
  if (beginsWithYes(turn, vocabulary)) return true;
  const first = turn?.sentences[0];
  if (turn?.role !== "user" || first === undefined || first.isQuestion || isUnclear(turn, vocabulary)) return false;
  const start = afterFillers(first.words, vocabulary);
  const isAccepted = phraseAt(first.words, start, vocabulary.acceptance) ?? phraseAt(first.words, 0, vocabulary.acceptance);
  return isAccepted !== undefined && !hasPhrase(turn.words, vocabulary.negations) && !hasPhrase(turn.words, vocabulary.corrections);
}

/** Whether the turn begins with a no. */
export function beginsWithNo(turn: Turn | undefined, vocabulary: Vocabulary): boolean {
  if (turn?.role !== "user") return false;
  return phraseAt(turn.words, afterFillers(turn.words, vocabulary), vocabulary.no) !== undefined;
}

function afterFillers(words: readonly Word[], vocabulary: Vocabulary): number {
  let at = 0;
  while (at < 3) {
    if (phraseAt(words, at, vocabulary.yes) !== undefined || phraseAt(words, at, vocabulary.no) !== undefined) return at;
    const filler = phraseAt(words, at, vocabulary.fillers);
    if (filler === undefined) return at;
    at = filler.end;
  }
  return at;
}

/** Whether a word that denies stands in the same clause before word `at`; a no at the very start that a comma follows answers, and denies nothing. */
export function isDenied(sentence: SpokenSentence, at: number, vocabulary: Vocabulary): boolean {
  for (let before = at; before >= Math.max(0, at - CLAUSE_WORDS_MAX); before--) {
    const word = sentence.words[before];
    if (word === undefined) return false;
    if (phraseAt(sentence.words, before, vocabulary.negations) !== undefined && !(before === 0 && answersOnly(sentence, vocabulary)))
      return true;
    if (!word.joins && /[,;:،؛—–]/.test(between(sentence, before))) return false;
  }
  return false;
}

/** Whether a word that denies stands anywhere in the clause of word `at`: German and Hindi deny after the verb. */
export function isClauseDenied(sentence: SpokenSentence, at: number, vocabulary: Vocabulary): boolean {
  let last = at;
  const furthest = Math.min(sentence.words.length - 1, at + CLAUSE_WORDS_MAX);
  while (last < furthest && !/[,;:،؛—–]/.test(between(sentence, last + 1))) last++;
  return isDenied(sentence, last, vocabulary);
}

function between(sentence: SpokenSentence, at: number): string {
  const before = sentence.words[at - 1];
  const word = sentence.words[at];
  if (before === undefined || word === undefined) return "";
  return sentence.text.slice(before.end - sentence.start, word.start - sentence.start);
}

const answersOnly = (sentence: SpokenSentence, vocabulary: Vocabulary): boolean => {
  const answer = phraseAt(sentence.words, 0, vocabulary.no);
  return answer !== undefined && sentence.words[answer.end] !== undefined;
};
